import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import CALL, REPOSITORY, Folder

FLAGS = ("--title", "Écoutez l'été", "--kind", "job", "--organisation", "X", "--url", "https://example.org/a")


def test_add_writes_a_record_that_check_accepts(project: Folder) -> None:
    ran = project.run(
        "add", *FLAGS, "--due", "2027-03-28T03:30", "--timezone", "Europe/Paris", "--language", "fr", "--language", "en",
        "--apply-email", "jobs@example.org", "--document", "CV", "--published", "2027-01-01",
    )  # fmt: skip
    assert (ran.code, ran.out, ran.err) == (0, "opportunities/jobs/ecoutez-lete.toml\n", "")
    text = (project.root / ran.out.strip()).read_text()
    assert text.startswith("#:schema ../record.schema.json\n")
    assert "\n[[deadlines]]\ndue = 2027-03-28T03:30:00\n" in text
    assert tomllib.loads(text)["apply"] == {"email": "jobs@example.org", "documents": ["CV"]}
    assert project.run("check").code == 0


def test_add_refuses_a_duplicate(project: Folder) -> None:
    project.run("add", *FLAGS, "--due", "2027-03-28")
    for more in ((), ("--id", "another")):
        ran = project.run("add", *FLAGS, "--due", "2027-03-28", *more)
        assert ran.code == 1 and "ecoutez-lete" in ran.err
    assert len(list((project.root / "opportunities").rglob("*.toml"))) == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--due", "2027-03-28T02:30", "--timezone", "Europe/Paris"), "is skipped in Europe/Paris"),
        (("--due", "2027-03-28", "--stated", "27 March 2027"), "27 March 2027"),
        (("--due", "2027-03-28", "--language", "french"), "not a language tag"),
        (("--due", "2027-03-28", "--id", "Not an id"), "the file's name is the id"),
        (("--due", "2027-03-28", "--id", "../../outside"), "the file's name is the id"),
        (("--due", "2027-03-28", "--id", "/tmp/outside"), "rename it to tmp-outside.toml"),
        (("--due", "2027-03-28", "--id", "x" * 201), "has 201 characters; at most 200 are taken"),
        (("--due", "2027-03-28", "--title", "long " * 60), "has 299 characters; at most 200 are taken"),
        (("--due", "2027-03-28", "--title", "？"), "choose another name with --id"),
    ],
)
def test_add_writes_nothing_that_is_wrong(project: Folder, options: tuple[str, ...], said: str) -> None:
    ran = project.run("add", *FLAGS, *options)
    assert ran.code == 1 and said in ran.err
    assert list((project.root / "opportunities").rglob("*")) == []


def test_add_asks_for_nothing_where_there_is_no_terminal(project: Folder) -> None:
    assert "--due, --stated or --rolling is needed" in project.run("add", *FLAGS).err
    assert "--title is needed" in project.run("add").err
    assert "--timezone is needed" in project.run("add", *FLAGS, "--due", "2027-03-28T12:00").err


