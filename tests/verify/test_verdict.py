"""What a page says of a record: nothing is moved, closed or gone that is not, and a moved deadline is not confirmed."""

from datetime import date, datetime

import pytest

from deadlines.domain.moment import Written
from deadlines.domain.month import Month
from deadlines.pages.html import read_html
from deadlines.verify.about import Subject
from deadlines.verify.verdict import Claim, Found, judge

TODAY = date(2027, 3, 1)
DUE = date(2027, 4, 30)
PAGE = """<!doctype html><html><head><title>{title} | Human Rights House</title></head><body>
<nav><a href="/">Home</a> <a href="/calls">Calls</a> <a href="/closed">Closed calls</a></nav>
<h1>{title}</h1>
<p>Published on 12 January 2027. Updated on 3 February 2027.</p>
<p>Human Rights House invites civil society organisations to nominate defenders who work on freedom of expression in
their country. The laureate travels to the ceremony in Strasbourg, which will be held on 5 October 2027.</p>
{body}
<footer>© 2027 Human Rights House. 15 May is our open day.</footer></body></html>"""


def found(
    body: str, due: Written = DUE, *, timezone: str | None = None, label: str | None = None, title: str = "Call for nominations 2027",
    others: tuple[date, ...] = (), known: str = "Call for nominations 2027",
) -> Found:  # fmt: skip
    page = read_html(PAGE.format(title=title, body=body).encode())
    (one,) = judge(page, Subject(known, "Human Rights House"), [Claim(due, timezone, label, others)], TODAY)
    return one


@pytest.mark.parametrize(
    "body",
    [
        "<p>The deadline for nominations is 30 April 2027.</p>",
        "<p>Deadline: Friday, 30 April</p>",
        "<table><tr><th>Closing date</th><td>30/04/2027</td></tr></table>",
        "<dl><dt>Closing date</dt><dd>30 April 2027</dd></dl>",
        "<h2>Deadline</h2><p>30 April 2027</p>",
        "<p>Please send your nominations by 30 April 2027 to us.</p>",
        "<p>Date limite de dépôt des candidatures : 30 avril 2027</p>",
        "<p>Fecha límite: 30 de abril de 2027</p>",
        "<p>آخر موعد لتقديم الترشيحات: 30 أبريل 2027</p>",
        "<p>Einsendeschluss ist der 30. April 2027.</p>",
        "<p>Заявки принимаются до 30 апреля 2027 года.</p>",
        "<p>Applications close on 30 April 2027. Late applications are not accepted once the call is closed.</p>",
        "<p>The deadline is 30 April 2027. The deadline for extended abstracts of the conference is 12 June 2027.</p>",
        "<p>Deadline: 30 April 2027</p><p>The exhibition has been extended until 15 May 2027.</p>",
        "<p>Deadline: <s>31 March 2027</s> 30 April 2027</p>",
        "<!-- Deadline: 15 May 2027 --><p>Deadline: 30 April 2027</p>",
        "<p>The deadline, originally 31 March 2027, has been extended to 30 April 2027.</p>",
        "<p>Deadline extended from 31 March 2027 to 30 April 2027.</p>",
        "<p>Deadline: 30 April 2027. Questions may be sent by 9 April 2027.</p>",
        "<p>Deadline: 30 April 2027</p><p>Last year’s call is closed.</p>",
        "<p>Deadline: 30 April 2027</p><p>Our office is closed on Mondays.</p>",
        "<p>Deadline: 30 April 2027</p><p>Round 1 is closed.</p>",
        "<p>Nominations are open until 30 April 2027 (closed afterwards).</p>",
    ],
)  # fmt: skip
def test_a_true_record_is_confirmed(body: str) -> None:
    assert found(body).verdict == "confirmed", found(body)


