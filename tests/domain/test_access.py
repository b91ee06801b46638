"""What is by nomination says so wherever its date stands; what is by invitation is shown only where somebody asks for it."""

import json

import pytest

from tests.conftest import CALL, SETTINGS, Folder, a_call
from tests.domain.test_may_close_early import places

BY_NOMINATION = "By nomination: somebody else has to put you forward."
BY_INVITATION = "By invitation: only those who are invited may apply."
RECIPIENT = (
    '[mail]\nhost = "localhost"\nsender = "a@example.org"\n[[recipients]]\nid = "me"\nemail = "me@example.org"\n'
)
OPEN = CALL.replace("A call", "Another")


def ids(project: Folder, *options: str) -> list[str]:
    return [
        one["id"] for one in json.loads(project.run("list", "--format", "json", "--as-of", project.NOW, *options).out)
    ]


def test_what_is_by_nomination_says_so_wherever_its_date_stands(project: Folder) -> None:
    project.record("one", a_call("2026-03-06"), more='access = "nomination"')
    project.run("export")
    found = {name: BY_NOMINATION in said for name, said in places(project).items()}
    assert set(found.values()) == {True}, found
    assert ids(project) == ids(project, "--access", "nomination") == ["one"]
    assert ids(project, "--access", "open") == []


def test_what_is_by_invitation_is_where_it_is_asked_for_and_nowhere_else(project: Folder) -> None:
    project.record("one", a_call("2026-03-06"), more='access = "invitation"\nregions = ["Africa"]')
    project.record("two", OPEN)
    project.file("deadlines.toml", f'{SETTINGS}neutral_feed = true\nfeeds_by = ["region", "organisation"]\n')
    ran = project.run("export")
    assert ran.code == 0 and "in no feed, since they are by invitation: one" in ran.err
    published = project.published()
    naming = {name for name, content in published.items() if b"A call" in content or b"entries/one" in content}
    assert naming == {"by-invitation.html", "entries/one.html", "opportunities.json"}
    assert (
        BY_INVITATION in published["by-invitation.html"].decode()
        and b"application/ld" not in published["entries/one.html"]
    )
    assert b'href="by-invitation.html"' in published["browse.html"] and "region-africa.html" not in published
    assert b"BEGIN:VEVENT" in published["dates/dates.ics"] and published["dates/dates.ics"].count(b"BEGIN:VEVENT") == 1
    assert "A call" not in project.run("digest", "--as-of", "2026-03-01").out
    for page in ("by-invitation.html", "entries/one.html"):
        assert b'<meta name="robots" content="noindex">' in published[page]
    assert ids(project) == ["two"] and ids(project, "--all") == ["one", "two"]
    assert ids(project, "--access", "invitation,open") == ["one", "two"]
    assert BY_INVITATION in project.run("show", "one").out


def test_what_is_by_invitation_and_breaks_is_named_to_nobody(project: Folder) -> None:
    project.record("one", a_call("2026-03-06"), more='access = "invitation"')
    project.record("two", OPEN)
    project.run("export")
    project.record("one", a_call("2026-02-30"), more='access = "invitation"')
    project.record("two", OPEN.replace("2026-03-06", "2026-02-30"))
    project.run("export")
    page = project.published()["index.html"].decode()
    assert "entries/two.html" in page and "entries/one.html" not in page and "A call" not in page


def test_what_becomes_by_invitation_is_withdrawn_and_that_is_said_before(project: Folder) -> None:
    project.record("one", a_call("2026-03-06"))
    project.record("two", OPEN)
    project.run("export")
    project.record("one", a_call("2026-03-06"), more='access = "invitation"')
    checked = project.run("check")
    assert checked.code == 0 and "what is by invitation is in no feed" in checked.out
    assert (
        "one@test.example is published as cancelled for thirty days: it is by invitation now"
        in project.run("export").err
    )
    assert "SUMMARY:REMOVED: Deadline: A call" in project.entry("one@test.example")
    project.record("one", a_call("2026-03-06"))
    project.run("export")
    assert "SUMMARY:Deadline: A call" in project.entry("one@test.example")
    assert "by-invitation.html" not in project.published() or b"A call" not in project.published()["by-invitation.html"]


def test_a_feed_cannot_ask_for_what_is_by_invitation_and_a_recipient_can(project: Folder) -> None:
    project.record("one", a_call("2026-03-06"), more='access = "invitation"')
    project.file("deadlines.toml", f'{SETTINGS}[feeds.mine]\naccess = ["invitation"]\n')
    assert "what is by invitation is in no feed" in project.run("check").out
    for asked, owed in (("", False), ('access = ["open", "invitation"]\n', True)):
        project.file("deadlines.toml", f"{SETTINGS}{RECIPIENT}{asked}")
        assert ("one, due" in project.run("remind", "--dry-run", "--as-of", "2026-03-05").out) == owed


@pytest.mark.parametrize("written", ['"nominations"', '"by invitation"', "true"])
def test_another_word_is_refused_with_the_one_that_is_meant(project: Folder, written: str) -> None:
    project.record("one", a_call("2026-03-06"), more=f"access = {written}")
    ran = project.run("check")
    assert ran.code == 1 and ('did you mean "' in ran.out or "in quotes" in ran.out)
