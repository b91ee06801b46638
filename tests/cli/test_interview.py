"""The questions of ``add``: checked at once, asked again with what to type, and no answer is lost."""

import signal
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pytest

from deadlines.cli.interview import Interview
from deadlines.records.partial import problems_so_far
from tests.cli.terminal import Terminal
from tests.conftest import Folder

FIRST = ("A prize", "prize", "Somebody", "https://example.org/a")
NO_MORE = ("", "", "", "", "", "", "", "", "")
"""No opening, no milestone, no languages, topics, series, no way to apply, no applicants, no countries."""


@dataclass
class Desk:
    """Somebody who types these lines and then leaves."""

    lines: list[str]
    said: list[str] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)

    def ask(self, prompt: str) -> str:
        self.said.append(prompt)
        if not self.lines:
            raise EOFError
        return self.lines.pop(0)

    def show(self, line: str) -> None:
        self.said.append(line)

    def keep(self, table: dict[str, Any]) -> None:
        self.kept = table


def interview(
    *lines: str, table: dict[str, Any] | None = None, settled: tuple[str, ...] = ()
) -> tuple[Desk, dict[str, Any]]:
    desk = Desk(list(lines))
    offered = {"timezone": ["Africa/Dakar"], "languages": ["sw"]}
    asked = Interview(desk, lambda so_far: problems_so_far(so_far, "Europe/Brussels"), offered, table or {}, settled)
    answers = asked.run()
    assert desk.lines == [] and desk.kept == answers
    return desk, answers


def test_a_deadline_with_all_that_belongs_to_it() -> None:
    desk, answers = interview(
        *FIRST, "2027-03-05 18:00", "Europe/Zurich", "5 March 2027, 18:00", "", "2027-01-01",
        "2027-06-01", "Interviews", "2027-07-01T12:00", "Results", "UTC", "", "en, fr", "", "a-series", "", "a@example.org",
        "organisation, group", "Senegal", "SN",
    )  # fmt: skip
    assert answers == {
        "title": "A prize", "kind": "prize", "organisation": "Somebody", "url": "https://example.org/a",
        "deadlines": [
            {"due": datetime(2027, 3, 5, 18), "timezone": "Europe/Zurich", "stated": "5 March 2027, 18:00"}
        ],
        "opens": date(2027, 1, 1), "series": "a-series", "languages": ["en", "fr"], "apply": {"email": "a@example.org"},
        "applicants": ["organisation", "group"], "countries": ["SN"],
        "milestones": [
            {"on": date(2027, 6, 1), "label": "Interviews"},
            {"on": datetime(2027, 7, 1, 12), "label": "Results", "timezone": "UTC"},
        ],
    }  # fmt: skip
    said = "\n".join(desk.said)
    assert "One of: call, prize, job, grant, fellowship, training." in said
    assert "Here there are: Africa/Dakar." in said and "Here there are: sw." in said


def test_what_has_no_deadline_is_rolling() -> None:
    assert interview(*FIRST, "", "", *NO_MORE[1:])[1]["rolling"] is True


def test_a_month_and_the_words_of_a_deadline_without_a_date_are_answers() -> None:
    assert interview(*FIRST, "2027-04", "", "", "", *NO_MORE)[1]["deadlines"] == [{"due": "2027-04"}]
    _, answers = interview(*FIRST, "", "varies by country", *NO_MORE)
    assert answers["deadlines"] == [{"stated": "varies by country"}] and "rolling" not in answers