MOVED = [
    ("<p>The deadline for nominations is 14 May 2027.</p>", date(2027, 5, 14)),
    ("<p>Deadline: 14 May</p>", date(2027, 5, 14)),
    ("<p>Deadline: Monday, 14 May 2027</p>", date(2027, 5, 14)),
    ("<p>Deadline: <s>30 April 2027</s> 14 May 2027</p>", date(2027, 5, 14)),
    ("<p>Deadline: <del>30</del> 14 May 2027</p>", date(2027, 5, 14)),
    ("<p>Deadline: <span style='text-decoration: line-through'>30 April</span> <b>14 May</b></p>", date(2027, 5, 14)),
    ("<p>Deadline extended to 14 May 2027!</p>", date(2027, 5, 14)),
    ("<p>Deadline extended: 14 May</p><p>The deadline for nominations is 30 April 2027.</p>", date(2027, 5, 14)),
    ("<p>The deadline, originally 30 April 2027, has been extended to 14 May 2027.</p>", date(2027, 5, 14)),
    ("<p>The deadline has been extended from 30 April to 14 May 2027.</p>", date(2027, 5, 14)),
    ("<table><tr><th>Closing date</th><td>14/05/2027</td></tr></table>", date(2027, 5, 14)),
    ("<h2>Deadline</h2><p>14 May 2027</p>", date(2027, 5, 14)),
    ("<p>Please send your nominations by 16 April 2027.</p>", date(2027, 4, 16)),
    ("<p>Closing date: 16 April</p>", date(2027, 4, 16)),
    ("<p>La date limite est prolongée au 14 mai 2027.</p>", date(2027, 5, 14)),
    ("<p>Plazo ampliado hasta el 14 de mayo de 2027.</p>", date(2027, 5, 14)),
    ("<p>Die Bewerbungsfrist wurde bis zum 14. Mai 2027 verlängert.</p>", date(2027, 5, 14)),
    ("<p>تم تمديد الموعد النهائي حتى 14 مايو 2027</p>", date(2027, 5, 14)),
    ("<p>Deadline: 14 May 2027. Questions may be sent by 9 April 2027.</p>", date(2027, 5, 14)),
]


@pytest.mark.parametrize(("body", "to"), MOVED)
def test_a_deadline_that_moved_is_moved_to_what_the_page_says(body: str, to: date) -> None:
    assert (found(body).verdict, found(body).to) == ("moved", to), found(body)


@pytest.mark.parametrize(
    "body",
    [
        "<p>This call is now closed.</p><p>Deadline: 30 April 2027</p>",
        "<p><strong>Applications are closed.</strong></p>",
        "<h2>CALL CLOSED</h2><p>The deadline was 30 April 2027.</p>",
        "<p>The call has been cancelled.</p>",
        "<p>We are no longer accepting applications.</p>",
        "<p>L’appel est clos.</p>",
        "<p>La convocatoria está cerrada.</p>",
        "<p>Die Ausschreibung ist abgelaufen.</p>",
    ],
)
def test_what_the_page_says_is_closed_is_closed(body: str) -> None:
    assert found(body).verdict == "closed", found(body)


@pytest.mark.parametrize(
    "body",
    [
        "<p>Nominations are welcome.</p>",
        "<p>Deadline: 30 April 2026</p>",
        "<p>Deadline: 30 April 2028</p>",
        "<p>Deadline: 14 May 2027</p><p>Closing date: 21 May 2027</p>",
        "<p>Deadline: 30 April 2027</p><p>Closing date: 21 May 2027</p>",
        "<p>30 April 2027 – the day of the defender.</p><p>Deadline: 21 May 2027</p>",
        "<p>The laureate will be announced on 21 May 2027.</p>",
        "<p>Deadline: 1 February 2027</p>",
    ],
)
def test_all_else_is_unclear_with_what_was_seen(body: str) -> None:
    assert found(body).verdict == "unclear", found(body)
    assert found(body).reason


