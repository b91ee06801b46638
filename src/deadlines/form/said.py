"""What is wrong in a record, said to somebody who sees its form and not its file: by the labels of the fields."""

import re
from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from deadlines.domain.key import key_of, table_in
from deadlines.domain.record import Record
from deadlines.domain.text import Counted, Sentence
from deadlines.form.fields import ARROW
from deadlines.wording.language import Language
from deadlines.wording.language import language as in_language

_PART = re.compile(r"\{(?P<value>\w+)\}|\[{0,2}\b(?P<key>[a-z_]+)\b\]{0,2}")
"""A value of a sentence, or a word that may be a key, with the brackets of a table."""
_IS, _KEY = " = ", "key"
_TABLE = re.compile(r"\{ \w+ = ([^,{}]+), \w+ = ([^,{}]+) \}")


def said(text: Sentence, language: Language) -> str:
    """Return a sentence about a record in a language, with the label of a field wherever it names a key."""
    template, parts, end = _template(text, language), [], 0
    for found in _PART.finditer(template):
        if label := _label(found, text, language):
            is_set = template.startswith(_IS, found.end())
            parts += [template[end : found.start()], language.heading(label, "") if is_set else label]
            end = found.end() + (len(_IS) if is_set else 0)
        elif found["value"]:
            parts += [template[end : found.start()], _value(text.values[found["value"]], language)]
            end = found.end()
    return "".join((*parts, template[end:]))


def helped(text: str, language: Language) -> str:
    """Return what a key is for, so said; a table that is typed on a line is shown as it is typed."""
    return _TABLE.sub(rf"\1{ARROW}\2", said(Sentence(text), language))


def _template(text: Sentence, language: Language) -> str:
    """Return a sentence in a language, its values left out."""
    own = {name: f"{{{name}}}" for name in text.values}
    if isinstance(text, Counted):
        return language.count(*text.forms, text.n, **own)
    return language.say(text.sentence, **own)


def _label(found: re.Match[str], text: Sentence, language: Language) -> str:
    """Return the label of the key that a part of a sentence is; empty where it is none."""
    key = str(text.values[_KEY]) if found["value"] == _KEY else found["key"] or ""
    if key not in _labels() or (found["key"] and key not in _keys_in(text.sentence)):
        return ""
    return language.say("“{label}”", label=language.say(_labels()[key]))


def _value(value: object, language: Language) -> str:
    return said(value, language) if isinstance(value, Sentence) else language.spoken(value)


@cache
def _keys_in(sentence: str) -> frozenset[str]:
    """Return the keys that a sentence names: in Arabic, which has no words in these letters, nothing else looks so."""
    words = (found["key"] for found in _PART.finditer(in_language("ar").say(sentence)))
    return frozenset(word for word in words if word in _labels())


@cache
def _labels() -> dict[str, str]:
    """Return the label of each key, in English; of a name in several tables, that of the outer one."""
    return dict(reversed(list(_headings(Record))))


def _headings(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    tables = (model, *filter(None, map(table_in, model.model_fields.values())))
    fields = (its for table in tables for its in table.model_fields.items())
    yield from ((name, key.heading) for name, field in fields if (key := key_of(field)) and key.heading)
