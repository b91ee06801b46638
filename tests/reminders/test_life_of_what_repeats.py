"""A deadline that repeats, edited while time passes and workers die: no date is forgotten, told twice or told too late.

The relay's list is the truth, as in ``test_life``.
"""

import os
import shutil
import tempfile
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from deadlines.domain.occurrences import horizon_at
from deadlines.domain.opportunity import Deadline
from deadlines.domain.reminder import same_moment
from tests.reminders.world import World, opportunity, recipient

LIVES = int(os.environ.get("LIVES", "20"))
pytestmark = pytest.mark.slow
START = datetime(2026, 3, 2, 6, tzinfo=UTC)
RULES = st.sampled_from((
    ("FREQ=WEEKLY", date(2026, 3, 4)), ("FREQ=WEEKLY;INTERVAL=2", datetime(2026, 3, 6, 17)),
    ("FREQ=MONTHLY;BYDAY=-1SU", datetime(2026, 3, 29, 2, 30)), ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", date(2026, 3, 31)),
))  # fmt: skip
ANSWERS = st.sampled_from((("ok",), ("451",), ("lost",), ("gone", "451"), ("die",), ("take-and-die",), ("ok", "lost")))
PASSES = st.sampled_from(
    (timedelta(minutes=1), timedelta(hours=7), timedelta(days=1), timedelta(days=2), timedelta(days=5))
)
DEATHS = st.one_of(st.none(), st.none(), st.integers(18, 50))


class Life(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        self.world = World(self.folder / "ledger.sqlite3", now=START)
        self.world.people = [recipient("one", "7d", "1d"), recipient("two", "3d")]
        self.excepted: set[date] = set()
        self.moved: dict[date, date] = {}

    @initialize(made=RULES)
    def begin(self, made: tuple[str, date]) -> None:
        self.rule, self.first = made
        self._put()

    def _put(self) -> None:
        deadline = {
            "timezone": "Europe/Berlin", "repeats": self.rule, "except": sorted(self.excepted),
            "moved": [{"from": day, "to": to} for day, to in self.moved.items()],
        }  # fmt: skip
        self.world.put(opportunity("a", self.first, deadline=deadline).reaching(horizon_at(self.world.now)))

    @property
    def dates(self) -> tuple[Deadline, ...]:
        return self.world.records["a"].deadlines

    def _check(self, pause: timedelta, answers: tuple[str, ...], dies: int | None) -> None:
        for answer in answers:
            self.world.dies_at_statement, dies = dies, None
            self._put()
            self.world.check(answer, later=pause)
            pause = timedelta(minutes=2)

    @rule(pick=st.integers(0, 3), by=st.integers(-4, 12), pause=PASSES, answers=ANSWERS, dies=DEATHS)
    def moves_one(self, pick: int, by: int, pause: timedelta, answers: tuple[str, ...], dies: int | None) -> None:
        coming = [one for one in self.dates if not one.moment.has_passed(self.world.now)]
        if coming and (one := coming[pick % len(coming)]).day:
            at = datetime.combine(one.day, self.first.time()) if isinstance(self.first, datetime) else one.day
            self.moved.pop(one.day, None)
            if by:
                self.moved[one.day] = at + timedelta(days=by)
            self._put()
        self._check(pause, answers, dies)

    @rule(pick=st.integers(0, 3), pause=PASSES, answers=ANSWERS)
    def leaves_one_out_or_not(self, pick: int, pause: timedelta, answers: tuple[str, ...]) -> None:
        coming = sorted(one.day for one in self.dates if one.day and not one.moment.has_passed(self.world.now))
        if len(self.excepted) > pick:
            self.excepted.remove(sorted(self.excepted)[pick])
        elif len(coming) > 1 and (day := coming[pick % len(coming)]) not in self.moved:
            self.excepted.add(day)
        self._check(pause, answers, None)

    @rule(pause=PASSES, answers=ANSWERS, dies=DEATHS)
    def time_passes(self, pause: timedelta, answers: tuple[str, ...], dies: int | None) -> None:
        self._check(pause, answers, dies)

    @rule(pause=PASSES)
    def all_is_well(self, pause: timedelta) -> None:
        """A relay that accepts everything: whoever is owed a date has been told of it as it is now."""
        for later in (pause, timedelta(minutes=80), timedelta(minutes=80)):
            self._put()
            self.world.check(later=later)
        for one in self.dates:
            for person in self.world.people:
                came = [lead for lead in person.lead_times["call"] if lead.before(one.moment) <= self.world.now]
                if not came or one.moment.instant <= self.world.now:
                    continue
                told = [
                    notice
                    for taken, notice in self.world.sent_of("a")
                    if taken.letter.address == person.address and notice.point.own_name.day == one.day
                ]
                assert told, f"{person.id} was not told of {one}"
                assert same_moment(told[-1].point.moment, one.moment), "the last that was told is no longer true"

    @invariant()
    def nothing_is_told_twice_or_under_two_ids(self) -> None:
        ids = defaultdict(set)
        for taken in self.world.relay.taken:
            for key in taken.letter.keys:
                ids[key].add(taken.letter.id)
        assert all(len(of) == 1 for of in ids.values()), ids

    @invariant()
    def nothing_is_sent_at_or_after_its_moment(self) -> None:
        for taken in self.world.relay.taken:
            assert all(taken.at < notice.point.moment.instant for notice in taken.notices)

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=LIVES,
    stateful_step_count=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
