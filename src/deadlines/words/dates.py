"""Dates with the name of a month: 6 March 2026, 2027. április 30., le 1er décembre, 23 ذو القعدة 1448."""

from collections.abc import Iterator

from deadlines.words.found import FoundDate, Outcome, Reading
from deadlines.words.lexicon import ROLE, language_bit
from deadlines.words.numerals import hebrew
from deadlines.words.sentence import DASHES, NEAR, Sentence, calendars_of

_WELL_KNOWN = sum(
    language_bit(code)
    for code in (
        "ar bg ca cs da de el en es et fa fi fr he hr hu id it lt lv mk ms nb nl no pl pt ro ru sk sl sq sr sv tr uk vi"
    ).split()
)
"""Languages whose abbreviations are taken for months without a year beside them."""
_YEAR_AND_COMMA = language_bit("ky") | language_bit("sah") | language_bit("cv")
_OTHER_WORDS = frozenset("may mar mars mart marts march mai maj set sept out des dec dic mag ago lug sex per".split())
"""Months somewhere, and other words elsewhere: without a year they are not sure."""
_LINKS = ROLE["between"] | ROLE["year"]
_TO, _AND, _COUNTS_MONTHS, _COUNTS_DAYS = ROLE["to"], ROLE["and"], ROLE["month"], ROLE["day"]
_FARTHEST = 5
_HEARD = 20
"""How many words away others tell the language of a month."""


class _Candidate:
    """A month with the day and the year that stand around it."""

    __slots__ = ("day", "day_place", "first", "last", "month", "months", "others", "starts", "year")

    def __init__(self, first: int, last: int, months: dict[tuple[str, int], int]) -> None:
        self.first = first
        self.last = self.month = last
        self.months = months
        self.day: int | None = None
        self.day_place = -1
        self.year: tuple[int, frozenset[str]] | None = None
        self.starts: list[int] = []
        self.others: list[int] = []

    @property
    def score(self) -> int:
        """How much of a date it is: 3 with day and year."""
        return 2 * (self.day is not None) + (self.year is not None)


def month_dates(sentence: Sentence) -> Iterator[FoundDate]:
    """Yield the dates with a named month, and take their tokens; those with more of a date first."""
    if len(sentence.months) == 1 and (plain := _plain(sentence, sentence.months[0])):
        yield plain
        return
    spots = [spot for place in sentence.months if (spot := _month_at(sentence, place))]
    found = [(_around(sentence, *spot), spot) for spot in spots]
    if len(found) > 1:
        found.sort(key=lambda item: -item[0].score)
    alone = []
    for number, (candidate, spot) in enumerate(found):
        if number:
            candidate = _around(sentence, *spot)  # What stood around it may have been taken.
        if candidate.day is None:
            alone.append(spot)
        elif dates := _dates(sentence, candidate):
            yield from dates
            sentence.take(candidate.first, candidate.last)
    for spot in alone:
        candidate = _around(sentence, *spot)
        if candidate.year is not None and candidate.day is None:
            yield from _dates(sentence, candidate)


def _plain(sentence: Sentence, place: int) -> FoundDate | None:
    """Read the only month of a sentence where it is one in all languages, with its day and year at once beside it."""
    tokens = sentence.tokens
    entry = tokens[place].entry
    if entry is None or sentence.eras or sentence.taken[place]:
        return None
    if len(entry.months) == 1:
        ((calendar, month),) = entry.months
        begin = place
    elif tokens[place].word in ("月", "월") and 1 <= tokens[place - 1].number <= 12:
        calendar, month, begin = "gregorian", tokens[place - 1].number, place - 1
        if not sentence.has(place + 2, _COUNTS_DAYS):
            return None
    else:
        return None
    before = begin - 2 if begin > 1 and _is_link(sentence, begin - 1) else begin - 1
    after = place + 2 if place + 2 < len(tokens) and _is_link(sentence, place + 1) else place + 1
    if calendar != "gregorian" or after >= len(tokens):
        return None
    if before >= 0 and tokens[before].digits == 4:
        first, day, year, last = before, after, before, after
    elif before >= 0 and tokens[before].digits:
        first, day, year, last = before, before, after, after
    elif after + 1 < sentence.size:
        first, day, year, last = begin, after, after + 1, after + 1
    else:
        return None
    if tokens[year].digits != 4 or not 1900 <= tokens[year].number < 2100 or sentence.day_at(day) is None:
        return None
    for at in range(first + 1, last + 1):
        if tokens[at].gap not in NEAR:
            return None
    # Another number near by may make it the end of a range, or one of several days.
    others = range(max(day - 3, 0), day) if day < place else range(last + 1, min(last + 4, sentence.size))
    for at in others:
        if tokens[at].digits:
            return None
    sentence.take(first, last)
    reading = Reading(calendar, tokens[year].number, month, tokens[day].number)
    return FoundDate(tokens[first].start, tokens[last].end, Outcome.SAID, (reading,))


