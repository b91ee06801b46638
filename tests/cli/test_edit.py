"""A deadline that moves, an opportunity that ends or is withdrawn, one that comes back: one command each."""

import tomllib
from datetime import date, datetime

import pytest

from tests.conftest import CALL, Folder, a_call

HOUR = a_call("2026-03-06T18:00:00", timezone='"Europe/Zurich"', stated='"6 March 2026, 18:00"')
SEVERAL = CALL + 'label = "Papers"\n\n[[deadlines]]\ndue = 2026-04-01\nlabel = "Posters"\n'

NOW = ("--as-of", "2026-02-01")


def table(project: Folder, name: str, kind: str = "calls") -> dict[str, object]:
    return tomllib.loads((project.root / f"opportunities/{kind}/{name}.toml").read_text())


def test_a_deadline_that_has_moved_is_one_command(project: Folder) -> None:
    file = project.record("one-call-2026", HOUR)
    ran = project.run("extend", "one", "2026-03-20T18:00")
    assert (ran.code, ran.out) == (0, "opportunities/calls/one-call-2026.toml\n")
    assert ran.err.splitlines() == [
        'deadlines: taken out, since it is of what was before: stated = "6 March 2026, 18:00"',
        'deadlines: subscribers will see "Deadline: A call (Somebody) (extended from 6 March)", '
        "Friday, 20 March 2026, 18:00 (Zurich time)",
    ]
    assert file.read_text() == HOUR.replace("2026-03-06T", "2026-03-20T").replace(
        'stated = "6 March 2026, 18:00"', "previously = [2026-03-06T18:00:00]"
    )
    assert project.run("check").code == 0
    project.export_at("2026-02-01T12:00:00Z")
    assert "SUMMARY:Deadline: A call (Somebody) (extended from 6 March)" in project.entry("one-call-2026@test.example")


def test_what_was_published_and_moved_by_the_command_is_no_move_without_history(project: Folder) -> None:
    project.record("one", HOUR)
    project.run("export")
    project.run("extend", "one", "2026-03-20T18:00", "--stated", "20 March 2026")
    assert project.run("check").out == "" and "SEQUENCE:1" not in project.entry("one@test.example")
    assert project.run("export").code == 0
    assert "SEQUENCE:1" in project.entry("one@test.example")


def test_words_that_still_hold_stay(project: Folder) -> None:
    project.record("one", HOUR.replace("6 March 2026, 18:00", "18:00 sharp"))
    assert "taken out" not in project.run("extend", "one", "2026-03-20T18:00").err
    assert table(project, "one")["deadlines"][0]["stated"] == "18:00 sharp"  # type: ignore[index]


@pytest.mark.parametrize(
    ("moment", "code", "said"),
    [
        ("2026-03-20", 2, "due at 18:00, and 2026-03-20 names no time; write 2026-03-20T18:00, or 2026-03-20T23:59"),
        ("2026-03-06T18:00", 1, "is due 2026-03-06T18:00:00 already"),
        ("20 March", 2, 'MOMENT: "20 March" is not a date; write 2026-04-30'),
        ("2026-03-29T02:30", 1, "is skipped in Europe/Zurich"),
        ("2206-03-29T02:30", 2, "the year 2206 cannot be meant"),
        ("2026-01-01T18:00", 1, "before it opens on 2026-02-01"),
    ],
)
def test_what_would_be_wrong_is_not_written(project: Folder, moment: str, code: int, said: str) -> None:
    file = project.record("one", HOUR, more="opens = 2026-02-01")
    before = file.read_bytes()
    ran = project.run("extend", "one", moment)
    assert ran.code == code and said in ran.err and ran.out == ""
    assert file.read_bytes() == before


def test_new_words_that_contradict_are_refused(project: Folder) -> None:
    project.record("one", HOUR)
    ran = project.run("extend", "one", "2026-03-20T18:00", "--stated", "21 March 2026")
    assert ran.code == 1 and 'stated says "21 March 2026"' in ran.err and "previously" not in table(project, "one")


def test_an_hour_needs_a_zone_also_where_it_comes_later(project: Folder) -> None:
    project.record("one")
    assert 'add timezone = "Area/City"' in project.run("extend", "one", "2026-03-20T18:00").err


