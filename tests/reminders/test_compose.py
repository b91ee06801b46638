"""Letters: subject lines, order, both zones, days left, what is foreign in them, and their form for programs."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.domain.moment import Moment, Written
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.record import Record
from deadlines.domain.reminder import Notice, Recipient, reminded_points
from deadlines.domain.selection import Selection
from deadlines.domain.translation import point_in_language
from deadlines.reminders.channels.message import message_of
from deadlines.reminders.channels.webhook import Webhook
from deadlines.reminders.compose import compose
from deadlines.reminders.letter import Letter
from deadlines.reminders.plan import MOST_ITEMS
from deadlines.wording.language import language as wording
from tests.web.receiver import Receiver

DUE = datetime(2026, 3, 6, 18)
NOW = datetime(2026, 2, 27, 8, 30, tzinfo=UTC)


def opportunity(
    due: Written = DUE,
    zone: str | None = "Europe/Zurich",
    *,
    id_: str = "ohchr-call-2026",
    more: Any = (),
    **record: Any,
) -> Opportunity:
    table = {"due": due, "timezone": zone} if zone else {"due": due}
    values = {
        "title": "Call for input", "kind": "call", "organisation": "OHCHR", "url": "https://example.org/call",
        "deadlines": [table, *more], **record,
    }  # fmt: skip
    return Opportunity.of(Record.model_validate(values), id=id_, path=f"{id_}.toml", project_zone="Europe/Brussels")


def notice(
    one: Opportunity | None = None, kind: Any = "due", *, before: Written | None = None, role: Any = "deadline"
) -> Notice:
    one = one or opportunity()
    point = next(point for point in reminded_points(one) if point.role == role)
    was = None if before is None else Moment(before, point.moment.zone_name, point.moment.zone_stated)
    return Notice(f"{one.id}/{kind}", kind, point, was)


def test_what_is_not_in_the_language_of_a_letter_is_marked_as_the_language_of_the_records() -> None:
    one = opportunity(summary="About water.", translations={"fr": {"title": "Un appel", "organisation": "HCDH"}})
    told = notice(one)
    told = replace(told, point=point_in_language(told.point, "fr", {}))
    to = recipient("fr")
    letter = compose([told], to, id="ab", date=NOW, now=NOW, calendar=None, sender="us", records_language="en")
    assert "Un appel" in letter.subject and "HCDH" in letter.text and "OHCHR" not in letter.text
    assert "<bdi>Un appel</bdi>" in letter.html and '<bdi lang="en">About water.</bdi>' in letter.html
    assert letter.html.count(' lang="') == 2 and letter.items[0]["opportunity"]["title"] == "Call for input"


def recipient(language: str = "en", timezone: str = "Africa/Dakar", channel: Any = "email") -> Recipient:
    return Recipient(
        id="advocacy", channel=channel, address="advocacy@example.org", selection=Selection(), lead_times={}, opens=(),
        timezone=timezone, language=language,
    )  # fmt: skip


def letter(*notices: Notice, to: Recipient | None = None, now: datetime = NOW, calendar: bytes | None = b"x") -> Letter:
    return compose(
        notices or (notice(),),
        to or recipient(),
        id="ab" * 16,
        date=NOW,
        now=now,
        calendar=calendar,
        sender="Opportunities",
        records_language="en",
    )


PRIZE = opportunity(
    date(2026, 3, 1),
    None,
    id_="a-prize-2026",
    title="A prize",
    kind="prize",
    organisation="PACE",
    opens=date(2026, 2, 1),
)
JOB = opportunity(
    date(2026, 3, 20), "Europe/Paris", id_="a-job-2026", title="FIDH representative", kind="job", organisation="FIDH"
)


@pytest.mark.parametrize(
    ("language", "notices", "subject"),
    [
        ("en", [notice()], "7 days left: Call for input (OHCHR), 6 March 2026, 18:00 (Zurich time)"),
        ("fr", [notice()], "7 jours restants\u00a0: Call for input (OHCHR), 6 mars 2026 à 18\u00a0h (heure de Zurich)"),
        ("es", [notice()], "Quedan 7 días: Call for input (OHCHR), 6 de marzo de 2026, a las 18:00 (hora de Zúrich)"),
        ("en", [notice(opportunity(DUE, "UTC"))], "7 days left: Call for input (OHCHR), 6 March 2026, 18:00 (UTC)"),
        ("en", [notice(PRIZE)], "2 days left: A prize (PACE), 1 March 2026"),
        ("en", [notice(JOB)], "21 days left: FIDH representative, 20 March 2026"),
        ("en", [notice(kind="moved", before=datetime(2026, 3, 20, 18))],
         "MOVED EARLIER, 7 days left: Call for input (OHCHR), now 6 March 2026, 18:00 (Zurich time)"),
        ("fr", [notice(kind="moved", before=datetime(2026, 3, 20, 18))],
         "DATE AVANCÉE, 7 jours restants\u00a0: Call for input (OHCHR), nouvelle date\u00a0: 6 mars 2026 à 18\u00a0h (heure de Zurich)"),
        ("en", [notice(kind="moved", before=datetime(2026, 3, 2, 18))],
         "Extended, 7 days left: Call for input (OHCHR), now 6 March 2026, 18:00 (Zurich time)"),
        ("en", [notice(kind="cancelled")], "Cancelled: Call for input (OHCHR)"),
        ("es", [notice(kind="closed")], "Plazo cerrado antes de tiempo: Call for input (OHCHR)"),
        ("en", [notice(kind="reinstated")], "Open again, 7 days left: Call for input (OHCHR), 6 March 2026, 18:00 (Zurich time)"),
        ("en", [notice(), notice(PRIZE), notice(JOB)], "3 deadlines: the first in 2 days (A prize)"),
        ("fr", [notice(), notice(PRIZE), notice(JOB)], "3 dates limites\u00a0: la première dans 2 jours (A prize)"),
        ("es", [notice(), notice(PRIZE), notice(JOB)], "3 fechas límite: la primera en 2 días (A prize)"),
        ("en", [notice(JOB), notice(PRIZE, "cancelled")], "Cancelled: A prize (PACE); and 1 more"),
        ("en", [notice(PRIZE), notice(kind="moved", before=datetime(2026, 3, 20, 18)), notice(JOB)],
         "MOVED EARLIER, 7 days left: Call for input (OHCHR), now 6 March 2026, 18:00 (Zurich time); and 2 more"),
    ],
)  # fmt: skip
def test_the_subject_line_says_what_counts_first(language: str, notices: list[Notice], subject: str) -> None:
    assert letter(*notices, to=recipient(language)).subject == subject


@pytest.mark.parametrize(
    ("due", "zone", "here", "now", "begins"),
    [
        (DUE, "Europe/Zurich", "Africa/Dakar", "2026-03-04T23:59:59+00:00", "2 days left"),
        (DUE, "Europe/Zurich", "Africa/Dakar", "2026-03-05T00:00:00+00:00", "Tomorrow"),
        (DUE, "Europe/Zurich", "Africa/Dakar", "2026-03-05T23:59:59+00:00", "Tomorrow"),
        (DUE, "Europe/Zurich", "Africa/Dakar", "2026-03-06T00:00:00+00:00", "Today"),
        (DUE, "Europe/Zurich", "Pacific/Kiritimati", "2026-03-06T09:59:59+00:00", "Tomorrow"),
        (DUE, "Europe/Zurich", "Pacific/Kiritimati", "2026-03-06T10:00:00+00:00", "Today"),
        (date(2026, 3, 6), "AoE", "Pacific/Kiritimati", "2026-03-06T11:59:59+00:00", "Tomorrow"),
        (date(2026, 3, 6), "AoE", "Pacific/Kiritimati", "2026-03-07T11:59:59+00:00", "Today"),
        (datetime(2026, 3, 29, 18), "Europe/Zurich", "Europe/Zurich", "2026-03-27T23:00:00+00:00", "Tomorrow"),
        (datetime(2026, 3, 30, 0, 30), "Europe/Zurich", "Europe/Zurich", "2026-03-28T22:59:59+00:00", "2 days left"),
        (datetime(2026, 3, 30), "Europe/Zurich", "Europe/Zurich", "2026-03-28T22:59:59+00:00", "Tomorrow"),
        (datetime(2026, 3, 30), "Europe/Zurich", "Europe/Zurich", "2026-03-29T18:00:00+00:00", "Today"),
        (datetime(2026, 3, 30), "Europe/Zurich", "Asia/Tokyo", "2026-03-29T14:59:59+00:00", "Tomorrow"),
    ],
)
def test_days_left_are_calendar_days_at_the_moment_of_sending(
    due: Written, zone: str, here: str, now: str, begins: str
) -> None:
    got = letter(notice(opportunity(due, zone)), to=recipient(timezone=here), now=datetime.fromisoformat(now))
    assert got.subject.startswith(f"{begins}: ")
    assert got.text.startswith(f"{begins}: ")


def test_items_stand_soonest_first_after_those_that_moved_earlier() -> None:
    moved = notice(kind="moved", before=datetime(2026, 3, 20, 18))
    got = letter(notice(JOB), notice(PRIZE), moved)
    assert got.threads == ("ohchr-call-2026", "a-prize-2026", "a-job-2026")
    assert got.keys == ("ohchr-call-2026/moved", "a-prize-2026/due", "a-job-2026/due")
    assert [item["key"] for item in got.items] == list(got.keys)
    for text in (got.text, got.html):
        places = [text.index(title) for title in ("Call for input", "A prize", "FIDH representative")]
        assert places == sorted(places)


def lines(got: Letter) -> list[str]:
    return got.text.replace("\n  ", " ").split("\n")


def test_the_deadline_stands_in_its_own_zone_and_beside_it_in_the_recipients() -> None:
    got = lines(letter())
    assert "Deadline: Friday, 6 March 2026, 18:00 (Zurich time)" in got
    assert "Your time: Friday, 6 March 2026, 17:00 (Dakar time)" in got
    across = lines(
        letter(notice(opportunity(datetime(2026, 3, 29, 1, 59), "Europe/Zurich")), to=recipient(timezone="Asia/Tokyo"))
    )
    assert "Your time: Sunday, 29 March 2026, 09:59 (Tokyo time)" in across


def test_midnight_is_the_end_of_the_day_before_in_its_zone_and_in_the_recipients() -> None:
    got = letter(notice(opportunity(datetime(2026, 3, 7), "Europe/Zurich")), to=recipient(timezone="Africa/Lagos"))
    told = "midnight at the end of 6 March (00:00 on 7 March)"
    assert got.subject.endswith(", midnight at the end of 6 March 2026 (00:00 on 7 March) (Zurich time)")
    assert f"Deadline: Friday, 6 March 2026, {told} (Zurich time)" in lines(got)
    assert f"Your time: Friday, 6 March 2026, {told} (Lagos time)" in lines(got)
    assert got.items[0]["days_left"] == 7 and got.items[0]["moment"]["written"] == "2026-03-07T00:00:00"


def test_what_opens_at_midnight_opens_on_the_new_day() -> None:
    opens = opportunity(datetime(2026, 4, 7), "Europe/Zurich", opens=datetime(2026, 3, 1))
    got = letter(notice(opens, role="opens"), to=recipient(timezone="Africa/Lagos"))
    assert got.subject == "Opens in 2 days: Call for input (OHCHR), 1 March 2026, 00:00 (Zurich time)"
    assert "Your time: Sunday, 1 March 2026, 00:00 (Lagos time)" in lines(got)


def test_a_zone_that_nobody_stated_is_said_and_not_converted() -> None:
    got = lines(letter(notice(PRIZE), to=recipient(timezone="Asia/Tokyo")))
    said = "Deadline: Sunday, 1 March 2026, until the end of the day (time zone not stated; Brussels time assumed)"
    assert said in got
    assert not any(line.startswith("Your time") for line in got)


def test_a_date_with_a_zone_stays_a_date_and_says_until_when_it_lasts_there() -> None:
    far = lines(letter(notice(JOB), to=recipient(timezone="America/Bogota")))
    assert "Deadline: Friday, 20 March 2026, until the end of the day (Paris time)" in far
    assert "Your time: until Friday, 20 March 2026, 18:00 (Bogota time)" in far
    near = lines(letter(notice(JOB), to=recipient(timezone="Europe/Brussels")))
    assert not any(line.startswith("Your time") for line in near)


def test_it_says_how_to_apply() -> None:
    apply = {
        "url": "https://example.org/apply?a=1&b=2", "email": "jobs@example.org", "reference": "DOIG & UE",
        "documents": ["CV", "Cover letter"],
    }  # fmt: skip
    got = letter(notice(opportunity(apply=apply, languages=["en", "fr"], topics=["civic-space"])))
    for line in ("Apply at: https://example.org/apply?a=1&b=2", "Write to: jobs@example.org", "Subject line: DOIG & UE",
                 "- CV", "- Cover letter", "Page: https://example.org/call", "Languages: English, French"):  # fmt: skip
        assert line in lines(got)
    assert links(got) == [
        "https://example.org/apply?a=1&b=2", "mailto:jobs@example.org?subject=DOIG%20%26%20UE", "https://example.org/call",
    ]  # fmt: skip
    assert "civic-space" not in got.text


def test_what_is_over_invites_nobody_to_apply() -> None:
    gone = opportunity(
        apply={"email": "jobs@example.org"},
        status="cancelled",
        status_note="The programme has ended.",
        summary="A summary.",
    )
    got = letter(notice(gone, "cancelled"))
    assert "jobs@example.org" not in got.text + got.html and "A summary." not in got.text
    assert "This has been withdrawn; applications are no longer accepted." in got.text
    assert "The programme has ended." in got.text
    assert "The deadline was: Friday, 6 March 2026, 18:00 (Zurich time)" in lines(got)


def test_a_move_says_what_was_said_before() -> None:
    got = letter(notice(kind="moved", before=datetime(2026, 3, 20, 18)))
    assert "The deadline is now EARLIER than you were told." in got.text
    assert "You were told: Friday, 20 March 2026, 18:00 (Zurich time)" in lines(got)


def test_a_reminder_of_an_opening_names_the_deadline_too() -> None:
    got = letter(notice(PRIZE, role="opens"), now=datetime(2026, 1, 30, 12, tzinfo=UTC))
    assert got.subject == "Opens in 2 days: A prize (PACE), 1 February 2026"
    assert "Opens: Sunday, 1 February 2026" in lines(got)
    assert any(line.startswith("Deadline: Sunday, 1 March 2026") for line in lines(got))
    moved = letter(notice(PRIZE, "moved", role="opens", before=date(2026, 2, 9)), now=datetime(2026, 1, 30, tzinfo=UTC))
    assert moved.subject == "Opening moved, opens in 2 days: A prize (PACE), now 1 February 2026"
    sooner = notice(opportunity(date(2026, 1, 31), "UTC"))
    both = letter(
        notice(PRIZE, "moved", role="opens", before=date(2026, 2, 9)), sooner, now=datetime(2026, 1, 30, tzinfo=UTC)
    )
    assert both.threads == ("ohchr-call-2026", "a-prize-2026")


def test_labels_and_other_deadlines_are_named() -> None:
    more = [{"due": date(2026, 4, 1), "label": "Second round"}, {"due": date(2026, 1, 1), "label": "Long past"}]
    call = opportunity(more=more)
    call = call._replace(deadlines=(call.deadlines[0]._replace(label="First round"), *call.deadlines[1:]))
    got = letter(notice(call))
    assert "Deadline (First round): Friday, 6 March 2026, 18:00 (Zurich time)" in lines(got)
    assert any(line.startswith("Another deadline (Second round): Wednesday, 1 April 2026") for line in lines(got))
    assert "Long past" not in got.text


def test_the_language_is_the_recipients_or_english_and_is_declared() -> None:
    assert letter(to=recipient("fr-CA")).language == "fr"
    assert letter(to=recipient("sw")).language == "en"
    arabic = letter(to=recipient("ar"))
    assert '<html lang="ar" dir="rtl">' in arabic.html
    assert '<html lang="en" dir="ltr">' in letter().html


def test_only_a_mail_asks_for_an_answer_and_speaks_of_the_attached_file() -> None:
    assert "reply to this message" in Seen(letter().html).text and "attached file" in letter().text
    assert "attached file" not in letter(calendar=None).text
    assert "reply to this message" not in Seen(letter(to=recipient(channel="webhook")).html).text


def test_an_item_for_programs_has_its_documented_shape() -> None:
    (item,) = letter(notice(kind="moved", before=date(2026, 3, 20))).items
    opportunity_ = item.pop("opportunity")
    assert (opportunity_["id"], opportunity_["title"], opportunity_["status"]) == (
        "ohchr-call-2026",
        "Call for input",
        "open",
    )
    assert item == {
        "tells": "moved",
        "role": "deadline",
        "label": None,
        "moment": {"written": "2026-03-06T18:00:00", "timezone": "Europe/Zurich", "instant": "2026-03-06T17:00:00Z", "all_day": False, "precision": "minute"},
        "before": {"written": "2026-03-20", "timezone": "Europe/Zurich", "instant": "2026-03-20T23:00:00Z", "all_day": True, "precision": "day"},
        "earlier": True,
        "days_left": 7,
        "key": "ohchr-call-2026/moved",
    }  # fmt: skip


def test_a_letter_can_be_posted_whatever_keys_its_records_have() -> None:
    full = opportunity(
        published=date(2026, 2, 11), verified=date(2026, 2, 20), opens=datetime(2026, 2, 1, 9), languages=["en"],
        milestones=[{"label": "Interviews", "on": date(2026, 4, 1)}], apply={"documents": ["CV"]},
    )  # fmt: skip
    with Receiver() as receiver:
        to = replace(recipient(channel="webhook"), address=f"http://127.0.0.1:{receiver.port}/")
        Webhook(None, clock=lambda: NOW, allow_private=True).deliver(letter(notice(full), to=to))
    (item,) = json.loads(receiver.posted[0].body)["items"]
    assert item["opportunity"]["published"] == "2026-02-11"
    assert item["opportunity"]["milestones"][0]["on"] == "2026-04-01"
    assert item == letter(notice(full)).items[0]


class Seen(HTMLParser):
    """What a mail program would see of a letter."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


