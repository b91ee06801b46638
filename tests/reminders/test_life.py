"""Edits, time and crashes in any order; after each, what the relay took is compared with what is true.

The relay's list is the truth, not the ledger: nothing is lost, nothing is sent under two ids, a copy has the first
one's id and date, and whoever was notified of something is notified when it is no longer so.
"""

import os
import shutil
import tempfile
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from deadlines.domain.kind import KINDS
from deadlines.domain.lead_time import LeadTime
from deadlines.domain.moment import Moment
from deadlines.domain.month import Month
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.reminder import ENDED, same_moment
from tests.reminders.world import Taken, World, moment, opportunity, recipient

LIVES = int(os.environ.get("LIVES", "5"))
SLOW = timedelta(seconds=40)
"""What the relay takes for a letter."""
START = datetime(2026, 3, 20, 6, tzinfo=UTC)
IDS = ("a", "b")
DUES = st.one_of(
    st.dates(date(2026, 3, 22), date(2026, 4, 3)),
    st.datetimes(datetime(2026, 3, 22), datetime(2026, 4, 3), timezones=st.none()).map(
        lambda at: at.replace(minute=0, second=0, microsecond=0, hour=at.hour if at.hour not in (1, 2, 3) else 12)
    ),
    st.sampled_from((Month("2026-03"), Month("2026-04"))),
)
ZONES = st.sampled_from(("Europe/Berlin", "Pacific/Kiritimati", "AoE", "America/New_York", "local", "local"))
LEADS = st.lists(
    st.sampled_from(("14d", "7d", "3d", "1d", "5h", "2 working days")), min_size=1, max_size=3, unique=True
)
ANSWERS = st.sampled_from((
    ("ok",), ("451",), ("451", "451"), ("lost",), ("lost", "451"), ("gone",), ("gone", "451"), ("gone", "lost"), ("die",),
    ("take-and-die",), ("take-and-die", "451"), ("ok", "lost"),
))  # fmt: skip
PASSES = st.sampled_from(
    (timedelta(minutes=1), timedelta(hours=1), timedelta(hours=7), timedelta(days=1), timedelta(days=2))
)
DEATHS = st.one_of(st.none(), st.none(), st.integers(18, 50))


