import subprocess
import sys
from datetime import date, datetime

import pytest

from deadlines.domain.moment import Moment
from deadlines.wording.language import ENGLISH, language

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
            "Friday, 6 March 2026, 18:00 (Europe/Zurich)",
            "Sunday, 1 March 2026, until the end of the day (time zone not stated; read in Europe/Brussels)",
        ),
        (
            "fr",
            "vendredi 6 mars 2026 à 18:00 (Europe/Zurich)",
            "dimanche 1er mars 2026, jusqu’à la fin de la journée (fuseau horaire non précisé\u00a0; lu comme Europe/Brussels)",
        ),
        (
            "es",
            "viernes, 6 de marzo de 2026, 18:00 (Europe/Zurich)",
            "domingo, 1 de marzo de 2026, hasta el final del día (zona horaria no indicada; se lee en Europe/Brussels)",
        ),
        (
            "ar",
            "الجمعة، 6 مارس 2026، الساعة 18:00 (Europe/Zurich)",
            "الأحد، 1 مارس 2026، حتى نهاية اليوم (لم تُذكر المنطقة الزمنية؛ اعتُمدت Europe/Brussels)",
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


def test_a_name_of_the_other_direction_is_isolated_and_no_other() -> None:
    assert ENGLISH.isolate("OHCHR") == "OHCHR" and ENGLISH.isolate("منظمة") == "\u2068منظمة\u2069"
    assert language("ar").isolate("OHCHR") == "\u2068OHCHR\u2069" and language("ar").isolate("منظمة") == "منظمة"
    assert (ENGLISH.direction, language("fr").direction, language("ar").direction) == ("ltr", "ltr", "rtl")


def test_languages_have_names_in_each_other_and_an_unknown_tag_stays() -> None:
    assert (language("fr").name_of("es"), ENGLISH.name_of("pt-BR")) == ("espagnol", "Portuguese (Brazil)")
    assert (ENGLISH.name_of("zz-invalid-9"), language("ar").name_of("xx")) == ("zz-invalid-9", "xx")


def test_english_is_said_without_any_third_party() -> None:
    code = (
        "import sys; from deadlines.wording.language import ENGLISH; from datetime import date; "
        "print(ENGLISH.day(date(2026, 3, 6)), ENGLISH.count('{n} day', '{n} days', 2), 'babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "6 March 2026 2 days False\n"
