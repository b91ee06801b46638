"""Sheets: CSV, Excel, OpenDocument. A row is an opportunity; what is empty in one is not known.

A date of digits alone may be in two orders: it is read only where another date of its column shows which.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from deadlines.domain.moment import Dated, day_of, parse_written
from deadlines.domain.text import Sentence, fold
from deadlines.domain.zone import find_zone, suggest_zone
from deadlines.sources.columns import DATES, HOUR, LISTS, NUMBER, columns_of
from deadlines.sources.found import Faulty, Found, Item, Unreadable, record_of
from deadlines.wording.phrases import kind_of
from deadlines.words.read import read as read_words

NOT_STATED = "not stated"
"""As ``list --format csv`` says of the zone of a date."""
_LONGEST_FIELD = 100_000
_PARTS = re.compile(r"\s*[;,|\n]\s*")
_NUMERIC = re.compile(r"\s*(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\b")


def rows_in_csv(text: str) -> list[list[str]]:
    """Return the rows of a CSV (RFC 4180), by the separator of which its first line has most. Raises ``Unreadable``."""
    first = text.partition("\n")[0]
    separator = max(";,\t|", key=first.count)
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error as error:
        raise Unreadable(f"it is no CSV that can be read: {error}") from None


def read(name: str, rows: Sequence[Sequence[str]], said: Mapping[str, str]) -> Iterator[Item]:
    """Yield the opportunities of a sheet called so. Raises ``Unreadable`` where no column is the title."""
    filled = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
    if not filled:
        raise Unreadable("it has no rows")
    columns = columns_of(filled[0][1], said)
    orders = {column: _order([row[column] for _, row in filled[1:] if column < len(row)]) for column in columns}
    for number, row in filled[1:]:
        yield _row(name, number, row, columns, orders)


def _row(
    name: str, number: int, row: Sequence[str], columns: Mapping[int, str], orders: Mapping[int, str | None]
) -> Item:
    cells = {key: row[column].strip() for column, key in columns.items() if column < len(row) and row[column].strip()}
    order_of = {key: orders[column] for column, key in columns.items()}
    if "title" not in cells:
        return Faulty(f"{name}:{number}", "it has no title")
    remarks: list[str] = []
    dates: dict[str, Dated] = {}
    for key in DATES:
        if key in cells:
            written, remark = _date(cells[key], order_of[key])
            if written is not None:
                dates[key] = written
            remarks += [remark] if remark else []
    deadline = _deadline(cells, dates.get("due"), remarks)
    word = cells.get("kind", "")
    kind = kind_of(word) if word else None
    if word and kind is None:
        remarks.append(Sentence('"{text}" is no kind of opportunity', text=word))
    keys: dict[str, Any] = {
        key: text for key, text in cells.items() if key not in (*DATES, "kind", "email", "reference")
    }
    keys |= {key: [one for one in _PARTS.split(cells[key]) if one] for key in LISTS if key in cells}
    for key in (HOUR, NUMBER, "timezone", "label", "stated"):
        keys.pop(key, None)
    keys |= {key: day_of(dates[key]) for key in ("published", "verified") if dates.get(key)}
    keys |= {"opens": dates["opens"]} if dates.get("opens") else {}
    apply = {key: cells[key] for key in ("email", "reference") if key in cells}
    source = keys.pop("source", None)
    return Found(
        source or f"{name} {cells.get(NUMBER) or cells['title']}",
        record_of(**keys, kind=kind or "call", apply=apply, deadlines=[deadline] if deadline else []),
        tuple(remarks),
    )


def _deadline(cells: Mapping[str, str], due: Dated | None, remarks: list[str]) -> dict[str, Any] | None:
    if not due:
        return None
    zone_name = "" if cells.get("timezone") == NOT_STATED else cells.get("timezone", "")
    if zone_name and find_zone(zone_name) is None:
        remarks.append(Sentence('"{name}" is not a time zone; {hint}', name=zone_name, hint=suggest_zone(zone_name)))
        zone_name = ""
    if (typed := cells.get(HOUR)) and not isinstance(due, datetime):
        clock = _clock(typed)
        if clock is None:
            remarks.append(Sentence('"{text}" is not read as a time', text=typed))
        elif typed.strip() != "24:00":
            due = datetime.combine(due, clock)
    if isinstance(due, datetime) and not zone_name:
        remarks.append(Sentence("{time} names no time zone; add one, or take the time out", time=f"{due:%H:%M}"))
    return {"due": due, "timezone": zone_name, "label": cells.get("label"), "stated": cells.get("stated")}


def _clock(text: str) -> time | None:
    found = read_words(text).hours
    return next(iter(found[0].times)) if len(found) == 1 and len(found[0].times) == 1 else None


def _order(cells: Sequence[str]) -> str | None:
    """Return whether a column has the day or the month first, where some dates can only be one and none the other."""
    pairs = [(int(found[1]), int(found[2])) for cell in cells if (found := _NUMERIC.match(cell))]
    day_first, month_first = any(one > 12 for one, _ in pairs), any(other > 12 for _, other in pairs)
    return None if day_first == month_first else "day" if day_first else "month"


def _date(text: str, order: str | None) -> tuple[Dated | None, Sentence | None]:
    """Return the date of a cell, or why it is none."""
    try:
        return parse_written(text), None
    except ValueError:
        pass
    if numeric := _NUMERIC.match(text):
        return _numeric(text, numeric, order)
    words = read_words(text)
    days = {day for found in words.dates for reading in found.readings if (day := reading.date)}
    if len(words.dates) != 1 or len(days) != 1:
        return None, Sentence('"{text}" is not read as a date', text=text)
    day = days.pop()
    if len(words.hours) == 1 and len(words.hours[0].times) == 1:
        return datetime.combine(day, next(iter(words.hours[0].times))), None
    return day, None


def _numeric(text: str, found: re.Match[str], order: str | None) -> tuple[Dated | None, Sentence | None]:
    one, other, year = int(found[1]), int(found[2]), int(found[3])
    if one == other or order == "day" or one > 12:
        day, month = one, other
    elif order == "month" or other > 12:
        day, month = other, one
    else:
        return None, Sentence('"{text}" may have the day or the month first; write it as 2027-04-30', text=text)
    try:
        return date(year, month, day), None
    except ValueError:
        return None, Sentence('"{text}" is not read as a date', text=text)


def is_about(found: Found, words: Sequence[str]) -> bool:
    """True where every word stands in the texts of what was found."""
    shown = fold("\n".join(_texts(found.table)))
    return all(fold(word) in shown for word in words)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
