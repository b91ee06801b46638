"""How each language of the wording writes days, times, places and lists. A further language is a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time

_LEVANTINE = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip
"""The months as they are called from Lebanon to Iraq; the United Nations write both names."""
_ASPIRATED = ("Harare", "Hobart", "Hong Kong", "Hovd", "Hô-Chi-Minh-Ville")


def _with_colon(clock: time) -> str:
    return f"{clock:%H:%M}"


def _with_h(clock: time) -> str:
    return f"{clock.hour}\u00a0h\u00a0{clock.minute:02}" if clock.minute else f"{clock.hour}\u00a0h"


def _as_it_is(city: str) -> str:
    return city


def _of_in_french(city: str) -> str:
    """Return ``de Zurich``, ``d’Amman``, ``du Caire``."""
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if city.startswith(article):
            return contracted + city.removeprefix(article)
    if city.startswith("Île "):
        return f"de l’î{city[1:]}"
    vowel = city[:1] in "AÂEÉÈIÎOÔUH" and not city.startswith(_ASPIRATED)
    return f"d’{city}" if vowel else f"de {city}"


@dataclass(frozen=True, slots=True)
class Conventions:
    """Patterns as CLDR writes them (UTS 35); its own may change, and would change every entry with them."""

    day: str = "d MMMM"
    first_day: str = ""
    """Instead of ``day``, on the first of a month, where that is written otherwise."""
    year: str = " y"
    weekday: str = "EEEE, "
    months: tuple[str, ...] = ()
    """A second name of each month, which is written before the first with a stroke between them."""
    time: Callable[[time], str] = _with_colon
    """24 hours, which cannot be misread."""
    of_city: Callable[[str], str] = _as_it_is
    """A city as it is said in "the time of Zurich"."""
    comma: str = ", "
    """Between the items of a list."""
    semicolon: str = "; "
    """Between the items of a list which have commas of their own."""
    right_to_left: bool = False


CONVENTIONS = {
    "en": Conventions(),
    "fr": Conventions(
        first_day="'1er' MMMM", weekday="EEEE ", time=_with_h, of_city=_of_in_french, semicolon="\u00a0; "
    ),
    "es": Conventions(day="d 'de' MMMM", year=" 'de' y", weekday="EEEE "),
    "ar": Conventions(weekday="EEEE، ", months=_LEVANTINE, comma="، ", semicolon="؛ ", right_to_left=True),
}
"""By BCP 47 tag, in the order in which the languages are offered."""
