"""Text for comparing: folded, so that a reader need not type accents or capitals."""

import re
import unicodedata
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from typing import Self


class Sentence(str):
    """A text in English that knows of what it was made, a sentence and its ``{values}``: it can be translated.

    A value may be a sentence itself, an error that was raised with one, or a tuple of words of which one is meant.
    """

    sentence: str
    values: dict[str, object]

    def __new__(cls, sentence: str, /, **values: object) -> Self:
        """Return the sentence with its values."""
        plain = {name: " or ".join(one) if isinstance(one, tuple) else one for name, one in values.items()}
        made = super().__new__(cls, sentence.format_map(plain) if values else sentence)
        made.sentence, made.values = sentence, values
        return made


class Counted(Sentence):
    """A sentence about ``{n}`` things, in English and with all that it takes to say it in another language."""

    forms: tuple[str, str]
    """For one, and for several."""
    n: int

    def __new__(cls, singular: str, plural: str, n: int, /, **values: object) -> Self:
        """Return the sentence in the form that the number asks for."""
        made = super().__new__(cls, singular if n == 1 else plural, **values, n=n)
        made.forms, made.n = (singular, plural), n
        return made


class Translated(str):
    """A text in the language of those who read it, where others beside it are as a record has them."""


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


def shown(text: str) -> str:
    """Return foreign text in which nothing can steer a terminal or the order of letters."""
    if text.isprintable():  # These are neither letters of any script nor a space.
        return text
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


_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SLUG = 100
"""A part of a file's name (255 octets on every system) and of an address (256 characters in Google)."""


def fold(text: str) -> str:
    """Return the text without case and accents, to search and to match names of months."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@lru_cache(maxsize=1_000)
def slug(words: str) -> str:
    """Return words as a part of a name: ``a-z`` and ``0-9`` joined by ``-``, for ever the same.

    Plain words are their own slug; whatever else is in them, or more than 100 letters, gives a hash, so that no two
    share one by accident.
    """
    plain = "-".join(fold(words).split())
    return plain if _SLUG.fullmatch(plain) and len(plain) <= _LONGEST_SLUG else hashed_slug(words)


def hashed_slug(words: str) -> str:
    """Return what can be kept of words in a name, with a hash of all of them."""
    import hashlib  # Most words are their own slug.

    digest = hashlib.sha256(" ".join(words.casefold().split()).encode()).hexdigest()[:8]
    kept = "-".join(re.findall(r"[a-z0-9]+", fold(words)))[: _LONGEST_SLUG - len(digest) - 1].strip("-")
    return f"{kept}-{digest}" if kept else digest
