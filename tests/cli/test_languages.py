"""The commands in the reader's language; what programs read stays as it is."""

import json
import re
import shutil
from typing import Any

import pytest
from typer.main import get_command

from deadlines.cli.main import app
from deadlines.cli.present import tell
from deadlines.cli.verbs import VERBS
from tests.conftest import CALL, SETTINGS, Folder, a_call

NOON = ("--as-of", "2026-02-03T12:00", "--timezone", "Africa/Dakar")
RECORD = a_call("2026-03-06T18:00:00", timezone='"Europe/Zurich"', previously="[2026-03-01T18:00:00]")


@pytest.fixture
def speaking(project: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.delenv("LC_ALL")
    project.record("one", RECORD, more='status_note = "a note"')
    return project


@pytest.mark.parametrize(
    ("tag", "table", "shown", "wrong", "help_"),
    [
        ("fr", "31 jours", "Date limite\u00a0: vendredi 6 mars 2026", "vouliez-vous dire «\u202fopen\u202f»\u202f?", "Options\u00a0:"),
        ("es", "31 días", "Fecha límite: viernes 6 de marzo", "¿quiso decir «open»?", "Opciones:"),
        ("ar", "31 يومًا", "الموعد النهائي: الجمعة، 6", "هل تقصدون «\u2068open\u2069»؟", "الخيارات:"),
    ],
)  # fmt: skip
def test_list_show_help_and_wrong_usage_are_in_the_language_of_the_reader(
    speaking: Folder, monkeypatch: pytest.MonkeyPatch, tag: str, table: str, shown: str, wrong: str, help_: str
) -> None:
    monkeypatch.setenv("LANGUAGE", tag)
    assert table in speaking.run("list", "--format", "table", *NOON).out
    assert shown in speaking.run("show", "one", *NOON).out
    ran = speaking.run("list", "--status", "opne")
    assert ran.code == 2 and wrong in ran.err and ran.out == ""
    assert help_ in speaking.run("list", "--help").out and help_ in speaking.run("help").out
    assert speaking.run("list", "--nothing").code == speaking.run("show").code == speaking.run("lst").code == 2


def test_what_programs_read_is_the_same_in_every_language(speaking: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = [("list", "--format", form, *NOON) for form in ("tsv", "csv", "json")]
    commands += [("show", "one", "--format", "json", *NOON), ("list", "--kind", "calls", *NOON)]
    english = [speaking.run(*command) for command in commands]
    for tag in ("fr", "es", "ar"):
        monkeypatch.setenv("LANGUAGE", tag)
        assert [speaking.run(*command) for command in commands] == english


def test_what_a_record_says_cannot_steer_the_terminal_in_any_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LC_ALL")
    for tag in ("en", "ar"):
        monkeypatch.setenv("LANGUAGE", tag)
        tell("there is no folder {folder}", folder="a\x1b[31m\u202eb")
        said = capsys.readouterr().err
        assert "\x1b" not in said and "\u202e" not in said and said.count("\ufffd") == 2


def test_an_arabic_sentence_is_isolated_and_so_are_the_names_in_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LC_ALL")
    monkeypatch.setenv("LANGUAGE", "ar")
    tell("there is no folder {folder}", folder="opportunities")
    assert capsys.readouterr().err == "deadlines: \u2068لا يوجد مجلد \u2068opportunities\u2069\u2069\n"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("lst",), 'there is no command "lst"; did you mean list?'),
        (("xyz",), 'there is no command "xyz"; deadlines help names all'),
        (("help", "lst"), 'there is no command "lst"; did you mean list?'),
        (("list", "--knd", "job"), "there is no option --knd; did you mean --kind"),
        (("list", "--kind"), "--kind needs a value"),
        (("list", "--all=3"), "--all takes no value"),
        (("show",), "ID is needed"),
        (("show", "a", "b"), "unexpected: b"),
        (("--from", "x", "check"), "--from is for list and show"),
        (("serve", "--port", "x"), "--port must be a number from 0 to 65535"),
    ],
)
def test_wrong_usage_is_a_line_like_all_else(project: Folder, typed: tuple[str, ...], said: str) -> None:
    ran = project.run(*typed)
    assert ran.code == 2 and ran.out == ""
    assert ran.err.startswith(f"deadlines: {said}"), ran.err


@pytest.mark.parametrize("columns", [60, 80])
def test_no_help_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    group: Any = get_command(app)
    root = group.make_context("deadlines", [], resilient_parsing=True)
    helps = {"": root.get_help()}
    for name in VERBS:
        command = group.get_command(root, name)
        helps[name] = command.make_context(name, [], parent=root, resilient_parsing=True).get_help()
    assert [(name, line) for name, help_ in helps.items() for line in help_.splitlines() if len(line) > columns] == []
    assert [name for name, help_ in helps.items() if "<" in help_] == []  # as a type of Python is named


def test_help_is_a_command_and_an_option_that_say_the_same(project: Folder) -> None:
    assert project.run("help").out == project.run("--help").out
    assert project.run("help", "list").out == project.run("list", "--help").out
    assert (
        max(map(len, project.run("help").out.splitlines())) <= 80
        and "..." not in project.run("help").out.split("Commands")[1]
    )
    assert project.run("--version").out.startswith("deadlines 0.")


