"""The text of an issue becomes a record, or is refused with the reason; nothing in it is taken for anything else."""

import tomllib

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deadlines.app.hosts import HOSTS, files_of
from deadlines.app.issue import FIELDS, form, template
from deadlines.domain.kind import KINDS
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import language
from deadlines.wording.phrases import kind_in_words
from tests.conftest import Folder

ANSWERS = {
    "title": "Call for input",
    "organisation": "OHCHR",
    "record-url": "https://example.org/call",
    "due": "2027-03-05T18:00",
    "timezone": "Europe/Zurich",
    "stated": "Friday, 5 March 2027, at 18:00",
    "summary": "Two lines:\n# not a heading of ours",
    "languages": "en, fr",
    "apply-email": "us@example.org",
    "documents": "- CV\n- A letter, signed",
}


def issue(tag: str, answers: dict[str, str], kind: str = "call") -> str:
    """The text that a host makes of a filled form."""
    spoken = language(tag)
    parts = []
    for field in FIELDS:
        answer = answers.get(f"{field.table or 'record'}-{field.key}", answers.get(field.key, "_No response_"))
        answer = kind_in_words(kind, spoken) if field.key == "kind" else answer
        parts.append(f"### {spoken.say(field.label)}\n\n{answer}")
    return "\r\n\r\n".join(parts)


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_issue_in_any_language_becomes_the_same_record(project: Folder, tag: str, kind: str) -> None:
    project.file("issue.md", issue(tag, ANSWERS, kind))
    ran = project.run("add", "--from-issue", "issue.md")
    assert (ran.code, ran.out, ran.err) == (0, f"opportunities/{KINDS[kind].feed}/call-for-input.toml\n", "")
    record = tomllib.loads((project.root / ran.out.strip()).read_text())
    assert (record["kind"], record["languages"]) == (kind, ["en", "fr"])
    assert record["deadlines"][0]["timezone"] == "Europe/Zurich" and record["apply"]["documents"] == [
        "CV",
        "A letter, signed",
    ]
    assert record["summary"] == "Two lines:\n# not a heading of ours" and "amount" not in record
    assert project.run("check").code == 0


def test_without_a_deadline_it_is_rolling_and_a_title_in_any_script_has_an_id(project: Folder) -> None:
    answers = {key: ANSWERS[key] for key in ("organisation", "record-url")} | {"title": "دعوة لتقديم مساهمات"}
    project.file("issue.md", issue("ar", answers))
    ran = project.run("add", "--from-issue", "issue.md")
    assert ran.code == 0, ran.err
    record = tomllib.loads((project.root / ran.out.strip()).read_text())
    assert record["rolling"] is True and "deadlines" not in record


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", "this is not an opportunity"),
        (issue("en", ANSWERS | {"due": "next Friday"}), '"next Friday" is not a date'),
        (issue("en", ANSWERS).replace("### Deadline\n", "### Closing date\n"), 'there is no line "### Deadline"'),
        (issue("en", ANSWERS | {"due": "_No response_"}), "due"),
        (issue("en", ANSWERS | {"timezone": "Europe/Geneva"}), 'did you mean "Europe/Zurich"?'),
        (issue("en", ANSWERS | {"record-url": "javascript:alert(1)"}), "url"),
        (issue("en", ANSWERS | {"title": "_No response_"}), "nothing is written below Title"),
        (issue("en", ANSWERS | {"title": "turns \u202e the order"}), "title"),
        ("x" * 60_001, "has at most 60000 letters"),
    ],
)
def test_what_cannot_be_a_record_is_refused_and_nothing_is_written(project: Folder, text: str, said: str) -> None:
    project.file("issue.md", text)
    ran = project.run("add", "--from-issue", "issue.md")
    assert ran.code == 1 and said in ran.err
    assert list((project.root / "opportunities").rglob("*")) == []


def test_a_heading_that_is_none_of_ours_is_named(project: Folder) -> None:
    project.file("issue.md", issue("en", ANSWERS) + "\n\n### Draft\n\ntrue\n")
    ran = project.run("add", "--from-issue", "issue.md")
    assert ran.code == 0 and '"Draft" is not a field of the form, and was left out' in ran.err
    assert "draft" not in (project.root / ran.out.strip()).read_text()


HOSTILE = st.text() | st.sampled_from(
    [
        "$(touch pwned)",
        "`id`",
        "\"; rm -rf /;'",
        "../../../etc/passwd",
        '"""\n[apply]\n',
        "\x00\x1b[2J",
        "]]\ndraft = true",
        "<!--",
    ]
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=HOSTILE, summary=HOSTILE, organisation=HOSTILE)
def test_whatever_is_written_is_a_value_or_refused(
    project: Folder, title: str, summary: str, organisation: str
) -> None:
    answers = ANSWERS | {"title": title, "summary": summary, "organisation": organisation}
    (project.root / "issue.md").write_bytes(issue("en", answers).encode("utf-8", "replace"))
    ran = project.run("add", "--from-issue", "issue.md")
    written = list((project.root / "opportunities").rglob("*.toml"))
    assert (ran.code, len(written)) in ((0, 1), (1, 0))
    for file in written:
        assert file.relative_to(project.root).as_posix() == ran.out.strip()
        assert tomllib.loads(file.read_text()).keys() <= {
            "title", "kind", "organisation", "url", "summary", "languages", "deadlines", "apply",
        }  # fmt: skip
        assert project.run("check").code == 0
        file.unlink()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_form_and_the_template_ask_for_the_same(tag: str) -> None:
    read = yaml.safe_load(form(language(tag)))
    labels = [field["attributes"]["label"] for field in read["body"]]
    assert [
        line.removeprefix("### ") for line in template(language(tag)).splitlines() if line.startswith("### ")
    ] == labels
    assert len(set(labels)) == len(FIELDS) == len({field["id"] for field in read["body"]})
    (kinds,) = [field["attributes"]["options"] for field in read["body"] if field["type"] == "dropdown"]
    assert len(kinds) == len(KINDS) and len(read["name"]) > 2


@pytest.mark.parametrize("host", HOSTS)
def test_every_file_of_a_host_can_be_read(host: str) -> None:
    found = files_of(host, language("fr"))
    assert "publish.sh" in found
    for path, content in found.items():
        if path.endswith(".yml"):
            assert yaml.safe_load(content)
