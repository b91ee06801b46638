"""A ledger that forgets and one that never does: people are sent the same, year after year."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from deadlines.domain.occurrences import horizon_at
from deadlines.reminders.ledger.ledger import Ledger
from deadlines.reminders.ledger.sqlite import SqliteLedger
from tests.reminders.world import NOW, World, opportunity, recipient

pytestmark = pytest.mark.slow
WEEKS = 90
ANSWERS = ("ok", "ok", "lost", "451", "ok", "550", "ok")
"""What the relay does, in turn."""


class Forgetful(SqliteLedger):
    """One that looks back at few checks, and so forgets as soon as it may."""

    checks_behind = 2


class Mindful(SqliteLedger):
    def trim(self) -> None:
        """Forget nothing."""


class Years(World):
    kind: type[Ledger] = Mindful

    def ledger(self) -> Ledger:
        return self.kind(self.file)  # type: ignore[call-arg]


def lived(world: Years) -> list[tuple[str, str, str]]:
    """Let years pass, with a rule of which dates move and are left out, and records that come and go."""
    world.people = [recipient("one", "30d", "7d", "1d"), recipient("two", "3d")]
    excepted: set[date] = set()
    moved: dict[date, date] = {}
    for week in range(WEEKS):
        now = NOW + timedelta(weeks=week)
        day = now.date()
        if week % 5 == 1:
            world.put(opportunity(f"call-{week}", day + timedelta(days=40)))
        if week % 5 == 3 and week > 5:
            one = world.records[f"call-{week - 2}"]
            world.put(opportunity(one.id, one.deadlines[0].moment.written + timedelta(days=(week % 3 - 1) * 6)))
        if week % 11 == 7:
            world.records.pop(f"call-{week - week % 5 + 1 - 5}", None)
        monthly = date(day.year + day.month // 12, day.month % 12 + 1, 15)
        if week % 17 == 2:
            moved[monthly] = monthly + timedelta(days=4)
        if week % 23 == 3 and monthly not in moved:
            excepted.add(monthly)
        deadline = {
            "repeats": "FREQ=MONTHLY", "except": sorted(excepted),
            "moved": [{"from": was, "to": to} for was, to in moved.items()],
        }  # fmt: skip
        world.put(opportunity("rule", date(2026, 1, 15), deadline=deadline).reaching(horizon_at(now)))
        for hours in (0, 84):
            world.check(ANSWERS[(week + hours) % len(ANSWERS)], at=now + timedelta(hours=hours))
    return [(taken.letter.id, taken.letter.address, taken.letter.date.isoformat()) for taken in world.relay.taken]


def test_who_is_sent_what_does_not_depend_on_what_a_ledger_has_forgotten(tmp_path: Path) -> None:
    forgetful, mindful = Years(tmp_path / "a"), Years(tmp_path / "b")
    forgetful.kind = Forgetful
    assert lived(forgetful) == lived(mindful)
    assert len(forgetful.relay.taken) > 60
    kept, all_ = (len(world.ledger().facts()) for world in (forgetful, mindful))
    assert kept < all_ / 2, "nothing was forgotten"
