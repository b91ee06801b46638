"""What is drafted of an announcement: each date with what it is of, and nothing that the words do not give."""

from datetime import date

import pytest

from deadlines.capture.draft import Draft, DraftDeadline, NoDraft, captured

OPEN = "Call for proposals: a new fund\n\n"


def drafts(text: str, as_of: date | None = None) -> list[Draft]:
    return [one for one in captured(text, as_of) if isinstance(one, Draft)]


def deadlines(text: str, as_of: date | None = None) -> list[DraftDeadline]:
    (draft,) = drafts(text, as_of)
    return list(draft.deadlines)


def due(text: str, as_of: date | None = None) -> list[str | None]:
    return [one.due.written for one in deadlines(OPEN + text, as_of)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The deadline for submitting proposals is 30 April 2027.", ["2027-04-30"]),
        ("Proposals are accepted until Friday, 30 April 2027, 18:00 Central European Time.", ["2027-04-30T18:00"]),
        ("Applications close Friday 30 April 2027 (17:00 AEST).", ["2027-04-30T17:00"]),
        ("You have until 19 January 2027 to submit your proposal.", ["2027-01-19"]),
        ("Deadline:\n\n30 April 2027", ["2027-04-30"]),
        ("Deadline for\nfull proposals\n(second round)\n31 May 2027, 17:00 CET", ["2027-05-31T17:00"]),
        ("30 April 2027   Application deadline\n15 June 2027   Applicants are notified", ["2027-04-30"]),
        (
            "Round | Opens | Deadline\nFirst | 1 May 2027 | 3 June 2027\nSecond | 1 July 2027 | 4 August 2027",
            ["2027-06-03", "2027-08-04"],
        ),
        ("Posted: 1 March 2027 | Deadline: 30 April 2027 | Interviews: 12 May 2027", ["2027-04-30"]),
        ("The prize is handed over on 10 December 2027. Nominations are open until 6 April 2027.", ["2027-04-06"]),
        ("La date limite de soumission est fixée au 1er décembre 2027.", ["2027-12-01"]),
        ("Application period: 1 February – 15 April 2027", ["2027-04-15"]),
        ("Deadlines: 1 March, 1 June and 1 September 2027.", ["2027-03-01", "2027-06-01", "2027-09-01"]),
        ("Propostas podem ser enviadas até as 23h59 do dia 20 de março de 2027.", ["2027-03-20T23:59"]),
        (
            "Applicants will be notified of the selection no later than 13 August 2027. Apply by 4 July 2027.",
            ["2027-07-04"],
        ),
        ("El plazo de presentación finaliza el 15 de marzo de 2027.", ["2027-03-15"]),
        ("Prazo de inscrição: 5 de agosto de 2027.", ["2027-08-05"]),
        ("Die Bewerbungsfrist endet am 15. August 2027.", ["2027-08-15"]),
        ("آخر موعد لتقديم الطلبات هو 30 أبريل 2027.", ["2027-04-30"]),
        ("Заявки принимаются до 30 апреля 2027 года.", ["2027-04-30"]),
        ("Кінцевий термін подання заявок — 30 квітня 2027 року.", ["2027-04-30"]),
        ("Sista ansökningsdag är den 30 april 2027.", ["2027-04-30"]),
        ("Ansøgningsfristen er den 30. april 2027.", ["2027-04-30"]),
        ("Søknadsfristen er 30. april 2027.", ["2027-04-30"]),
    ],
)
def test_the_date_of_a_deadline_is_read_and_no_other(text: str, expected: list[str]) -> None:
    assert due(text) == expected


def test_a_date_without_a_year_has_none_unless_something_gives_it() -> None:
    words = "Proposals are accepted until 1 March."
    assert due(words) == ["--03-01"]
    (one,) = deadlines(OPEN + words, date(2027, 1, 10))
    assert (one.due.written, one.due.certainty) == ("2027-03-01", "derived")
    assert "2027-01-10" in (one.due.derived_from or "")


def test_a_list_whose_years_stand_at_its_end_is_said_to_be_derived() -> None:
    found = deadlines(OPEN + "Deadlines: 1 March and 1 September 2027.")
    assert [(one.due.written, one.due.certainty) for one in found] == [
        ("2027-03-01", "derived"),
        ("2027-09-01", "stated"),
    ]


def test_the_weekday_gives_the_year_where_it_stands_after_the_deadline() -> None:
    assert due("Get your proposals to us by Sunday, May 24.", date(2009, 5, 29)) == ["2009-05-24"]


def test_an_hour_without_a_zone_and_a_zone_that_may_be_two_are_asked_about() -> None:
    (hour,) = deadlines(OPEN + "Deadline: 30 April 2027, 17:00")
    assert (hour.due.timezone, hour.due.zone_stated) == (None, None) and hour.due.asked
    (summer,) = deadlines(OPEN + "Deadline: 30 July 2027, 17:00 CET")
    assert (summer.due.timezone, summer.due.zone_stated) == (None, "CET") and summer.due.asked
    (winter,) = deadlines(OPEN + "Deadline: 30 January 2027, 17:00 CET")
    assert winter.due.timezone == "Europe/Paris" and not winter.due.asked


