"""A month, the applicant's own time, no date, reviews and windows, as every reader of records says them."""

import json
import tomllib

import pytest

from tests.conftest import Folder, a_call

WORDS = "varies by country office; see the page"
FORMS = {
    "month": a_call('"2026-04"'),
    "own": a_call("2026-03-10T17:00:00", timezone='"local"'),
    "own-day": a_call("2026-03-11", timezone='"local"'),
    "undated": a_call("x").replace("due = x\n", f'stated = "{WORDS}"\n'),
    "rolling": "rolling = true\n" + a_call("2026-09-01", label='"Autumn"'),
    "windows": a_call("2026-02-10", label='"First"', opens="2026-01-10")
    + '\n[[deadlines]]\nlabel = "Second"\nopens = 2026-04-01\ndue = 2026-05-01\n',
}
LIST = ("list", "--as-of", "2026-02-20T12:00:00Z", "--timezone", "Africa/Dakar", "--all")


@pytest.fixture
def forms(project: Folder) -> Folder:
    for name, text in FORMS.items():
        project.record(name, text.replace("A call", f"A call of {name}"))
    return project


def test_nothing_is_wrong_in_them(forms: Folder) -> None:
    ran = forms.run("check")
    assert (ran.code, ran.out) == (0, "")


def test_the_list_has_them_in_the_order_of_what_is_known(forms: Folder) -> None:
    rows = [line.split("\t") for line in forms.run(*LIST).out.splitlines()[1:]]
    assert [(row[8], row[0], row[1], row[2], row[7]) for row in rows] == [
        ("own", "18", "2026-03-10T17:00:00", "local", "open"),
        ("own-day", "19", "2026-03-11", "local", "open"),
        ("month", "40", "2026-04", "not stated", "open"),
        ("windows", "70", "2026-05-01", "not stated", "upcoming"),
        ("rolling", "193", "2026-09-01", "not stated", "rolling"),
        ("undated", "", WORDS, "", "open"),
    ]


@pytest.mark.parametrize(
    ("narrowed", "ids"),
    [
        (("--within", "40d"), ["own", "own-day", "month"]),
        (("--within", "39d"), ["own", "own-day"]),
        (("--before", "2026-04-01"), ["own", "own-day"]),
        (("--before", "2026-04-02"), ["own", "own-day", "month"]),
        (("--after", "2026-03-31"), ["month", "windows", "rolling"]),
        (("--after", "2026-04-01"), ["windows", "rolling"]),
        (("--after", "2000-01-01"), ["own", "own-day", "month", "windows", "rolling"]),
    ],
)
def test_a_month_is_its_first_day_and_what_has_no_date_matches_no_window(
    forms: Folder, narrowed: tuple[str, ...], ids: list[str]
) -> None:
    rows = forms.run(*LIST, *narrowed).out.splitlines()[1:]
    assert [row.split("\t")[8] for row in rows if "windows" not in row or "05-01" in row] == ids


def test_the_table_says_them_in_words(forms: Folder) -> None:
    out = " ".join(forms.run(*LIST, "--format", "table").out.split())
    for said in (
        "17:00, your time", "day not stated", "at least 40 days", "“varies by country", "(no date stated)", "open all year",
        "opens on 1 April 2026",
    ):  # fmt: skip
        assert said in out, said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("month", "Deadline: April 2026, day not stated, in at least 40 days"),
        ("own", "Deadline: Tuesday, 10 March 2026, 17:00, your time, in 18 days"),
        ("own-day", "Deadline: Wednesday, 11 March 2026, until the end of the day, your time, in 19 days"),
        ("undated", f"Deadline: “{WORDS}” (no date stated)"),
        ("rolling", "Open all year; next review 1 September 2026"),
        ("windows", "Status: upcoming"),
        ("windows", "  opens: Wednesday, 1 April 2026"),
    ],
)
def test_show_says_them(forms: Folder, name: str, said: str) -> None:
    assert f"\n{said}\n" in forms.run("show", name, *LIST[1:5]).out


