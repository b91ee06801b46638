"""When the folder is exported again, with a clock and records of the test's own."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from deadlines.server.republisher import Republished, Republisher

MIDNIGHT = datetime(2026, 3, 7, tzinfo=UTC)


class Around:
    """What a keeper looks at, and what it has done and said."""

    def __init__(self) -> None:
        self.now, self.state, self.wrong = MIDNIGHT - timedelta(seconds=2), "as it is", ""
        self.exported: list[datetime] = []
        self.told: list[str] = []
        self.keeper = Republisher(self.export, lambda: self.state, lambda: self.now, self.told.append)

    def export(self, now: datetime) -> Republished:
        if self.wrong:
            raise OSError(self.wrong)
        self.exported.append(now)
        plan: Any = SimpleNamespace(files=())
        return Republished(plan, (), 0, "Opportunities")

    def look(self, *, at: datetime) -> int:
        self.now = at
        self.keeper.look()
        return len(self.exported)


def test_it_is_exported_when_records_change_and_when_a_day_begins_and_not_otherwise() -> None:
    around = Around()
    assert around.look(at=MIDNIGHT - timedelta(seconds=2)) == 1
    assert around.look(at=MIDNIGHT - timedelta(seconds=1)) == 1
    assert around.look(at=MIDNIGHT) == 2
    around.state = "changed"
    assert around.look(at=MIDNIGHT + timedelta(seconds=1)) == 3
    assert around.look(at=MIDNIGHT + timedelta(hours=23)) == 3
    assert around.keeper.health()["exported"] == "2026-03-07T00:00:01Z"


def test_an_export_that_fails_is_told_once_and_tried_again_every_minute_and_when_something_changes() -> None:
    around = Around()
    around.wrong = "the disk is full"
    for second in range(3):
        around.look(at=MIDNIGHT + timedelta(seconds=second))
    assert len(around.told) == 1 and "the disk is full" in around.told[0]
    assert around.keeper.health()["status"] == "failing"
    around.wrong = ""
    assert around.look(at=MIDNIGHT + timedelta(seconds=59)) == 0
    assert around.look(at=MIDNIGHT + timedelta(seconds=60)) == 1
    assert around.keeper.health() == {
        "status": "serving", "exported": "2026-03-07T00:01:00Z", "problems": 0,
    }  # fmt: skip
    around.wrong, around.state = "the disk is full", "changed"
    around.look(at=MIDNIGHT + timedelta(seconds=61))
    around.wrong, around.state = "", "changed back"
    assert around.look(at=MIDNIGHT + timedelta(seconds=62)) == 2
