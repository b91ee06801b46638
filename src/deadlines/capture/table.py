"""A draft as the table of a record, with what cannot be in it: what is needed still, and what has to be asked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from deadlines.capture.accepted import accepted
from deadlines.capture.draft import Draft, DraftDeadline
from deadlines.capture.moment import Due
from deadlines.domain.moment import Written
from deadlines.domain.month import Month
from deadlines.domain.text import Sentence

_LONGEST_WORDS = 300


@dataclass(frozen=True)
class Drafted:
    """The keys of a record that a draft fills, and remarks for whoever reads it."""

    table: dict[str, Any]
    remarks: tuple[str, ...]
    """Sentences of the announcement, and ours, which can be translated."""
    needed: tuple[str, ...]
    """Keys without which it is no record: ``url``, ``organisation``, ``deadlines``, ``timezone``."""


def table_of(
    draft: Draft,
    *,
    url: str | None = None,
    source: str | None = None,
    timezone: str | None = None,
    organisation: str | None = None,
) -> Drafted:
    """Return the keys that a draft fills. ``url`` and ``source`` are of the place where it was found.

    ``timezone`` is for hours of which the words name no zone, ``organisation`` for where they do not say who offers it.
    """
    table: dict[str, Any] = {"title": draft.title, "kind": draft.kind}
    optional = {
        "organisation": draft.organisation or organisation,
        "url": draft.url or url,
        "published": draft.published,
        "source": source,
        "rolling": draft.rolling or None,
        "may_close_early": draft.may_close_early or None,
        "access": "nomination" if draft.by_nomination else None,
        "partners": list(draft.partners),
        "languages": list(draft.languages),
        **draft.facts,
        "contact": draft.apply.contact,
        "opens": _opens(draft.opens),
        "apply": _apply(draft),
    }
    table |= {key: value for key, value in optional.items() if value}
    rows: list[dict[str, Any]] = []
    remarks: list[str] = []
    for one in draft.deadlines:
        row, said = _row(one, timezone)
        remarks += said
        rows.append(row)
    if rows:
        table["deadlines"] = rows
    if "opens" in table and any("due" in row and _is_before(row["due"], table["opens"]) for row in rows):
        remarks.append(Sentence("it opens on {day}, after a deadline; this is left out", day=table.pop("opens")))
    table, refused = accepted(table, timezone or "UTC")
    remarks += [Sentence("left out, since check would refuse it: {key}", key=key) for key in refused]
    return Drafted(table, tuple(remarks), tuple(_needed(table, draft)))


def _needed(table: dict[str, Any], draft: Draft) -> list[str]:
    needed = [key for key in ("organisation", "url") if key not in table]
    rows = table.get("deadlines", [])
    if (not rows and not draft.rolling) or any("due" not in row and "stated" not in row for row in rows):
        needed.append("deadlines")
    if any(_has_hour(row) and "timezone" not in row for row in rows):
        needed.append("timezone")
    return needed


def _has_hour(row: dict[str, Any]) -> bool:
    return isinstance(row.get("due"), datetime)


def _row(one: DraftDeadline, timezone: str | None) -> tuple[dict[str, Any], list[str]]:
    """Return the table of a deadline, with what there is to say of it; its words alone where the day is not known."""
    due = one.due
    remarks: list[str] = [f'"{one.sentence}"']
    if due.derived_from:
        remarks.append(Sentence("{due} is derived: {why}", due=due.written or "", why=due.derived_from))
    remarks += due.asked
    row: dict[str, Any] = {}
    if (known := due.local or due.date or due.whole_month) is not None:
        row["due"] = known
    else:
        remarks.append(Sentence("the deadline is known as far as {due}", due=due.written or "?"))
    if zone := due.timezone or (timezone if due.clock else None):
        row["timezone"] = zone
    if one.label:
        row["label"] = one.label
    if words := due.stated if known else one.sentence[:_LONGEST_WORDS]:
        row["stated"] = words
    if earlier := [date.fromisoformat(day[:10]) for day in one.previously]:
        row["previously"] = earlier
    return row, remarks


def _is_before(due: Written, opens: date) -> bool:
    if isinstance(due, Month):
        return due.last_day < opens
    return (due.date() if isinstance(due, datetime) else due) < opens


def _opens(opens: Due | None) -> Any:
    return opens.date if opens else None


def _apply(draft: Draft) -> dict[str, Any]:
    found = draft.apply
    its = {"url": found.url, "email": found.email, "reference": found.reference, "documents": list(found.documents)}
    return {key: value for key, value in its.items() if value}


def item_of(draft: Draft, drafted: Drafted, today: date, zone_name: str | None) -> dict[str, Any]:
    """Return a draft in the shape of an item of ``list --format json``; what is not known is null.

    ``zone_name`` is that of the project, in which dates without a zone are read.
    """
    table = drafted.table
    first: dict[str, Any] = {
        "title": draft.title,
        "kind": draft.kind,
        "organisation": table.get("organisation"),
        "url": table.get("url"),
        "status": _status(draft, today),
        "deadlines": [_deadline(one, zone_name) for one in draft.deadlines],
    }
    rest = {key: _plain(value) for key, value in table.items() if key not in first}
    unstated = any(one.due.timezone is None and one.due.date for one in draft.deadlines)
    return first | rest | ({"read_in": zone_name} if zone_name and unstated else {})


def _deadline(one: DraftDeadline, zone_name: str | None) -> dict[str, Any]:
    due = one.due
    return {
        "label": one.label,
        "due": due.written,
        "timezone": due.timezone,
        "instant": _instant(due, due.timezone or (None if due.clock else zone_name)),
        "all_day": due.date is not None and due.clock is None,
        "previously": list(one.previously),
        "stated": due.stated,
        "sentence": one.sentence,
        "outcome": due.certainty,
        "zone_stated": due.zone_stated,
        "derived_from": due.derived_from,
        "asked": list(due.asked),
    }


def _instant(due: Due, zone_name: str | None) -> str | None:
    """Return the instant in UTC, where day and zone are known; a date lasts to the end of its day."""
    from deadlines.domain.moment import Moment

    on = due.date
    if on is None or zone_name is None:
        return None
    return f"{Moment(due.local or on, zone_name).instant:%Y-%m-%dT%H:%M:%SZ}"


def _status(draft: Draft, today: date) -> str:
    if draft.rolling:
        return "rolling"
    days = [one.due.date for one in draft.deadlines if one.due.date]
    if days and all(day + timedelta(1) <= today for day in days):
        return "closed"
    if draft.opens and draft.opens.date and draft.opens.date > today:
        return "upcoming"
    return "open"


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
