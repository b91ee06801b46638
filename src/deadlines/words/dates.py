"""Dates with the name of a month: 6 March 2026, 2027. április 30., le 1er décembre, 23 ذو القعدة 1448."""

from collections.abc import Iterator

from deadlines.words.around import Candidate, around
from deadlines.words.found import FoundDate, Outcome, Reading
from deadlines.words.lexicon import ROLE, languages
from deadlines.words.sentence import NEAR, Sentence, calendars_of

_WELL_KNOWN = languages(
    "ar bg ca cs da de el en es et fa fi fr he hr hu id it lt lv mk ms nb nl no pl pt ro ru sk sl sq sr sv tr uk vi"
)
"""Languages whose abbreviations are taken for months without a year beside them."""
_OTHER_WORDS = {
    "ago", "dec", "des", "dic", "lug", "mag", "mai", "maj", "mar", "march", "mars", "mart", "marts", "may", "out",
    "per", "sept", "set", "sex",
}  # fmt: skip
"""Months somewhere, and other words elsewhere: without a year they are not sure."""
_LINKS = ROLE["between"] | ROLE["year"]
_COUNTS_MONTHS, _COUNTS_DAYS = ROLE["month"], ROLE["day"]
_HEARD = 20
"""How many words away others tell the language of a month."""


def month_dates(sentence: Sentence) -> Iterator[FoundDate]:
    """Yield the dates with a named month, and take their tokens; those with more of a date first."""
    if len(sentence.months) == 1 and (plain := _plain(sentence, sentence.months[0])):
        yield plain
        return
    spots = [spot for place in sentence.months if (spot := _month_at(sentence, place))]
    found = [(around(sentence, *spot), spot) for spot in spots]
    if len(found) > 1:
        found.sort(key=lambda item: -item[0].score)
    alone = []
    for number, (candidate, spot) in enumerate(found):
        if number:
            candidate = around(sentence, *spot)  # What stood around it may have been taken.
        if candidate.day is None:
            alone.append(spot)
        elif dates := _dates(sentence, candidate):
            yield from dates
            sentence.take(candidate.first, candidate.last)
    for spot in alone:
        candidate = around(sentence, *spot)
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


def _dates(sentence: Sentence, found: Candidate) -> list[FoundDate]:
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


def _settled(sentence: Sentence, found: Candidate) -> list[tuple[str, int]]:
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


def _sure(sentence: Sentence, found: Candidate) -> bool:
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