TAGS = {"html", "head", "meta", "title", "body", "div", "p", "strong", "h2", "bdi", "span", "a"}
ATTRIBUTES = {"lang", "dir", "charset", "name", "content", "style", "href"}


def links(got: Letter) -> list[str | None]:
    return [value for name, value in Seen(got.html).attributes if name == "href"]


def assert_harmless(got: Letter) -> None:
    seen = Seen(got.html)
    assert seen.tags <= TAGS
    assert {name for name, _ in seen.attributes} <= ATTRIBUTES
    assert all(str(link).startswith(("https://", "http://", "mailto:")) for link in links(got))
    assert not any(said in str(value) for _, value in seen.attributes for said in ("url(", "@import", "expression"))
    assert "\n" not in got.subject and "\r" not in got.subject
    for steering in "\u202a\u202b\u202d\u202e\u2066\u2067\x00\x1b":
        assert steering not in got.subject + got.text + got.html


HOSTILE = (
    'Call\r\nBcc: all@example.net\r\n\r\n</title><script>alert(1)</script><img src=x onerror="a">\u202egnp.exe\u2066'
)


def test_a_hostile_record_becomes_neither_markup_nor_a_header() -> None:
    record = opportunity().record.model_copy(
        update={"title": HOSTILE + "x" * 5000, "organisation": HOSTILE, "summary": HOSTILE, "status_note": HOSTILE,
                "url": "javascript:alert(1)"}
    )  # fmt: skip
    hostile = opportunity()._replace(record=record)
    got = letter(notice(hostile), notice(PRIZE))
    assert_harmless(got)
    assert "<script>alert(1)</script>" in Seen(got.html).text
    assert "javascript:" not in "".join(map(str, links(got)))
    alone = letter(notice(hostile))
    assert_harmless(alone)
    assert len(alone.subject) < 220
    message = message_of(alone, "deadlines@example.org")
    assert message["Bcc"] is None and len(message.get_all("Subject", [])) == 1


