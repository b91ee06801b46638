"""A text read: its dates, weekdays, hours and zones, and what is reckoned from them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

from deadlines.words.dates import month_dates
from deadlines.words.found import FoundDate, FoundHour, FoundWeekday, FoundZone, Outcome, Words
from deadlines.words.hours import hours
from deadlines.words.lexicon import ROLE
from deadlines.words.numeric import numeric_dates
from deadlines.words.sentence import DASHES, NEAR, Sentence
from deadlines.words.zones import zones

LONGEST = 20_000
"""Characters that are read; what is longer is read up to here."""
_SPAN, _AFTER, _BEFORE = ROLE["span"], ROLE["after"], ROLE["before"]
_TO, _LUNAR = ROLE["to"], ROLE["lunar"]
_ARTICLES = ROLE["between"] | ROLE["lead"] | ROLE["to"] | ROLE["before"] | ROLE["at"]
_COUNTERS = ROLE["day"] | ROLE["month"]
_FAR = 6


@lru_cache(maxsize=16)
def read(text: str) -> Words:
    """Return what a text says. It never raises, and takes time in proportion to the text's length.

    The words of a deadline that repeats are asked for with each of its dates.
    """
    sentence = Sentence(text[:LONGEST])
    dates = list(numeric_dates(sentence)) if sentence.paired else []
    if sentence.months:
        dates += month_dates(sentence)
    if len(dates) > 1:
        dates.sort(key=lambda date: date.start)
        dates = list(_ranged(sentence, dates))
    if dates and _may_reckon(sentence.roles):
        dates = _reckoned_from(sentence, dates)
    if dates and sentence.roles & _BEFORE:
        dates = _before(sentence, dates)
    weekdays = tuple(_weekdays(sentence)) if sentence.weekdays else ()
    found_hours = (
        list(hours(sentence)) if sentence.noons or 0 in map(sentence.taken.__getitem__, sentence.numbers) else []
    )
    if not found_hours and not sentence.zoned:
        return Words(text, tuple(dates), weekdays)
    found_zones = _joined(sentence.text, list(zones(sentence)))
    if found_zones and found_hours:
        found_hours = _with_zones(found_hours, found_zones)
    return Words(text, tuple(dates), weekdays, tuple(found_hours), found_zones)


def _may_reckon(roles: int) -> bool:
    return bool(roles & _LUNAR or (roles & _SPAN and roles & (_AFTER | _BEFORE)))


def _places(sentence: Sentence, dates: list[FoundDate]) -> list[tuple[int, int]]:
    """Return the first and the last token of each date; the dates are in the order in which they stand."""
    starts = {token.start: place for place, token in enumerate(sentence.tokens)}
    ends = {token.end: place for place, token in enumerate(sentence.tokens)}
    return [(starts[date.start], ends[date.end]) for date in dates]


def _ranged(sentence: Sentence, dates: list[FoundDate]) -> Iterator[FoundDate]:
    """Mark a date as the start of a range where nothing but "to" or a dash stands before the next one."""
    places = _places(sentence, dates)
    for number, date in enumerate(dates):
        following = dates[number + 1] if number + 1 < len(dates) else None
        if following and date.outcome is not Outcome.START and following.outcome is Outcome.SAID:
            last, first = places[number][1], places[number + 1][0]
            if 0 < first - last <= _FAR and _leads(sentence, last + 1, first):
                date = date._replace(outcome=Outcome.START)
        yield date


def _leads(sentence: Sentence, place: int, to: int) -> bool:
    """Say whether the tokens from one place to another, and what stands before it, mean "to"."""
    between = sentence.tokens[place:to]
    if not between:
        gap = sentence.tokens[to].gap.strip(".")
        return bool(gap) and gap in DASHES
    return any(token.roles & _TO for token in between) and all(
        token.roles & (_TO | _ARTICLES) or (token.entry is not None and token.entry.weekdays) for token in between
    )


def _reckoned_from(sentence: Sentence, dates: list[FoundDate]) -> list[FoundDate]:
    """Mark the dates from which something is reckoned, and those of a calendar that is not read."""
    tokens = sentence.tokens
    spans = [place for place, token in enumerate(tokens) if token.roles & _SPAN and not sentence.taken[place]]
    lunar = {place for place, token in enumerate(tokens) if token.roles & _LUNAR}
    marked = []
    for date, (place, _) in zip(dates, _places(sentence, dates), strict=True):
        near = spans[bisect_left(spans, place - _FAR - 2) : bisect_right(spans, place + _FAR + 2)]
        if any(_is_reckoned(sentence, span, place) for span in near) or any(place - back in lunar for back in range(4)):
            date = date._replace(outcome=Outcome.RELATIVE)
        marked.append(date)
    return marked


def _before(sentence: Sentence, dates: list[FoundDate]) -> list[FoundDate]:
    """Mark the dates that stand after "before": some write so the day on which it ends, some the day after."""
    place_of = {token.start: place for place, token in enumerate(sentence.tokens)}
    marked = []
    for date in dates:
        place = place_of.get(date.start, 0) - 1
        while place >= 0 and _may_precede(sentence, place):
            place -= 1
        marked.append(date._replace(before=sentence.has(place, _BEFORE)))
    return marked


def _may_precede(sentence: Sentence, place: int) -> bool:
    token = sentence.tokens[place]
    if token.roles & _BEFORE or sentence.taken[place]:
        return False
    return bool(token.roles & _ARTICLES) or bool(token.entry and token.entry.weekdays)


def _is_reckoned(sentence: Sentence, span: int, place: int) -> bool:
    """Say whether "30 days" and a date belong together: "after" or "before" stands between them, or beside the date."""
    tokens = sentence.tokens
    counted = span > 0 and (tokens[span - 1].digits > 0 or bool(tokens[span - 1].word))
    low, high = (span + 1, place) if span < place else (place, span)
    relation = any(
        tokens[between].roles & (_AFTER | _BEFORE) for between in range(low, high) if not sentence.taken[between]
    )
    return counted and relation


def _weekdays(sentence: Sentence) -> Iterator[FoundWeekday]:
    """Yield the weekdays, in the languages of the months where some are named."""
    spoken = 0
    for place in sentence.months:
        if entry := sentence.tokens[place].entry:
            for of in entry.months.values():
                spoken |= of
    for place in sentence.weekdays:
        token = sentence.tokens[place]
        if token.entry is None or sentence.taken[place]:
            continue
        if token.roles & (_COUNTERS | _SPAN) and place and sentence.tokens[place - 1].digits:
            continue
        beside = _is_beside_a_date(sentence, place)
        if not beside and (len(token.word) < 4 or token.roles & _SPAN or _is_part_of_a_name(sentence, place)):
            continue
        meant = {
            number
            for (number, short), languages in token.entry.weekdays.items()
            if (not short or beside)
            and (not spoken or languages & spoken)
            and not (short and not spoken and len(token.word) < 3 and token.word.isascii())
        }
        if meant:
            yield FoundWeekday(token.start, token.end, frozenset(meant), beside)


def _is_part_of_a_name(sentence: Sentence, place: int) -> bool:
    """Say whether a word with a capital follows at once: Sunday Times."""
    if place + 1 >= sentence.size:
        return False
    following = sentence.tokens[place + 1]
    return not following.gap and not following.digits and sentence.text[following.start].isupper()


def _is_beside_a_date(sentence: Sentence, place: int) -> bool:
    """Say whether only an article or a mark stands between a word and a date."""
    tokens, taken = sentence.tokens, sentence.taken
    after = place + 1
    while after < len(tokens) and after - place <= 3 and not taken[after] and tokens[after].roles & _ARTICLES:
        after += 1
    if after < len(tokens) and taken[after] and tokens[after].gap in NEAR:
        return True
    before = place - 1
    while before >= 0 and place - before <= 3 and not taken[before] and sentence.is_filler(before):
        before -= 1
    return before >= 0 and bool(taken[before]) and tokens[place].gap in (*NEAR, "(", ".(", "),", "）", "（")


def _joined(text: str, zones: list[FoundZone]) -> tuple[FoundZone, ...]:
    """Return the zones; those with a stroke between them, CET/CEST, are one that is either."""
    found: list[FoundZone] = []
    for zone in zones:
        if found and text[found[-1].end : zone.start].strip() == "/":
            one = found.pop()
            places = tuple(dict.fromkeys((*one.places, *zone.places)))
            zone = FoundZone(one.start, zone.end, one.offsets | zone.offsets, places)
        found.append(zone)
    return tuple(found)


def _with_zones(hours: list[FoundHour], zones: tuple[FoundZone, ...]) -> list[FoundHour]:
    """Give each hour the zone that stands after it and before the next hour; one that no hour has is of all."""
    starts = [zone.start for zone in zones]
    own: list[FoundZone | None] = []
    for hour, following in zip(hours, [*(hour.start for hour in hours[1:]), LONGEST], strict=True):
        place = bisect_left(starts, hour.end)
        own.append(zones[place] if place < len(zones) and starts[place] < following else None)
    free = zones[0] if len(zones) == 1 and zones[0] not in own else None
    return [FoundHour(hour.start, hour.end, hour.times, zone or free) for hour, zone in zip(hours, own, strict=True)]
