"""Values that are made without ``dataclasses``, which take long to import: they never change, and say all they have."""

import pickle
from copy import copy
from datetime import date, datetime
from typing import Any

import pytest

from deadlines.cli.rows import Row, Window
from deadlines.cli.source import Place
from deadlines.domain.kind import KindDefinition
from deadlines.domain.matching import Wanted
from deadlines.domain.moment import Moment
from deadlines.domain.occurrences import Occurrence
from deadlines.domain.opportunity import Deadline, Milestone, Opening, Opportunity, Undated
from deadlines.domain.part import Key
from deadlines.domain.recurrence import Rule
from tests.feeds.values import opportunity

NAMED = (
    Deadline,
    Key,
    KindDefinition,
    Milestone,
    Occurrence,
    Opening,
    Opportunity,
    Place,
    Row,
    Rule,
    Undated,
    Wanted,
    Window,
)


@pytest.mark.parametrize("made", NAMED, ids=lambda made: made.__name__)
def test_what_values_have_is_described_in_the_order_in_which_it_is_given(made: Any) -> None:
    assert made._fields == tuple(made.__annotations__)
    assert made.__slots__ == () and not hasattr(made(*made._fields), "__dict__")


def test_two_moments_that_say_the_same_are_equal_and_no_other() -> None:
    one = Moment(date(2026, 3, 6), "Europe/Zurich")
    one.instant  # noqa: B018
    again = Moment(date(2026, 3, 6), "Europe/Zurich")
    assert one == again and hash(one) == hash(again) and repr(one) == repr(again)
    others = (
        Moment(date(2026, 3, 7), "Europe/Zurich"),
        Moment(datetime(2026, 3, 6), "Europe/Zurich"),
        Moment(date(2026, 3, 6), "Europe/Paris"),
        Moment(date(2026, 3, 6), "Europe/Zurich", zone_stated=False),
        Moment(date(2026, 3, 6), "Europe/Zurich", reader="UTC"),
    )
    assert all(one != other and repr(one) != repr(other) for other in others)
    assert one != "Moment" and copy(one) == one == pickle.loads(pickle.dumps(one))


@pytest.mark.parametrize("name", ["written", "zone_name", "_instant", "another"])
def test_a_moment_never_changes(name: str) -> None:
    one = Moment(date(2026, 3, 6), "Europe/Zurich")
    with pytest.raises(AttributeError):
        setattr(one, name, None)
    with pytest.raises(AttributeError):
        del one.written


def test_two_opportunities_are_equal_where_their_records_and_moments_are() -> None:
    one = opportunity("one", date(2026, 3, 6))
    assert one == one._replace(project_zone="UTC", known_as={("deadline", None, None): "x"}, translated_from=one)
    assert hash(one) == hash(one._replace(translated_from=one)) and (one != one._replace(project_zone="UTC")) is False
    assert one != one._replace(path="another") and one != one._replace(deadlines=()) and one != tuple(one)