def test_a_new_project_exports_at_once(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    options = ("--name", "Our calls", "--domain", "ours.example", "--timezone", "Africa/Dakar")
    assert folder.run("init", *options).code == 0
    assert folder.run("check").code == 0
    assert folder.run("export").code == 0
    assert "example-call" in folder.run("list", "--status", "draft").out
    assert not list((tmp_path / "calendars").glob("*.ics")) and (tmp_path / "calendars/index.html").exists()
    again = folder.run("init")
    assert again.code == 2 and "exists already" in again.err


def test_the_settings_that_are_only_remarked_are_right(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.run("init", "--domain", "ours.example", "--timezone", "UTC", "--language", "fr", "--language", "en")
    text = (tmp_path / "deadlines.toml").read_text()
    plain = "".join(re.sub(r"^# (?=[\[\w]+ ?[=\].])", "", line) for line in text.splitlines(keepends=True))
    assert plain.count("\n# ") == 2 and text.count("\n# ") > 15
    settings = tomllib.loads(plain)
    assert settings["project"]["language"] == "fr" and settings["project"]["languages"] == ["en"]
    assert {"feeds", "reminders", "recipients", "mail"} <= settings.keys()
    folder.file("deadlines.toml", plain)
    folder.record("a-call")
    folder.record("a-job", CALL.replace('kind = "call"', 'kind = "job"\nlanguages = ["fr"]').replace("A call", "A job"))
    assert folder.run("check").code == 0


def test_two_new_projects_have_nothing_in_common(tmp_path: Path) -> None:
    said = []
    for place in ("here", "there"):
        folder = Folder(tmp_path / place / "our calls")
        folder.root.mkdir(parents=True)
        ran = folder.run("init", "--timezone", "UTC")
        assert "set your own domain in deadlines.toml" in ran.err and folder.run("check").code == 0
        project = tomllib.loads((folder.root / "deadlines.toml").read_text())["project"]
        assert re.fullmatch(r"our-calls-[0-9a-f]{6}\.example", project["domain"])
        said.append((project["domain"], project["id"]))
    (one, other), (its_id, other_id) = zip(*said, strict=True)
    assert one != other and its_id != other_id


def test_init_refuses_a_domain_that_is_none_and_writes_nothing(tmp_path: Path) -> None:
    ran = Folder(tmp_path).run("init", "--domain", "not a domain", "--timezone", "UTC")
    assert ran.code == 2 and list(tmp_path.iterdir()) == []


def test_the_schema_accepts_every_record_of_this_repository_and_explains_every_key() -> None:
    schema = json.loads((REPOSITORY / "opportunities/record.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    for file in sorted((REPOSITORY / "opportunities").rglob("*.toml")):
        table = json.loads(json.dumps(tomllib.loads(file.read_text()), default=str))
        jsonschema.validate(table, schema)
        depth = len(file.relative_to(REPOSITORY / "opportunities").parts) - 1
        assert file.read_text().splitlines()[0] == f"#:schema {'../' * depth}record.schema.json"
    tables = [schema, *schema["definitions"].values()]
    assert [key for table in tables for key, value in table["properties"].items() if not value.get("description")] == []


def test_the_schema_refuses_what_check_refuses() -> None:
    schema = json.loads((REPOSITORY / "opportunities/record.schema.json").read_text())
    record = {"title": "T", "kind": "call", "organisation": "O", "url": "https://example.org"}
    jsonschema.validate(record, schema)
    for wrong in ({"kind": "cal"}, {"titel": "T"}, {"title": 1}, {"deadlines": [{"label": "x"}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(record | wrong, schema)


def test_the_committed_schema_is_what_the_command_prints(project: Folder) -> None:
    committed = REPOSITORY / "opportunities/record.schema.json"
    assert project.run("schema").out == committed.read_text(), f"deadlines schema > {committed}"


def test_options_may_be_given_once_for_each_deadline(project: Folder) -> None:
    several = ("--due", "2027-03-05T18:00", "--label", "Papers", "--due", "2027-04-05T18:00", "--label", "Posters")
    dates = ("--milestone", "2027-06-01 Interviews", "--milestone", "2027-07-01T12:00 Results of all")
    ran = project.run("add", *FLAGS, *several, *dates, "--timezone", "UTC", "--series", "a-series", "--topic", "x")
    assert ran.code == 0, ran.err
    table = tomllib.loads((project.root / ran.out.strip()).read_text())
    assert [(one["label"], one["due"].month, one["timezone"]) for one in table["deadlines"]] == [
        ("Papers", 3, "UTC"), ("Posters", 4, "UTC")
    ]  # fmt: skip
    assert [(one["label"], "timezone" in one) for one in table["milestones"]] == [
        ("Interviews", False), ("Results of all", True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--due", "2027-03-05", "--due", "2027-04-05", "--label", "A"), "--label is needed once for each --due"),
        (("--label", "A", "--rolling"), "--label is needed once for each --due"),
        (
            ("--due", "2027-03-05", "--due", "2027-04-05", "--previously", "2027-03-01"),
            "--previously is for one deadline",
        ),
        (("--due", "2027-03-05", "--milestone", "2027-06-01"), "write '2027-06-15 Interviews'"),
        (("--due", "2027-03-05", "--milestone", "June Interviews"), '--milestone: "June" is not a date'),
    ],
)
def test_options_that_do_not_fit_together_are_wrong_usage(project: Folder, options: tuple[str, ...], said: str) -> None:
    ran = project.run("add", *FLAGS, *options)
    assert ran.code == 2 and said in ran.err