def _is_link(sentence: Sentence, place: int) -> bool:
    token = sentence.tokens[place]
    return token.entry is not None and bool(token.entry.roles & _LINKS) and not token.digits


def _month_at(sentence: Sentence, place: int) -> tuple[int, int, dict[tuple[str, int], int]] | None:
    """Return the name of a month, or a number that 月 or 월 counts: first and last token, meanings."""
    token = sentence.tokens[place]
    if token.entry is None or sentence.taken[place]:
        return None
    if token.entry.months:
        return place, place, token.entry.months
    if place and 1 <= (month := sentence.tokens[place - 1].number) <= 12 and token.gap in ("", "-"):
        return place - 1, place, {("gregorian", month): -1}
    return None


def _around(sentence: Sentence, first: int, last: int, months: dict[tuple[str, int], int]) -> _Candidate:
    """Return the better of day-month and month-day."""
    before = _Candidate(first, last, months)
    _read_before(sentence, before)
    if before.score == 3:
        return before
    after = _Candidate(first, last, months)
    _read_after(sentence, after)
    return after if after.score > before.score else before


def _read_before(sentence: Sentence, found: _Candidate) -> None:
    """Read 6 March 2026, 2027. gada 30. aprīlis; and March 2026, 2026 March."""
    place, day = _day_before(sentence, found)
    if day is not None:
        found.day, found.day_place, found.first = day, place, place
        _days_before(sentence, found)
    found.year = _year_after(sentence, found) or _year_before(sentence, found)


def _read_after(sentence: Sentence, found: _Candidate) -> None:
    """Read March 6, 2026 and 2027 április 30."""
    place, day = _day_after(sentence, found)
    if day is not None:
        found.day, found.day_place, found.last = day, place, place
        _days_after(sentence, found)
        found.year = _year_after(sentence, found) or _year_before(sentence, found)


def _day_before(sentence: Sentence, found: _Candidate) -> tuple[int, int | None]:
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
        if (day := _hebrew_day(sentence, place, found)) is not None:
            return place - (token.joined and not token.gap), day
        if not sentence.is_filler(place):
            break
    return -1, None


def _day_after(sentence: Sentence, found: _Candidate) -> tuple[int, int | None]:
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


def _numeral(sentence: Sentence, place: int, found: _Candidate) -> int | None:
    """Return the day that a word names, in a language of the month: "thirtieth"."""
    token = sentence.tokens[place]
    if token.entry is None or not token.entry.day[0] or sentence.taken[place]:
        return None
    day, languages = token.entry.day
    return day if any(languages & of for of in found.months.values()) else None


def _hebrew_day(sentence: Sentence, place: int, found: _Candidate) -> int | None:
    """Return the day in letters, כ״ג, also where the stroke between them is a quotation mark and cuts the word."""
    if not _is_hebrew(found):
        return None
    token = sentence.tokens[place]
    cut = token.joined and not token.gap and place > 0
    number = hebrew((sentence.tokens[place - 1].word if cut else "") + token.word)
    return number if 1 <= number <= 30 else None


def _hebrew_year(sentence: Sentence, place: int) -> tuple[int, int]:
    """Return the year in letters, תשפ״ז, and its last token; 0 where there is none."""
    word, last = sentence.tokens[place].word.removeprefix("ה"), place
    if place + 1 < sentence.size and (cut := sentence.tokens[place + 1]).joined and not cut.gap:
        word, last = word + cut.word, place + 1
    number = hebrew(word)
    return (5000 + number, last) if 600 < number < 900 else (0, place)


def _is_hebrew(found: _Candidate) -> bool:
    return any(calendar == "hebrew" for calendar, _ in found.months)


def _near(sentence: Sentence, place: int, gap: str) -> bool:
    return gap in NEAR or (gap == "(" and sentence.tokens[place].joined)


