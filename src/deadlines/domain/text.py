"""Text for comparing: folded, so that a reader need not type accents or capitals."""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
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


def shown(text: str) -> str:
    """Return foreign text in which nothing can steer a terminal or the order of letters."""
    if text.isprintable():  # Characters that could are neither letters of any script nor a space.
        return text
    from deadlines.domain.characters import replaced

    return replaced(text)


def fold(text: str) -> str:
    """Return the text without case and accents, to search and to match names of months."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    if not any(map(unicodedata.combining, decomposed)):
        return decomposed
    return "".join([character for character in decomposed if not unicodedata.combining(character)])