@pytest.mark.parametrize(
    ("body", "verdict", "to"),
    [
        ("<p>Deadline: 30 April 2027, 17:00 CEST</p>", "confirmed", None),
        ("<p>Deadline: 30 April 2027</p>", "confirmed", None),
        ("<p>Deadline: 30 April 2027 at 12:00 (Brussels time)</p>", "moved", datetime(2027, 4, 30, 12)),
        ("<p>Deadline: 30 April 2027, 17:00 Tokyo time</p>", "unclear", None),
        ("<p>Deadline: 14 May 2027, 17:00 CEST</p>", "moved", datetime(2027, 5, 14, 17)),
        ("<p>Deadline: 14 May 2027, 12:00 CEST</p>", "moved", datetime(2027, 5, 14, 12)),
    ],
)
def test_an_hour_is_compared_where_the_page_says_one(body: str, verdict: str, to: datetime | None) -> None:
    one = found(body, datetime(2027, 4, 30, 17), timezone="Europe/Brussels")
    assert (one.verdict, one.to) == (verdict, to), one


def test_of_several_deadlines_each_is_found_by_its_words() -> None:
    body = "<p>Deadline for applications: 30 April 2027</p><p>Deadline for abstracts: 28 May 2027</p>"
    page = read_html(PAGE.format(title="Call for nominations 2027", body=body).encode())
    claims = [
        Claim(DUE, label="Applications", others=(date(2027, 5, 14),)),
        Claim(date(2027, 5, 14), label="Abstracts", others=(DUE,)),
    ]
    one, two = judge(page, Subject("Call for nominations 2027", "Human Rights House"), claims, TODAY)
    assert (one.verdict, two.verdict, two.to) == ("confirmed", "moved", date(2027, 5, 28))


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<title>Page not found</title><h1>404</h1>" + "<p>Deadline: 14 May 2027</p>" * 20, "was not found"),
        ("<title>Just a moment...</title><p>Checking your browser</p>", "asks who reads it"),
        ("<title>Cookies</title><p>We value your privacy. Accept all cookies?</p>", "asks who reads it"),
        ("<title>Human Rights House</title>", "hardly any words"),
        ("<title>Cakes</title><h1>Recipes</h1>" + "<p>Deadline: 14 May 2027 for the best cake in town</p>" * 20, "neither the title"),
    ],
)  # fmt: skip
def test_a_page_about_something_else_is_unclear(html: str, reason: str) -> None:
    subject = Subject("Call for nominations 2027", "Human Rights House")
    (one,) = judge(read_html(html.encode()), subject, [Claim(DUE)], TODAY)
    assert one.verdict == "unclear" and reason in one.reason


@pytest.mark.parametrize(
    "heading", ["Страница не найдена", "404", "Erreur 404", "Page introuvable", "Сторінку не знайдено", "Seite nicht gefunden"]
)  # fmt: skip
def test_a_page_that_says_that_there_is_none_is_unclear_in_any_language(heading: str) -> None:
    assert found("<p>Deadline: 14 May 2027</p>", title=heading, known=heading).verdict == "unclear"


def test_a_number_in_a_title_is_no_error() -> None:
    assert found("<p>Deadline: 30 April 2027</p>", title="Call 404", known="Call 404").verdict == "confirmed"


def test_a_page_that_has_rolled_over_to_the_next_edition_has_not_moved() -> None:
    one = found("<p>Deadline: 14 June 2027</p>", title="Call for nominations 2028", known="Call for nominations 2026")
    assert (one.verdict, one.reason) == ("unclear", "the page is of 2028")


@pytest.mark.parametrize(
    ("body", "verdict", "to"),
    [
        ("<p>The deadline will be in April 2027.</p>", "confirmed", None),
        ("<p>Deadline: 23 April 2027</p>", "moved", date(2027, 4, 23)),
        ("<p>Deadline: 23 April 2027</p><p>Closing date: 25 April 2027</p>", "unclear", None),
        ("<p>Deadline: 3 June 2027</p>", "unclear", None),
    ],
)
def test_a_month_becomes_a_day_when_the_page_names_one(body: str, verdict: str, to: date | None) -> None:
    one = found(body, Month("2027-04"))
    assert (one.verdict, one.to) == (verdict, to), one