def test_json_says_how_exactly_each_is_known(forms: Folder) -> None:
    items = {one["id"]: one["deadlines"][-1] for one in json.loads(forms.run(*LIST, "--format", "json").out)}
    said = {
        name: tuple(one.get(key) for key in ("due", "timezone", "instant", "all_day", "precision"))
        for name, one in items.items()
    }
    assert said == {
        "month": ("2026-04", None, "2026-04-30T22:00:00Z", True, "month"),
        "own": ("2026-03-10T17:00:00", "local", None, False, "minute"),
        "own-day": ("2026-03-11", "local", None, True, "day"),
        "undated": (None, None, None, None, None),
        "rolling": ("2026-09-01", None, "2026-09-01T22:00:00Z", True, "day"),
        "windows": ("2026-05-01", None, "2026-05-01T22:00:00Z", True, "day"),
    }
    assert items["own"]["instant_latest"] == "2026-03-11T05:00:00Z"
    assert items["own-day"]["instant_latest"] == "2026-03-12T12:00:00Z"
    assert (items["undated"]["stated"], items["windows"]["opens"]) == (WORDS, "2026-04-01")


@pytest.mark.slow
def test_what_is_published_is_read_back_the_same(forms: Folder) -> None:
    forms.run("export")
    listed = forms.run(*LIST).out
    assert forms.run(*LIST, "--from", f"{forms.root}/calendars/opportunities.json").out == listed


@pytest.mark.parametrize(("stated", "previously"), [("15 April 2026", None), ("15 May 2026", ["2026-04"])])
def test_a_day_in_the_month_leaves_no_trace_and_another_one_does(
    forms: Folder, stated: str, previously: list[str] | None
) -> None:
    day = "2026-04-15" if "April" in stated else "2026-05-15"
    ran = forms.run("extend", "month", day, "--stated", stated)
    assert ran.code == 0, ran.err
    table = tomllib.loads((forms.root / "opportunities/calls/month.toml").read_text())["deadlines"][0]
    assert (table["due"].isoformat(), table.get("previously")) == (day, previously)


def test_what_had_no_date_gets_one_and_what_had_one_may_be_a_month(forms: Folder) -> None:
    assert forms.run("extend", "undated", "2026-06-01").code == 0
    text = (forms.root / "opportunities/calls/undated.toml").read_text()
    assert "due = 2026-06-01\n" in text and "previously" not in text and WORDS in text
    assert forms.run("extend", "undated", "2026-08").code == 0
    text = (forms.root / "opportunities/calls/undated.toml").read_text()
    assert 'due = "2026-08"\n' in text and "previously = [2026-06-01]\n" in text
    assert forms.run("extend", "rolling", "2026-10-01", "--label", "Autumn").code == 0


def test_the_next_edition_of_a_month_is_expected_in_that_month(forms: Folder) -> None:
    forms.record("prize-2026", f'series = "prize"\n{FORMS["month"]}')
    assert forms.run("renew", "prize", "--as-of", "2026-05-01").code == 0
    table = tomllib.loads((forms.root / "opportunities/calls/prize-2027.toml").read_text())
    assert (table["status"], table["deadlines"]) == ("expected", [{"due": "2027-04"}])


def test_add_takes_a_month_and_words_alone(project: Folder) -> None:
    first = ("add", "--title", "T", "--kind", "call", "--organisation", "O", "--url", "https://example.org/")
    assert project.run(*first, "--due", "2027-04", "--id", "a").code == 0
    assert project.run(*first, "--stated", WORDS, "--id", "b", "--title", "U").code == 0
    own = ("--due", "2027-04-01T17:00", "--timezone", "local", "--deadline-opens", "2027-03-01", "--title", "V")
    assert project.run(*first, *own, "--id", "c").code == 0
    texts = [(project.root / f"opportunities/calls/{name}.toml").read_text() for name in "abc"]
    assert 'due = "2027-04"\n' in texts[0] and f'[[deadlines]]\nstated = "{WORDS}"\n' in texts[1]
    assert 'due = 2027-04-01T17:00:00\ntimezone = "local"\nopens = 2027-03-01\n' in texts[2]
