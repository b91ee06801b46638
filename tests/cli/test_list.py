import json

import pytest

from deadlines.wording.phrases import kind_of
from tests.conftest import CALL, Folder, a_call

NOON = ("--as-of", "2026-02-03T12:00", "--timezone", "Europe/Brussels")


def ids(project: Folder, *options: str) -> list[str]:
    return [row["id"] for row in json.loads(project.run("list", "--format", "json", *NOON, *options).out)]


@pytest.fixture
def full(project: Folder) -> Folder:
    project.record("later", a_call("2026-04-30"))
    project.record("sooner", a_call("2026-03-06T18:00:00", timezone='"Europe/Zurich"'), more='topics = ["Santé"]')
    project.record("past", a_call("2026-02-02"))
    project.record("last-day", a_call("2026-02-03"), more='languages = ["pt-BR"]')
    project.record("not-yet", a_call("2026-06-01"), more="opens = 2026-03-01")
    project.record("pattern", a_call("2027-04-30"), more='status = "expected"\nseries = "a-prize"')
    project.record("withdrawn", a_call("2026-05-01"), more='status = "cancelled"')
    project.record("filled", a_call("2026-05-02"), more='status = "closed"')
    project.record("always", CALL.partition("\n[[")[0], more="rolling = true")
    return project


def test_what_is_open_is_listed_soonest_first_and_rolling_last(full: Folder) -> None:
    assert ids(full) == ["last-day", "sooner", "later", "always"]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--status", "upcoming"), ["not-yet"]),
        (("--status", "expected"), ["pattern"]),
        (("--status", "closed"), ["past", "filled"]),
        (("--status", "cancelled"), ["withdrawn"]),
        (("--series", "a-prize", "--all"), ["pattern"]),
        (("--within", "31d"), ["last-day", "sooner"]),
        (("--within", "30d"), ["last-day"]),
        (("--within", "31"), ["last-day", "sooner"]),
        (("--within", "0d"), ["last-day"]),
        (("--before", "2026-03-06"), ["last-day"]),
        (("--before", "2026-03-07"), ["last-day", "sooner"]),
        (("--after", "2026-03-06"), ["later"]),
        (("--after", "2026-03-06T17:59"), ["sooner", "later"]),
        (("--after", "2026-03-06T18:00"), ["later"]),
        (("--language", "pt"), ["last-day"]),
        (("--language", "pt-PT"), []),
        (("--topic", "sante"), ["sooner"]),
        (("--topic", "sant"), []),
        (("--organisation", "SOME", "sooner"), ["sooner"]),
        (("--kind", "job"), []),
        (("--all", "--sort", "title"), ["always", "filled", "last-day", "later", "not-yet", "past", "pattern", "sooner", "withdrawn"]),
    ],
)  # fmt: skip
def test_a_list_is_narrowed_and_widened(full: Folder, options: tuple[str, ...], found: list[str]) -> None:
    assert ids(full, *options) == found


def test_days_left_are_a_difference_of_calendar_dates(project: Folder) -> None:
    project.record("midnight", a_call("2026-03-06T23:59:00", timezone='"Europe/Brussels"'))

    def left(as_of: str, zone: str) -> str:
        out = project.run("list", "--as-of", as_of, "--timezone", zone, "--format", "tsv").out
        return out.splitlines()[1].split("\t")[0]

    assert left("2026-03-05T23:59", "Europe/Brussels") == "1"
    assert left("2026-03-06T00:00", "Europe/Brussels") == "0"
    assert left("2026-03-06T00:00", "Asia/Tokyo") == "1"  # due there at 07:59 on the 7th


def test_a_date_in_anywhere_on_earth_is_open_while_it_is_that_day_anywhere(project: Folder) -> None:
    project.record("aoe", a_call("2026-04-30", timezone='"AoE"'))
    assert project.run("list", "--as-of", "2026-05-01T11:59:59Z").out.count("aoe") == 1
    assert project.run("list", "--as-of", "2026-05-01T12:00:00Z").out.count("aoe") == 0
    assert "\n0\t2026-04-30\tAoE\t" in project.run("list", "--as-of", "2026-05-01T11:59:59Z", "--timezone", "UTC").out


def test_the_offset_is_that_of_the_deadlines_own_day(project: Folder) -> None:
    project.record("summer", a_call("2026-07-01T18:00:00", timezone='"UTC"'))
    assert "2026-07-01T20:00+02:00" in project.run("list", *NOON).out


