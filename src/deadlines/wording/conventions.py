"""How each language of the wording writes days, times, places and lists. A further language is a line here."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from datetime import time

_ASPIRATED = ("Harare", "Harbin", "Hobart", "Hong Kong", "Hovd", "Hô-Chi-Minh-Ville")


def _with_colon(clock: time) -> str:
    return f"{clock:%H:%M}"


def _with_h(clock: time) -> str:
    return f"{clock.hour}\u00a0h\u00a0{clock.minute:02}" if clock.minute else f"{clock.hour}\u00a0h"


def _with_article(clock: time) -> str:
    return f"{'la' if clock.hour == 1 else 'las'} {clock:%H:%M}"


def _as_it_is(city: str) -> str:
    return city


_ISLANDS = (
    "Açores",
    "Bermudes",
    "Chagos",
    "Comores",
    "Fidji",
    "Galápagos",
    "Kerguelen",
    "Maldives",
    "Marquises",
    "Seychelles",
)
"""Which French calls by their plural."""


def _of_in_spanish(city: str) -> str:
    """Return ``de Zúrich``, ``de la Isla de Man``, ``de las Islas Feroe``, ``del Vaticano``."""
    for name, article in (("Islas ", "de las "), ("Isla ", "de la ")):
        if city.startswith(name):
            return article + city
    return "del Vaticano" if city == "El Vaticano" else f"de {city}"


def _of_in_french(city: str) -> str:
    """Return ``de Zurich``, ``d’Amman``, ``du Caire``."""
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if city.startswith(article):
            return contracted + city.removeprefix(article)
    if city.startswith(("Île ", "Îles ")):
        return f"{'des ' if city[3] == 's' else 'de l’'}î{city[1:]}"
    if city in _ISLANDS:
        return f"des {city}"
    vowel = city[:1] in "AÂEÉÈIÎOÔUH" and not city.startswith(_ASPIRATED)
    return f"d’{city}" if vowel else f"de {city}"


class Conventions(
    namedtuple(
        "Conventions",
        (
            "months",
            "weekdays",
            "day",
            "first_day",
            "year",
            "weekday",
            "at",
            "time",
            "of_city",
            "comma",
            "semicolon",
            "thousands",
            "least_grouped",
            "money",
            "right_to_left",
        ),
        defaults=(
            "{day} {month}",
            "",
            " {year}",
            "{weekday}, ",
            _with_colon,
            _with_colon,
            _as_it_is,
            ", ",
            "; ",
            ",",
            1_000,
            "{number}\u00a0{currency}",
            False,
        ),
    )
):
    """What CLDR says, written here: its releases differ, and every entry would change with them."""

    __slots__ = ()

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    """From Monday on."""
    day: str
    first_day: str
    """Instead of ``day``, on the first of a month, where that is written otherwise."""
    year: str
    """After a day or a month."""
    weekday: str
    """Before a day."""
    at: Callable[[time], str]
    """A time after a day, as the catalogue has it."""
    time: Callable[[time], str]
    """24 hours, which cannot be misread."""
    of_city: Callable[[str], str]
    """A city as it is said in "the time of Zurich"."""
    comma: str
    """Between the items of a list."""
    semicolon: str
    """Between the items of a list which have commas of their own."""
    thousands: str
    """Between groups of three digits."""
    least_grouped: int
    """From which number on digits are grouped."""
    money: str
    right_to_left: bool


CONVENTIONS = {
    "en": Conventions(
        (
            "January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December",
        ),
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
        money="{currency}\u00a0{number}",
    ),
    "fr": Conventions(
        (
            "janvier", "février", "mars", "avril", "mai", "juin",
            "juillet", "août", "septembre", "octobre", "novembre", "décembre",
        ),
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        first_day="1er {month}",
        thousands="\u202f",
        weekday="{weekday} ",
        time=_with_h,
        at=_with_h,
        of_city=_of_in_french,
        semicolon="\u202f; ",
    ),
    "es": Conventions(
        (
            "enero", "febrero", "marzo", "abril", "mayo", "junio",
            "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
        ),
        ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        day="{day} de {month}",
        thousands=".",
        least_grouped=10_000,
        year=" de {year}",
        weekday="{weekday} ",
        at=_with_article,
        of_city=_of_in_spanish,
    ),
    "ar": Conventions(
        (  # The United Nations write both: as the months are called from Lebanon to Iraq, and elsewhere.
            "كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو",
            "تموز/يوليو", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر",
        ),
        ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
        weekday="{weekday}، ",
        comma="، ",
        semicolon="؛ ",
        right_to_left=True,
    ),
}  # fmt: skip
"""By BCP 47 tag, in the order in which the languages are offered."""
