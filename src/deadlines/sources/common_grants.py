"""CommonGrants (an open protocol for grants): lists of opportunities as JSON.

It has no field for a zone: an hour of it is left out, and said.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from deadlines.domain.text import Sentence
from deadlines.sources.found import Faulty, Found, Item, Unreadable, list_in, record_of, text_in
from deadlines.sources.json_text import parsed

_PLACEHOLDER_YEAR = 2035
"""From this year on a date stands for "always open"."""


def read(content: bytes) -> Iterator[Item]:
    """Yield the opportunities of a list, or of an answer with one. Raises ``Unreadable``."""
    answer = parsed(content)
    items = answer if isinstance(answer, list) else list_in(answer, "items") or list_in(answer, "data")
    if isinstance(answer, dict) and not items:
        single = answer.get("data", answer)
        items = [single] if isinstance(single, dict) and "keyDates" in single else []
        if not items and "items" not in answer:
            raise Unreadable("it is no list of CommonGrants opportunities")
    for number, item in enumerate(items):
        yield _item(item, number)


def _item(item: Any, number: int) -> Item:
    id_, title = text_in(item, "id"), text_in(item, "title")
    if not id_ or not title:
        return Faulty(f"#{number}", "it has no id or no title")
    closes = item.get("keyDates", {}).get("closeDate") if isinstance(item.get("keyDates"), dict) else None
    due, remarks, is_rolling = _closing(closes)
    return Found(
        f"CommonGrants {id_}",
        record_of(
            title=title,
            kind="grant",
            organisation=text_in(item, "agency") or text_in(item, "customFields", "agencyName", "value"),
            url=text_in(item, "source"),
            summary=text_in(item, "description"),
            rolling=True if is_rolling else None,
            deadlines=[{"due": due}] if due else [],
        ),
        tuple(remarks),
    )


def _closing(closes: Any) -> tuple[date | None, list[str], bool]:
    if not isinstance(closes, dict):
        return None, [], False
    details = text_in(closes, "details") or text_in(closes, "description")
    remarks: list[str] = [f'"{details}"'] if details else []
    text = text_in(closes, "date") or text_in(closes, "endDate")
    try:
        due = date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None, [*remarks, Sentence('"{text}" is not read as a date', text=text)], False
    if due and due.year >= _PLACEHOLDER_YEAR:
        remarks.append(Sentence('"{text}" stands for "always open"', text=text))
        return None, remarks, True
    if clock := text_in(closes, "time"):
        remarks.append(Sentence('"{text}": its zone is not known; the hour is left out', text=f"{text} {clock}"))
    return due, remarks, not text and "ongoing" in details.lower()
