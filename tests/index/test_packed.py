"""A record that was kept says what it said: in full, in brief, in another language, and to a selection."""

import marshal
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.cli.rows import SORTS, Window
from deadlines.domain.eligibility import ACCESSES, PUBLIC
from deadlines.domain.fields import Table
from deadlines.domain.matching import Wanted, matches
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Place, Problem
from deadlines.domain.record import Record
from deadlines.domain.status import STATUSES
from deadlines.domain.text import Counted, Sentence
from deadlines.domain.translation import in_language
from deadlines.index.brief import brief_of, end_of
from deadlines.index.packed import Unpacking, plain, plain_problem, problem_from, shapes_of
from deadlines.records.load import read_text
from tests.conftest import CALL
from tests.domain.samples import ZONE, records, variants
from tests.index.world import NOW, briefly, in_full, listed

UNPACKING = Unpacking(marshal.loads(marshal.dumps(shapes_of(Record))))
RECORDS = records().filter(lambda record: not any(getattr(written, "fold", 0) for _, written, _ in record.moments()))
"""TOML has no second of two hours that a clock change doubles."""
NOWS = st.sampled_from(
    [
        datetime(2030, 1, 1, tzinfo=UTC),
        datetime(2035, 6, 30, 22, 30, tzinfo=UTC),
        datetime(2039, 12, 31, 12, 0, 0, 1, tzinfo=UTC),
    ]
) | st.datetimes(datetime(2029, 1, 1), datetime(2041, 1, 1), timezones=st.just(UTC))
ZONES = st.sampled_from(["UTC", "Africa/Dakar", "Pacific/Auckland", "America/New_York", "AoE"])
LIMITS = (
    st.none() | st.dates(date(2029, 1, 1), date(2041, 1, 1)) | st.datetimes(datetime(2029, 1, 1), datetime(2041, 1, 1))
)


def again(opportunity: Opportunity) -> Opportunity:
    record = marshal.loads(marshal.dumps(plain(opportunity.record)))
    return UNPACKING.opportunity(
        record, id=opportunity.id, path=opportunity.path, project_zone=opportunity.project_zone
    )


def said(kept: Any, one: Any) -> Any:
    """What is said in the place of a value of a record, each with its type; of a table under the keys of its model."""
    if isinstance(one, Table):
        return {name: said(getattr(kept, name), getattr(one, name)) for name in type(one).model_fields}
    if isinstance(one, tuple):
        return type(kept), [said(*pair) for pair in zip(kept, one, strict=True)]
    if isinstance(one, dict):
        return type(kept), {tag: said(kept[tag], its) for tag, its in one.items()}
    return type(kept), kept


def opportunity_of(record: Record) -> Opportunity:
    return Opportunity.of(record, id="a-call", path="opportunities/a-call.toml", project_zone=ZONE)


@pytest.mark.slow
@given(RECORDS, NOWS)
def test_any_record_that_was_kept_says_the_same(record: Record, now: datetime) -> None:
    assert_same(record, now)


def test_each_key_of_a_record_that_was_kept_says_the_same() -> None:
    for variant in variants():
        for values in (variant.one, variant.other):
            assert_same(Record.model_validate(values), datetime(2030, 1, 1, tzinfo=UTC))


def assert_same(record: Record, now: datetime) -> None:
    one = opportunity_of(record)
    kept = again(one)
    assert said(kept.record, record) == said(record, record)
    assert in_full(kept, now) == in_full(one, now)
    for tag in ("fr", "es"):
        assert in_full(in_language(kept, tag, {"zebra": "Zèbre"}), now) == in_full(
            in_language(one, tag, {"zebra": "Zèbre"}), now
        )
    for wanted in (
        Wanted(words=("a",)),
        Wanted(topic=("zebra",)),
        Wanted(currency=("EUR",), min_amount=5),
        Wanted(access=ACCESSES, language=("fr",)),
    ):
        assert matches(wanted, kept) == matches(wanted, one)


@pytest.mark.slow
@given(
    st.lists(RECORDS, min_size=1, max_size=3),
    NOWS,
    ZONES,
    LIMITS,
    LIMITS,
    st.none() | st.integers(0, 2000),
    st.sampled_from(SORTS),
)
def test_lines_of_records_in_brief_are_those_of_the_records(
    found: list[Record], now: datetime, here: str, after: Any, before: Any, within: int | None, order: str
) -> None:
    window = Window(after, before, within, now, here)
    some = tuple(
        Opportunity.of(one, id=f"a-{number}", path=f"a-{number}.toml", project_zone=ZONE)
        for number, one in enumerate(found)
    )
    for statuses, accesses in ((STATUSES, ACCESSES), (("open", "rolling"), PUBLIC), (("closed", "upcoming"), ACCESSES)):
        lines = briefly(window, order, statuses, accesses).lines_of(Known(some))  # type: ignore[arg-type]
        assert lines == listed(some, window, order, statuses, accesses)


