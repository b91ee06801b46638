"""An opportunity as JSON, and back."""

import json
import tracemalloc
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given

from deadlines.domain.moment import as_written
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.record import Record
from deadlines.items import LARGEST_ITEM, item, parse, read_items
from tests.domain.samples import ZONE, records, variants

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)


def opportunity(record: Record) -> Opportunity:
    return Opportunity.of(record, id="some-id", path="opportunities/some-id.toml", project_zone=ZONE)


def read_back(one: Opportunity) -> Opportunity:
    text = json.dumps([item(one, NOW)], default=as_written)
    good, problems = read_items(parse(text.encode()), "https://example.org/opportunities.json")
    assert problems == []
    return good[0]


@given(records())
def test_an_item_is_read_back_as_the_opportunity_that_it_was(record: Record) -> None:
    assert read_back(opportunity(record)) == opportunity(record)


def test_every_key_of_a_record_is_in_its_item_and_read_back() -> None:
    for variant in variants():
        one, other = (opportunity(Record.model_validate(table)) for table in (variant.one, variant.other))
        assert item(one, NOW) != item(other, NOW), variant.key
        assert read_back(other) == other, variant.key


def test_what_is_only_doubtful_is_read_back() -> None:
    late = {"title": "T", "kind": "call", "organisation": "O", "url": "https://example.org/"}
    one = opportunity(Record.model_validate(late | {"deadlines": [{"due": date(2100, 1, 1)}]}))
    assert read_back(one) == one


@pytest.mark.parametrize(
    "more",
    [
        {"title": "a\ud800"}, {"\ud800": 1}, {"topics": ["\ud800"]}, {"kind": "\ud800"}, {"stage": "\ud800"},
        {"url": "https://x.example/\ud800"}, {"series": "\ud800"}, {"languages": ["\ud800"]}, {"path": "\ud800"},
        {"id": "\ud800"}, {"apply": {"email": "\ud800@x.example"}}, {"apply": {"\ud800": 1}}, {"read_in": "\ud800"},
        {"deadlines": [{"due": "\ud800"}]}, {"deadlines": [{"due": "2027-01-01", "timezone": "\ud800"}]},
        {"title": "\u202eevil"}, {"title": "\u200b"}, {"url": "https://a:b@x.example/"},
    ],
)  # fmt: skip
def test_a_bad_item_is_a_problem_that_can_be_printed_and_the_others_go_on(more: dict[str, Any]) -> None:
    good = {
        "id": "good", "path": "opportunities/good.toml", "title": "T", "kind": "call", "organisation": "O",
        "url": "https://x.example/", "read_in": "UTC", "deadlines": [{"label": None, "due": "2027-01-01"}],
    }  # fmt: skip
    read, problems = read_items(parse(json.dumps([good | {"id": "bad"} | more, good]).encode()), "https://example.org/")
    assert [one.id for one in read] == ["good"] and problems
    for problem in problems:
        assert (problem.message + problem.hint + problem.path).encode()


HOSTILE = {
    "numbers": b"[" + b"0," * 1_000_000 + b"0]",
    "empty tables": b"[" + b"{}," * 700_000 + b"{}]",
    "lists in one": b"[[" + b"[]," * 700_000 + b"[]]]",
    "keys of one": b'[{"id":"a",' + b",".join(b'"%d":0' % number for number in range(200_000)) + b"}]",
    "nested": b"[" + b",".join([b"[" * 2_000 + b"]" * 2_000] * 100) + b"]",
    "beyond Latin": b'["' + "\N{GRINNING FACE}".encode() * 150_000 + b'"]',
    "the same id": b"[" + b",".join([b'{"id":"a","path":"a"}'] * 20_000) + b"]",
}
TIMES = 8
"""Octets of memory for each of the answer; beside them, what the largest item takes whose end is not found yet."""


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_memory_is_a_few_times_the_answer(name: str) -> None:
    read_items(parse(b"[{}]"), "x")  # what is read once and kept
    content = HOSTILE[name]
    tracemalloc.start()
    try:
        good, problems = read_items(parse(content), "x")
        assert tracemalloc.get_traced_memory()[1] <= TIMES * len(content) + 25 * LARGEST_ITEM
    finally:
        tracemalloc.stop()
    assert not good and 0 < len(problems) <= 22


def test_what_is_more_than_any_project_has_is_not_read_and_that_is_said() -> None:
    good, problems = read_items(iter(range(100_001)), "x")
    assert not good and problems[-2].message == "more than 100,000 items are not read"
    assert problems[-1].message == "99980 others cannot be read"
