"""Characters that are not what they look like, and times that TOML does not know, found in foreign text."""

import re
import unicodedata
from contextlib import suppress
from datetime import date, timedelta

from deadlines.domain.text import Sentence, Translated

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
"""Characters that make calendar programs refuse a feed, show nothing or cut a line."""

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
"""A year of our time, in figures."""

_END_OF_DAY = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ]24:00(:00(\.0+)?)?(?![\d:])")


def end_of_day_in(text: str, at: int = 0) -> tuple[int, int, str] | None:
    """Return where the hour 24:00 of a date stands around ``text[at]``, and what to write instead.

    ISO 8601 has it for the end of a day, TOML has not (RFC 3339 §5.6).
    """
    found = next((one for one in _END_OF_DAY.finditer(text) if one.start() <= at <= one.end()), None)
    with suppress(ValueError, OverflowError):
        if found:
            day = date.fromisoformat(found[1])
            hint = Sentence(
                "write {next}T00:00:00, which is the same, or {day}T23:59:00", next=day + timedelta(days=1), day=day
            )
            return found.start(), found.end(), hint
    return None


STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Bidirectional embeddings, overrides and isolates: what follows them may be shown in another order than it is."""


_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Mn", "Me", "Zl", "Zp", "Zs"})
_UNSEEN_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Fillers of Hangul and the blank of Braille: by their categories they are seen."""


def is_seen(text: str) -> bool:
    """True where there is more in a text than spaces, format characters and marks on nothing."""
    return any(
        character not in _UNSEEN_LETTERS and unicodedata.category(character) not in _UNSEEN_CATEGORIES
        for character in text
    )


def replaced(text: str) -> str:
    """Return what ``text.shown`` does of a text in which something cannot be shown."""
    return STEERING.sub("\N{REPLACEMENT CHARACTER}", UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text))


_BLANKS = re.compile(r"[ \t\n]+")
"""Where a line may break; not at a no-break space, as French has before a colon."""


def one_line(text: str, limit: int | None = None) -> str:
    """Return foreign text on one line, without what could steer a terminal, a mail header or the order of letters.

    Longer than ``limit`` characters, it ends in ``…``. What is translated stays so.
    """
    plain = _BLANKS.sub(" ", UNSAFE.sub(" ", STEERING.sub("", text))).strip()
    cut = plain if limit is None or len(plain) <= limit else f"{plain[: limit - 1].rstrip()}…"
    return Translated(cut) if isinstance(text, Translated) else cut
