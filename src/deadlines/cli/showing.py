"""What ``deadlines show`` prints: one opportunity in full."""

import sys
from collections.abc import Iterator
from datetime import datetime

from deadlines.app.refusal import Exit
from deadlines.cli.present import safe
from deadlines.cli.project import now_or, reader_zone
from deadlines.cli.reader import reader_language, stdout
from deadlines.cli.source import Place, known_record, load_records
from deadlines.domain.moment import Moment, as_written
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.domain.status import OVER
from deadlines.wording.language import Language
from deadlines.wording.phrases import (
    about,
    cautions,
    details,
    how_to_apply,
    kind_in_words,
    labelled,
    provenance,
    status_in_words,
    undated_in_words,
    until_in_words,
    value_in_words,
    without_end,
)

FORMATS = ("text", "json")

WIDEST = 100
"""Columns of a line on a terminal; longer ones are hard to read."""


def print_opportunity(
    place: Place, *, id_: str, timezone: str | None, as_of: str | None, format_: str | None, no_index: bool
) -> int:
    """Print the opportunity that is meant of those at a place, and return the exit code."""
    here = reader_zone(timezone)
    now = now_or(as_of, here)
    form = format_ or FORMATS[0]
    if form not in FORMATS:
        from deadlines.cli.typed import one_of  # Which says what is wrong.

        one_of("--format", form, FORMATS)
    place = place._replace(is_fresh=no_index or form == "json")
    opportunity = known_record(id_, place, now)
    if opportunity is None:
        from deadlines.app.meant import record_meant  # Most are known by their ids.

        opportunity = record_meant(id_, load_records(place, now))
    if form == "json":
        import json

        from deadlines.items import item

        print(json.dumps(item(opportunity, now), ensure_ascii=False, indent=2, default=as_written))
        return Exit.FINE
    terminal = stdout()
    for line in lines(opportunity, now, here, reader_language()):
        for part in _folded(line, min(terminal.columns, WIDEST)) if sys.stdout.isatty() else [line]:
            print(part)
    return Exit.FINE


def _folded(line: str, columns: int) -> Iterator[str]:
    """Yield a line as a terminal has room for it: what is indented stays so, and no word is broken."""
    from deadlines.cli.columns import wrapped  # What reads no terminal needs no columns.

    text = line.lstrip(" ")
    indent = " " * (len(line) - len(text))
    yield from (indent + part for part in wrapped(text, columns - len(indent), whole_words=True))


def lines(opportunity: Opportunity, now: datetime, here: str, language: Language) -> Iterator[str]:
    """Yield what is shown of an opportunity to a reader in the zone ``here``."""
    record, status = opportunity.record, opportunity.status(now)
    yield safe(record.title)
    yield language.listing((kind_in_words(record.kind, language), _own(record.organisation, language)))
    note = f" ({_own(record.status_note, language)})" if record.status_note else ""
    yield language.heading(language.say("Status"), status_in_words(status, language) + note)
    if status == "expected":
        yield language.say("The dates are expected from earlier years and not announced.")
    yield from cautions(record, language)
    yield ""
    over = record.status in OVER
    for deadline in opportunity.in_turn(now):
        label = deadline.label and _own(deadline.label, language)
        heading = labelled(language.say("Deadline"), label)
        if isinstance(deadline, Deadline):
            yield from _moment(heading, deadline.moment, now, here, language, counted=not over)
            for heading, text in details(deadline, language):
                yield f"  {language.heading(_inside(heading), _own(text, language))}"
            if deadline.day:
                from deadlines.wording.repeats import repeats_in_words  # Few repeat.

                yield f"  {_inside(repeats_in_words(opportunity, deadline, now, language))}"
        else:
            yield language.heading(heading, undated_in_words(_own(deadline.stated, language), language))
        if deadline.opens:
            opens = _inside(language.say("Opens"))
            yield f"  {language.heading(opens, language.moment(deadline.opens, whole_day=False, iana=True))}"
        if deadline.previously:
            earlier = language.say("earlier dates")
            yield f"  {language.heading(earlier, language.history(deadline.previously))}"
    if opportunity.every_deadline and (all_year := without_end(opportunity, now, language)):
        yield all_year
    elif record.rolling and not opportunity.every_deadline:
        yield language.say("Deadline: none; open until filled, or all year")
    if opportunity.opens:
        yield from _moment(language.say("Opens"), opportunity.opens, now, here, language, whole_day=False)
    for milestone in opportunity.milestones:
        label = _own(milestone.label, language)
        yield from _moment(label, milestone.moment, now, here, language, whole_day=False)
    yield ""
    for heading, value in () if over else how_to_apply(record, language):
        if isinstance(value, str):
            yield language.heading(heading, _own(value, language))
        else:
            yield language.heading(heading, "").rstrip(" ")
            yield from (f"  - {_own(text, language)}" for text in value)
    yield language.heading(language.say("Page"), _own(record.url, language))
    yield ""
    for heading, text in about(record, language, by_tag=True):
        yield language.heading(heading, _own(text, language))
    if record.series:
        yield language.heading(language.say("Series"), _own(record.series, language))
    for heading, value in provenance(record, language):
        words = value_in_words(value, language)
        yield language.heading(heading, _own(words, language) if isinstance(value, str) else words)
    yield language.heading(language.say("Record"), _own(opportunity.path, language))


def _own(text: str, language: Language) -> str:
    """Return what a record says as a part of a line."""
    return language.isolate(safe(text))


def _inside(heading: str) -> str:
    """Return a heading as it stands below another."""
    return f"{heading[:1].lower()}{heading[1:]}"


def _moment(
    heading: str,
    moment: Moment,
    now: datetime,
    here: str,
    language: Language,
    *,
    whole_day: bool = True,
    counted: bool = True,
) -> Iterator[str]:
    parts = [language.moment(moment, whole_day=whole_day, iana=True)]
    if counted:
        parts.append(until_in_words(moment, now, here, language, begins=not whole_day))
    yield language.heading(heading, language.listing(parts))
    if not moment.all_day and not moment.is_local and moment.zone_name != here:
        seen = language.brief(moment.seen_in(here), whole_day=whole_day)
        there = language.say("in {zone}: {moment}", zone=_own(here, language), moment=seen)
        yield f"  {there}"
