"""Faults 18 and 19: the clock is wrong, or changes; the rules of a zone change, or its name."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

from tests.faults.fault import fault
from tests.faults.world import World

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
DUE = datetime(2026, 6, 18, 12, tzinfo=UTC)
WRITTEN = DUE.replace(tzinfo=None)


@fault(18)
def clock_put_back_an_hour_and_a_day(world: World) -> None:
    """Nothing is repeated, and what comes is sent when the right clock says so."""
    world.people("one", leads=("7d", "5d"))
    world.put("call", WRITTEN)
    week_before = DUE - 7 * DAY
    world.send(*(week_before + pause for pause in (MINUTE, -HOUR, -DAY, -MINUTE, MINUTE, DAY)))
    world.owes("call", which="7d")
    world.put("another", WRITTEN)
    world.send(week_before - HOUR, week_before + MINUTE, week_before - MINUTE)
    world.owes("another", which="7d")
    world.send(DUE - 5 * DAY, DUE - 5 * DAY - HOUR, DUE - 5 * DAY)
    world.owes("call", "another", which="5d")


@fault(18)
def clock_ten_years_ahead_and_ten_years_behind(world: World) -> None:
    """A check by a wrong clock says that all is missed, and forgets nothing; the next by the right one goes on."""
    world.people("one", leads=("7d", "1d"))
    world.put("call", WRITTEN)
    world.send(DUE - 8 * DAY, DUE - 7 * DAY)
    world.owes("call", which="7d")
    for years in (10, -10):
        world.send(DUE.replace(year=DUE.year + years))
        world.send(DUE - 7 * DAY + years * HOUR)
    world.send(DUE - DAY, DUE - DAY + MINUTE)
    world.owes("call", which="1d")


@fault(18)
def put_off_by_a_clock_that_is_ahead(world: World) -> None:
    """The relay refused for now while the clock was a day ahead: the next try does not wait for that day."""
    world.people("one")
    world.put("call", WRITTEN)
    world.sink.behave(refuse_every=1)
    assert world.send(DUE - 6 * DAY).report["postponed"]
    world.sink.behave()
    assert world.send(DUE - 7 * DAY + MINUTE).report["sent"] == 1, "it waits for a clock that was wrong"
    world.owes("call")


@fault(19)
def hour_that_a_clock_change_skips_and_doubles(world: World) -> None:
    """Seven days before lies in a gap, and in a fold: sent at the instant documented, and once."""
    world.people("one")
    world.put("gap", datetime(2026, 4, 5, 2, 30), "Europe/Berlin")
    skipped = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert world.send(skipped - 10 * timedelta(seconds=1)).report["sent"] == 0
    assert world.send(skipped).report["sent"] == 1
    world.owes("gap")
    world.put("fold", datetime(2026, 11, 1, 2, 30), "Europe/Berlin")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert world.send(first - 10 * timedelta(seconds=1)).report["sent"] == 0
    assert world.send(first).report["sent"] == 1
    assert world.send(first + HOUR, first + 2 * HOUR).report["sent"] == 0
    world.owes("fold")


@fault(19)
def rules_of_a_zone_that_change(world: World) -> None:
    """Other zone data move the instant by seven hours: what was sent is not sent again, what comes keeps the new one."""
    world.people("one", leads=("7d", "1d"))
    world.put("call", datetime(2026, 6, 18, 12), "Europe/Berlin")
    before = datetime(2026, 6, 11, 10, tzinfo=UTC)
    assert world.send(before).report["sent"] == 1
    world.owes("call", which="7d")
    zones = with_other_rules(world.folder / "zones", "Europe/Berlin", "Asia/Tokyo")
    other = {"PYTHONPATH": os.pathsep.join((str(zones), *filter(None, [os.environ.get("PYTHONPATH")])))}
    assert world.send_elsewhere(before + HOUR, before + DAY, **other).report["sent"] == 0
    new_day_before = datetime(2026, 6, 17, 3, tzinfo=UTC)
    assert world.send_elsewhere(new_day_before - MINUTE, **other).report["sent"] == 0
    assert world.send_elsewhere(new_day_before, **other).report["sent"] == 1
    world.owes("call", which="1d")


@fault(19)
def zone_that_is_renamed(world: World) -> None:
    """Kiev became Kyiv: the same instant, and nothing is sent."""
    world.people("one", leads=("7d", "1d"))
    world.put("call", WRITTEN, "Europe/Kiev")
    world.send(DUE - 6 * DAY)
    world.owes("call", which="7d")
    world.put("call", WRITTEN, "Europe/Kyiv")
    world.send(DUE - 6 * DAY + HOUR, DUE - 5 * DAY, DUE - DAY + HOUR)
    world.owes("call", which="1d")


def with_other_rules(folder: Path, name: str, rules_of: str) -> Path:
    """Copy the zone data into a folder for PYTHONPATH, with the rules of one zone under the name of another."""
    with resources.as_file(resources.files("tzdata")) as installed:
        shutil.copytree(installed, folder / "tzdata")
    zones = folder / "tzdata" / "zoneinfo"
    shutil.copyfile(zones / rules_of, zones / name)
    return folder
