"""Entries for a message: under the UID and the revision that the feeds give them."""

from datetime import date, timedelta
from pathlib import Path

from deadlines.feeds.attached import Attachments
from deadlines.feeds.export import publish
from deadlines.feeds.published import blocks_in
from deadlines.wording.language import ENGLISH
from tests.feeds.values import NOW, export, folder, opportunity

ONE = opportunity("one", opens=date(2026, 2, 20))
MOVED = opportunity("one", date(2026, 3, 9))._replace(opens=ONE.opens)


def attachments(folder: Path) -> Attachments:
    return Attachments(folder, "x.org", ENGLISH, now=NOW + timedelta(days=1))


def test_an_entry_is_that_of_the_feeds(tmp_path: Path) -> None:
    made = export([ONE])
    publish(made, tmp_path)
    calendar = attachments(tmp_path).calendar([(ONE, ("deadline", None, None))])
    assert blocks_in(calendar or b"") == {"one@x.org": made.entries["one@x.org"].block}


def test_an_entry_that_has_changed_has_the_revision_of_the_next_export(tmp_path: Path) -> None:
    made = export([ONE])
    publish(made, tmp_path)
    calendar = attachments(tmp_path).calendar([(MOVED, ("deadline", None, None)), (MOVED, ("opens", None, None))])
    blocks = blocks_in(calendar or b"")
    assert b"\r\nSEQUENCE:1\r\n" in blocks["one@x.org"] and b"\r\nSEQUENCE:0\r\n" in blocks["one+opens@x.org"]


def test_where_the_revisions_are_lost_that_of_the_feed_counts(tmp_path: Path) -> None:
    publish(export([MOVED], folder(export([ONE]))), tmp_path)
    (tmp_path / "revisions.tsv").unlink()
    calendar = attachments(tmp_path).calendar([(MOVED, ("deadline", None, None))])
    assert b"\r\nSEQUENCE:1\r\n" in blocks_in(calendar or b"")["one@x.org"]


def test_without_an_entry_there_is_no_calendar(tmp_path: Path) -> None:
    assert attachments(tmp_path).calendar([]) is None
    assert attachments(tmp_path).calendar([(ONE, ("deadline", "another", None))]) is None


def test_for_a_mail_it_is_published_by_its_sender_and_the_calendar_has_no_words_of_its_own(tmp_path: Path) -> None:
    publish(export([ONE]), tmp_path)
    wanted = [(ONE, ("deadline", None, None)), (ONE, ("opens", None, None))]
    plain, sent = attachments(tmp_path).calendar(wanted), attachments(tmp_path).calendar(wanted, organizer="us@x.org")
    assert plain and sent
    assert sent.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    for calendar in (plain, sent):
        head = calendar.partition(b"BEGIN:VEVENT")[0]
        assert not any(word in head for word in (b"NAME", b"DESC", b"REFRESH", b"SOURCE"))
    assert (b"METHOD" in plain, sent.count(b"\r\nMETHOD:PUBLISH\r\n")) == (False, 1)
    assert (b"ORGANIZER" in plain, sent.count(b"\r\nORGANIZER:mailto:us@x.org\r\nEND:VEVENT\r\n")) == (False, 2)
    without = {uid: block.replace(b"ORGANIZER:mailto:us@x.org\r\n", b"") for uid, block in blocks_in(sent).items()}
    assert without == blocks_in(plain)
