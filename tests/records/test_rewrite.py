"""A file is made to say any other record, and every line stays of which nothing has changed.

``REWRITES=2000 pytest -m slow tests/records/test_rewrite.py`` tries that many.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deadlines.domain.key import is_list, table_in
from deadlines.domain.record import Record
from deadlines.records.edit import Change
from deadlines.records.rewrite import Present, present, rewrite
from deadlines.records.write import record_text
from tests.domain.samples import ZONE, records
from tests.records.layouts import layouts
from tests.records.test_edit import plain, table_of_bytes

TABLES = [name for name, field in Record.model_fields.items() if table_in(field) and is_list(field)]
"""Of which there may be several, each of which can be taken out."""
REWRITES = int(os.environ.get("REWRITES", "100"))
PATH = "opportunities/a.toml"
HAND = """\
# a remark of ours
title = 'A call'  # as they write it
kind = "call"
organisation = "Somebody"
url = "https://example.org/"
topics = [
  "one", # the first
  "two", # the second
]

[[deadlines]] # the early ones
label = "Papers"
due = 2026-03-06

# the late ones
[[deadlines]]
label = "Posters"
due = 2026-04-06

[apply]
email = "a@example.org"
"""


def rewritten(folder: Path, content: str | bytes, table: dict[str, Any], removed: tuple[Any, ...] = ()) -> str:
    file = folder / "a.toml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    change = rewrite(file, PATH, ZONE, table, removed)
    assert isinstance(change, Change), change
    assert table_of_bytes(change.content) == table
    return change.content.decode()


def test_a_list_is_changed_item_by_item(tmp_path: Path) -> None:
    table = table_of_bytes(HAND.encode())
    for topics, said in (
        (["one", "three"], HAND.replace('"two"', '"three"')),
        (["two"], HAND.replace('  "one", # the first\n', "  # the first\n")),
        (["one", "two", "three"], HAND.replace("# the second\n", '# the second\n  "three",\n')),
        (["zero", "one", "two"], HAND.replace('"one"', '"zero", "one"')),
    ):
        assert rewritten(tmp_path, HAND, table | {"topics": topics}) == said


def test_one_of_several_tables_goes_and_the_others_stay_as_they_are(tmp_path: Path) -> None:
    table = table_of_bytes(HAND.encode())
    first, second = table["deadlines"]
    cut = '[[deadlines]] # the early ones\nlabel = "Papers"\ndue = 2026-03-06\n\n'
    assert rewritten(tmp_path, HAND, table | {"deadlines": [second]}, (("deadlines", 0),)) == HAND.replace(cut, "")
    cut = '[[deadlines]]\nlabel = "Posters"\ndue = 2026-04-06\n\n'
    assert rewritten(tmp_path, HAND, table | {"deadlines": [first]}, (("deadlines", 1),)) == HAND.replace(cut, "")


def test_a_further_table_stands_behind_those_of_its_kind(tmp_path: Path) -> None:
    table = table_of_bytes(HAND.encode())
    rows = [*table["deadlines"], {"due": table["deadlines"][0]["due"], "label": "Talks"}]
    block = '\n[[deadlines]]\nlabel = "Talks"\ndue = 2026-03-06\n'
    assert rewritten(tmp_path, HAND, table | {"deadlines": rows}) == HAND.replace(
        "2026-04-06\n", f"2026-04-06\n{block}"
    )


def test_a_table_goes_with_its_header_and_comes_back_at_the_end(tmp_path: Path) -> None:
    table = table_of_bytes(HAND.encode())
    del table["apply"]
    without = rewritten(tmp_path, HAND, table)
    assert without == HAND.partition("\n[apply]")[0]
    assert rewritten(tmp_path, without, table | {"apply": {"email": "a@example.org"}}) == HAND


def test_what_has_no_key_before_it_stands_first(tmp_path: Path) -> None:
    broken = HAND.replace("title = 'A call'  # as they write it\n", "").replace('label = "Papers"\n', "")
    assert rewritten(tmp_path, broken, table_of_bytes(HAND.encode())) == broken.replace(
        'kind = "call"', 'title = "A call"\nkind = "call"'
    ).replace("due = 2026-03-06", 'due = 2026-03-06\nlabel = "Papers"')


@pytest.mark.parametrize(
    "apply",
    ['apply.email = "b@example.org"', 'apply = { email = "b@example.org" }', "apply = {}"],
)
def test_a_table_may_be_written_without_a_header(tmp_path: Path, apply: str) -> None:
    head, bracket, rest = HAND.partition("\n[[")
    hand = f"{head}{apply}\n{bracket}{rest}".partition("\n[apply]")[0]
    meant = table_of_bytes(hand.encode()) | {"apply": {"url": "https://example.org/form", "email": "a@example.org"}}
    said = rewritten(tmp_path, hand, meant)
    assert "[apply]" not in said and [line for line in hand.splitlines() if line not in said.splitlines()] == [apply]


def test_what_would_be_wrong_is_a_problem_and_not_written(tmp_path: Path) -> None:
    table = table_of_bytes(HAND.encode())
    (tmp_path / "a.toml").write_text(HAND)
    found = rewrite(tmp_path / "a.toml", PATH, ZONE, table | {"languages": ["not a language"]})
    assert isinstance(found, list) and [problem.keys for problem in found] == [("languages", 0)]


def test_what_a_file_says_comes_with_what_is_wrong_in_it(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(HAND.replace('"call"', '"cal"'))
    found = present(tmp_path / "a.toml", PATH, ZONE)
    assert isinstance(found, Present) and found.table["kind"] == "cal"
    assert [problem.keys for problem in found.findings] == [("kind",)]
    (tmp_path / "a.toml").write_text("title = ")
    assert isinstance(present(tmp_path / "a.toml", PATH, ZONE), list)


def test_a_key_comes_before_the_tables_that_the_model_has_before_it(tmp_path: Path) -> None:
    table = table_of_bytes(HAND.encode()) | {"funding": {"min": 1, "currency": "EUR"}}
    funded = rewritten(tmp_path, HAND, table)
    said = rewritten(tmp_path, funded, table | {"partners": ["Somebody else"], "countries": ["SN"]})
    assert said.index("countries = ") < said.index("[[deadlines]]")
    assert rewritten(tmp_path, said, table) == funded


@pytest.mark.slow
@settings(max_examples=REWRITES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_file_is_made_to_say_any_record(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    old, new = (plain(data.draw(records()).model_dump(exclude_unset=True)) for _ in range(2))
    layout = data.draw(layouts(old))
    removed = tuple(
        (name, number)
        for name in TABLES
        for number in range(len(old.get(name, ())))
        if len(old[name]) > len(new.get(name, ())) and number >= len(new.get(name, ()))
    )
    said = rewritten(tmp_path_factory.getbasetemp(), layout.content, new, removed).encode()
    assert said.startswith(b"\xef\xbb\xbf") == layout.bom
    same = rewritten(tmp_path_factory.getbasetemp(), layout.content, old)
    assert same.encode() == layout.content, "what says it already is not touched"


@pytest.mark.slow
@settings(max_examples=REWRITES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_one_key_more_or_less_touches_its_own_lines_alone(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    old = plain(data.draw(records()).model_dump(exclude_unset=True))
    old.pop("translations", None)  # A text that is translated cannot be taken out alone.
    layout = data.draw(layouts(old))
    optional = [
        key for key in old if not Record.model_fields[key].is_required() and key not in ("rolling", "deadlines")
    ]
    if not optional:
        return
    key = data.draw(st.sampled_from(optional))
    meant = {name: value for name, value in old.items() if name != key}
    removed = tuple((key, number) for number in range(len(old[key]))) if key in TABLES else ()
    said = rewritten(tmp_path_factory.getbasetemp(), layout.content, meant, removed).removeprefix("\ufeff")
    lines = iter(said.split(layout.newline))
    kept = [line.text for line in layout.lines if line.keys and not any(place[0] == key for place in line.keys)]
    assert [line for line in kept if line not in lines] == []


def test_the_keys_of_a_new_file_are_in_the_order_of_the_model(tmp_path: Path) -> None:
    table = table_of_bytes(HAND.encode())
    turned = dict(reversed(table.items()))
    turned["deadlines"] = [dict(reversed(row.items())) for row in table["deadlines"]]
    file = tmp_path / "calls" / "a.toml"
    assert record_text(turned, file, tmp_path) == record_text(table, file, tmp_path)
