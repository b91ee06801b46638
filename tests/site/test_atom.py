"""New and moved opportunities as Atom, read by a parser: what is new when, and what is taken over from before."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from deadlines.domain.opportunity import Opportunity
from deadlines.records.load import read_text
from deadlines.site.atom import MOST, atom
from deadlines.site.machine_readable import items_in, opportunities_json
from deadlines.wording.language import ENGLISH
from tests.conftest import CALL, SETTINGS, Folder, a_call
from tests.site.test_site import EVIL, FULL, ROLLING

DOMAIN = "test.example"
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(project: Folder, place: str = "") -> dict[str, dict[str, str]]:
    root = ElementTree.fromstring(project.published()[f"{place}atom.xml"])
    return {
        entry.findtext(f"{ATOM}id", ""): {child.tag.removeprefix(ATOM): child.text or "" for child in entry}
        for entry in root.iter(f"{ATOM}entry")
    }


def updated(project: Folder, name: str) -> str:
    return entries(project)[f"tag:test.example,2026:{name}"]["updated"]


def test_an_atom_entry_has_one_id_for_ever_and_is_updated_when_the_deadline_moves_and_not_else(
    project: Folder,
) -> None:
    project.record("one", a_call("2026-03-06"), more="published = 2026-01-15")
    project.record("two", a_call("2026-12-01"))
    project.run("export")
    assert updated(project, "one") == "2026-01-15T00:00:00Z"
    before = project.published()["atom.xml"]
    project.record("one", a_call("2026-03-06"), more="published = 2026-01-15\nsource = 'a letter'")
    project.export_at("2026-02-03T10:00:00Z")
    assert project.published()["atom.xml"] == before
    project.record("one", a_call("2026-03-09", previously="[2026-03-06]"), more="published = 2026-01-15")
    project.record("three", a_call("2026-11-01"))
    project.export_at("2026-02-04T10:00:00Z")
    assert updated(project, "one") == updated(project, "three") == "2026-02-04T10:00:00Z"
    assert updated(project, "two") == project.NOW
    assert "extended from 6 March" in entries(project)["tag:test.example,2026:one"]["summary"]
    assert list(entries(project))[-1] == "tag:test.example,2026:two"
    project.record("one", f'status = "cancelled"\n{a_call("2026-03-09")}')
    project.export_at("2026-02-05T10:00:00Z")
    assert updated(project, "one") == "2026-02-05T10:00:00Z"
    assert entries(project)["tag:test.example,2026:one"]["title"] == "CANCELLED: A call (Somebody)"


def test_the_atom_feed_has_what_the_standard_demands(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + 'languages = ["ar"]\n')
    project.record("one", FULL)
    project.record("evil", EVIL + "\n", kind="jobs")
    project.record("all-year", ROLLING)
    project.run("export")
    for place in ("", "ar/"):
        root = ElementTree.fromstring(project.published()[f"{place}atom.xml"])
        for element in (root, *root.iter(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(f"{ATOM}{name}")) == 1 and element.findtext(f"{ATOM}{name}")
            assert datetime.fromisoformat(element.findtext(f"{ATOM}updated", "")).tzinfo
            assert [link.get("href") for link in element.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert root.findtext(f"{ATOM}author/{ATOM}name") == "Test opportunities"
        assert (
            root.findall(f"{ATOM}link[@rel='self']")[0].get("href") == f"https://test.example/calendars/{place}atom.xml"
        )
        assert len(entries(project, place)) == 3
    assert entries(project).keys() == entries(project, "ar/").keys()


OLD = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>tag:test.example,2026:en</id>
<title>Test opportunities</title>
<updated>2026-01-20T09:00:00Z</updated>
<author><name>Test opportunities</name></author>
<link rel="alternate" type="text/html" href="https://test.example/calendars/"/>
<link rel="self" type="application/atom+xml" href="https://test.example/calendars/atom.xml"/>
<entry>
<id>tag:test.example,2026:two</id>
<updated>2026-01-20T09:00:00Z</updated>
<title>A &lt;call&gt; &amp; more (Somebody)</title>
<link rel="alternate" type="text/html" href="https://test.example/calendars/entries/two.html"/>
<category term="call" label="call"/>
<summary>Deadline: Friday, 6 March 2026, until the end of the day (time zone not stated; Brussels time assumed)</summary>
</entry>
<entry>
<id>tag:test.example,2026:one</id>
<updated>2026-01-10T09:00:00Z</updated>
<title>A call (Somebody)</title>
<link rel="alternate" type="text/html" href="https://test.example/calendars/entries/one.html"/>
<category term="call" label="call"/>
<summary>Deadline: Friday, 6 March 2026, until the end of the day (time zone not stated; Brussels time assumed)</summary>
</entry>
</feed>
"""


