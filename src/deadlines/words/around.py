"""What stands around the name of a month: its day, its year, and the other days of a range or of several."""

from deadlines.words.lexicon import ROLE, languages
from deadlines.words.numerals import hebrew
from deadlines.words.sentence import DASHES, NEAR, Sentence

_YEAR_AND_COMMA = languages("cv ky sah")
_TO, _AND, _COUNTS_DAYS = ROLE["to"], ROLE["and"], ROLE["day"]
_FARTHEST = 5

Year = tuple[int, frozenset[str]]
"""The number of a year, and the calendars that an era beside it names."""


class Candidate:
    """A month with the day and the year that stand around it."""

    __slots__ = ("day", "day_place", "first", "last", "month", "months", "others", "starts", "year")

    def __init__(self, first: int, last: int, months: dict[tuple[str, int], int]) -> None:
        self.first = first
        self.last = self.month = last
        self.months = months
        self.day: int | None = None
        self.day_place = -1
        self.year: Year | None = None
        self.starts: list[int] = []
        self.others: list[int] = []

    @property
    def score(self) -> int:
        """How much of a date it is: 3 with day and year."""
        return 2 * (self.day is not None) + (self.year is not None)


def around(sentence: Sentence, first: int, last: int, months: dict[tuple[str, int], int]) -> Candidate:
    """Return the better of day-month and month-day."""
    before = Candidate(first, last, months)
    _read_before(sentence, before)
    if before.day is not None and (before.year is not None or not _has_number(sentence, last)):
        return before
    after = Candidate(first, last, months)
    _read_after(sentence, after)
    return after if after.score > before.score else before


def _has_number(sentence: Sentence, last: int) -> bool:
    """Say whether a day may stand after a month."""
    return any(token.digits for token in sentence.tokens[last + 1 : last + _FARTHEST])


def _read_before(sentence: Sentence, found: Candidate) -> None:
    """Read 6 March 2026, 2027. gada 30. aprīlis; and March 2026, 2026 March."""
    place, day = _day_before(sentence, found)
    if day is not None:
        found.day, found.day_place, found.first = day, place, place
        _days_before(sentence, found)
    found.year = _year_after(sentence, found) or _year_before(sentence, found)


def _read_after(sentence: Sentence, found: Candidate) -> None:
    """Read March 6, 2026 and 2027 április 30."""
    place, day = _day_after(sentence, found)
    if day is not None:
        found.day, found.day_place, found.last = day, place, place
        _days_after(sentence, found)
        found.year = _year_after(sentence, found) or _year_before(sentence, found)


def _day_before(sentence: Sentence, found: Candidate) -> tuple[int, int | None]:
    place = found.first
    for _ in range(_FARTHEST):
        gap = sentence.tokens[place].gap
        place -= 1
        if place < 0 or not _near(sentence, place + 1, gap):
            break
        token = sentence.tokens[place]
        if token.digits:
            return place, sentence.day_at(place)
        if (day := _numeral(sentence, place, found)) is not None:
            return place, day
        if _is_hebrew(found) and (read := _hebrew_day(sentence, place))[1]:
            return read
        if not sentence.is_filler(place):
            break
    return -1, None


def _day_after(sentence: Sentence, found: Candidate) -> tuple[int, int | None]:
    for place in range(found.last + 1, min(found.last + _FARTHEST, sentence.size)):
        token = sentence.tokens[place]
        if not _near(sentence, place, token.gap):
            break
        if token.digits:
            uncounted = sentence.tokens[found.last].word in ("月", "월") and not sentence.has(place + 1, _COUNTS_DAYS)
            return place, None if uncounted else sentence.day_at(place)
        if (day := _numeral(sentence, place, found)) is not None:
            return place, day
        if not sentence.is_filler(place):
            break
    return -1, None


def _numeral(sentence: Sentence, place: int, found: Candidate) -> int | None:
    """Return the day that a word names, in a language of the month: "thirtieth"."""
    token = sentence.tokens[place]
    if token.entry is None or not token.entry.day[0] or sentence.taken[place]:
        return None
    day, languages = token.entry.day
    return day if any(languages & of for of in found.months.values()) else None


def _hebrew_day(sentence: Sentence, place: int) -> tuple[int, int | None]:
    """Return the day in letters, כ״ג, and its first token; a quotation mark for the stroke cuts the word in two."""
    token = sentence.tokens[place]
    first = place - 1 if token.joined and not token.gap and place > 0 else place
    number = hebrew("".join(part.word for part in sentence.tokens[first : place + 1]))
    return first, number if 1 <= number <= 30 else None