def test_tsv_when_piped_has_a_heading_and_one_line_each(full: Folder) -> None:
    lines = full.run("list", *NOON).out.splitlines()
    assert lines[0] == "days_left\tdue\ttimezone\tdue_here\tkind\ttitle\torganisation\tstatus\tid"
    assert lines[1] == "0\t2026-02-03\tnot stated\t2026-02-03\tcall\tA call\tSomebody\topen\tlast-day"
    assert lines[2].startswith("31\t2026-03-06T18:00:00\tEurope/Zurich\t2026-03-06T18:00+01:00\t")
    assert lines[4] == "\t\t\t\tcall\tA call\tSomebody\trolling\talways"


STAGES = (
    CALL.partition("\n[[")[0]
    + """
[[deadlines]]
label = "Proposal"
due = 2026-06-01

[[deadlines]]
label = "Letter of intent"
due = 2026-03-01

[[deadlines]]
label = "Registration"
due = 2026-01-01
"""
)


def test_every_coming_deadline_of_a_record_has_a_line(project: Folder) -> None:
    project.record("stages", STAGES)
    project.record("between", a_call("2026-04-01"))
    lines = [line.split("\t") for line in project.run("list", *NOON).out.splitlines()[1:]]
    assert [(line[1], line[8]) for line in lines] == [
        ("2026-03-01", "stages"), ("2026-04-01", "between"), ("2026-06-01", "stages"),
    ]  # fmt: skip
    table = project.run("list", "--format", "table", *NOON).out
    assert table.index("A call: Letter of intent") < table.index("between") < table.index("A call: Proposal")
    assert "Registration" not in table
    assert project.run("list", "--within", "30", *NOON).out.count("stages") == 1
    assert (
        project.run("list", "--sort", "title", *NOON)
        .out.splitlines()[2]
        .endswith("2026-03-01\tcall\tA call\tSomebody\topen\tstages")
    )


def test_json_has_a_record_once_with_all_of_its_deadlines(project: Folder) -> None:
    project.record("stages", STAGES)
    (found,) = json.loads(project.run("list", "--format", "json", *NOON).out)
    assert [one["label"] for one in found["deadlines"]] == ["Proposal", "Letter of intent", "Registration"]


def test_of_what_has_passed_the_last_deadline_is_listed(project: Folder) -> None:
    project.record("stages", STAGES)
    lines = project.run("list", "--all", "--as-of", "2027-01-01", "--timezone", "Europe/Brussels").out.splitlines()
    assert [line.split("\t")[1] for line in lines[1:]] == ["2026-06-01"]


@pytest.mark.parametrize("typed", ["jobs", "Job", "emplois", "EMPLEO", "وظائف", "job,prize", "prix, emploi", "jobs,,"])
def test_kinds_are_known_by_their_words_in_every_language(project: Folder, typed: str) -> None:
    project.record("work", CALL.replace('"call"', '"job"'))
    project.record("call")
    assert ids(project, "--kind", typed) == ["work"]


def test_a_word_of_two_kinds_is_nobodys(full: Folder) -> None:
    assert kind_of("calls") == "call" and kind_of("SUBVENCION") == "grant" and kind_of("") is None
    ran = full.run("list", "--kind", "job,prise")
    assert ran.code == 2 and 'did you mean "prize"?' in ran.err


def test_several_languages_series_and_statuses_stand_in_one_option(full: Folder) -> None:
    assert ids(full, "--language", "pt,en") == ["last-day"]
    assert ids(full, "--status", "upcoming,expected") == ["not-yet", "pattern"]
    assert ids(full, "--series", "b-prize,a-prize", "--all") == ["pattern"]


def test_csv_quotes_what_needs_quotes(project: Folder) -> None:
    project.record("odd", CALL.replace("A call", 'One, \\"two\\"'))
    assert '"One, ""two"""' in project.run("list", "--format", "csv", *NOON).out


def test_a_table_says_where_the_zone_was_not_stated(full: Folder) -> None:
    table = full.run("list", "--format", "table", *NOON).out
    assert "2026-02-03" in table and "not stated" in table
    assert "today" in table and "31 days" in table


def test_nothing_matches_says_what_to_try(full: Folder) -> None:
    ran = full.run("list", "nowhere", *NOON)
    assert ran.code == 0
    assert "nothing matches" in ran.err and "--all" in ran.err and "3 open" in ran.err
    assert json.loads(full.run("list", "nowhere", "--format", "json", *NOON).out) == []