@pytest.fixture
def published(project: Folder) -> Folder:
    """Two records, and the news of them as they were published before this version."""
    project.record("one")
    project.record("two", CALL.replace("A call", "A <call> & more"))
    project.file("calendars/atom.xml", OLD)
    return project


def test_a_feed_that_was_published_before_keeps_its_bytes(published: Folder) -> None:
    published.export_at("2026-02-03")
    assert published.published()["atom.xml"].decode() == OLD


@pytest.mark.parametrize("ends", ["\r\n", "\n\n"])
def test_line_ends_that_a_checkout_changed_make_nothing_new(published: Folder, ends: str) -> None:
    published.file("calendars/atom.xml", OLD.replace("\n", ends).encode())
    published.export_at("2026-02-03")
    assert published.published()["atom.xml"].decode() == OLD


@pytest.mark.parametrize("damage", ["<<<<<<< HEAD\n", "&", "</title>", "\x00"])
def test_damage_to_one_entry_makes_no_other_new(published: Folder, damage: str) -> None:
    published.file("calendars/atom.xml", OLD.replace("A &lt;call", f"{damage}A &lt;call"))
    published.export_at("2026-02-03T09:00:00Z")
    assert (updated(published, "two"), updated(published, "one")) == ("2026-02-03T09:00:00Z", "2026-01-10T09:00:00Z")


def test_an_entry_of_a_record_that_broke_keeps_its_bytes(published: Folder) -> None:
    published.record("two", "title = ")
    published.export_at("2026-02-03")
    assert published.published()["atom.xml"].decode() == OLD


def test_what_xml_cannot_hold_is_left_out_and_makes_nothing_new_again(project: Folder) -> None:
    project.record("one", CALL.replace("A call", "A \ufffecall"))
    for day in ("2026-02-01", "2026-02-02"):
        project.export_at(day)
        assert entries(project)["tag:test.example,2026:one"]["title"] == "A call (Somebody)"
    assert updated(project, "one") == "2026-01-31T23:00:00Z"


def news(project: Folder, name: str = "one", place: str = "") -> list[tuple[str, str]]:
    """The title and the date of each piece of news about a record, the newest first."""
    found = entries(project, place).items()
    return [(one["title"], one["updated"]) for id_, one in found if id_.startswith(f"tag:test.example,2026:{name}+")]


