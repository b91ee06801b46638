"""What was typed, as values: the words of closed sets, and the words of ``list`` as what is wanted."""

from __future__ import annotations

from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.eligibility import ACCESSES, APPLICANTS
from deadlines.domain.kind import KINDS
from deadlines.domain.matching import Wanted
from deadlines.domain.money import CURRENCIES, MOST, number_in
from deadlines.domain.territory import code_of, is_country
from deadlines.domain.text import Sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

IN_ONE = ("kind", "language", "series", "access", "country", "applicant", "currency")
"""Of which several may be given with commas, since no value has one."""

Many = list[str] | None

_LONGEST = 1_000
_ONE_OF = {
    "kind": frozenset(KINDS),
    "access": frozenset(ACCESSES),
    "applicant": frozenset(APPLICANTS),
    "currency": CURRENCIES,
}


def select(**words: Many | str) -> Wanted:
    """Return what the options want; a word that cannot be one is wrong usage."""
    given: dict[str, Any] = {
        key: tuple(each(value) if key in IN_ONE else value) for key, value in words.items() if isinstance(value, list)
    }
    if typed := words.get("min_amount"):
        given["min_amount"] = number_in(str(typed)) or typed
        if "currency" not in given:
            raise Refusal("--min-amount: write --currency too, such as --currency EUR", Exit.USAGE)
    if "kind" in given:
        given["kind"] = tuple(map(_kind, given["kind"]))
    if "applicant" in given:
        given["applicant"] = tuple(map(_applicant, given["applicant"]))
    if "country" in given:
        given["country"] = tuple(code_of(word) or word for word in given["country"])
    if not all(is_plain(key, value) for key, value in given.items()):
        _check(given)
    return Wanted(**given)


def _kind(word: str) -> str:
    if word in KINDS:
        return word
    from deadlines.wording.phrases import kind_of  # In whatever language it is said.

    return kind_of(word) or str(one_of("--kind", word, tuple(KINDS)))


def _applicant(word: str) -> str:
    if word in APPLICANTS:
        return word
    from deadlines.wording.phrases import applicant_of

    return applicant_of(word) or word


def is_plain(key: str, value: Any) -> bool:
    """True for a value of a selection that is right beyond doubt; of any other its model has to say it."""
    if key == "min_amount":
        return isinstance(value, int) and 0 < value <= MOST
    return all(len(word) <= _LONGEST and _is_plain(key, word) for word in value)


def _is_plain(key: str, word: str) -> bool:
    if known := _ONE_OF.get(key):
        return word in known
    if key == "country":
        return is_country(word)
    import re  # Nearly all lists are narrowed by nothing, or by kinds.

    from deadlines.domain.characters import STEERING

    if key == "language":
        return re.fullmatch("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", word) is not None
    if key == "series":
        return len(word) <= 100 and re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", word) is not None
    return any(map(str.isalnum, word)) and word.isprintable() and not STEERING.search(word)


def _check(given: dict[str, Any]) -> None:
    """Have the model of a selection say what is wrong in it. Raises ``Refusal``."""
    from pydantic import ValidationError

    from deadlines.documents.explain import explain
    from deadlines.domain.selection import Selection

    try:
        Selection.model_validate(given)
    except ValidationError as error:
        problem = explain(error, Selection)[0]
        reason = Sentence("{reason}; {hint}", reason=problem.message, hint=problem.hint)
        raise Refusal(
            "{name}: {reason}", Exit.USAGE, name=f"--{problem.keys[0]}".replace("_", "-"), reason=reason
        ) from None


def one_of(option: str, word: str, known: tuple[str, ...]) -> Any:
    """Return the word when it is known; else it is wrong usage, with the word that is probably meant."""
    if word in known:
        return word
    from deadlines.documents.explain import nearest  # Who types what is known waits for nothing.

    if meant := nearest(word, known):
        raise Refusal(
            '{option}: "{word}" is not known; did you mean "{meant}"?',
            Exit.USAGE,
            option=option,
            word=word,
            meant=meant,
        )
    words = ", ".join(known)
    raise Refusal(
        '{option}: "{word}" is not known; write one of {words}', Exit.USAGE, option=option, word=word, words=words
    )


def each(typed: Many) -> list[str]:
    """Return the words of an option that may be repeated, and have several with commas."""
    return [word for text in typed or () for part in text.split(",") if (word := part.strip())]
