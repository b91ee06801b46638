"""Months and days that stand alone: "through January", "jusqu'à fin mars", "to the 16th", "segunda-feira (30)"."""

import re

from deadlines.words.found import FoundDate, Outcome, Reading, Words
from deadlines.words.sentence import Sentence

_SHORTEST = 3
_DAY = re.compile(
    r"(?<!\w)(?:the|le|el|dia|día|den|der|am|zum|до)\s+(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.|\s+числа)?"
    r"(?=\s*(?:[,.;:!)]|$)|\s+(?:at|à|um|kl)\b)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*\((?P<day>\d{1,2})\)")


def months_alone(text: str) -> list[FoundDate]:
    """Return the months of a text that are nothing else: not May for may, "mar" for the sea, nor mid-May."""
    sentence = Sentence(text)
    found = []
    for place in sentence.months:
        token = sentence.tokens[place]
        numbers = {
            number for calendar, number in (token.entry.months if token.entry else {}) if calendar == "gregorian"
        }
        is_short = token.end - token.start <= _SHORTEST
        if len(numbers) == 1 and not is_short and not token.joined and not _is_small_latin(text[token.start]):
            found.append(_found(token.start, token.end, numbers.pop(), None))
    return found


def days_alone(words: Words) -> list[FoundDate]:
    """Return the days of a month that is not named; their readings have the month 0."""
    text = words.text
    matches = [*_DAY.finditer(text)]
    matches += [match for day in words.weekdays if (match := _IN_BRACKETS.match(text, day.end))]
    return [_found(match.start(), match.end(), 0, int(match["day"])) for match in matches if 0 < int(match["day"]) < 32]


def _found(start: int, end: int, month: int, day: int | None) -> FoundDate:
    return FoundDate(start, end, Outcome.SAID, (Reading("gregorian", None, month, day),))


def _is_small_latin(letter: str) -> bool:
    return letter.isascii() and letter.islower()
