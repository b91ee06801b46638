import re
import unicodedata
from datetime import date, datetime, timedelta

import pytest
from babel import Locale
from babel.dates import format_date
from babel.localedata import locale_identifiers

from deadlines.domain.moment import Moment
from deadlines.domain.opportunity import Deadline
from deadlines.domain.record import DeadlineTable
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import ENGLISH, language
from deadlines.wording.phrases import last_move
from tests.wording.generate_names import FILE, table

ZURICH = Moment(datetime(2026, 3, 6, 18), "Europe/Zurich")
UNSTATED = Moment(date(2026, 3, 1), "Europe/Brussels", zone_stated=False)


@pytest.mark.parametrize(
    ("asked", "spoken", "instead"),
    [
        ("en", "en", False), ("fr", "fr", False), ("FR-ch", "fr", False), ("en-GB", "en", False), ("ar-MA", "ar", False),
        ("nl-BE", "en", True), ("de", "en", True), ("fro", "en", True), ("", "en", True),
    ],
)  # fmt: skip
def test_a_language_without_a_wording_is_replaced_by_the_nearest_and_says_so(
    asked: str, spoken: str, instead: bool
) -> None:
    found = language(asked)
    assert (found.tag, found.is_instead, found.asked) == (spoken, instead, asked)


@pytest.mark.parametrize(
    ("tag", "timed", "unstated"),
    [
        (
            "en",
            "Friday, 6 March 2026, 18:00 (Zurich time)",
            "Sunday, 1 March 2026, until the end of the day (time zone not stated; Brussels time assumed)",
        ),
        (
            "fr",
            "vendredi 6 mars 2026 à 18\u00a0h (heure de Zurich)",
            "dimanche 1er mars 2026, jusqu’à la fin de la journée (fuseau horaire non précisé\u202f; par défaut\u00a0: heure de Bruxelles)",
        ),
        (
            "es",
            "viernes 6 de marzo de 2026, a las 18:00 (hora de Zúrich)",
            "domingo 1 de marzo de 2026, hasta el final del día (zona horaria no indicada; se supone hora de Bruselas)",
        ),
        (
            "ar",
            "الجمعة، 6 آذار/مارس 2026، الساعة 18:00 (توقيت زيورخ)",
            "الأحد، 1 آذار/مارس 2026، حتى نهاية ذلك اليوم (لم تُذكر المنطقة الزمنية؛ اعتُمد توقيت بروكسل)",
        ),
    ],
)
def test_a_moment_is_said_with_its_official_time_and_zone(tag: str, timed: str, unstated: str) -> None:
    assert language(tag).moment(ZURICH) == timed
    assert language(tag).moment(UNSTATED) == unstated


@pytest.mark.parametrize(
    ("tag", "days", "said"),
    [
        ("en", 0, "today"), ("en", 1, "tomorrow"), ("en", -1, "yesterday"), ("en", 2, "2 days"), ("en", -3, "3 days ago"),
        ("fr", 0, "aujourd’hui"), ("fr", 12, "12 jours"), ("fr", -2, "il y a 2 jours"),
        ("es", 1, "mañana"), ("es", 30, "30 días"), ("es", -2, "hace 2 días"),
        ("ar", 0, "اليوم"), ("ar", 2, "يومان"), ("ar", 3, "3 أيام"), ("ar", 10, "10 أيام"), ("ar", 11, "11 يومًا"),
        ("ar", 99, "99 يومًا"), ("ar", 100, "100 يوم"), ("ar", 103, "103 أيام"), ("ar", -2, "قبل يومين"),
    ],
)  # fmt: skip
def test_days_left_take_the_form_that_the_number_asks_for(tag: str, days: int, said: str) -> None:
    assert language(tag).days_left(days) == said


def test_a_value_with_braces_is_said_as_it_is() -> None:
    assert ENGLISH.heading("Amount", "{zone} {0} {") == "Amount: {zone} {0} {"
    assert language("fr").heading("Montant", "{text}") == "Montant\u00a0: {text}"


def test_a_letter_of_any_script_that_is_written_from_right_to_left_is_isolated() -> None:
    letters = (chr(code) for code in range(0x80, 0x20000) if not 0xD800 <= code < 0xE000)
    foreign = [letter for letter in letters if unicodedata.bidirectional(letter) in ("R", "AL")]
    assert len(foreign) > 1_000 and all(ENGLISH.isolate(f"a{letter}").startswith("\u2068") for letter in foreign)


