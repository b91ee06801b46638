"""The next edition of a series, made of the last one: what is known by pattern, and nothing that is of one year."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from deadlines.domain.characters import YEAR
from deadlines.domain.key import is_named, key_of, may_have_hour, table_in
from deadlines.domain.moment import Moment, Written
from deadlines.domain.month import Month
from deadlines.domain.opportunity import Deadline, Opportunity
from deadlines.domain.part import Part
from deadlines.domain.record import Record
from deadlines.domain.text import Sentence
from deadlines.records.pattern import expected

_OF_ONE_EDITION = (Part.DETAIL, Part.STATE, Part.PROVENANCE)
"""What is known of no other: the words of its announcement, its state, where it was learned."""
_TEXTS = (Part.OFFER, Part.SEARCH, Part.APPLY)


@dataclass(frozen=True)
class NextEdition:
    """What is expected of the next edition."""

    id: str
    table: dict[str, Any]
    dropped: tuple[tuple[str, str], ...]
    """Keys that were left out, since they name a year, and what they said."""
    reasons: tuple[Sentence, ...]
    """Why the deadlines are expected when they are."""


def next_edition(editions: Sequence[Opportunity], now: datetime) -> NextEdition:
    """Return the edition after the last of some that have deadlines, in the first year in which it is to come.

    Its deadlines follow from those of all editions, by their labels; other dates are on the same day. Ids, titles and
    labels name that year where they named the last.
    """
    last = editions[-1]
    final = max((deadline.moment for deadline in last.deadlines), key=lambda moment: moment.instant)
    years = 1
    while Moment(_later(final.written, years), final.zone_name).has_passed(now):
        years += 1
    renewal = _Renewal(years, final.last_day.year)
    table = renewal.table(Record, last.record.model_dump(exclude_unset=True)) | {"status": "expected"}
    if translations := _still_said(table.pop("translations", {}), table):
        table["translations"] = translations
    reasons = list(_by_pattern(table.get("deadlines", []), editions, years))
    name = renewal.named(last.id)
    return NextEdition(
        name if name != last.id else f"{name}-{final.last_day.year + years}",
        {key: table[key] for key in Record.model_fields if key in table},
        tuple(renewal.dropped),
        tuple(reasons),
    )


def _by_pattern(rows: list[dict[str, Any]], editions: Sequence[Opportunity], years: int) -> Iterator[Sentence]:
    """Give each deadline the moment that follows from those of its label, and yield why."""
    for deadline in editions[-1].deadlines:
        row, label = rows[deadline.number], _plain(deadline)
        dues = [
            its.moment.written
            for edition in editions
            if edition.record.status != "expected"
            for its in edition.deadlines
            if _plain(its) == label
        ]
        if dues and "repeats" not in row:
            found = expected(dues, deadline.moment.day.year + years)
            row["due"] = found.due
            yield found.reason


def _plain(deadline: Deadline) -> str:
    """Return the label of a deadline without its year: by this it is the same one in each edition."""
    return YEAR.sub("", deadline.label or "")


def _still_said(translations: Mapping[str, dict[str, Any]], table: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return translations without the texts that a record has lost, in whole or in part."""
    own = table | table.get("apply", {})
    found = {
        tag: {
            key: value
            for key, value in texts.items()
            if key in own and (isinstance(value, str) or len(value) == len(own[key]))
        }
        for tag, texts in translations.items()
    }
    return {tag: texts for tag, texts in found.items() if texts}


def _later(written: Written, years: int) -> Written:
    year = written.year + years
    if isinstance(written, Month):
        return written.in_year(year)
    try:
        return written.replace(year=year)
    except ValueError:
        return written.replace(year=year, day=28)


class _Renewal:
    def __init__(self, years: int, year: int) -> None:
        self._years, self._year = years, year
        self.dropped: list[tuple[str, str]] = []

    def table(self, model: type[BaseModel], values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of a table that can be expected again."""
        return {name: value for name, value in self._renewed(model, values) if value not in ([], {})}

    def named(self, name: str) -> str:
        """Return a name with its year, or that beside it, moved on; any other number in it is no year of an edition."""

        def moved(found: re.Match[str]) -> str:
            year = int(found[0])
            return f"{year + self._years}" if abs(year - self._year) <= 1 else found[0]

        return YEAR.sub(moved, name)

    def _renewed(self, model: type[BaseModel], values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, value in values.items():
            field = model.model_fields[name]
            key, inner = key_of(field), table_in(field)
            if is_named(field) and inner is not None:
                yield name, {its: said for its, one in value.items() if (said := self.table(inner, one))}
            elif inner is not None:
                many = isinstance(value, tuple)
                yield name, [self.table(inner, one) for one in value] if many else self.table(inner, value)
            elif key is None or key.part in _OF_ONE_EDITION or name == "previously":
                continue
            elif may_have_hour(field):
                yield name, _later(value, self._years)
            elif key.part in _TEXTS:
                yield name, self._without_years(name, value)
            else:
                yield name, self.named(value) if name in ("title", "label") else value

    def _without_years(self, name: str, value: Any) -> Any:
        """Return the texts that name no year; those that do were written about one edition."""
        texts = value if isinstance(value, tuple) else (value,)
        kept = [text for text in texts if not YEAR.search(text)]
        self.dropped += [(name, text) for text in texts if text not in kept]
        return kept if isinstance(value, tuple) or not kept else kept[0]