@pytest.mark.parametrize("label", ["Posters", "post", "POSTERS"])
def test_of_several_deadlines_the_label_tells_which(project: Folder, label: str) -> None:
    project.record("one", SEVERAL)
    ran = project.run("extend", "one", "2026-04-15")
    assert ran.code == 2 and 'which deadline of one is meant? --label "Papers", --label "Posters"' in ran.err
    assert project.run("extend", "one", "2026-04-15", "--label", label).code == 0
    papers, posters = table(project, "one")["deadlines"]  # type: ignore[misc]
    assert papers == {"due": date(2026, 3, 6), "label": "Papers"}
    assert posters == {"due": date(2026, 4, 15), "label": "Posters", "previously": [date(2026, 4, 1)]}


def test_a_label_that_is_none_is_refused(project: Folder) -> None:
    project.record("one", SEVERAL)
    project.record("two")
    project.record("three", CALL.partition("\n[")[0] + "\nrolling = true\n")
    assert project.run("extend", "one", "2026-04-15", "--label", "Talks").code == 2
    assert "without a label" in project.run("extend", "two", "2026-04-15", "--label", "Talks").err
    assert "has no deadline" in project.run("extend", "three", "2026-04-15").err


def test_a_date_that_was_only_expected_leaves_no_history(project: Folder) -> None:
    project.record("one", more='status = "expected"')
    ran = project.run("extend", "one", "2026-04-15")
    assert ran.code == 0 and "expected, not announced" in ran.err
    assert table(project, "one")["deadlines"] == [{"due": date(2026, 4, 15)}]


@pytest.mark.parametrize(
    ("verb", "status", "said"), [("close", "closed", "CLOSED"), ("cancel", "cancelled", "CANCELLED")]
)
def test_what_ends_or_is_withdrawn_is_one_command(project: Folder, verb: str, status: str, said: str) -> None:
    file = project.record("one")
    ran = project.run(verb, "one", "--note", 'The "fund" is empty.')
    assert (
        ran.code == 0 and f'subscribers will see "{said}: Deadline: A call (Somebody)", Friday, 6 March 2026' in ran.err
    )
    lines = f'status = "{status}"\nstatus_note = "The \\"fund\\" is empty."\n'
    assert file.read_text() == CALL.replace("\n\n[", f"\n{lines}\n[")
    again = project.run(verb, "one")
    assert again.code == 1 and f"one is {status} already" in again.err
    assert project.run(verb, "one", "--note", "Another").code == 0 and table(project, "one")["status_note"] == "Another"


def test_a_note_about_another_status_is_taken_out_and_said(project: Folder) -> None:
    project.record("one", more='status = "expected"\nstatus_note = "In April in most years."')
    ran = project.run("cancel", "one")
    assert 'taken out, since it is of what was before: status_note = "In April in most years."' in ran.err
    assert "status_note" not in table(project, "one")


def test_what_has_no_date_is_closed_too(project: Folder) -> None:
    project.record("one", CALL.partition("\n[")[0] + "\nrolling = true\n")
    assert "no entry in calendars" in project.run("close", "one").err
    assert "\tone\n" not in project.run("list").out


@pytest.mark.parametrize("arguments", [("extend", "one", "2026-04-01"), ("close", "one"), ("renew", "one")])
def test_a_broken_record_is_shown_and_left_alone(project: Folder, arguments: tuple[str, ...]) -> None:
    file = project.record("one", CALL.replace("kind", "knd"))
    ran = project.run(*arguments)
    assert ran.code == 1 and '"knd" is not a known key' in ran.err and file.read_text() == CALL.replace("kind", "knd")


def test_a_link_stays_a_link_and_permissions_stay(project: Folder) -> None:
    real = project.record("real")
    real.chmod(0o600)
    (real.parent / "one.toml").symlink_to("real.toml")
    assert project.run("cancel", "one").code == 0
    assert (real.parent / "one.toml").is_symlink() and "cancelled" in real.read_text()
    assert real.stat().st_mode & 0o777 == 0o600


PRIZE = """\
title = "Prize 2026 for the 1948 Declaration"
kind = "prize"
organisation = "Somebody"
url = "https://example.org/prize"
published = 2026-01-05
series = "the-prize"
summary = "Given in June 2026."
amount = "EUR 500"
opens = 2026-01-10
topics = ["art", "year 2026"]

[[deadlines]]
due = 2026-03-06T18:00:00
timezone = "Europe/Zurich"
stated = "6 March 2026"
previously = [2026-03-01T18:00:00]

[[milestones]]
label = "Ceremony 2026"
on = 2026-06-01

[apply]
email = "a@example.org"
reference = "Prize 2026"
"""