foreign = st.text(st.characters(exclude_categories=("Cs",)), max_size=120)


@given(foreign, foreign, foreign, st.sampled_from(["en", "fr", "es", "ar"]))
def test_whatever_a_record_says_the_letter_is_harmless_and_can_be_sent(
    title: str, organisation: str, summary: str, language: str
) -> None:
    update = {"title": title, "organisation": organisation, "summary": summary or None}
    one = opportunity()._replace(record=opportunity().record.model_copy(update=update))
    got = letter(notice(one), to=recipient(language))
    assert_harmless(got)
    message_of(got, "deadlines@example.org").as_bytes()


GMAIL = 102_400
"""Bytes of HTML that Gmail shows."""


def html_in(got: Letter) -> bytes:
    message = message_of(got, "deadlines@example.org")
    (part,) = (part for part in message.walk() if part.get_content_type() == "text/html")
    return bytes(part.get_payload(decode=True))


def many(words: str, number: int, **record: Any) -> list[Notice]:
    return [
        notice(opportunity(
            datetime(2026, 3, 2 + at % 20, 17), id_=f"call-{at}", title=f"{at}: {words}", url=f"https://fund.example/calls/{at}",
            summary=f"{words}. " * 12, eligibility=f"{words}. " * 8, apply={"documents": [words] * 3}, **record,
        ))
        for at in range(number)
    ]  # fmt: skip


