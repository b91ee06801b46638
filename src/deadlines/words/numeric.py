"""Dates in digits: 30/04/2027, 2027-04-30, 30. 4. 2027, 116/4/30, 30.04."""

from collections.abc import Iterator

from deadlines.words.calendars import YEARS
from deadlines.words.found import FoundDate, Outcome, Reading
from deadlines.words.lexicon import ROLE
from deadlines.words.sentence import DASHES, Sentence

_SEPARATORS = frozenset("./．۔।") | DASHES
_LEADS = ROLE["lead"] | ROLE["to"]
_SHORT_YEARS = {"buddhist": 2500, "persian": 1400, "nepali": 2000, "roc": 100}
"""What a year of two digits may leave out, in the calendars that are written so."""


def numeric_dates(sentence: Sentence) -> Iterator[FoundDate]:
    """Yield the dates in digits, and take their tokens."""
    found = sentence.tokens
    for place in sentence.numbers:
        if sentence.taken[place]:
            continue
        following = found[place + 1] if place + 1 < len(found) else None
        paired = following is not None and following.digits and (not following.gap or following.gap in _SEPARATORS)
        if not paired and found[place].digits != 8:
            continue
        for read, length in ((_three, 3), (_two, 2), (_eight, 1)):
            if place + length <= len(found) and (date := read(sentence, place)):
                yield from _start_of_range(sentence, place)
                yield date
                sentence.take(place, place + length - 1)
                break


def _three(sentence: Sentence, place: int) -> FoundDate | None:
    first, second, third = sentence.tokens[place : place + 3]
    if not (second.digits and third.digits) or max(second.digits, third.digits, first.digits) > 4:
        return None
    separator = second.gap
    if separator != third.gap or not (separator in _SEPARATORS or _spaced(sentence, place)):
        return None
    if separator and (_goes_on(sentence, place, separator) or _goes_on(sentence, place + 3, separator)):
        return None
    eras = sentence.era_at(place + 3) | (sentence.era_at(place - 1) if first.gap in ("", ".") else frozenset())
    if eras == {"ethiopic"} and sentence.has(place + 3, ROLE["am"]):
        eras |= {"gregorian"}
    numbers = (first.number, second.number, third.number)
    if first.digits >= 3 or (eras and first.digits < 3 and second.digits < 3 and third.digits < 3 and first.joined):
        orders = [numbers]
        year_digits = first.digits
    elif third.digits >= 3:
        orders = [(numbers[2], numbers[1], numbers[0]), (numbers[2], numbers[0], numbers[1])]
        year_digits = third.digits
    else:
        orders = [(numbers[2], numbers[1], numbers[0]), (numbers[2], numbers[0], numbers[1]), numbers]
        year_digits = 2
    readings, others = _readings(orders, year_digits, eras)
    if not readings and not others:
        return None
    outcome = Outcome.SAID if readings else Outcome.UNSURE
    return FoundDate(first.start, third.end, outcome, readings or others, others if readings else ())


def _readings(
    orders: list[tuple[int, int, int]], digits: int, eras: frozenset[str]
) -> tuple[tuple[Reading, ...], tuple[Reading, ...]]:
    """Return the likely readings of (year, month, day), and those of calendars that nothing in the text names."""
    likely, unlikely = [], []
    for year, month, day in orders:
        if not 1 <= month <= 13 or not 1 <= day <= 32:
            continue
        if eras:
            years = {calendar: _whole(calendar, year, digits) for calendar in sorted(eras)}
            likely += [Reading(name, of, month, day) for name, of in years.items() if of in YEARS[name]]
            continue
        if digits == 2 and month <= 12:
            likely.append(Reading("gregorian", 2000 + year, month, day))
            unlikely += [Reading(calendar, less + year, month, day) for calendar, less in _SHORT_YEARS.items()]
        elif digits == 3:
            unlikely.append(Reading("roc", year, month, day))
        elif digits == 4:
            for calendar in ("gregorian", "buddhist", "persian", "islamic"):
                if year in YEARS[calendar] and (month <= 12 or calendar == "ethiopic"):
                    likely.append(Reading(calendar, year, month, day))
            unlikely += [
                Reading(calendar, year, month, day) for calendar in ("ethiopic", "nepali") if year in YEARS[calendar]
            ]
    return tuple(likely), tuple(unlikely)


