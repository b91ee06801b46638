"""No calendar program loses an entry of ours, or shows another instant, status or name than the records say."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from deadlines.records.load import load
from tests.conftest import CALL, REPOSITORY, SETTINGS, Folder, a_call
from tests.feeds.clients.programs import PROGRAMS, Held, as_text, thunderbird
from tests.feeds.test_clients import expected

pytestmark = pytest.mark.slow

DOMAIN = "test.example"
WITHOUT_UIDS = ("calcurse", "khal through vdirsyncer")
EVERY_PROGRAM = pytest.mark.parametrize("program", PROGRAMS)
ARABIC = "دعوة لتقديم المساهمات بشأن الحيز المدني والمدافعين عن حقوق الإنسان، " * 40
NAMES = {
    "plain": "A call",
    "emoji": "🏳️‍🌈 Rights 👩🏽‍⚖️ 🕊️",
    "signs": "Signs; commas, colons: quotes \\\" and C:\\\\Data, 100% <b>&amp;</b> 'x'",
    "wide": "人権擁護者のための緊急支援、" * 12,
    "arabic": "دعوة لتقديم المساهمات",
    "accents": "Ça va: défense, señal; ẞ ﬁ Å é",
}
MOMENTS = {
    "summer": ("2026-07-06T18:00:00", "Europe/Zurich"),
    "winter": ("2026-12-06T18:00:00", "Europe/Zurich"),
    "first-of-summer": ("2026-03-29T03:00:00", "Europe/Paris"),
    "last-of-summer": ("2026-10-25T01:59:00", "Europe/Paris"),
    "south": ("2026-04-05T12:00:00", "Australia/Sydney"),
    "half-an-hour": ("2026-06-01T23:59:00", "Asia/Kathmandu"),
    "new-year": ("2027-01-01T00:00:00", "Pacific/Kiritimati"),
    "anywhere": ("2026-12-31T23:59:00", "AoE"),
    "midnight": ("2026-05-01T00:00:00", "UTC"),
    "offset": ("2026-06-01T12:00:00", "UTC+05:45"),
    "leap-day": ("2028-02-29", "Europe/Brussels"),
    "last-day": ("2026-12-31", "Pacific/Kiritimati"),
    "month": ('"2027-04"', "Europe/Brussels"),
    "own-time": ("2026-12-11T17:00:00", "local"),
    "own-day": ("2026-12-12", "local"),
}
WINDOWS = """
[[deadlines]]
label = "First round"
opens = 2026-03-01
due = 2026-04-01

[[deadlines]]
label = "Second round"
opens = 2026-09-01T09:00:00
due = 2026-10-01T17:00:00
timezone = "Africa/Nairobi"

