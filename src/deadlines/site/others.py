"""What the lists of a language have of opportunities that are not read again: where each is filed, and in which lists.

It is kept beside what was drawn, a line of JSON each, and means something only as long as nothing else has changed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from deadlines.domain.feed import Feed
from deadlines.domain.selection import Selection
from deadlines.domain.text import Translated
from deadlines.site.lists import Listing
from deadlines.site.sections import Filed

_JSON = json.JSONEncoder(separators=(",", ":"))
_CHUNK = 1_000
_T = TypeVar("_T")


class Unknown(LookupError):  # noqa: N818
    """Something that is needed of an opportunity is not remembered."""


@dataclass(frozen=True)
class Others:
    """What is remembered of the opportunities of a language."""

    filed: tuple[Filed, ...]
    lists: tuple[Listing, ...]
    territories: str
    """What the script of a list has to know of the regions; see ``ListPages``."""
    updated: date | None
    """The day of the last change of what is published."""

    def lines(self) -> Iterator[bytes]:
        """Yield it as lines: one with what is there once, then one of the lists, then the opportunities."""
        places = {one.id: place for place, one in enumerate(self.filed)}
        yield line([self.updated and self.updated.isoformat(), self.territories])
        yield line([_described(one, places) for one in self.lists])
        for chunk in in_chunks(self.filed):
            yield line([
                (one.id, one.section, one.when, one.title, one.months, one.is_public, one.made_of) for one in chunk
            ])  # fmt: skip


def others_in(lines: Sequence[bytes]) -> Others:
    """Return what lines say that ``Others.lines`` wrote. Raises ``ValueError``."""
    updated, territories = json.loads(lines[0])
    filed = tuple(
        Filed(id_, section, when, title, tuple(map(tuple, months)), is_public, made_of)
        for chunk in lines[2:]
        for id_, section, when, title, months, is_public, made_of in json.loads(chunk)
    )
    found = tuple(_listing(row, filed) for row in json.loads(lines[1]))
    day = updated and date.fromisoformat(updated)
    return Others(filed, found, territories, day)


def line(value: object) -> bytes:
    """Return a value as JSON on one line."""
    return _JSON.encode(value).encode()


def in_chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Yield some values after the other, so that the memory does not fill with them once more."""
    return (values[at : at + _CHUNK] for at in range(0, len(values), _CHUNK))


def _described(one: Listing, places: Mapping[str, int]) -> list[object]:
    feed = one.feed
    members = sorted(places[id_] for id_ in one.members if id_ in places)
    selection = feed.selection.model_dump(mode="json", exclude_defaults=True)
    texts = _text(feed.title), _text(one.label)
    return [feed.name, *texts, selection, feed.declared, one.group, one.subscribable, members]


def _listing(row: Sequence[Any], filed: Sequence[Filed]) -> Listing:
    name, title, label, selection, declared, group, subscribable, members = row
    feed = Feed(name, _read_text(title), Selection.model_validate(selection), declared=declared)
    return Listing(feed, group, _read_text(label), tuple(filed[at].id for at in members), subscribable)


def _text(text: str) -> list[object]:
    return [text, isinstance(text, Translated)]


def _read_text(said: Sequence[Any]) -> str:
    return Translated(said[0]) if said[1] else str(said[0])
