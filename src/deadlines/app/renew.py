"""The next edition of a series: a new record, expected, until its dates are announced."""

from datetime import datetime
from pathlib import PurePath

from deadlines.app.add import write_new
from deadlines.app.edit import Edited, shown_of
from deadlines.app.meant import name_meant, record_meant
from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.opportunity import Opportunity
from deadlines.records.loaded import Loaded
from deadlines.records.renew import next_edition
from deadlines.wording.language import language


def renew(project: OpenProject, typed: str, now: datetime) -> Edited:
    """Write the next edition of the series that is meant, or of that of the record that is meant, beside the last one.

    Raises ``Refusal``, and writes nothing then, where no edition has a date, or the next one is there already.
    """
    loaded = project.load()
    name = _series_meant(typed, loaded)
    editions = [found for found in loaded.good if found.record.series == name and found.deadlines]
    if not editions:
        raise Refusal("no edition of {name} has a deadline; what is rolling goes on by itself", Exit.FOUND, name=name)
    last = max(editions, key=_ends)
    if last.repeats:
        raise Refusal("{path} comes again by its rule; nothing was written", Exit.FOUND, path=last.path)
    status = last.status(now)
    if status == "expected":
        raise Refusal(
            "{path} is the next edition already, and expected; nothing was written", Exit.FOUND, path=last.path
        )
    if status == "draft":
        raise Refusal(
            "{path} is the next edition already, and a draft; nothing was written", Exit.FOUND, path=last.path
        )
    earlier = sorted((one for one in editions if one is not last and not one.record.draft), key=_ends)
    renewed = next_edition((*earlier, last), now)
    folder = project.root / PurePath(last.path).parent
    spoken = language(project.settings.project.language)
    reasons = [spoken.spoken(reason) for reason in renewed.reasons]
    new = write_new(project, renewed.table, folder / f"{renewed.id}.toml", loaded, comments=reasons)
    return Edited(new.path, new, shown_of(project, new), renewed.dropped)


def _series_meant(typed: str, loaded: Loaded) -> str:
    series = {found.record.series for found in loaded.good if found.record.series}
    if typed and any(name.startswith(typed) for name in series):
        return name_meant(typed, series, "series")
    found = record_meant(typed, loaded)
    if found.record.series is None:
        raise Refusal(
            '{id} is of no series; write series = "…" into {path} first', Exit.FOUND, id=found.id, path=found.path
        )
    return found.record.series


def _ends(edition: Opportunity) -> datetime:
    return max(deadline.moment.instant for deadline in edition.deadlines)
