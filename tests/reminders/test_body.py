"""What the letters to several people have in common is made once: each is what it would be if it were the only one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pytest

from deadlines.domain.reminder import Notice, Recipient
from deadlines.reminders.compose import compose
from deadlines.reminders.letter import Letter
from tests.reminders.test_compose import DUE, NOW, notice, opportunity, recipient

ONE = opportunity(DUE, "Europe/Zurich", summary="About water.")
OTHER = opportunity(date(2026, 3, 1), None, id_="other", opens=date(2026, 2, 28))
MINE = opportunity(datetime(2026, 3, 1, 9), "local", id_="mine")
CONTENTS = (
    [notice(ONE)],
    [notice(ONE, "moved", before=datetime(2026, 3, 20, 18))],
    [notice(OTHER, role="opens")],
    [notice(OTHER), notice(ONE)],
    [notice(MINE)],
)
PEOPLE = tuple(
    replace(recipient(tongue, where), id=f"{tongue}-{where}", address=f"{tongue}@{number}.example")
    for number, (tongue, where) in enumerate(
        product(("en", "fr", "ar"), ("Africa/Dakar", "Pacific/Kiritimati", "America/Los_Angeles"))
    )
)
TIMES = (NOW, NOW + timedelta(hours=13), NOW + timedelta(minutes=1))


def letter(notices: list[Notice], to: Recipient, now: datetime) -> Letter:
    own = [replace(one, key=f"{one.key} {to.id}", point=to.own(one.point)) for one in notices]
    return compose(own, to, id=to.id, date=NOW, now=now, calendar=b"x", sender="us", records_language="en")


def as_if_alone(notices: list[Notice], to: Recipient, now: datetime) -> Letter:
    """The same of records that no letter was about before."""
    return letter(
        [replace(one, point=replace(one.point, opportunity=one.point.opportunity._replace())) for one in notices],
        to,
        now,
    )


def cases() -> Iterator[tuple[list[Notice], Recipient, datetime]]:
    return product(CONTENTS, PEOPLE, TIMES)


def test_every_letter_is_what_it_would_be_if_it_were_the_only_one() -> None:
    made = [letter(*case) for case in cases()]
    assert made == [as_if_alone(*case) for case in cases()]
    assert len({one.html for one in made}) > len(CONTENTS) * len(PEOPLE)


def test_nothing_of_one_person_is_in_the_letter_to_another() -> None:
    for to in PEOPLE:
        made = letter([notice(ONE)], to, NOW)
        for other in PEOPLE:
            if other != to:
                assert other.id not in f"{made.text}{made.html}{made.keys}{made.subject}"


@pytest.mark.parametrize("seconds", [0, 1, 59])
def test_a_letter_says_how_things_stand_in_its_minute(seconds: int) -> None:
    first = letter([notice(ONE)], PEOPLE[0], NOW)
    assert letter([notice(ONE)], PEOPLE[0], NOW + timedelta(seconds=seconds)).html == first.html