[[deadlines]]
label = "Third round"
stated = "to be announced"
"""
REVIEWS = WINDOWS.replace("opens = 2026-03-01\n", "").replace("opens = 2026-09-01T09:00:00\n", "")


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """A feed with everything that happens in years: three states, in ``first``, ``second`` and ``calendars``."""
    folder = Folder(tmp_path_factory.mktemp("hard"))
    folder.file("deadlines.toml", SETTINGS)
    for name, title in NAMES.items():
        summary = f'summary = """{ARABIC}\n\n{title}"""'
        folder.record(f"name-{name}", CALL.replace("A call", title), more=summary)
    for name, (due, zone) in MOMENTS.items():
        folder.record(f"at-{name}", a_call(due, timezone=f'"{zone}"'))
    for status in ("cancelled", "closed", "expected"):
        folder.record(f"is-{status}", more=f'status = "{status}"')
    head = CALL.partition("[[")[0]
    folder.record("has-windows", head + WINDOWS)
    folder.record("has-reviews", f"{head}rolling = true\n{REVIEWS}")
    folder.record("has-no-date", f'{head}[[deadlines]]\nstated = "varies by country, see the page; ask"\n')
    folder.file("deadlines.toml", f'{SETTINGS}\n[feeds.openings]\ntitle = "With openings"\ninclude = ["opens"]\n')
    folder.record("moves", a_call("2026-06-01T18:00:00", timezone='"Europe/Zurich"'))
    folder.record("vanishes", a_call("2026-06-02"))
    folder.record("is-called-off", a_call("2026-06-03"))
    folder.export_at("2026-02-01")
    shutil.copytree(folder.root / "calendars", folder.root / "first")
    folder.record(
        "moves", a_call("2026-12-01T18:00:00", timezone='"Europe/Zurich"', previously="[2026-06-01T18:00:00]")
    )
    folder.export_at("2026-02-02")
    shutil.copytree(folder.root / "calendars", folder.root / "second")
    earlier = "[2026-06-01T18:00:00, 2026-12-01T18:00:00]"
    folder.record("moves", a_call("2026-05-20T18:00:00", timezone='"Europe/Zurich"', previously=earlier))
    folder.record("is-called-off", a_call("2026-06-03"), more='status = "cancelled"')
    (folder.root / "opportunities/calls/vanishes.toml").unlink()
    folder.export_at("2026-02-03")
    return folder


def truth_of(folder: Folder, feed: str = "all") -> Held:
    loaded = load(folder.root / "opportunities", "Europe/Brussels", shown_from=folder.root)
    assert not loaded.problems
    read = expected(loaded.opportunities, DOMAIN)
    held = {
        uid: (*map(as_text, span), status, name)
        for uid, (*span, name, status) in read.items()
        if "+opens" not in uid or feed == "openings"
    }
    assert held[f"at-new-year@{DOMAIN}"][1] == "2026-12-31T10:00:00Z"
    assert held[f"at-anywhere@{DOMAIN}"][1] == "2027-01-01T11:59:00Z"
    assert held[f"at-first-of-summer@{DOMAIN}"][1] == "2026-03-29T01:00:00Z"
    assert held[f"at-last-day@{DOMAIN}"][:2] == ("2026-12-31", "2027-01-01")
    assert held[f"at-month@{DOMAIN}"][:3] == ("2027-04-01", "2027-04-02", "TENTATIVE")
    for name, until in (("own-time", "17:00, your time"), ("own-day", "the end of the day, your time")):
        starts, _, status, title = held[f"at-{name}@{DOMAIN}"]
        assert (starts, status) == (MOMENTS[name][0][:10], "CONFIRMED") and title.endswith(f", until {until}")
    assert f"has-no-date@{DOMAIN}" not in held and f"has-windows.third-round@{DOMAIN}" not in held
    gone = {f"vanishes@{DOMAIN}": ("2026-06-02", "2026-06-03", "CANCELLED", "REMOVED: Deadline: A call (Somebody)")}
    return held | gone


def agree(program: str, held: Held, truth: Held) -> None:
    if program == "calcurse":  # which knows no status
        held, truth = ({uid: (*row[:2], "", row[3]) for uid, row in found.items()} for found in (held, truth))
    if program in WITHOUT_UIDS:
        held, truth = ({str(at): row for at, row in enumerate(sorted(found.values()))} for found in (held, truth))
    assert held == truth


@EVERY_PROGRAM
@pytest.mark.parametrize("feed", ["all", "all-alarms", "openings"])
def test_what_is_hard_is_read_as_the_records_say(program: str, feed: str, hard: Folder) -> None:
    agree(program, PROGRAMS[program](hard.root / f"calendars/{feed}.ics"), truth_of(hard, feed))


@EVERY_PROGRAM
def test_a_feed_of_a_thousand_entries_is_read_whole(program: str, tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.file("deadlines.toml", SETTINGS)
    truth: Held = {}
    for number in range(1000):
        due = date(2026, 1, 1) + timedelta(days=number)
        name = f"id-{number}"
        if number % 2:
            folder.record(name, a_call(f"{due}T18:00:00", timezone='"UTC"').replace("A call", f"Call {number}"))
            span = (f"{due}T17:45:00Z", f"{due}T18:00:00Z")
        else:
            folder.record(name, a_call(due.isoformat()).replace("A call", f"Call {number}"))
            span = (due.isoformat(), f"{due + timedelta(days=1)}")
        truth[f"{name}@{DOMAIN}"] = (*span, "CONFIRMED", f"Deadline: Call {number} (Somebody)")
    folder.export_at("2026-01-01")
    agree(program, PROGRAMS[program](tmp_path / "calendars/all-alarms.ics"), truth)


@EVERY_PROGRAM
def test_the_feeds_of_this_repository_are_read_alike_by_all(program: str) -> None:
    for feed in sorted((REPOSITORY / "calendars").glob("*.ics")):
        held = PROGRAMS[program](feed)
        text = feed.read_bytes().decode()
        assert len(held) == text.count("BEGIN:VEVENT")
        for uid in held if program not in WITHOUT_UIDS else ():
            assert f"UID:{uid}"[:70] in text.replace("\r\n ", "")
        if program == "Thunderbird":
            break


def test_a_thunderbird_that_follows_the_feed_holds_what_is_true_after_every_change(
    hard: Folder, tmp_path: Path
) -> None:
    web, profile = tmp_path / "web", tmp_path / "profile"
    web.mkdir()
    profile.mkdir()
    ends = []
    for state in ("first", "second", "calendars"):
        shutil.copy(hard.root / state / "all.ics", web / "all.ics")
        held = thunderbird(web / "all.ics", profile)
        ends.append(held[f"moves@{DOMAIN}"][1])
    assert ends == ["2026-06-01T16:00:00Z", "2026-12-01T17:00:00Z", "2026-05-20T16:00:00Z"]
    assert held == truth_of(hard)
