"""What programs read beside the page: opportunities, feeds, addresses."""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from operator import itemgetter
from typing import Any

from deadlines.domain.feed import ALARMS
from deadlines.domain.folder import SITEMAP
from deadlines.domain.instant import stamp
from deadlines.domain.moment import as_written
from deadlines.domain.opportunity import Opportunity
from deadlines.feeds.edition import Edition
from deadlines.items import item

_JSON = json.JSONEncoder(ensure_ascii=False, default=as_written)
MOST_MAPPED = 25_000
"""Addresses in a sitemap: search engines read 50,000 and 50 MB, which are fewer where there are many languages."""
_PART_OF_SITEMAP = re.compile(r"sitemap-[1-9]\d*\.xml", re.ASCII)


def opportunities_json(
    opportunities: Iterable[Opportunity], at: datetime, published: bytes | None, broken_ids: Collection[str]
) -> Iterator[bytes]:
    """Yield the array of ``list --all --format json``; what cannot be read keeps the item that was published.

    ``path`` is the record's file alone: moving it to another folder changes nothing that is published.
    """
    found: list[tuple[str, Opportunity | dict[str, Any]]] = [(one.id, one) for one in opportunities]
    if broken_ids:
        found += [(str(old["id"]), old) for old in items_in(published) if old.get("id") in broken_ids]
    found.sort(key=itemgetter(0))
    yield b"[\n"
    for number, (id_, one) in enumerate(found):
        its = item(one, at) | {"path": f"{id_}.toml"} if isinstance(one, Opportunity) else one
        yield b",\n" * (number > 0) + _line(its)
    yield b"\n]\n"


def _line(item: Mapping[str, Any]) -> bytes:
    return _JSON.encode(item).encode("utf-8", "replace")


def items_in(published: bytes | None) -> list[dict[str, Any]]:
    """Return the items of a published list of opportunities, as far as they can be read."""
    try:
        found = json.loads(published or b"[]")
    except (ValueError, RecursionError):
        return []
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def feeds_json(editions: Sequence[Edition], name: str, url: str | None, at: datetime) -> str:
    """Return every feed with its title, address and number of entries; and as of when the page was made."""
    found = []
    for edition in editions:
        titles = {feed.name: feed.title for feed in edition.feeds}
        for file in edition.export.files:
            stem = file.name.removesuffix(".ics")
            if stem.endswith(ALARMS) or file.ended or not edition.listed:
                continue
            address = f"{edition.place}{file.name}"
            found.append({
                "name": stem,
                "title": titles.get(stem, stem),
                "language": edition.language.tag,
                "address": f"{url or ''}{address}",
                "with_alarms": f"{url or ''}{edition.place}{stem}{ALARMS}.ics",
                "count": file.entries,
            })  # fmt: skip
    return json.dumps({"name": name, "as_of": stamp(at), "feeds": found}, ensure_ascii=False, indent=1) + "\n"


def sitemaps(
    url: str, pages: Iterable[str], languages: Sequence[tuple[str, str]], most: int = MOST_MAPPED
) -> Iterator[tuple[str, str]]:
    """Yield the addresses of all pages, each with those of its other languages, by the file's name (sitemaps.org 0.9).

    Of more than ``most`` there are several files, and one that names them.
    """
    found = []
    for page in pages:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{escape(url + place + page)}"/>'
            for tag, place in languages
            if len(languages) > 1
        )
        found += [f"<url><loc>{escape(url + place + page, quote=False)}</loc>{links}</url>" for _, place in languages]
    if len(found) <= most:
        yield SITEMAP, _mapped("urlset", found)
        return
    names = [f"sitemap-{number + 1}.xml" for number in range(-(-len(found) // most))]
    for number, name in enumerate(names):
        yield name, _mapped("urlset", found[number * most : (number + 1) * most])
    yield (
        SITEMAP,
        _mapped("sitemapindex", [f"<sitemap><loc>{escape(url + name, quote=False)}</loc></sitemap>" for name in names]),
    )


def is_sitemap(name: str) -> bool:
    """True for what a part of a sitemap is called."""
    return _PART_OF_SITEMAP.fullmatch(name) is not None


def _mapped(tag: str, found: Sequence[str]) -> str:
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return '<?xml version="1.0" encoding="utf-8"?>\n' + f"<{tag} {spaces}>\n" + "\n".join(found) + f"\n</{tag}>\n"
