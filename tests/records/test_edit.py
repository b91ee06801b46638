"""An edit changes the lines that had to change, and no other byte: for any record, however it is written.

``EDITS=10000 pytest -m slow tests/records/test_edit.py`` tries that many records.
"""

import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deadlines.documents.document import Document, parse
from deadlines.domain.month import Month
from deadlines.domain.problem import Keys
from deadlines.domain.record import Record
from deadlines.domain.stated import contradictions
from deadlines.records.edit import Change, end, extend
from tests.domain.samples import ZONE, records
from tests.records.layouts import COMMENT, Layout, layouts

EDITS = int(os.environ.get("EDITS", "200"))
DAYS = st.dates(date(2041, 1, 1), date(2045, 1, 1))
NEW = {date: DAYS, datetime: st.just(datetime(2042, 6, 1, 18)), Month: st.just(Month("2042-06")), type(None): DAYS}
WORDS = st.sampled_from((None, "on “that” day\\", "It's\ttime"))


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def table_of(layout: Layout) -> dict[str, Any]:
    document = parse(layout.content, "opportunities/a.toml")
    assert isinstance(document, Document), (document, layout.content.decode())
    return document.table


@pytest.mark.slow
@settings(max_examples=EDITS, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_an_edit_changes_what_is_meant_and_no_other_line(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    record: Record = data.draw(records())
    table = plain(record.model_dump(exclude_unset=True))
    for deadline in table.get("deadlines", ()):
        if "stated" in deadline and isinstance(deadline.get("due"), date) and data.draw(st.booleans()):
            deadline["stated"] = f"{deadline['due'].strftime('%Y-%m-%d')}, in time"
    layout = data.draw(layouts(table))
    assert table_of(layout) == table
    file = tmp_path_factory.getbasetemp() / "a.toml"
    file.write_bytes(layout.content)
    for what, change, intended, touched in edits(file, table, data):
        assert isinstance(change, Change), (what, change, layout.content.decode())
        assert table_of_bytes(change.content) == intended, what
        assert_untouched(layout, change.content, touched)


def table_of_bytes(content: bytes) -> dict[str, Any]:
    document = parse(content, "opportunities/a.toml")
    assert isinstance(document, Document)
    return document.table


Edit = tuple[str, Change | list[Any], dict[str, Any], set[Keys]]


def edits(file: Path, table: dict[str, Any], data: Any) -> Iterator[Edit]:
    for number, deadline in enumerate(table.get("deadlines", ())):
        if "repeats" in deadline:  # Of what repeats one date is moved, by another edit.
            continue
        yield extended(file, table, number, deadline, data)
    for status in ("closed", "cancelled"):
        note = data.draw(WORDS)
        intended = table | {"status": status} | ({} if note is None else {"status_note": note})
        if note is None and table.get("status", "announced") != status:
            intended.pop("status_note", None)
        touched = {("status",), ("status_note",)}
        if intended.get("status_note") != table.get("status_note"):
            intended["translations"] = {
                tag: {key: text for key, text in texts.items() if key != "status_note"}
                for tag, texts in table.get("translations", {}).items()
            }
            touched |= {("translations", tag, "status_note") for tag in intended["translations"]}
            intended = {key: value for key, value in intended.items() if key in table or value not in ({},)}
        yield status, end(file, "opportunities/a.toml", ZONE, status, note), intended, touched


def extended(file: Path, table: dict[str, Any], number: int, deadline: dict[str, Any], data: Any) -> Edit:
    due, stated = data.draw(NEW[type(deadline.get("due"))]), data.draw(WORDS)
    meant = deadline | {"due": due}
    if table.get("status") != "expected" and "due" in deadline:
        meant["previously"] = [*deadline.get("previously", ()), deadline["due"]]
    if stated is not None:
        meant["stated"] = stated
    elif "stated" in deadline and list(contradictions(deadline["stated"], due, deadline.get("timezone"))):
        del meant["stated"]
    intended = table | {"deadlines": [meant if one is deadline else one for one in table["deadlines"]]}
    change = extend(file, "opportunities/a.toml", ZONE, number, due, stated)
    return f"extend {number}", change, intended, {("deadlines", number, key) for key in ("due", "previously", "stated")}


def assert_untouched(layout: Layout, content: bytes, touched: set[Keys]) -> None:
    """Every line in which no key was touched is there, in its order; the others are as many as there were, or one a key more."""
    assert content.startswith(b"\xef\xbb\xbf") == layout.bom
    text = content.decode("utf-8-sig")
    assert ("\r\n" in text) == ("\r\n" in layout.content.decode())
    now = text.removesuffix(layout.newline).split(layout.newline)
    inside = [line.text for line in layout.lines if not line.keys & touched and not _within(line.keys, touched)]
    assert text.endswith("\n") == layout.ends or layout.lines[-1].text not in inside
    remaining = iter(now)
    missing = [line for line in inside if line not in remaining]
    assert missing == [], (missing, text)
    assert len(now) - len(inside) <= len(layout.lines) - len(inside) + len(touched)
    assert text.count(COMMENT.strip()) == layout.content.decode().count(COMMENT.strip())
    assert sum(not line.strip() for line in now) == sum(not line.text.strip() for line in layout.lines)


def _within(keys: frozenset[Keys], touched: set[Keys]) -> bool:
    """True for a line with a part of a list that was touched."""
    return any(key[: len(one)] == one for key in keys for one in touched)