def test_a_name_of_the_other_direction_is_isolated_and_no_other() -> None:
    assert ENGLISH.isolate("OHCHR") == "OHCHR" and ENGLISH.isolate("منظمة") == "\u2068منظمة\u2069"
    assert language("ar").isolate("OHCHR") == "\u2068OHCHR\u2069" and language("ar").isolate("منظمة") == "منظمة"
    assert (ENGLISH.direction, language("fr").direction, language("ar").direction) == ("ltr", "ltr", "rtl")


def test_in_a_calendar_what_has_the_other_direction_has_a_line_of_its_own() -> None:
    assert language("ar").line("المبلغ", "EUR 60,000 (in two parts).") == "المبلغ:\nEUR 60,000 (in two parts)."
    assert language("ar").line("المبلغ", "60") == "المبلغ: 60" and ENGLISH.line("Amount", "60") == "Amount: 60"


def test_behind_a_name_in_a_subject_digits_stay_with_their_month() -> None:
    assert language("ar").marked("Legal officer") == "Legal officer\u200f" and ENGLISH.marked("Prize") == "Prize"
    assert ENGLISH.marked("جائزة") == "جائزة\u200e" and language("ar").marked("جائزة") == "جائزة"


@pytest.mark.parametrize(
    ("tag", "name", "said"),
    [
        ("fr", "Asia/Amman", "heure d’Amman"), ("fr", "Africa/Cairo", "heure du Caire"), ("fr", "Africa/Harare", "heure de Harare"),
        ("fr", "Atlantic/Canary", "heure des îles Canaries"), ("fr", "Europe/Isle_of_Man", "heure de l’île de Man"),
        ("fr", "Atlantic/Azores", "heure des Açores"), ("fr", "UTC", "UTC"), ("es", "Europe/Zurich", "hora de Zúrich"),
        ("es", "Atlantic/Faroe", "hora de las Islas Feroe"), ("es", "Pacific/Easter", "hora de la Isla de Pascua"),
        ("es", "Europe/Vatican", "hora del Vaticano"), ("es", "Africa/Cairo", "hora de El Cairo"), ("ar", "Europe/Zurich", "توقيت زيورخ"),
    ],
)  # fmt: skip
def test_a_city_has_the_article_that_its_name_asks_for(tag: str, name: str, said: str) -> None:
    assert language(tag).zone(name) == said


@pytest.mark.parametrize(("hour", "said"), [(0, "las 00:30"), (1, "la 01:30"), (2, "las 02:30"), (13, "las 13:30")])
def test_one_o_clock_is_one_in_spanish(hour: int, said: str) -> None:
    assert language("es").brief(Moment(datetime(2026, 3, 6, hour, 30), "UTC")) == f"6 de marzo de 2026, a {said}"


def test_languages_have_names_in_each_other_and_an_unknown_tag_stays() -> None:
    assert (language("fr").name_of("es"), ENGLISH.name_of("pt-BR")) == ("espagnol", "Portuguese (Brazil)")
    assert ENGLISH.name_of("PT-br") == "Portuguese (Brazil)"
    assert (ENGLISH.name_of("zz-invalid-9"), language("ar").name_of("xx")) == ("zz-invalid-9", "xx")
    assert (
        ENGLISH.name_of("zh-Hant-TW") == "Chinese (Traditional, Taiwan)"
        and ENGLISH.name_of("ca-valencia") == "ca-valencia"
    )


PATTERNS = {
    "fr": "EEEE d MMMM y|LLLL y",
    "es": "EEEE d 'de' MMMM 'de' y|LLLL 'de' y",
    "ar": "EEEE، d MMMM y|LLLL y",
    "en": "EEEE, d MMMM y|LLLL y",
}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_days_and_months_are_those_of_cldr(tag: str) -> None:
    full, month = PATTERNS[tag].split("|")
    for day in (date(2026, 1, 1) + timedelta(days=number) for number in range(365)):
        cldr = format_date(day, full, locale=tag)
        expected = cldr.replace(" 1 ", " 1er ") if tag == "fr" else cldr
        said = (language(tag).day(day, weekday=True), language(tag).month(day))
        plain = [re.sub(r"(^| \d+ )[^/،]*/", r"\1", text) for text in said] if tag == "ar" else list(said)
        assert plain == [expected, format_date(day, month, locale=tag)]


