"""Gather: what a new site takes over from the one that was published, as plain values."""

import html
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from deadlines.domain.folder import ATOM, ENTRIES, FEEDS, OPPORTUNITIES
from deadlines.domain.instant import instant
from deadlines.feeds.published import read_published
from deadlines.site.machine_readable import items_in

_TITLE = re.compile(r"<title>([^<]*) · [^<]*</title>")


@dataclass(frozen=True)
class PublishedSite:
    """What is known of the published site."""

    as_of: datetime | None = None
    """The instant as of which it was made; None where that cannot be read."""
    opportunities: bytes | None = None
    """The JSON of all opportunities."""
    news: Mapping[str, bytes] = field(default_factory=dict)
    """The Atom feed of each language, by its folder."""
    kept: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The titles of the pages of records that cannot be read: by the language's folder, then by the record's id."""

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of the opportunities, as far as they can be read."""
        return frozenset(str(one.get("id")) for one in items_in(self.opportunities))


def gather_site(folder: Path, places: Iterable[str], broken_ids: Collection[str]) -> PublishedSite:
    """Read it; ``places`` are the folders of the languages within ``folder``. Raises ``OSError``."""
    places = tuple(places)
    kept = sorted(id_ for id_ in broken_ids if (folder / ENTRIES / f"{id_}.html").is_file())
    return PublishedSite(
        as_of=_as_of(folder),
        opportunities=read_published(folder, OPPORTUNITIES),
        news={place: read_published(folder / place, ATOM) or b"" for place in places},
        kept={place: {id_: _title(folder / place / ENTRIES, id_) for id_ in kept} for place in places},
    )


def _as_of(folder: Path) -> datetime | None:
    try:
        return instant(json.loads(read_published(folder, FEEDS) or b"")["as_of"])
    except (ValueError, KeyError, TypeError):
        return None


def _title(folder: Path, id_: str) -> str:
    """Return the title of a page; where it cannot be read, the record's id."""
    page = read_published(folder, f"{id_}.html") or b""
    title = _TITLE.search(page.decode("utf-8", "replace"))
    return html.unescape(title[1]) if title else id_
