"""Hours: 18:00, 5 p.m., 17 h 30, a las 5 de la tarde, 24.00, noon, midnight.

An hour below twelve that nothing places in a half of the day is two readings. Noon and midnight are words of their own.
"""

from collections.abc import Iterator
from datetime import time

from deadlines.words.found import FoundHour
from deadlines.words.lexicon import ROLE, language_bit
from deadlines.words.sentence import DASHES, Sentence

END_OF_DAY = frozenset({time(0, 0), time(23, 59)})
_HALVES = ("am", "morning", "pm", "evening", "night", "noon")
_PERIOD = sum(ROLE[name] for name in _HALVES)
_AT, _AT_HOUR, _HOUR, _HOURS = ROLE["at"], ROLE["at hour"], ROLE["hour"], ROLE["hours"]
_MINUTES, _HALF, _QUARTER = ROLE["minutes"], ROLE["half"], ROLE["quarter"]
_WITHIN = ROLE["within"]
_FILLS = ROLE["between"] | ROLE["at"] | ROLE["minutes"] | ROLE["hours"] | ROLE["hour"]
_PARTS = _HALF | _QUARTER | ROLE["half before"] | ROLE["quarter before"]
_SHIFTED = ("saa", "ሰዓት")
"""Words before or after an hour that is counted from six o'clock, in Swahili and in Amharic."""
_COLONS = frozenset(":：∶")


def hours(sentence: Sentence) -> Iterator[FoundHour]:
    """Yield the hours that stand outside the dates of a sentence."""
    last = -1
    for place in sorted(sentence.numbers + sentence.noons) if sentence.noons else sentence.numbers:
        if place <= last or sentence.taken[place]:
            continue
        if not sentence.tokens[place].digits:
            if found := _word(sentence, place):
                yield found
            continue
        last, times = _clock(sentence, place)
        if times:
            first, last, times = _with_half(sentence, place, last, times)
            sentence.hours.append((first, last))
            yield FoundHour(sentence.tokens[first].start, sentence.tokens[last].end, times)


def _clock(sentence: Sentence, place: int) -> tuple[int, frozenset[time]]:
    """Return the last token and the readings of a number that is an hour; none where it is not."""
    token = sentence.tokens[place]
    if token.digits > 2:
        return place, _compact(sentence, place)
    minute = _number(sentence, place + 1)
    if token.digits and minute is not None:
        gap, joined = sentence.tokens[place + 1].gap, sentence.tokens[place + 1].joined
        if gap in _COLONS:
            last = place + 1
            seconds = _number(sentence, place + 2)
            if seconds is not None and sentence.tokens[place + 2].gap in _COLONS:
                last = place + 2
            return last, _times(token.number, minute)
        if gap == "." and joined and not _is_decimal(sentence, place):
            sure = (token.number, minute) == (24, 0) or _has_evidence(sentence, place, place + 1)
            return place + 1, _times(token.number, minute) if sure else frozenset()
    return _bare(sentence, place)


def _bare(sentence: Sentence, place: int) -> tuple[int, frozenset[time]]:
    """Read an hour without a colon: 17 h 30, 5 p.m., 17 Uhr, a las 17."""
    number = sentence.tokens[place].number
    if not 0 <= number <= 24 or _is_decimal(sentence, place):
        return place, frozenset()
    unit = place + 1
    led = sentence.has(place - 1, _AT_HOUR) and not sentence.tokens[place].gap.strip(":.")
    if sentence.has(unit, _HOUR | _HOURS) and not sentence.tokens[unit].gap.strip("-."):
        after = unit + 2 if sentence.has(unit + 1, ROLE["and"]) and sentence.has(unit + 3, _MINUTES) else unit + 1
        minute = _number(sentence, after)
        if minute is not None and not sentence.tokens[after].gap:
            return after, _times(number, minute)
        sure = (
            (sentence.has(unit, _HOUR) and number < 24)
            or led
            or sentence.has(place - 1, _AT)
            or _beside_a_date(sentence, place)
        )
        sure = sure or _half_after(sentence, unit)[0] is not None
        if sure and not _is_duration(sentence, place):
            return unit, _times(number, 0)
        return unit, frozenset()
    if sentence.has(unit, _PERIOD) and not sentence.tokens[unit].gap and 1 <= number <= 12:
        return place, _times(number, 0)
    if led and _ends_there(sentence, unit):
        return place, _times(number, 0)
    return place, frozenset()