def test_several_deadlines_are_told_apart_by_labels() -> None:
    _, answers = interview(
        *FIRST, "2027-03-05", "", "", "2027-04-05", "Papers", "papers", "Posters", "", "", "2027-05-05", "Talks", "", "",
        "", *NO_MORE,
    )  # fmt: skip
    assert [(one["due"].month, one["label"]) for one in answers["deadlines"]] == [
        (3, "Papers"),
        (4, "Posters"),
        (5, "Talks"),
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("", *FIRST, "", "", *NO_MORE[1:]), "this is needed"),
        (("A", "prise", *FIRST[1:], "", "", *NO_MORE[1:]), 'did you mean "prize"?'),
        (("A", "prize", "B", "example.org", FIRST[3], "", "", *NO_MORE[1:]), 'write "https://example.org"'),
        ((*FIRST, "5 March", "2027-03-05", "", "", "", *NO_MORE), "write 2026-04-30 or 2026-03-06T18:00"),
        ((*FIRST, "2207-03-05", "2027-03-05", "", "", "", *NO_MORE), "write a year from 1970 to 2100"),
        ((*FIRST, "2027-03-05T18:00", "", "CET", "Geneva", "UTC", "", "", *NO_MORE), 'did you mean "Europe/Zurich"?'),
        ((*FIRST, "2027-03-05", "", "6 March 2027", "", "", *NO_MORE), 'stated says "6 March 2027"'),
        (
            (*FIRST, "2027-03-28T02:30", "Europe/Paris", "2027-03-28T03:30", "Europe/Paris", "", "", *NO_MORE),
            "is skipped",
        ),
        ((*FIRST, "2027-03-05", "", "", "", "2027-04-01", *NO_MORE), "before it opens on 2027-04-01"),
        ((*FIRST, "", "", "", "french", *NO_MORE[2:]), "is not a language tag"),
    ],
)
def test_a_wrong_answer_is_asked_for_again_with_what_to_type(lines: tuple[str, ...], said: str) -> None:
    desk, _ = interview(*lines)
    assert said in "\n".join(desk.said)


def test_answers_of_an_earlier_time_are_proposed_and_may_be_taken_out() -> None:
    _, before = interview(
        *FIRST,
        "2027-03-05",
        "",
        "",
        "2027-04-05",
        "A",
        "B",
        "",
        "",
        "",
        "",
        "2027-06-01",
        "Talks",
        "",
        "en",
        *NO_MORE[3:],
    )
    desk, again = interview(*[""] * 24, table=before)
    assert again == before and "title [A prize]> " in desk.said and "due [2027-03-05]> " in desk.said
    _, other = interview("Another", *[""] * 6, "-", "", "-", "-", *[""] * 6, table=before)
    assert other["title"] == "Another" and len(other["deadlines"]) == 1
    assert "milestones" not in other and "languages" not in other


def test_what_is_settled_is_not_asked_for() -> None:
    table = {"title": "A", "deadlines": [{"due": date(2027, 3, 5)}], "apply": {"email": "a@example.org"}}
    desk, answers = interview(*FIRST[1:], *[""] * 7, table=table, settled=tuple(table))
    assert answers["deadlines"] == table["deadlines"] and not any(
        line.startswith(("title", "due")) for line in desk.said
    )


@pytest.mark.slow
def test_an_interruption_keeps_the_answers_and_the_next_add_goes_on(project: Folder) -> None:
    first = Terminal(project, "add", "--organisation", "Somebody")
    first.type("A prize", "prize")
    first.until("url> ")
    first.ran.send_signal(signal.SIGINT)
    assert first.end() == 130 and "deadlines add goes on with them" in first.shown
    (kept,) = (project.root / "state").rglob("*.toml")
    assert tomllib.loads(kept.read_text())["title"] == "A prize" and kept.stat().st_mode & 0o077 == 0
    assert project.run("check").code == 0
    second = Terminal(project, "add")
    second.type("", "", "", "https://example.org/a", "2027-03-05", "", "", "", *NO_MORE)
    assert second.end() == 0 and "opportunities/prizes/a-prize.toml" in second.shown
    assert "title [A prize]> " in second.shown and not kept.exists()
    assert f"To begin anew, delete {kept}." in second.shown.replace("\r\n", "")
    assert project.run("show", "a-prize").code == 0


@pytest.mark.slow
def test_the_end_of_input_and_a_refusal_keep_the_answers_too(project: Folder) -> None:
    project.record("a-prize")
    left = Terminal(project, "add")
    left.type("A prize")
    left.until("kind> ")
    assert left.leave() == 130
    refused = Terminal(project, "add")
    refused.type("", *FIRST[1:], "2027-03-05", "", "", "", *NO_MORE)
    assert refused.end() == 1 and 'there is a record "a-prize" already' in refused.shown
    assert len(list((project.root / "state").rglob("*.toml"))) == 1


@pytest.mark.slow
def test_a_wrong_option_is_asked_for_on_a_terminal(project: Folder) -> None:
    terminal = Terminal(project, "add", "--title", "A", "--kind", "prise", "--due", "2027-03-05T18:00")
    terminal.type("prize", "Somebody", "https://example.org/a", "", "UTC", "", "", *NO_MORE)
    assert terminal.end() == 0 and 'did you mean "prize"?' in terminal.shown and "title>" not in terminal.shown
