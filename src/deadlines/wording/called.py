"""What values of a record are called in a language, where it has them by a name or a code that all languages share."""

from __future__ import annotations

from functools import lru_cache

from deadlines.domain.eligibility import APPLICANTS
from deadlines.domain.territory import code_of
from deadlines.domain.text import Translated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from deadlines.wording.language import Language

CALLED_OTHERWISE = ("applicants", "countries", "regions", "languages")
"""The keys of such values."""


@lru_cache(maxsize=4096)
def called(key: str, values: tuple[str, ...], language: Language, by_tag: bool = False) -> str:
    """Return what the values of a key are called, as one text: many records have the same. Empty where there are none.

    It is ``Translated`` unless it has a region that nobody knows. Languages are called by their names, or ``by_tag``.
    """
    named = [_called(key, one, language, by_tag) for one in values]
    said = language.listing(named)
    return Translated(said) if named and all(isinstance(one, Translated) for one in named) else said


def _called(key: str, value: str, language: Language, by_tag: bool) -> str:
    if key == "applicants":
        applicant = value
        return Translated(language.say(APPLICANTS[applicant]))
    if key == "languages":
        return Translated(value if by_tag else language.name_of(value))
    return Translated(language.territory(value)) if key == "countries" or code_of(value) else value
