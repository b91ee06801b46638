"""A text's tokens with what is already read of them, and what a number among them may be."""

from deadlines.words.calendars import YEARS
from deadlines.words.letters import script_of
from deadlines.words.lexicon import ROLE, Entry, languages, lexicon
from deadlines.words.tokens import Token, tokens

DASHES = frozenset("-‐‑‒–—−~〜～")
NEAR = (
    frozenset(
        {
            "",
            ",",
            ".",
            ".,",
            ".-",
            "/",
            "'",
            "’",
            "،",
            "、",
            "፣",
            "፥",
            "⹁",
            "º",
            "°",
            ")",
            "),",
            "་",
            "॰",
            "’,",
            "',",
            "॰,",
        }
    )
    | DASHES
)
"""What may stand between day, month and year."""
_BETWEEN, _MONTH = ROLE["between"], ROLE["month"]
_FILLS = _BETWEEN | ROLE["year"] | ROLE["day"]
_NOON = ROLE["noon"] | ROLE["midnight"]
_ZONE = ROLE["zone"]
_NO_ERA: frozenset[str] = frozenset()
_WITH_ENDINGS = languages("az ba cv et eu fi hu hy ka kk ky lt lv mn sah sq tg tk tr tt ug uz")
"""Languages that join "until" and "by" to the name of a month."""
_CLOCK = sum(ROLE[name] for name in ("hour", "hours", "am", "morning", "pm", "evening", "night", "span", "half"))
_MONEY = ("$", "€", "£", "#", "№", "¥", "₹", "+")


class Sentence:
    """The tokens of a text; ``taken`` are those that are part of a date."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = tokens(text)
        self.size = len(self.tokens)
        self.taken = bytearray(self.size)
        self.roles = 0
        """All that its words may do, one bit each."""
        self.months: list[int] = []
        self.weekdays: list[int] = []
        self.numbers: list[int] = []
        self.noons: list[int] = []
        self.zoned: list[int] = []
        """The places of words that are months, weekdays, noon or midnight, stand with a zone; and of numbers."""
        self.hours: list[tuple[int, int]] = []
        """First and last token of the hours, once they are read."""
        self.eras = False
        """True where a word names an era."""
        self.paired = False
        """True where numbers stand beside each other, as in dates of digits alone."""
        before = None
        for place, token in enumerate(self.tokens):
            if token.digits:
                self.numbers.append(place)
                if token.digits == 8 or (before is not None and before.digits and token.gap != ":"):
                    self.paired = True
                elif before is not None and before.entry is None and len(before.word) > 4:
                    self._stem(place - 1)
            elif (entry := token.entry) is not None:
                self.roles |= entry.roles
                if entry.marked:
                    self._mark(place, entry)
            elif before is not None and before.digits and len(token.word) > 4:
                self._stem(place)
            before = token

    def _mark(self, place: int, entry: Entry) -> None:
        if entry.months or entry.roles & _MONTH:
            self.months.append(place)
        if entry.weekdays:
            self.weekdays.append(place)
        if entry.roles & _NOON:
            self.noons.append(place)
        if entry.roles & _ZONE:
            self.zoned.append(place)
        if entry.eras:
            self.eras = True

    def _stem(self, place: int) -> None:
        """Take an unknown word beside a number for the month that it is with a case ending: 30 aprelgacha."""
        token = self.tokens[place]
        if self.text[token.start].isupper():
            return
        known = lexicon(script_of(token.word))
        least = 5 if token.word.isascii() else 4
        for end in range(len(token.word) - 1, max(least, len(token.word) - 6) - 1, -1):
            entry = known.get(token.word[:end])
            if entry and any(of & _WITH_ENDINGS for of in entry.months.values()):
                token.entry = entry
                self.months.append(place)
                return

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
        if place + 1 < self.size:
            following = self.tokens[place + 1]
            if following.gap[:1] == "%" or (following.gap == ":" and following.digits):
                return None
            if following.gap == "" and following.roles & _CLOCK and not following.roles & _BETWEEN:
                return token.number if following.entry and following.entry.months else None
        return token.number

    def year_at(self, place: int) -> tuple[int, frozenset[str]] | None:
        """Return the year that a number may be, and the calendars that an era beside it names."""
        token = self.tokens[place]
        if token.number < 0 or token.digits > 4 or self.taken[place]:
            return None
        eras = self.era_at(place - 1) if self.eras and token.gap in NEAR else _NO_ERA
        if self.eras and not eras and place + 1 < self.size and self.tokens[place + 1].gap in ("", ".", "-", "("):
            eras = self.era_at(place + 1)
        if token.digits == 4 or eras & {"reiwa", "heisei", "roc"}:
            return token.number, eras
        return None

    def era_at(self, place: int) -> frozenset[str]:
        """Return the calendars whose era a word names."""
        entry = self.tokens[place].entry if self.eras and 0 <= place < self.size else None
        return entry.eras if entry else _NO_ERA

    def is_filler(self, place: int) -> bool:
        """Say whether a token may stand between day, month and year: "of", "th", "-го", "B.E."."""
        token = self.tokens[place]
        if token.digits or self.taken[place]:
            return False
        entry = token.entry
        if entry is not None and (entry.roles & _FILLS or entry.eras):
            return True
        if not token.joined or len(token.word) > 3 or not place or not self.tokens[place - 1].digits:
            return False
        known = entry is not None and (entry.roles & _CLOCK or entry.months)
        return not known and bool(token.word) and script_of(token.word) != "unspaced"

    def has(self, place: int, roles: int) -> bool:
        """Say whether there is a token with one of these roles."""
        if not 0 <= place < self.size:
            return False
        entry = self.tokens[place].entry
        return entry is not None and entry.roles & roles > 0


def calendars_of(year: int, eras: frozenset[str], calendar: str) -> list[str]:
    """Return the calendars in which a year may be meant, beside a month of one calendar."""
    if not eras and calendar == "gregorian" and year in YEARS["gregorian"]:
        return ["gregorian"]
    alike = [calendar] if calendar != "gregorian" else ["gregorian", "buddhist", "roc", "reiwa", "heisei"]
    if named := [name for name in alike if name in eras]:
        return named
    return [name for name in alike if name not in ("roc", "reiwa", "heisei") and year in YEARS[name]]