def _whole(calendar: str, year: int, digits: int) -> int:
    return year + _SHORT_YEARS.get(calendar, 2000 if calendar == "gregorian" else 0) if digits == 2 else year


def _spaced(sentence: Sentence, place: int) -> bool:
    """Say whether three numbers with nothing but blanks between them are a date: 30 04 2027."""
    first, second, third = sentence.tokens[place : place + 3]
    if second.gap or first.digits > 2 or (second.digits, third.digits) != (2, 4) or second.joined or third.joined:
        return False
    beside = [number for number in (place - 1, place + 3) if 0 <= number < len(sentence.tokens)]
    return third.number in YEARS["gregorian"] and not any(sentence.tokens[number].digits for number in beside)


def _goes_on(sentence: Sentence, place: int, separator: str) -> bool:
    """Say whether a number is joined to the one before it, as in 1.2.3.4."""
    if not 0 < place < len(sentence.tokens):
        return False
    token = sentence.tokens[place]
    return token.digits > 0 and token.joined and token.gap == separator and sentence.tokens[place - 1].digits > 0


def _two(sentence: Sentence, place: int) -> FoundDate | None:
    """Read 30.04. and, after a word that leads to a date, 30/04."""
    first, second = sentence.tokens[place : place + 2]
    if not second.digits or max(first.digits, second.digits) > 2 or second.gap not in ("./"):
        return None
    if not second.gap or _goes_on(sentence, place, second.gap) or _goes_on(sentence, place + 2, second.gap):
        return None
    orders = [(second.number, first.number)] + ([(first.number, second.number)] if second.gap == "/" else [])
    readings = tuple(
        Reading("gregorian", None, month, day) for month, day in orders if 1 <= month <= 12 and 1 <= day <= 31
    )
    led = sentence.has(place - 1, _LEADS) or bool(place and _weekdays(sentence, place - 1))
    if not readings or (second.gap == "/" and not led):
        return None
    if second.gap == ".":
        ended = sentence.text[second.end : second.end + 1] == "."
        if not ended or sentence.text[second.end + 1 : second.end + 2].isdigit():
            return None
        led = led and not sentence.has(place - 1, ROLE["at"] | ROLE["at hour"])
    sure = led or (first.number > 24 and second.gap == ".")
    return FoundDate(first.start, second.end, Outcome.SAID if sure else Outcome.UNSURE, readings)


def _weekdays(sentence: Sentence, place: int) -> bool:
    entry = sentence.tokens[place].entry
    return bool(entry and entry.weekdays)


def _eight(sentence: Sentence, place: int) -> FoundDate | None:
    token = sentence.tokens[place]
    if token.digits != 8:
        return None
    year, rest = divmod(token.number, 10_000)
    month, day = divmod(rest, 100)
    if year not in YEARS["gregorian"] or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return FoundDate(token.start, token.end, Outcome.UNSURE, (Reading("gregorian", year, month, day),))


def _start_of_range(sentence: Sentence, place: int) -> Iterator[FoundDate]:
    """Yield the first day of 1.-30.4.2027, which has no month of its own."""
    gap = sentence.tokens[place].gap
    if place and gap and gap[-1] in DASHES and gap.strip(".") in DASHES:
        day = sentence.day_at(place - 1)
        if day is not None:
            token = sentence.tokens[place - 1]
            sentence.take(place - 1, place - 1)
            yield FoundDate(token.start, token.end, Outcome.START, ())