def test_the_table_of_names_is_that_of_cldr() -> None:
    assert FILE.read_text() == table(), "python -m tests.wording.generate_names"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_languages_are_called_as_in_cldr(tag: str) -> None:
    plain = [found for found in locale_identifiers() if all(map(str.isalnum, found.split("_")))]
    assert len(plain) > 500
    for found in plain:
        locale = Locale.parse(found)
        named = found.replace("_", "-")
        if not locale.variant:
            expected = (named, locale.get_display_name(tag) or named)
            assert (named, language(tag).name_of(named)) == expected, "python -m tests.wording.generate_names"


@pytest.mark.parametrize(
    ("tag", "full", "brief"),
    [
        (
            "en",
            "Friday, 30 April 2027, midnight at the end of 30 April (00:00 on 1 May) (Brussels time)",
            "midnight at the end of 30 April 2027 (00:00 on 1 May)",
        ),
        (
            "fr",
            "vendredi 30 avril 2027, minuit à la fin du 30 avril (0\u00a0h le 1er mai) (heure de Bruxelles)",
            "minuit à la fin du 30 avril 2027 (0\u00a0h le 1er mai)",
        ),
        (
            "es",
            "viernes 30 de abril de 2027, medianoche al final del 30 de abril (00:00 del 1 de mayo) (hora de Bruselas)",
            "medianoche al final del 30 de abril de 2027 (00:00 del 1 de mayo)",
        ),
        (
            "ar",
            "الجمعة، 30 نيسان/أبريل 2027، منتصف الليل في نهاية يوم 30 نيسان/أبريل (00:00 يوم 1 أيار/مايو) (توقيت بروكسل)",
            "منتصف الليل في نهاية يوم 30 نيسان/أبريل 2027 (00:00 يوم 1 أيار/مايو)",
        ),
    ],
)
def test_a_deadline_at_midnight_ends_a_day(tag: str, full: str, brief: str) -> None:
    midnight, spoken = Moment(datetime(2027, 5, 1), "Europe/Brussels"), language(tag)
    assert (spoken.moment(midnight), spoken.brief(midnight)) == (full, brief)


def test_half_past_midnight_and_what_opens_at_midnight_stand_on_their_own_day() -> None:
    midnight = Moment(datetime(2027, 5, 1), "Europe/Brussels")
    opens = "Saturday, 1 May 2027, 00:00 (Brussels time)"
    assert ENGLISH.moment(midnight, whole_day=False) == opens
    assert ENGLISH.brief(midnight, whole_day=False) == "1 May 2027, 00:00"
    assert ENGLISH.moment(Moment(datetime(2027, 5, 1, 0, 30), "Europe/Brussels")) == opens.replace("00:00", "00:30")


def test_where_the_clocks_skip_midnight_the_hour_that_follows_is_named() -> None:
    ends = Moment(datetime(2027, 4, 30, 1), "Africa/Cairo")
    assert ENGLISH.brief(ends) == "midnight at the end of 29 April 2027 (01:00 on 30 April)"


@pytest.mark.parametrize(
    ("due", "before", "said"),
    [
        (datetime(2027, 5, 15), datetime(2027, 5, 1), "extended from 30 April"),
        (datetime(2027, 5, 1), date(2027, 4, 29), "extended from 29 April"),
        (datetime(2027, 5, 1), datetime(2027, 4, 30, 18), "extended from 18:00"),
        (datetime(2027, 4, 30, 18), datetime(2027, 5, 1), "moved EARLIER, from the end of the day"),
        (datetime(2027, 5, 1), date(2027, 4, 30), ""),
        (datetime(2027, 1, 15), datetime(2027, 1, 1), "extended from 31 December 2026"),
    ],
)
def test_a_move_names_the_day_that_midnight_ended(due: date, before: date, said: str) -> None:
    moment, earlier = Moment(due, "Europe/Brussels"), Moment(before, "Europe/Brussels")
    deadline = Deadline(DeadlineTable(due=due), moment, previously=(earlier,))
    assert last_move(deadline, ENGLISH) == said
