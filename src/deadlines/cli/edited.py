"""What was changed in a record, and what subscribers will see of it."""

from deadlines.app.edit import Edited
from deadlines.cli.present import tell, tell_count
from deadlines.cli.reader import reader_language

_MOST_NAMED = 5


def report(edited: Edited, *, is_new: bool = False) -> None:
    """Print which file was written, and say on stderr what a coordinator has to know."""
    from deadlines.records.write import as_toml

    print(edited.path, flush=True)
    for key, text in edited.dropped:
        if is_new:
            tell("left out, since it names a year: {key} = {value}", key=key, value=as_toml(text))
        else:
            tell("taken out, since it is of what was before: {key} = {value}", key=key, value=as_toml(text))
    language = reader_language()
    for one in edited.shown[:_MOST_NAMED]:
        tell('subscribers will see "{title}", {moment}', title=one.title, moment=language.moment(one.moment))
    if (more := len(edited.shown) - _MOST_NAMED) > 0:
        tell_count("and {n} more of its deadlines likewise", "and {n} more of its deadlines likewise", more)
    if edited.opportunity.record.draft:
        tell("subscribers will see nothing: it is a draft")
    elif not edited.opportunity.deadlines:
        tell("it has no date, and therefore no entry in calendars; lists and the page will show what it is now")