def _hebrew_year(sentence: Sentence, place: int) -> tuple[int, int]:
    """Return the year in letters, תשפ״ז, and its last token; 0 where there is none."""
    word, last = sentence.tokens[place].word.removeprefix("ה"), place
    if place + 1 < sentence.size and (cut := sentence.tokens[place + 1]).joined and not cut.gap:
        word, last = word + cut.word, place + 1
    number = hebrew(word)
    return (5000 + number, last) if 600 < number < 900 else (0, place)


def _is_hebrew(found: Candidate) -> bool:
    return any(calendar == "hebrew" for calendar, _ in found.months)


def _near(sentence: Sentence, place: int, gap: str) -> bool:
    return gap in NEAR or (gap == "(" and sentence.tokens[place].joined)


def _year_after(sentence: Sentence, found: Candidate) -> Year | None:
    for place in range(found.last + 1, min(found.last + _FARTHEST + 1, sentence.size)):
        token = sentence.tokens[place]
        if not _near(sentence, place, token.gap):
            return None
        if token.digits:
            year = sentence.year_at(place)
            cut = token.gap in ("'", "’") or (token.joined and token.gap in ("-", "/", ".", ".-"))
            if year is None and token.digits == 2 and cut:
                year = 2000 + token.number, frozenset()
            if year is not None:
                found.last = place
            return year
        if _is_hebrew(found) and (read := _hebrew_year(sentence, place))[0]:
            found.last = read[1]
            return read[0], frozenset()
        if not sentence.is_filler(place):
            return None
    return None


def _year_before(sentence: Sentence, found: Candidate) -> Year | None:
    place = found.first
    for _ in range(_FARTHEST):
        gap = sentence.tokens[place].gap
        place -= 1
        if place < 0 or ("," in gap and not _writes_year_first(found)) or not _near(sentence, place + 1, gap):
            return None
        if sentence.tokens[place].digits:
            year = sentence.year_at(place)
            if year is not None:
                found.first = place - 1 if sentence.era_at(place - 1) else place
            return year
        if not sentence.is_filler(place):
            return None
    return None


def _writes_year_first(found: Candidate) -> bool:
    """Say whether a language puts the year first with a comma: Kyrgyz, Yakut, Chuvash."""
    return any(of > 0 and of & _YEAR_AND_COMMA for of in found.months.values())


def _days_before(sentence: Sentence, found: Candidate) -> None:
    """Read the other days of "14-19 April", "del 14 al 19 de abril", "3 and 4 May", "1.-30. April"."""
    place = found.day_place
    gap = sentence.tokens[place].gap
    joins = _joins(gap)
    other = place - 1
    while other >= 0 and not sentence.tokens[other].digits and place - other <= 3:
        token = sentence.tokens[other]
        if not sentence.is_filler(other) and not token.roles & (_TO | _AND):
            return
        joins |= token.roles & (_TO | _AND) | _joins(token.gap)
        other -= 1
    if joins and other >= 0 and (day := sentence.day_at(other)) is not None:
        (found.starts if joins & _TO and day < (found.day or 0) else found.others).append(other)
        found.first = other


def _days_after(sentence: Sentence, found: Candidate) -> None:
    """Read the other days of "April 2nd - 30th" and "April 3 and 4"."""
    place = found.day_place + 1
    joins = 0
    while place < sentence.size and place - found.day_place <= 4:
        token = sentence.tokens[place]
        joins |= _joins(token.gap)
        if token.digits:
            break
        if not sentence.is_filler(place) and not token.roles & (_TO | _AND):
            return
        joins |= token.roles & (_TO | _AND)
        place += 1
    if not joins or place >= sentence.size or (day := sentence.day_at(place)) is None:
        return
    if place + 1 < sentence.size and (entry := sentence.tokens[place + 1].entry) and entry.months:
        return
    if joins & _TO and day > (found.day or 0):
        found.starts.append(found.day_place)
        found.day, found.day_place, found.last = day, place, place
    elif joins & _AND:
        found.others.append(place)
        found.last = place


def _joins(gap: str) -> int:
    inner = gap.strip(".,)")
    return _TO if inner and inner in DASHES else _AND if inner in ("/", "&", "+") else 0
