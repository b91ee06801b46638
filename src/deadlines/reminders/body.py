"""The body of a letter: all that it says of its notices, the same for everybody who reads a language in a zone.

It is made once for all of them, as of a minute; a letter adds its end, which is one person's.
"""

import textwrap
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from markupsafe import escape

from deadlines.domain.characters import one_line
from deadlines.domain.reminder import Notice
from deadlines.reminders.headline import subject
from deadlines.reminders.item import Item, Row, in_words
from deadlines.wording.language import Language
from deadlines.wording.phrases import labelled

if TYPE_CHECKING:
    from jinja2 import Template

_WIDTH = 72
_MOST_BYTES = 102_000
"""Of HTML: Gmail shows 102,400 bytes and hides the rest, with the end that says how to stop."""
_END = "\0"
"""Stands in HTML where the end of a letter goes; no text of a record has it."""


@dataclass(frozen=True)
class Body:
    """What a letter says before its end."""

    subject: str
    items: tuple[Item, ...]
    spoken: Language
    records_language: str

    @cached_property
    def text(self) -> str:
        """The plain text."""
        return "".join("\n".join(_item_as_text(item, self.spoken)) + "\n\n\n" for item in self.items)

    def text_with(self, end: Sequence[str]) -> str:
        """Return the plain text of a letter whose end is these sentences."""
        return self.text + "\n".join(("-- ", *wrapped(" ".join(end)))) + "\n"

    def html_with(self, end: Sequence[str]) -> str:
        """Return the HTML; where it would be longer than Gmail shows, the last items are named in brief."""
        closing = str(escape(" ".join(end)))
        room = _MOST_BYTES - len(closing.encode())
        if self._html(len(self.items)).size > room:
            # The most items for which it fits; none are written whole where it never does.
            numbers = range(len(self.items))
            whole = bisect_left(numbers, True, key=lambda number: self._html(number + 1).size > room)
        else:
            whole = len(self.items)
        html = self._html(whole)
        return f"{html.before}{closing}{html.after}"

    def _html(self, whole: int) -> "_Html":
        if whole not in self._htmls:
            self._htmls[whole] = self._rendered(whole)
        return self._htmls[whole]

    @cached_property
    def _htmls(self) -> "dict[int, _Html]":
        return {}

    def _rendered(self, whole: int) -> "_Html":
        from deadlines.wording.templates import words_in

        further = self.spoken.say("More dates, in brief")
        html = _template().render(
            words_in(self.spoken, self.records_language),
            items=self.items, whole=whole, further=further, closing=(_END,), subject=self.subject,
        )  # fmt: skip
        before, _, after = html.rpartition(_END)
        return _Html(before, after, len((before + after).encode()) + html.count("\n"))


@dataclass(frozen=True, slots=True)
class _Html:
    """The HTML around the end of a letter."""

    before: str
    after: str
    size: int
    """In bytes; a line ends in two of them in a mail."""


def body_of(notices: Sequence[Notice], here: str, spoken: Language, records_language: str, now: datetime) -> Body:
    """Return the body of a letter with ``notices``, in order, to whoever reads a language in the zone ``here``.

    It is as of the minute in which ``now`` is.
    """
    at = now.replace(second=0, microsecond=0)
    return _body_of(tuple(map(_Told.of, notices)), here, spoken, records_language, at)


@dataclass(frozen=True, slots=True)
class _Told:
    """A notice, told from others by all but its key, which is one person's, and by which opportunity it is of.

    To compare what two opportunities say would take longer than to write it.
    """

    notice: Notice = field(compare=False)
    what: tuple[object, ...]

    @classmethod
    def of(cls, notice: Notice) -> "_Told":
        point = notice.point
        which = id(point.opportunity), id(point.deadline), point.role, point.label, point.moment
        return cls(notice, (*which, notice.kind, notice.before))


@lru_cache(maxsize=32)
def _body_of(notices: tuple[_Told, ...], here: str, spoken: Language, records_language: str, at: datetime) -> Body:
    told = [one.notice for one in notices]
    items = tuple(in_words(notice, here, spoken, at) for notice in told)
    return Body(subject(told, here, spoken, at), items, spoken, records_language)


def _item_as_text(item: Item, language: Language) -> Iterator[str]:
    yield from wrapped(language.heading(item.alert, language.isolate(item.title)))
    yield from wrapped(language.listing((language.isolate(item.organisation), item.kind)))
    for sentence in filter(None, (*item.news, language.isolate(item.note))):
        yield ""
        yield from wrapped(sentence)
    for rows in filter(None, (item.dates, item.apply, item.offer)):
        yield ""
        for row in rows:
            yield from _row_as_text(row, language)


def _row_as_text(row: Row, language: Language) -> Iterator[str]:
    # An address is left as it is, so that mail programs make a link of it.
    texts = row.texts if row.href else tuple(map(language.isolate, row.texts))
    heading = labelled(row.heading, row.label and language.isolate(row.label))
    if len(texts) == 1:
        yield from wrapped(language.heading(heading, texts[0]), "  ")
        return
    yield language.heading(heading, "").rstrip()
    for text in texts:
        yield from wrapped(f"- {text}", "  ")


def wrapped(text: str, indent: str = "") -> list[str]:
    """Return the lines of a text; addresses are not broken."""
    return textwrap.wrap(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


@cache
def _template() -> "Template":
    from deadlines.wording.templates import environment

    templates = environment("deadlines.reminders")
    templates.filters["cut"] = one_line
    return templates.get_template("letter.html")