def _compact(sentence: Sentence, place: int) -> frozenset[time]:
    """Read 2100 UTC and 1800 hrs; a year is none."""
    token = sentence.tokens[place]
    if token.digits != 4 or token.number % 100 > 59 or token.number > 2400:
        return frozenset()
    following = place + 1 < sentence.size and not sentence.tokens[place + 1].gap.strip("(")
    if following and (sentence.has(place + 1, _HOUR | _HOURS) or _is_zone(sentence, place + 1)):
        return _times(token.number // 100, token.number % 100, exact=True)
    return frozenset()


def _times(hour: int, minute: int, exact: bool = False) -> frozenset[time]:
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return frozenset()
    if hour == 24 or (hour == 0 and minute == 0):
        return END_OF_DAY
    both = (hour,) if exact or hour >= 12 or hour == 0 else (hour, hour + 12)
    return frozenset(time(reading, minute) for reading in both)


def _with_half(sentence: Sentence, first: int, last: int, times: frozenset[time]) -> tuple[int, int, frozenset[time]]:
    """Place an hour in the half of the day that a word beside it names, and add half past and the quarters."""
    roles = sentence.roles
    if roles & _PARTS:
        if sentence.has(last + 1, _HALF | _QUARTER) and not sentence.tokens[last + 1].gap.strip(",-"):
            times = _past(times, sentence.tokens[last + 1].roles)
            last += 1
        elif sentence.has(first - 1, _PARTS & ~_HALF & ~_QUARTER):
            quarter = sentence.has(first - 1, ROLE["quarter before"])
            times = _past(times, _QUARTER if quarter else _HALF) | _back(times, 15 if quarter else 30)
            first -= 1
    if sentence.tokens[last].word in _SHIFTED or (first and sentence.tokens[first - 1].word in _SHIFTED):
        times = frozenset(time((reading.hour + 6) % 24, reading.minute) for reading in times) | times
    if roles & _PERIOD:
        period, last_of_all = _half_after(sentence, last)
        if period is None and first and _is_period_before(sentence, first):
            first -= 1
            period = _period(sentence, first)
        if period is not None:
            times = frozenset(placed for reading in times for placed in _placed(reading, period, times))
            last = max(last, last_of_all)
    return first, last, times


def _is_period_before(sentence: Sentence, first: int) -> bool:
    """Say whether the half of the day stands before an hour, as in 下午5点 and "शाम 5 बजे"; "am 5." is a German day."""
    token = sentence.tokens[first - 1]
    if not sentence.has(first - 1, _PERIOD) or sentence.taken[first - 1] or sentence.tokens[first].gap.strip(","):
        return False
    return token.word != "am"


def _half_after(sentence: Sentence, last: int) -> tuple[str | None, int]:
    """Return the half of the day that is named after an hour, and where."""
    for place in range(last + 1, min(last + 4, sentence.size)):
        token = sentence.tokens[place]
        if token.gap.strip(".,-()") or token.digits or sentence.taken[place]:
            break
        if token.roles & _PERIOD:
            return (None, last) if _is_german(sentence, place) else (_period(sentence, place), place)
        if not token.roles & _FILLS:
            break
    return None, last


def _period(sentence: Sentence, place: int) -> str:
    roles = sentence.tokens[place].roles
    return next(name for name in _HALVES if roles & ROLE[name])


def _is_german(sentence: Sentence, place: int) -> bool:
    """Say whether "am" is the German preposition: a weekday of that language, or an ordinal, comes after it."""
    token = sentence.tokens[place]
    if place + 1 >= sentence.size or sentence.text[token.start : token.end] != "am":
        return False
    following = sentence.tokens[place + 1]
    german = language_bit("de")
    if following.entry and any(languages & german for languages in following.entry.weekdays.values()):
        return not any(languages & language_bit("en") for languages in following.entry.weekdays.values())
    return following.digits > 0 and sentence.text[following.end : following.end + 1] == "."


def _placed(reading: time, period: str, times: frozenset[time]) -> set[time]:
    """Return what a reading is in a half of the day; nothing where another reading of the same hour stands for it."""
    hour, minute = reading.hour, reading.minute
    if times == END_OF_DAY:
        return {reading}
    if hour > 12 and time(hour - 12, minute) in times:
        return set()
    if period == "noon":
        return {time(hour + 12, minute) if hour < 6 else reading}
    if period == "am":
        return {time(0 if hour == 12 else hour, minute)} | (set(END_OF_DAY) if hour == 12 and minute == 0 else set())
    if period == "morning":
        return {reading} | ({time(0, minute)} if hour == 12 else set())
    if hour == 12 and period in ("evening", "night"):
        return {time(0, minute)} | (set(END_OF_DAY) if minute == 0 else set())
    if period == "night" and hour <= 5:
        return {reading, time(hour + 12, minute)} if hour == 5 else {reading}
    return {time(hour + 12, minute) if hour < 12 else reading}


def _past(times: frozenset[time], role: int) -> frozenset[time]:
    if role & _HALF:
        return frozenset(reading.replace(minute=30) for reading in times)
    past = frozenset(reading.replace(minute=15) for reading in times)
    return past | _back(times, 15) | frozenset(reading.replace(minute=45) for reading in times)


def _back(times: frozenset[time], minutes: int) -> frozenset[time]:
    return frozenset(time((reading.hour - 1) % 24, 60 - minutes) for reading in times)


def _word(sentence: Sentence, place: int) -> FoundHour | None:
    """Read noon and midnight where they stand alone, and noon with minutes: midi trente."""
    token = sentence.tokens[place]
    if not token.roles & (ROLE["noon"] | ROLE["midnight"]) or _is_part_of_a_name(sentence, place):
        return None
    last, times = place, END_OF_DAY if token.roles & ROLE["midnight"] else frozenset({time(12, 0)})
    if place + 1 < sentence.size and not sentence.tokens[place + 1].gap:
        following = sentence.tokens[place + 1]
        if following.roles & _HALF or (following.entry and following.entry.day[0] == 30):
            last, times = place + 1, frozenset(reading.replace(hour=reading.hour % 23, minute=30) for reading in times)
            times = frozenset({time(0, 30)}) if token.roles & ROLE["midnight"] else frozenset({time(12, 30)})
    sentence.hours.append((place, last))
    return FoundHour(token.start, sentence.tokens[last].end, times)


def _is_part_of_a_name(sentence: Sentence, place: int) -> bool:
    """Say whether a word is joined to another, as in Midi-Pyrénées."""
    token = sentence.tokens[place]
    before = token.joined and token.gap in DASHES and place > 0 and not sentence.tokens[place - 1].digits
    following = sentence.tokens[place + 1] if place + 1 < sentence.size else None
    after = following is not None and following.joined and following.gap in DASHES and not following.digits
    return before or after


def _number(sentence: Sentence, place: int) -> int | None:
    """Return the two digits at a place, where they are not part of a date."""
    if place >= sentence.size or sentence.taken[place] or sentence.tokens[place].digits != 2:
        return None
    return sentence.tokens[place].number


def _is_decimal(sentence: Sentence, place: int) -> bool:
    """Say whether a number is the second part of another: 1.5, 3,000, $5."""
    token = sentence.tokens[place]
    if token.gap.endswith(("$", "€", "£", "#", "№", "+")):
        return True
    return token.joined and place > 0 and sentence.tokens[place - 1].digits > 0 and token.gap in (".", ",", ":", "/")


def _has_evidence(sentence: Sentence, first: int, last: int) -> bool:
    """Say whether 17.30 is an hour: led to, or followed by a unit, a half of the day or a zone."""
    if sentence.has(first - 1, _AT | _AT_HOUR):
        return True
    following = last + 1
    if following >= sentence.size or sentence.tokens[following].gap.strip("(,"):
        return False
    return sentence.has(following, _HOUR | _HOURS | _PERIOD) or _is_zone(sentence, following)


def _is_zone(sentence: Sentence, place: int) -> bool:
    return sentence.has(place, ROLE["zone"])


def _beside_a_date(sentence: Sentence, place: int) -> bool:
    return place > 0 and bool(sentence.taken[place - 1])


def _is_duration(sentence: Sentence, place: int) -> bool:
    """Say whether a number of hours is how long something lasts: within 24 h, 48 h before."""
    unit = place + 1
    if sentence.has(place - 1, _WITHIN) or sentence.has(place - 2, _WITHIN):
        return True
    related = any(sentence.has(near, ROLE["after"] | ROLE["before"]) for near in (unit + 1, unit + 2))
    return related and sentence.has(unit, ROLE["span"] | _HOURS) and not sentence.has(place - 1, _AT | _AT_HOUR)


def _ends_there(sentence: Sentence, place: int) -> bool:
    """Say whether a bare number after "a las" is all there is, and not the count of something."""
    if place >= sentence.size or sentence.taken[place]:
        return True
    token = sentence.tokens[place]
    return bool(token.gap) or bool(token.roles) or bool(token.entry and token.entry.weekdays)