CIVIC, ARABIC, ESCAPED = "Protecting civic space", "حماية الفضاء المدني", "&<'\"" * 60


@pytest.mark.parametrize(
    ("words", "language", "number"),
    [(CIVIC, "en", 1), (CIVIC, "en", 8), (ARABIC, "ar", MOST_ITEMS), (ESCAPED, "fr", 1), (ESCAPED, "fr", MOST_ITEMS)],
)
def test_whatever_is_due_gmail_shows_every_deadline_and_how_to_stop(words: str, language: str, number: int) -> None:
    notices = many(words, number, organisation="&" * 300)
    got = letter(*notices, to=recipient(language))
    assert len(html_in(got)) < GMAIL
    assert_harmless(got)
    shown = Seen(got.html)
    for at in range(number):
        assert f"{at}: {words}"[:60] in shown.text
    how_to_stop = Seen(letter(to=recipient(language)).html).text.rstrip()[-50:]
    assert shown.text.rstrip().endswith(how_to_stop)
    whole = shown.text.count(f"{words}. {words}. ")
    assert whole > 0, "what fits is written whole"
    if number != 8:
        assert (wording(language).say("More dates, in brief") in shown.text) is (number == MOST_ITEMS)


def test_what_is_longer_than_any_letter_is_named_in_brief() -> None:
    one = opportunity(apply={"documents": ["&" * 1000] * 50}, title="&" * 300)
    got = letter(notice(one))
    assert len(html_in(got)) < GMAIL and "More dates, in brief" in got.html and "6 March 2026" in got.html
    assert "&" * 1000 in got.text.replace("\n", "")


