"""A feed of any selection, asked for by the words of ``list`` in an address: ``feed.ics?kind=job&language=fr``."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from pydantic import ValidationError

from deadlines.documents.explain import explain, nearest
from deadlines.domain.money import number_in
from deadlines.domain.selection import Selection

LONGEST, MOST_WORDS, LONGEST_WORD = 1_000, 20, 100
"""Of a whole query in characters, of its words, of one word: more than any calendar program keeps of an address."""

_ALARMS = {"1": True, "0": False, "true": True, "false": False}
_TIMED = ("within", "before", "after", "status", "all", "sort", "timezone", "as-of")


class Refused(Exception):  # noqa: N818
    """A query that cannot be answered, and what to type instead."""


@dataclass(frozen=True)
class Query:
    """What an address asks for."""

    selection: Selection
    alarms: bool = False

    @property
    def in_words(self) -> str:
        """The words alone, for a title."""
        values = self.selection.model_dump(exclude_defaults=True).values()
        return ", ".join(str(word) for words in values for word in (words if isinstance(words, tuple) else (words,)))


def read_query(text: str) -> Query:
    """Read a query; the order of its words does not matter. Raises ``Refused``."""
    if len(text) > LONGEST:
        raise Refused(f"the address is too long; write at most {LONGEST} characters after the ?")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_WORDS, errors="strict")
    except ValueError:
        raise Refused(f"write at most {MOST_WORDS} words, each as kind=job, joined by &") from None
    words: dict[str, set[str]] = {}
    alarms = False
    for key, value in pairs:
        if key == "alarms":
            if value not in _ALARMS:
                raise Refused('write alarms=1 for a calendar that rings, or leave "alarms" out')
            alarms = _ALARMS[value]
        elif key not in Selection.model_fields:
            raise Refused(_unknown(key))
        elif not value.strip():
            raise Refused(f'"{key}" has no value; write {key}=…, or leave it out')
        elif len(value) > LONGEST_WORD:
            raise Refused(f'the value of "{key}" is too long; write at most {LONGEST_WORD} characters')
        else:
            words.setdefault(key, set()).add(value.strip())
    given: dict[str, Any] = {key: tuple(sorted(words[key])) for key in sorted(words)}
    if amounts := given.get("min_amount"):
        given["min_amount"] = number_in(amounts[0]) or amounts[0]
        if len(amounts) > 1 or "currency" not in given:
            raise Refused("write one min_amount, with its currency: min_amount=10000&currency=EUR")
    try:
        selection = Selection.model_validate(given)
    except ValidationError as error:
        problem = explain(error, Selection)[0]
        raise Refused(f"{problem.keys[0]}: {problem.message}; {problem.hint}") from None
    if "invitation" in selection.access:
        raise Refused("what is by invitation is in no feed; write access=open or access=nomination")
    return Query(selection, alarms)


def _unknown(key: str) -> str:
    known = (*Selection.model_fields, "alarms")
    if key in _TIMED:
        return f'"{key}" cannot select a feed, since a feed keeps what is past for a year; write {", ".join(known)}'
    meant = nearest(key, known)
    return f'"{key}" is not a word of a feed; ' + (f'did you mean "{meant}"?' if meant else f"write {', '.join(known)}")
