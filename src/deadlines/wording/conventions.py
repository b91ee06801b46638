"""How each language of the wording writes days and lists. A further language is a line here, and a catalogue."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Conventions:
    """Patterns as CLDR writes them (UTS 35); its own may change, and would change every entry with them."""

    day: str = "d MMMM"
    first_day: str = ""
    """Instead of ``day``, on the first of a month, where that is written otherwise."""
    year: str = " y"
    weekday: str = "EEEE, "
    comma: str = ", "
    """Between the items of a list."""
    right_to_left: bool = False


CONVENTIONS = {
    "en": Conventions(),
    "fr": Conventions(first_day="'1er' MMMM", weekday="EEEE "),
    "es": Conventions(day="d 'de' MMMM", year=" 'de' y"),
    "ar": Conventions(weekday="EEEE، ", comma="، ", right_to_left=True),
}
"""By BCP 47 tag, in the order in which the languages are offered."""