def test_what_is_wrong_in_a_record_is_said_in_the_language_of_the_reader_and_to_programs_in_english(
    speaking: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaking.record("two", RECORD.replace("Europe/Zurich", "Europe/Geneva").replace("kind =", "knd ="))
    formats = [("check", "--format", form) for form in ("concise", "json", "github")]
    english = [speaking.run(*command) for command in formats]
    monkeypatch.setenv("LANGUAGE", "fr")
    full = speaking.run("check")
    assert full.code == 1
    assert "two.toml:2:1: «\u202fknd\u202f» n’est pas une clé de ce fichier" in full.out
    assert "= vouliez-vous dire «\u202fEurope/Zurich\u202f»\u202f?" in full.out
    assert [speaking.run(*command).out for command in formats] == [ran.out for ran in english]


@pytest.mark.parametrize(
    ("options", "english", "french"),
    [
        (("--before", "2026-02-30"), '--before: "2026-02-30" does not exist;', "«\u202f2026-02-30\u202f» n’existe pas\u202f;"),
        (("--before", "soon"), '"soon" is not a date; write 2026-04-30', "n’est pas une date\u202f; écrivez"),
        (("--before", "2026-02-03T24:00"), "write 2026-02-04T00:00:00, which is", "écrivez 2026-02-04T00:00:00, ce qui"),
        (("--timezone", "CET"), "abbreviations do not say whether", "une abréviation ne dit pas"),
        (("--timezone", "Europe/Zurik"), 'did you mean "Europe/Zurich"?', "vouliez-vous dire «\u202fEurope/Zurich\u202f»\u202f?"),
    ],
)  # fmt: skip
def test_a_hint_is_in_the_language_of_what_it_belongs_to(
    speaking: Folder, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], english: str, french: str
) -> None:
    assert english in speaking.run("list", *options).err
    monkeypatch.setenv("LANGUAGE", "fr")
    assert french in speaking.run("list", *options).err


FAULTY = f"""{SETTINGS}
[feeds.nothing]
topic = ["nobody"]

[[recipients]]
id = "someone"
email = "someone@test.example"
lead_times = ["90d", "7d"]

[mail]
host = "127.0.0.1"
port = 1
security = "none"
sender = "deadlines@test.example"

[ledger]
url = "sqlite:///ledger.sqlite3"
"""
COMMANDS = (
    ("check",),
    ("export",),
    ("export", "--check"),
    ("export", "--as-of", "2026-02-03T12:00:00Z"),
    ("status",),
    ("remind", "--dry-run"),
    ("remind", "--as-of", "2026-03-01"),
    ("remind", "--explain", "one"),
    ("remind", "--explain", "open"),
    ("remind", "--test", "someone"),
    ("remind", "--test", "nobody"),
    ("remind",),
    ("status",),
    ("show", "one", *NOON),
    ("list", "--format", "table", "--all", *NOON),
    ("list", "--from", "nothing.json"),
    ("list", "--from", "deadlines.toml"),
    ("list", "--from", "https://"),
    ("serve", "--port", "70000"),
    ("lint", "nothing.ics"),
    ("close", "op"),
    ("init",),
)
"""With what is wrong in the project below, or in how they are typed."""
DATA = re.compile(r"\s*(\d* *\||\S*$|test opportunities|a call|= [a-z]+ = |- )", re.IGNORECASE)
"""Lines of code, and names."""


@pytest.mark.slow
@pytest.mark.parametrize("tag", ["fr", "es", "ar"])
def test_no_line_that_a_command_says_is_left_in_english(
    project: Folder, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    monkeypatch.delenv("LC_ALL")
    project.file("deadlines.toml", FAULTY)
    project.record("one", RECORD)
    project.record("open", CALL.partition("[[")[0] + "rolling = true\n")
    project.record("draft", CALL, more="draft = true")
    project.record("expected", CALL, more='status = "expected"')
    said: dict[str, list[str]] = {}
    for language in ("en", tag):
        monkeypatch.setenv("LANGUAGE", language)
        shutil.rmtree(project.root / "calendars", ignore_errors=True)
        (project.root / "ledger.sqlite3").unlink(missing_ok=True)
        ran = [project.run(*command) for command in COMMANDS]
        project.record("Wrong Name", CALL.replace("url =", "url ").replace('"call"', "“call”"))
        project.record("empty", "")
        project.record("broken", RECORD.replace("kind", "knd").replace("18:00:00", "24:00:00"))
        ran += [project.run(*command) for command in (("check",), ("export",), ("status",))]
        for name in ("Wrong Name", "empty", "broken"):
            (project.root / f"opportunities/calls/{name}.toml").unlink()
        said[language] = [line for one in ran for line in f"{one.out}{one.err}".splitlines()]
    english = {line for line in said["en"] if not DATA.match(line)}
    assert len(english) > 60
    assert [line for line in said[tag] if line in english or "\ufffd" in line] == []


def test_what_programs_read_of_reminders_is_the_same_in_every_language(
    project: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LC_ALL")
    project.file("deadlines.toml", FAULTY)
    project.record("one", RECORD)
    at = ("--as-of", "2026-02-03T12:00:00Z", "--json")
    commands = [("remind", *at), ("remind", "--explain", "one", *at), ("remind", "--test", "someone", "--json")]
    english = [project.run(*command).out for command in commands]
    monkeypatch.setenv("LANGUAGE", "fr")
    assert [project.run(*command).out for command in commands] == english
    assert all(map(json.loads, english))