def _year_after(sentence: Sentence, found: _Candidate) -> tuple[int, frozenset[str]] | None:
    for place in range(found.last + 1, min(found.last + _FARTHEST + 1, sentence.size)):
        token = sentence.tokens[place]
        if not _near(sentence, place, token.gap):
            return None
        if token.digits:
            year = sentence.year_at(place)
            if year is None and token.digits == 2 and token.joined and token.gap in ("-", "/", ".", "'", "’", ".-"):
                year = 2000 + token.number, frozenset()
            elif year is None and token.gap in ("'", "’") and token.digits == 2:
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


def _year_before(sentence: Sentence, found: _Candidate) -> tuple[int, frozenset[str]] | None:
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


def _writes_year_first(found: _Candidate) -> bool:
    """Say whether a language puts the year first with a comma: Kyrgyz, Yakut, Chuvash."""
    return any(of > 0 and of & _YEAR_AND_COMMA for of in found.months.values())


def _days_before(sentence: Sentence, found: _Candidate) -> None:
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


def _days_after(sentence: Sentence, found: _Candidate) -> None:
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


def _dates(sentence: Sentence, found: _Candidate) -> list[FoundDate]:
    """Return what a candidate says: the date itself, and the first day of its range."""
    tokens = sentence.tokens
    if found.year is None and sentence.has(found.first - 1, ROLE["year"]):
        return []  # A year that is no number is one of the sixty of the Chinese and Korean calendars: 丁未年.
    meanings = _settled(sentence, found)
    year = found.year
    readings: list[Reading] = []
    for calendar, month in meanings:
        if year is None:
            readings.append(Reading(calendar, None, month, found.day))
        else:
            readings += [Reading(name, year[0], month, found.day) for name in calendars_of(*year, calendar)]
    if year is not None and any(reading.calendar in year[1] for reading in readings):
        readings = [reading for reading in readings if reading.calendar in year[1]]
    if not readings:
        return []
    others = [reading._replace(day=tokens[place].number) for reading in readings for place in found.others]
    outcome = Outcome.SAID if _sure(sentence, found) else Outcome.UNSURE
    starts = [
        FoundDate(
            tokens[place].start,
            tokens[place].end,
            Outcome.START,
            tuple(reading._replace(day=tokens[place].number) for reading in readings),
        )
        for place in found.starts
    ]
    ahead = (found.starts or found.others) and found.first in (*found.starts, *found.others)
    first = found.day_place if ahead else found.first
    return [*starts, FoundDate(tokens[first].start, tokens[found.last].end, outcome, tuple(readings), tuple(others))]


def _settled(sentence: Sentence, found: _Candidate) -> list[tuple[str, int]]:
    """Return the months that a word may be; where it is two, the languages of the sentence's other words decide."""
    months = found.months
    if len(months) == 1 or len({number for _, number in months}) == 1:
        return list(months)
    near = (
        *range(max(found.first - _HEARD, 0), found.first),
        *range(found.last + 1, min(found.last + _HEARD, sentence.size)),
    )
    heard = [
        languages
        for token in map(sentence.tokens.__getitem__, near)
        if token.entry and len(token.word) >= 4
        for languages in (
            *(of for (_, short), of in token.entry.weekdays.items() if not short),
            *(token.entry.months.values() if len(token.entry.months) == 1 else ()),
        )
    ]
    heard_of = {meaning: sum(bool(of & languages) for of in heard) for meaning, languages in months.items()}
    most = max(heard_of.values())
    return [meaning for meaning, times in heard_of.items() if times == most]


def _sure(sentence: Sentence, found: _Candidate) -> bool:
    """Say whether the word is a month for certain: a whole date, or a name that is nothing else."""
    token = sentence.tokens[found.month]
    word = token.word
    if token.roles & _COUNTS_MONTHS:
        return True
    if found.year is not None:
        return found.day is not None or (len(word) > 3 and word not in _OTHER_WORDS)
    named = [calendar for calendar, _ in found.months]
    if "gregorian" not in named:
        return len(word) >= 4 and not word.isascii()
    if word in _OTHER_WORDS and not sentence.text[token.start].isupper():
        return False
    languages = 0
    for of in found.months.values():
        languages |= of
    return len(word) >= 5 or bool(languages & _WELL_KNOWN)
