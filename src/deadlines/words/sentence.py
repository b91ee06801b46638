"""A text's tokens with what is already read of them, and what a number among them may be."""

from deadlines.words.calendars import YEARS
from deadlines.words.letters import script_of
from deadlines.words.lexicon import ROLE, Entry, language_bit, lexicon
from deadlines.words.tokens import Token, tokens

DASHES = frozenset("-‐‑‒–—−~〜～")
NEAR = frozenset({"", ",", ".", ".,", ".-", "/", "'", "’", "،", "、", "፣", "፥", "⹁", "º", "°", ")", "),", "་", "॰", "’,", "',", "॰,"}) | DASHES
"""What may stand between day, month and year."""
_BETWEEN, _MONTH = ROLE["between"], ROLE["month"]
_WITH_ENDINGS = sum(
    language_bit(code) for code in "az ba cv et eu fi hu hy ka kk ky lt lv mn sah sq tg tk tr tt ug uz".split()
)
"""Languages that join "until" and "by" to the name of a month."""
_CLOCK = sum(ROLE[name] for name in ("hour", "hours", "am", "morning", "pm", "evening", "night", "span", "half"))
_MONEY = ("$", "€", "£", "#", "№", "¥", "₹", "+")


class Sentence:
    """The tokens of a text; ``taken`` are those that are part of a date."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = tokens(text)
        self.taken = bytearray(len(self.tokens))
        self.roles = 0
        """All that its words may do, one bit each."""
        self.months: list[int] = []
        self.weekdays: list[int] = []
        self.numbers: list[int] = []
        """The places of words that are months or weekdays, and of numbers."""
        for place, token in enumerate(self.tokens):
            if token.digits:
                self.numbers.append(place)
            elif (entry := token.entry or self._stem(place)) is not None:
                self.roles |= entry.roles
                if entry.months or entry.roles & _MONTH:
                    self.months.append(place)
                if entry.weekdays:
                    self.weekdays.append(place)

    def _stem(self, place: int) -> Entry | None:
        """Return the month of an unknown word beside a number that is one with a case ending: 30 aprelgacha."""
        token = self.tokens[place]
        beside = (place and self.tokens[place - 1].digits) or (
            place + 1 < len(self.tokens) and self.tokens[place + 1].digits
        )
        least = 5 if token.word.isascii() else 4
        if not beside or len(token.word) <= least or self.text[token.start].isupper():
            return None
        known = lexicon(script_of(token.word))
        for end in range(len(token.word) - 1, max(least, len(token.word) - 6) - 1, -1):
            entry = known.get(token.word[:end])
            if entry and any(of & _WITH_ENDINGS for of in entry.months.values()):
                token.entry = entry
                return entry
        return None

    def take(self, first: int, last: int) -> None:
        """Mark the tokens from one place to another as read."""
        self.taken[first : last + 1] = b"\1" * (last + 1 - first)

    def day_at(self, place: int) -> int | None:
        """Return the day of a month that a number may be."""
        token = self.tokens[place]
        if not 1 <= token.number <= 32 or token.digits > 2 or self.taken[place]:
            return None
        if token.joined and token.gap in (":", ".") and place and self.tokens[place - 1].digits:
            return None
        if token.gap.endswith(_MONEY):
            return None
        if place + 1 < len(self.tokens):
            following = self.tokens[place + 1]
            if following.gap[:1] in ("%", ":") and following.gap:
                return None
            if following.gap == "" and following.roles & _CLOCK and not following.roles & _BETWEEN:
                return token.number if following.entry and following.entry.months else None
        return token.number

    def year_at(self, place: int) -> tuple[int, frozenset[str]] | None:
        """Return the year that a number may be, and the calendars that an era beside it names."""
        token = self.tokens[place]
        if token.number < 0 or token.digits > 4 or self.taken[place]:
            return None
        eras = self.era_at(place - 1) if token.gap in NEAR else frozenset()
        if not eras and place + 1 < len(self.tokens) and self.tokens[place + 1].gap in ("", ".", "-", "("):
            eras = self.era_at(place + 1)
        if token.digits == 4 or eras & {"reiwa", "heisei", "roc"}:
            return token.number, eras
        return None

    def era_at(self, place: int) -> frozenset[str]:
        """Return the calendars whose era a word names."""
        entry = self.tokens[place].entry if 0 <= place < len(self.tokens) else None
        return entry.eras if entry else frozenset()

    def is_filler(self, place: int) -> bool:
        """Say whether a token may stand between day, month and year: "of", "th", "-го", "B.E."."""
        token = self.tokens[place]
        if token.digits or self.taken[place]:
            return False
        if token.roles & (_BETWEEN | ROLE["year"] | ROLE["day"]) or self.era_at(place):
            return True
        if not token.joined or len(token.word) > 3 or not place or not self.tokens[place - 1].digits:
            return False
        known = token.roles & _CLOCK or (token.entry and token.entry.months)
        return not known and bool(token.word) and script_of(token.word) != "unspaced"

    def has(self, place: int, roles: int) -> bool:
        """Say whether there is a token with one of these roles."""
        return 0 <= place < len(self.tokens) and bool(self.tokens[place].roles & roles)


def calendars_of(year: int, eras: frozenset[str], calendar: str) -> list[str]:
    """Return the calendars in which a year may be meant, beside a month of one calendar."""
    alike = [calendar] if calendar != "gregorian" else ["gregorian", "buddhist", "roc", "reiwa", "heisei"]
    if named := [name for name in alike if name in eras]:
        return named
    return [name for name in alike if name not in ("roc", "reiwa", "heisei") and year in YEARS[name]]