BRIEFLY = (
    ("due = 2026-02-01", ""), ("due = 2026-01-31", ""), ("due = 2026-02-01T12:00:00\ntimezone = 'UTC'", ""),
    ("due = 2026-02-01T11:59:59\ntimezone = 'UTC'", ""), ("due = 2026-02-02T00:00:00\ntimezone = 'Africa/Dakar'", ""),
    ("due = 2026-03-06\nopens = 2026-03-01", ""), ("due = 2026-03-06", "opens = 2026-02-02"), ("due = 2026-01-06\nlabel = 'r'", "rolling = true"),
    ("due = 2026-03-06\nlabel = 'r'", "rolling = true"), ("due = 2026-03-06", "status = 'expected'"), ("due = 2026-01-06", "status = 'expected'"),
    ("due = 2026-03-06", "status = 'cancelled'"), ("due = 2026-03-06", "status = 'closed'"), ("due = 2026-03-06", "draft = true"),
    ("due = 2026-03-06", "access = 'invitation'"), ("due = 2026-03-06", "access = 'nomination'\npublished = 2026-01-01"),
    ("stated = 'In spring, some\ttime.'", ""), ("stated = 'In spring.'\nopens = 2026-02-02", ""), ("due = '2026-02'", ""),
    ("due = 2026-02-01T12:00:00\ntimezone = 'local'", ""), ("due = 2025-03-01\nrepeats = 'FREQ=MONTHLY'", ""),
    ("due = 2026-03-06\nlabel = 'one'\n[[deadlines]]\ndue = 2026-01-06\nlabel = 'two'\n[[deadlines]]\nstated = 'Later.'\nlabel = 'x'", ""),
    ("due = 2026-03-06T10:00:00\ntimezone = 'Asia/Kolkata'\nlabel = 'one'\n[[deadlines]]\ndue = 2026-03-06\nlabel = 'two'", ""),
)  # fmt: skip
WINDOWS = (
    (None, None, None), (None, None, 0), (None, None, 40), (date(2026, 2, 1), None, None), (None, date(2026, 3, 6), None),
    (datetime(2026, 2, 1, 12), datetime(2026, 3, 6), None), (date(2025, 1, 1), date(2026, 2, 1), None),
)  # fmt: skip


def record_text(number: int, deadline: str, more: str) -> str:
    text = CALL.replace("due = 2026-03-06", deadline).replace('"A call"', f'"A\\tcall {number % 3}"')
    return text.replace("\n\n", f"\n{more}\n\n", 1)


def test_lines_of_what_is_known_in_brief_are_those_of_the_records() -> None:
    some = []
    for number, (deadline, more) in enumerate(BRIEFLY):
        found = read_text(record_text(number, deadline, more), f"opportunities/a-{number}.toml", ZONE)
        assert isinstance(found, Opportunity), found
        some.append(found)
    tried = [(limits, here, SORTS[0]) for limits in WINDOWS for here in ("UTC", "Pacific/Auckland")]
    for limits, here, order in (*tried, *((WINDOWS[0], "America/New_York", order) for order in SORTS)):
        window = Window(*limits, NOW, here)
        for statuses, accesses in ((STATUSES, ACCESSES), (("open", "rolling"), PUBLIC)):
            lines = briefly(window, order, statuses, accesses).lines_of(Known(tuple(some)))  # type: ignore[arg-type]
            assert lines == listed(tuple(some), window, order, statuses, accesses)


class Known:
    """Records as an index hands them on."""

    def __init__(self, found: tuple[Opportunity, ...]) -> None:
        self.found = {one.path: one for one in found}
        self.all = [(one.path, marshal.loads(marshal.dumps(brief_of(one)))) for one in found]

    def briefs(self, since: int | None) -> Any:
        return (one for one in self.all if since is None or end_of(one[1]) >= since)

    def opportunities(self, paths: Any) -> Any:
        return ((path, again(self.found[path])) for path in paths)


def test_a_problem_that_was_kept_says_the_same() -> None:
    place = Place(3, 4, 5, "due = 2026")
    inner = Sentence("write {value}", value="x")
    for message in (
        Sentence("plain"),
        Sentence("{a} or {b}", a=("x", "y"), b=inner),
        Counted("{n} of {what}", "{n} of those {what}", 2, what=inner),
        "bare",
    ):
        problem = Problem(message, inner, ("a", 0), path="opportunities/a.toml", place=place)
        kept = problem_from(marshal.loads(marshal.dumps(plain_problem(problem))))
        assert (kept.message, kept.hint, kept.place, kept.path) == (problem.message, problem.hint, place, problem.path)
        assert type(kept.message) is type(message)
        assert getattr(kept.message, "values", None) == getattr(message, "values", None)
