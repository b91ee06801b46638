"""What a title says of a state: in any language, through any change, at most once, and read off it again."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.domain.point import points_of
from deadlines.feeds.entries import entry_of
from deadlines.feeds.titles import (
    is_removed,
    of_deadline,
    prefix_of,
    removed,
    with_alarms,
    with_status,
    without_alarms,
    without_deadline,
)
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import Language, language
from tests.conftest import CALL, SETTINGS, Folder
from tests.feeds.values import opportunity

MESSAGES = ("CANCELLED: {name}", "CLOSED: {name}", "REMOVED: {name}")
WORDS = tuple(" ".join(language(tag).say(message, name="").split()) for message in MESSAGES for tag in LANGUAGES)
TYPED = [f"{word} " for word in WORDS] + [
    language(tag).say(message, name="") for message in MESSAGES for tag in LANGUAGES
]

names = st.builds("".join, st.tuples(st.lists(st.sampled_from(TYPED), max_size=3).map("".join), st.just("A call (X)")))
languages = st.sampled_from(LANGUAGES).map(language)
statuses = st.sampled_from(["announced", "expected", "closed", "cancelled"])


def said(title: str) -> int:
    """How many words of a state a title begins with, in any language."""
    title, count = " ".join(title.split()), 0
    while word := next((word for word in WORDS if title.startswith(word)), ""):
        title, count = title.removeprefix(word).strip(), count + 1
    return count


@given(name=names, status=statuses, spoken=languages, later=st.lists(languages, min_size=1, max_size=3))
def test_no_state_is_said_twice_whatever_becomes_of_an_entry_and_in_whichever_language(
    name: str, status: str, spoken: Language, later: list[Language]
) -> None:
    title = with_status(name, status, spoken, move="moved")  # type: ignore[arg-type]
    assert said(title) == (1 if status in ("closed", "cancelled") else said(name))
    assert "A call (X)" in title
    for tongue in later:
        was_cancelled = prefix_of(title) == "cancelled"
        title = removed(title, tongue)
        assert said(title) == 1 and "A call (X)" in title
        assert prefix_of(title) == ("cancelled" if was_cancelled else "removed")
        assert is_removed(title) != was_cancelled


HEADINGS = tuple(language(tag).heading(language(tag).say("Deadline"), "") for tag in LANGUAGES)
named = st.tuples(names, st.sampled_from(["", *HEADINGS])).map(
    lambda pair: pair[0].replace("A call", f"{pair[1]}A call")
)


@given(name=named, status=statuses, written=languages, spoken=languages, later=languages)
def test_a_deadline_says_once_that_it_is_one_whatever_its_state_and_language(
    name: str, status: str, written: Language, spoken: Language, later: Language
) -> None:
    shown = of_deadline(name, written)
    assert sum(shown.count(heading.strip()) for heading in HEADINGS) == 1
    assert of_deadline(shown, spoken) == shown
    for title in (shown, with_status(shown, status, spoken), removed(with_status(shown, status, spoken), later)):  # type: ignore[arg-type]
        plain = without_deadline(title)
        assert not any(heading.strip() in plain for heading in HEADINGS) and plain.endswith(title[-5:])
        assert prefix_of(plain) == prefix_of(title) and said(plain) == said(title)


@given(name=names, status=statuses, spoken=languages)
def test_what_was_published_before_entries_said_that_they_are_deadlines_is_the_same_but_for_the_word(
    name: str, status: str, spoken: Language
) -> None:
    before = with_status(name, status, spoken)  # type: ignore[arg-type]
    now = with_status(of_deadline(name, spoken), status, spoken)  # type: ignore[arg-type]
    assert now != before == without_deadline(now) == without_deadline(before)


@pytest.mark.parametrize(("status", "tag"), list(product(["cancelled", "closed"], LANGUAGES)))
def test_a_state_is_read_off_a_title_in_every_language(status: str, tag: str) -> None:
    assert prefix_of(with_status("A call", status, language(tag))) == status  # type: ignore[arg-type]
    assert prefix_of("A call") is prefix_of("Closed: a prize") is None


def test_what_is_announced_keeps_the_name_that_its_record_gives_it() -> None:
    english = language("en")
    assert with_status("CLOSED: poems", "announced", english) == "CLOSED: poems"
    assert with_status("A call", "announced", english, move="extended") == "A call (extended)"
    assert with_status("A call", "expected", english, move="extended") == "A call, expected, not announced"


@pytest.mark.parametrize("status", ["closed", "cancelled"])
def test_a_word_in_the_title_of_a_record_is_not_repeated_behind_the_name_of_a_date(status: str) -> None:
    one = opportunity("one", title="CANCELLED: A call", organisation="Somebody", status=status, opens=date(2026, 2, 1))
    deadline, opens = (entry_of(point, "x.org", language("en")).summary for point in points_of(one))
    assert (deadline, opens) == (
        f"{status.upper()}: Deadline: A call (Somebody)",
        f"{status.upper()}: Opens: A call (Somebody)",
    )


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_mark_of_a_feed_with_alarms_is_taken_off_in_every_language(tag: str) -> None:
    assert without_alarms(with_alarms("Jobs", language(tag))) == "Jobs" != with_alarms("Jobs", language(tag))
    assert without_alarms("Jobs") == "Jobs"


@pytest.mark.slow
@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("title", ["A call", "CANCELLED: A call", "ANNULÉ : A call", "RETIRADO: A call"])
@pytest.mark.parametrize("status", ["announced", "closed", "cancelled", "expected"])
def test_an_entry_that_is_removed_while_the_language_changes_says_so_once(
    project: Folder, status: str, title: str, tag: str
) -> None:
    project.file("deadlines.toml", f'{SETTINGS}language = "fr"\n')
    project.record("stays")
    gone = project.record("one", CALL.replace("A call", title), more=f'status = "{status}"')
    project.run("export")
    project.file("deadlines.toml", f'{SETTINGS}language = "{tag}"\n')
    gone.unlink()
    project.export_at("2026-02-03")
    entry = project.entry("one@test.example")
    summary = entry.partition("SUMMARY:")[2].partition("\r\n")[0]
    assert said(summary) == 1 and "A call (Somebody)" in summary and "STATUS:CANCELLED" in entry


@pytest.mark.parametrize(
    ("former", "state"),
    [
        ("CANCELADO: A call", "cancelled"),
        ("CERRADO: A call", "closed"),
        ("حُذف: A call", "removed"),
        ("ANNULÉ : A call", "cancelled"),
    ],
)
def test_what_earlier_versions_wrote_is_read(former: str, state: str) -> None:
    spanish = language("es")
    assert prefix_of(former) == state
    assert removed(former, spanish) == ("CANCELADA: A call" if state == "cancelled" else "RETIRADA: A call")
    assert without_alarms("Calls (con alarmas)") == without_alarms("Calls (avec alertes)") == "Calls"
