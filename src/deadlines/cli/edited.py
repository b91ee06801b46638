"""What was changed in a record, and what subscribers will see of it."""

from deadlines.app.edit import Edited
from deadlines.cli.present import log
from deadlines.wording.language import ENGLISH

_MOST_NAMED = 5


def report(edited: Edited, dropped: str = "taken out, since it is of what was before") -> None:
    """Print which file was written, and say on stderr what a coordinator has to know; ``dropped`` says what was."""
    from deadlines.records.write import as_toml

    print(edited.path, flush=True)
    for key, said in edited.dropped:
        log(f"{dropped}: {key} = {as_toml(said)}")
    for one in edited.shown[:_MOST_NAMED]:
        log(f'subscribers will see "{one.title}", {ENGLISH.moment(one.moment)}')
    if (more := len(edited.shown) - _MOST_NAMED) > 0:
        log(f"and {more} more of its deadlines likewise")
    if edited.opportunity.record.draft:
        log("subscribers will see nothing: it is a draft")
    elif not edited.opportunity.deadlines:
        log("it has no date, and therefore no entry in calendars; lists and the page will show what it is now")