class Life(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
        self.world = World(self.folder / "ledger.sqlite3", now=START)
        self.crashes = self.edition = 0
        self.world.relay.takes = SLOW

    @initialize(one=LEADS, two=LEADS, due=DUES, where=ZONES)
    def begin(self, one: list[str], two: list[str], due: date | Month, where: str) -> None:
        self.world.people = [
            recipient("one", *one, timezone="Pacific/Kiritimati"),
            recipient("two", *two, timezone="America/Los_Angeles"),
        ]
        self._put("a", due, where)

    def _put(self, id_: str, due: date | Month, where: str, **more: str) -> None:
        title = f"The call {id_}, as edited {self.edition} times"
        self.world.put(opportunity(id_, due, deadline={"timezone": where}, title=title, **more))

    # What happens.

    @rule(id_=st.sampled_from(IDS), due=DUES, where=ZONES, pause=PASSES, answers=ANSWERS, dies=DEATHS)
    def writes_or_moves(
        self, id_: str, due: date | Month, where: str, pause: timedelta, answers: tuple[str, ...], dies: int | None
    ) -> None:
        self._put(id_, due, where)
        self._check(pause, answers, dies)

    @precondition(lambda self: self.world.records)
    @rule(
        id_=st.sampled_from(IDS), status=st.sampled_from(("announced", "cancelled", "closed")),
        pause=PASSES, answers=ANSWERS, dies=DEATHS,
    )  # fmt: skip
    def changes_status(
        self, id_: str, status: str, pause: timedelta, answers: tuple[str, ...], dies: int | None
    ) -> None:
        if one := self.world.records.get(id_):
            due = moment(one)
            self._put(id_, due.written, due.zone_name, status=status)
        self._check(pause, answers, dies)

    @precondition(lambda self: self.world.records)
    @rule(id_=st.sampled_from(IDS), pause=PASSES, answers=ANSWERS)
    def deletes_and_restores(self, id_: str, pause: timedelta, answers: tuple[str, ...]) -> None:
        gone = self.world.records.pop(id_, None)
        self._check(pause, answers, None)
        if gone:
            self.world.put(gone)

    @rule(leads=LEADS)
    def changes_lead_times(self, leads: list[str]) -> None:
        times = dict.fromkeys(KINDS, tuple(map(LeadTime.parse, leads)))
        self.world.people[0] = replace(self.world.people[0], lead_times=times)

    @rule(pause=PASSES, answers=ANSWERS, dies=DEATHS)
    def time_passes(self, pause: timedelta, answers: tuple[str, ...], dies: int | None) -> None:
        self._check(pause, answers, dies)

    @precondition(lambda self: self.world.records)
    @rule(ids=st.sets(st.sampled_from(IDS), min_size=1), pause=PASSES, answers=ANSWERS, dies=DEATHS)
    def is_refused_for_what_it_says(
        self, ids: set[str], pause: timedelta, answers: tuple[str, ...], dies: int | None
    ) -> None:
        """What this relay refuses it has not taken before, either; then the records are edited, and it is tried again."""
        self.all_is_well(pause)
        self.world.relay.refuses = ids
        self._check(pause, answers, dies)
        self.world.relay.refuses = set()
        self.edition += 1
        for one in tuple(self.world.records.values()):
            due = moment(one)
            self._put(one.id, due.written, due.zone_name, status=one.record.status)

    def _check(self, pause: timedelta, answers: tuple[str, ...], dies: int | None) -> None:
        """Check once for each answer, the second time after a retry has come."""
        for answer in answers:
            self.world.dies_at_statement, dies = dies, None
            if self.world.check(answer, later=pause) is None:
                self.crashes += 1
            pause = timedelta(minutes=2)

    @rule(pause=PASSES)
    def all_is_well(self, pause: timedelta) -> None:
        """A relay that accepts everything; what is owed has been sent then, after the pauses between two tries."""
        self.world.check(later=pause)
        for _ in range(2):
            self.world.check(later=timedelta(minutes=80))
        for one in self.world.records.values():
            for person in self.world.people:
                self._owes_nothing(one, person.id)

    # What must be true.

    @invariant()
    def no_key_under_two_ids(self) -> None:
        ids = defaultdict(set)
        for taken in self.world.relay.taken:
            for key in taken.letter.keys:
                ids[key].add(taken.letter.id)
        assert all(len(of) == 1 for of in ids.values()), ids

    @invariant()
    def a_copy_needs_a_lost_answer_and_is_the_same(self) -> None:
        copies: dict[str, list[Taken]] = defaultdict(list)
        for taken in self.world.relay.taken:
            copies[taken.letter.id].append(taken)
        for id_, all_ in copies.items():
            assert len({one.letter.date for one in all_}) == 1
            assert len(all_) - 1 <= self.world.relay.unanswered.get(id_, 0) + self.crashes

    @invariant()
    def nothing_is_sent_at_or_after_its_moment(self) -> None:
        for taken in self.world.relay.taken:
            assert all(taken.at < self._due(notice.point.moment, taken).instant for notice in taken.notices)

    @invariant()
    def nothing_is_sent_again_without_a_reason(self) -> None:
        """Between two different messages about one record, its state changed or a lead time came."""
        for person in self.world.people:
            for id_ in IDS:
                seen: dict[str, tuple[Taken, str]] = {}
                last = None
                for taken, notice in self.world.sent_of(id_):
                    if taken.letter.address != person.address or taken.letter.id in seen:
                        continue
                    seen[taken.letter.id] = (taken, notice.kind)
                    if last is not None and notice.kind == "due":
                        before, earlier = last
                        assert notice.key != earlier.key
                        if same_moment(earlier.point.moment, notice.point.moment) and earlier.kind not in ENDED:
                            leads = [LeadTime.parse(said) for said in ("14d", "7d", "3d", "1d", "5h", "2 working days")]
                            came = [lead.before(self._due(notice.point.moment, taken)) for lead in leads]
                            assert any(before.at - len(IDS) * 2 * SLOW < at <= taken.at for at in came), (
                                f"{person.id} was sent {earlier.key} at {before.at} and {notice.key} at {taken.at}"
                            )
                    last = (taken, notice)

    def _due(self, due: Moment, taken: Taken) -> Moment:
        """A moment for whoever got a letter: what is in the applicant's own time is by that person's clocks."""
        (person,) = (one for one in self.world.people if one.address == taken.letter.address)
        return Moment(due.written, person.timezone) if due.zone_name == "local" else due

    def _owes_nothing(self, one: Opportunity, person: str) -> None:
        now, address = self.world.now, f"{person}@example.org"
        due, status = moment(one), one.record.status
        if due.zone_name == "local":
            due = Moment(due.written, next(p for p in self.world.people if p.id == person).timezone)
        if now >= due.instant:
            return
        sent = [(taken, notice) for taken, notice in self.world.sent_of(one.id) if taken.letter.address == address]
        leads = next(p for p in self.world.people if p.id == person).lead_times["call"]
        came = [at for lead in leads if (at := lead.before(due)) <= now]
        if status != "announced":
            assert not sent or sent[-1][1].kind in ENDED
        elif sent or came:
            assert sent, f"{one.id} came at {came} and {person} was sent nothing"
            assert same_moment(self._due(sent[-1][1].point.moment, sent[-1][0]), due), (
                "the last that was sent is no longer true"
            )
            assert sent[-1][1].kind not in ENDED, "it is announced again and nobody says so"
            true = [
                (taken, notice) for taken, notice in sent if same_moment(self._due(notice.point.moment, taken), due)
            ]
            if came and person == "two":
                latest = max(came)
                named = [
                    notice for _, notice in true if notice.kind == "due" and lead_in(notice.key, leads, due) == latest
                ]
                assert named or any(taken.at >= latest for taken, _ in true), (
                    "nothing was sent for the latest lead time"
                )

    def teardown(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def lead_in(key: str, leads: tuple[LeadTime, ...], due: object) -> datetime | None:
    import json

    said = json.loads(key)[6]
    return next((lead.before(due) for lead in leads if str(lead) == said), None)


TestLife = Life.TestCase
TestLife.settings = settings(
    max_examples=LIVES,
    stateful_step_count=30,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # shrinking a life takes minutes
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
