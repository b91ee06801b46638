"""What programs read beside the page: opportunities, feeds, addresses."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from deadlines.domain.feed import ALARMS
from deadlines.domain.instant import stamp
from deadlines.domain.moment import as_written
from deadlines.domain.opportunity import Opportunity
from deadlines.feeds.edition import Edition
from deadlines.items import item

_JSON = json.JSONEncoder(ensure_ascii=False, default=as_written)


def opportunities_json(
    opportunities: Iterable[Opportunity], at: datetime, published: bytes | None, broken_ids: Collection[str]
) -> bytes:
    """Return the array of ``list --all --format json``; what cannot be read keeps the item that was published.

    ``path`` is the record's file alone: moving it to another folder changes nothing that is published.
    """
    lines = [(found.id, _line(item(found, at) | {"path": f"{found.id}.toml"})) for found in opportunities]
    if broken_ids:
        lines += [(str(old["id"]), _line(old)) for old in items_in(published) if old.get("id") in broken_ids]
    lines.sort(key=lambda one: one[0])
    return b"[\n" + b",\n".join([line for _, line in lines]) + b"\n]\n"


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


def sitemap(url: str, pages: Iterable[str], languages: Sequence[tuple[str, str]]) -> str:
    """Return the addresses of all pages, each with those of its other languages (sitemaps.org 0.9)."""
    found = []
    for page in pages:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href={quoteattr(url + place + page)}/>'
            for tag, place in languages
            if len(languages) > 1
        )
        found += [f"<url><loc>{escape(url + place + page)}</loc>{links}</url>" for _, place in languages]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        + "\n".join(found)
        + "\n</urlset>\n"
    )