def test_the_text_is_wrapped_and_breaks_no_address() -> None:
    url = "https://example.org/" + "a-long-path/" * 20
    got = letter(notice(opportunity(summary="A word. " * 60, apply={"url": url})), notice(PRIZE))
    assert all(len(line) <= 72 for line in got.text.split("\n") if url not in line)
    assert url in got.text


def test_in_an_arabic_mail_latin_words_keep_their_order_and_addresses_are_links() -> None:
    got = letter(to=recipient(language="ar"))
    isolated = [line for line in got.text.splitlines() if "\u2068" in line]
    assert any("civil society" in line or "Call for input" in line for line in isolated)
    assert all("\u2068http" not in line and "\u2068mailto" not in line for line in isolated)
    assert got.text.count("\u2068") == got.text.count("\u2069")
    assert "<bdi>" in got.html and 'dir="auto" style="display: block' not in got.html


def test_that_it_may_close_early_is_said_first_and_no_longer_once_it_is_over() -> None:
    early = "It may close early: apply as soon as you can."
    warned = opportunity(may_close_early=True)
    assert early in letter(notice(warned)).text and early in letter(notice(warned)).html
    assert early not in letter(notice()).text and early not in letter(notice(warned, kind="cancelled")).text
    moved = letter(notice(warned, kind="moved", before=datetime(2026, 3, 20, 18))).text
    assert moved.index("EARLIER than you were told") < moved.index(early)