def test_digits_in_either_order_are_asked_about_and_french_ones_are_not() -> None:
    (one,) = deadlines(OPEN + "Deadline for the submission of proposals: 03/09/2027")
    assert (one.due.written, one.due.certainty) == ("2027", "unknown") and one.due.asked
    french = "Appel à projets\n\nLa date limite de dépôt des dossiers est fixée au 03/09/2027 pour les associations."
    assert [(one.due.written, one.due.certainty) for one in deadlines(french)] == [("2027-09-03", "derived")]


def test_a_day_that_does_not_exist_is_not_known() -> None:
    (one,) = deadlines(OPEN + "Deadline: 30 February 2027")
    assert (one.due.written, one.due.certainty) == (None, "unknown") and one.due.asked


def test_midnight_is_the_end_of_the_day_and_is_asked_about() -> None:
    (one,) = deadlines(OPEN + "Deadline: 30 April 2027 at midnight GMT")
    assert (one.due.written, str(one.due.local)) == ("2027-04-30T24:00", "2027-05-01 00:00:00") and one.due.asked


def test_an_extended_deadline_leaves_the_earlier_one_behind() -> None:
    (one,) = deadlines(
        OPEN + "Originally scheduled for 15 September 2027, submission of proposals is extended until 30 October 2027."
    )
    assert (one.due.written, one.previously) == ("2027-10-30", ("2027-09-15",))


@pytest.mark.parametrize(
    "text",
    [
        "Winners of the Justice Prize announced\n\nThe laureates were chosen on 3 May 2027 in Geneva.",
        "UN experts condemn verdict against lawyer\n\nThe government has until 6 March 2027 to respond to the experts.",
        "Our new prize\n\nThe call for nominations will open on 3 May 2027. Stay tuned.",
        "L’appel à projets ouvrira le 1er avril 2027\n\nLe règlement sera publié prochainement.",
        "Победители конкурса объявлены\n\nНаграждение состоится 15 марта 2027 года.",
        "محكمة تصدر حكما بحق صحفي\n\nيحق له الاستئناف حتى 15 مارس 2027.",
        "Position filled: Country Director\n\nThis position has been filled.",
        "Contract extended\n\nThe contract of the director was extended until 31 December 2027.",
        "Call for papers\n\nThis call is closed. The deadline was 3 May 2027.",
        "A page\n\nIt has a clock: Friday 3 May 2027, 12:00.",
    ],
)
def test_what_is_no_opportunity_gives_no_draft_and_a_reason(text: str) -> None:
    (found,) = captured(text)
    assert isinstance(found, NoDraft) and found.reason


def test_an_address_for_questions_is_not_where_applications_go() -> None:
    (draft,) = drafts(
        OPEN + "Deadline: 30 April 2027\n\nQuestions should be directed to: ask@example.org\n\n"
        'Send your CV and cover letter to jobs@example.org, with the subject line "Fund 7".'
    )
    assert (draft.apply.email, draft.apply.contact) == ("jobs@example.org", "ask@example.org")
    assert (draft.apply.reference, draft.apply.documents) == ("Fund 7", ("CV", "Cover letter"))


def test_lines_with_a_label_are_keys_and_a_prize_that_asks_for_nominations_is_by_nomination() -> None:
    (job,) = drafts("We are hiring: an officer\n\nApply by 5 March 2027.\n\n• Salary: €57,000 a year\n• Lieu : Paris\n")
    assert job.facts == {"salary": "€57,000 a year", "location": "Paris"} and not job.by_nomination
    (prize,) = drafts("Call for nominations: a prize\n\nThe deadline for nominations is 5 March 2027.")
    assert prize.by_nomination
    (award,) = drafts("Call for nominations: an award\n\nNominate a friend, or apply yourself, by 5 March 2027.")
    assert not award.by_nomination


def test_each_post_of_a_page_is_a_draft_of_its_own() -> None:
    news = "A court ruled on Monday\n\n3 March 2027\n\n" + "It was a long ruling about many things. " * 5
    call = (
        "Call for nominations for a prize\n\n1 March 2027\n\nThe deadline for nominations is 30 April 2027. "
        + "x " * 50
    )
    job = (
        "FIDH seeks an officer in Paris\n\n27 February 2027\n\nSend your CV by 5 March 2027 to a@example.org. "
        + "x " * 50
    )
    found = drafts(f"Posts of a month\n\n{news}\n\n{call}\n\n{job}\n")
    assert [(one.kind, one.published, one.deadlines[0].due.written) for one in found] == [
        ("prize", date(2027, 3, 1), "2027-04-30"),
        ("job", date(2027, 2, 27), "2027-03-05"),
    ]
    assert found[1].organisation == "FIDH"