def test_json_has_the_documented_shape(project: Folder) -> None:
    project.record(
        "one", a_call("2026-03-06T18:00:00", timezone='"Europe/Zurich"', previously="[2026-03-01T18:00:00]"),
        more="published = 2026-02-01\nlanguages = ['en']",
    )  # fmt: skip
    assert json.loads(project.run("list", "--format", "json", *NOON).out) == [
        {
            "id": "one",
            "title": "A call",
            "kind": "call",
            "organisation": "Somebody",
            "url": "https://example.org/call",
            "status": "open",
            "deadlines": [
                {
                    "label": None,
                    "due": "2026-03-06T18:00:00",
                    "timezone": "Europe/Zurich",
                    "instant": "2026-03-06T17:00:00Z",
                    "all_day": False,
                    "precision": "minute",
                    "previously": ["2026-03-01T18:00:00"],
                    "stated": None,
                }
            ],
            "path": "opportunities/calls/one.toml",
            "published": "2026-02-01",
            "languages": ["en"],
        }
    ]


def test_bad_records_are_named_and_the_others_go_on(full: Folder) -> None:
    full.record("broken", CALL.replace("call", "cal"))
    ran = full.run("list", *NOON)
    assert ran.code == 1
    assert "last-day" in ran.out and 'did you mean "call"?' in ran.err


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (("--kind", "jobb"), 'did you mean "job"?'),
        (("--status", "opne"), 'did you mean "open"?'),
        (("--sort", "date"), "deadline"),
        (("--format", "jsn"), 'did you mean "json"?'),
        (("--within", "soon"), "30d"),
        (("--before", "2026-02-30"), "does not exist"),
        (("--timezone", "CET"), "Europe/Paris"),
        (("--as-of", "yesterday"), "2026-04-30"),
        (("--language", "french!"), "BCP 47"),
    ],
)
def test_wrong_usage_is_exit_2_with_what_to_type(full: Folder, options: tuple[str, ...], hint: str) -> None:
    ran = full.run("list", *options)
    assert ran.code == 2
    assert hint in ran.err and ran.out == ""


def test_outside_a_project_the_way_in_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    ran = Folder(tmp_path_factory.mktemp("empty")).run("list")
    assert ran.code == 3 and "deadlines init" in ran.err and "--from" in ran.err


@pytest.mark.parametrize(
    ("now", "zone", "left", "mine"),
    [
        ("2027-04-29T23:59:59", "Europe/Brussels", "tomorrow", "2027-04-30 24:00"),
        ("2027-04-30T20:00", "Europe/Brussels", "today", "2027-04-30 24:00"),
        ("2027-04-30T20:00", "Africa/Nairobi", "tomorrow", "2027-05-01 01:00"),
        ("2027-04-30T18:00", "America/New_York", "today", "2027-04-30 18:00"),
    ],
)
def test_midnight_is_the_end_of_the_day_before(project: Folder, now: str, zone: str, left: str, mine: str) -> None:
    project.record("one", a_call("2027-05-01T00:00:00", timezone='"Europe/Brussels"'))
    table = project.run("list", "--format", "table", "--as-of", now, "--timezone", zone).out
    assert [cell.strip() for cell in table.splitlines()[2].split("  ") if cell] == [
        left,
        "2027-04-30 24:00",
        mine,
        "A call",
    ]


def test_midnight_is_narrowed_down_as_the_day_that_it_ends_and_written_for_programs_as_in_the_record(
    project: Folder,
) -> None:
    project.record("one", a_call("2027-05-01T00:00:00", timezone='"Europe/Brussels"'))
    project.record("two", a_call("2027-05-01T00:30:00", timezone='"Europe/Brussels"'))
    evening = ("--as-of", "2027-04-30T20:00", "--timezone", "Europe/Brussels")
    lines = project.run("list", "--format", "tsv", *evening).out.splitlines()
    assert lines[1].startswith("0\t2027-05-01T00:00:00\tEurope/Brussels\t2027-05-01T00:00+02:00\t")
    assert lines[2].startswith("1\t2027-05-01T00:30:00\t")
    for narrowed in (("--within", "0d"), ("--before", "2027-05-01")):
        found = json.loads(project.run("list", "--format", "json", *evening, *narrowed).out)
        assert [(one["id"], one["deadlines"][0]["due"]) for one in found] == [("one", "2027-05-01T00:00:00")]