def test_a_move_and_a_withdrawal_are_entries_of_their_own_that_stay(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + 'languages = ["fr"]\n')
    project.record("one", a_call("2026-03-06"))
    project.export_at("2026-02-01")
    assert news(project) == []
    project.record("one", a_call("2026-03-09", previously="[2026-03-06]"))
    project.export_at("2026-02-02T10:00:00Z")
    moved = ("A call (Somebody): 9 March 2026 (extended from 6 March)", "2026-02-02T10:00:00Z")
    assert news(project) == [moved]
    assert "(date limite repoussée, auparavant\u00a0: 6 mars)" in news(project, place="fr/")[0][0]
    before = project.published()["atom.xml"]
    project.export_at("2026-02-03T10:00:00Z")
    assert project.published()["atom.xml"] == before
    project.record("one", a_call("2026-03-09", previously="[2026-03-06]"), more='topics = ["new"]')
    project.record("one", a_call("2026-03-09", previously="[2026-03-06]").replace("A call", "A better call"))
    project.export_at("2026-02-03T11:00:00Z")
    assert news(project) == [moved], "an edit of words is no news"
    withdrawn = a_call("2026-03-09", previously="[2026-03-06]")
    project.record("one", withdrawn, more='status = "cancelled"')
    project.export_at("2026-02-04T10:00:00Z")
    gone = ("CANCELLED: A call (Somebody)", "2026-02-04T10:00:00Z")
    assert news(project) == [gone, moved]
    project.record("one", withdrawn)
    project.export_at("2026-02-05T10:00:00Z")
    again = ("A call (Somebody): open again", "2026-02-05T10:00:00Z")
    assert news(project) == [again, gone, moved]
    project.record("one", withdrawn, more='status = "closed"')
    project.export_at("2026-02-06T10:00:00Z")
    assert news(project) == [("CLOSED: A call (Somebody)", "2026-02-06T10:00:00Z"), again, gone, moved]
    assert len(entries(project)) == 5
    project.record("one", "title = ")
    before = project.published()["atom.xml"]
    project.export_at("2026-02-07T10:00:00Z")
    assert project.published()["atom.xml"] == before, "of a broken record everything stays"


def test_what_had_moved_before_the_feed_was_read_is_no_news(project: Folder) -> None:
    project.record("one", a_call("2026-03-09", previously="[2026-03-06]"))
    project.export_at("2026-02-01")
    project.record("two")
    project.export_at("2026-02-02")
    assert news(project) == news(project, "two") == []


def test_a_feed_without_entries_is_of_its_first_export(project: Folder) -> None:
    for day in ("2026-02-01", "2026-02-02"):
        project.export_at(f"{day}T10:00:00Z")
        root = ElementTree.fromstring(project.published()["atom.xml"])
        assert (root.findtext(f"{ATOM}updated"), list(root.iter(f"{ATOM}entry"))) == ("2026-02-01T10:00:00Z", [])


def test_words_that_another_version_wrote_are_no_news(project: Folder) -> None:
    project.record("one", a_call("2026-03-06T18:00:00", timezone='"Europe/Zurich"', previously="[2026-03-01T18:00:00]"))
    project.run("export")
    atom = project.root / "calendars" / "atom.xml"
    atom.write_text(atom.read_text().replace("Zurich time", "Europe/Zurich").replace("extended from", "prolonged from"))
    project.export_at("2026-02-02")
    assert news(project) == []


def test_what_there_is_no_room_for_is_no_news_at_each_export_until_it_changes(project: Folder) -> None:
    texts = {f"call-{number:03}": a_call(f"2026-09-{number % 28 + 1:02}") for number in range(MOST + 5)}

    def published(now: datetime, before: str) -> str:
        read = [read_text(text, f"{id_}.toml", "UTC") for id_, text in texts.items()]
        opportunities = [found for found in read if isinstance(found, Opportunity)]
        made = atom(
            opportunities, before.encode(), were, title="All", domain=DOMAIN, address=None, language=ENGLISH, now=now,
            kept=frozenset(),
        )  # fmt: skip
        were.update((one["id"], one) for one in items_in(b"".join(opportunities_json(opportunities, now, None, ()))))
        return made

    were: dict[str, dict[str, object]] = {}
    first = published(datetime(2026, 2, 1, tzinfo=UTC), "")
    assert published(datetime(2026, 2, 2, tzinfo=UTC), first) == first
    assert "call-000" not in first and "call-104" in first
    texts["call-000"] = a_call("2026-10-01", previously="[2026-09-01]")
    texts["call-999"] = a_call("2026-10-01")
    second = published(datetime(2026, 2, 3, tzinfo=UTC), first)
    assert second.count("<updated>2026-02-03T00:00:00Z</updated>") == 3, "the feed itself, what moved and what is new"
    assert published(datetime(2026, 2, 4, tzinfo=UTC), second) == second