def test_the_next_edition_is_one_command(project: Folder) -> None:
    project.record("a-prize-2026", PRIZE, kind="prizes/big")
    ran = project.run("renew", "the-p", *NOW)
    assert (ran.code, ran.out) == (0, "opportunities/prizes/big/a-prize-2027.toml\n"), ran.err
    assert (
        'subscribers will see "Deadline: Prize 2027 for the 1948 Declaration (Somebody), expected, not announced"'
        in ran.err
    )
    for left_out in ('summary = "Given in June 2026."', 'reference = "Prize 2026"', 'topics = "year 2026"'):
        assert f"left out, since it names a year: {left_out}" in ran.err
    assert table(project, "a-prize-2027", "prizes/big") == {
        "title": "Prize 2027 for the 1948 Declaration", "kind": "prize", "organisation": "Somebody",
        "url": "https://example.org/prize", "status": "expected", "series": "the-prize", "opens": date(2027, 1, 10),
        "amount": "EUR 500", "topics": ["art"],
        "deadlines": [{"due": datetime(2027, 3, 6, 18), "timezone": "Europe/Zurich"}],
        "milestones": [{"label": "Ceremony 2027", "on": date(2027, 6, 1)}],
        "apply": {"email": "a@example.org"},
    }  # fmt: skip
    assert project.run("check").code == 0
    again = project.run("renew", "a-prize-2026", *NOW)
    assert again.code == 1 and "a-prize-2027.toml is the next edition already, and expected" in again.err


@pytest.mark.parametrize(
    ("last", "next_one"),
    [("2028-02-29", date(2029, 2, 28)), ("2027-02-28", date(2028, 2, 28)), ("2030-12-31", date(2031, 12, 31))],
)
def test_the_same_day_a_year_later(project: Folder, last: str, next_one: date) -> None:
    project.record("a-prize", a_call(last), more='series = "a"')
    assert project.run("renew", "a", *NOW).code == 0
    name = f"a-prize-{next_one.year}"
    assert table(project, name)["deadlines"] == [{"due": next_one}]


def test_an_edition_of_long_ago_is_followed_by_one_that_is_to_come(project: Folder) -> None:
    project.record("a-prize-2010", a_call("2010-12-31"), more='series = "a"')
    assert project.run("renew", "a", "--as-of", "2026-12-31").out.endswith("/a-prize-2026.toml\n")
    (project.root / "opportunities/calls/a-prize-2026.toml").unlink()
    assert project.run("renew", "a", "--as-of", "2027-01-01").out.endswith("/a-prize-2027.toml\n")


def test_what_has_no_series_or_no_date_has_no_next_edition(project: Folder) -> None:
    project.record("one")
    project.record("two", CALL.partition("\n[")[0] + 'rolling = true\nseries = "twos"\n')
    assert (
        'one is of no series; write series = "…" into opportunities/calls/one.toml' in project.run("renew", "one").err
    )
    assert "no edition of twos has a deadline" in project.run("renew", "twos").err
    assert 'there is no record "three"' in project.run("renew", "three").err


def test_of_a_draft_subscribers_see_nothing(project: Folder) -> None:
    project.record("one", more='draft = true\nseries = "ones"')
    assert "subscribers will see nothing: it is a draft" in project.run("extend", "one", "2026-04-15").err
    assert "one.toml is the next edition already, and a draft" in project.run("renew", "ones", *NOW).err


def test_a_renewed_edition_says_from_what_its_date_follows(project: Folder) -> None:
    for year, due in ((2024, "2024-04-28"), (2025, "2025-04-30")):
        project.record(
            f"a-{year}",
            a_call(due).replace("A call", f"A call {year}").replace("/call", f"/{year}"),
            more='series = "a"',
        )
    ran = project.run("renew", "a", "--as-of", "2025-06-01")
    assert ran.code == 0
    text = (project.root / ran.out.strip()).read_text()
    assert text.splitlines()[1] == "# 2024-04-28, 2025-04-30: the same month each year"
    assert 'due = "2026-04"\n' in text and 'status = "expected"\n' in text
    assert project.run("check").code == 0
