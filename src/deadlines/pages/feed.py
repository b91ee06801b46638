"""The entries of an RSS, Atom or JSON feed, each with its number, title, address, day and text."""

import json
from typing import Any

import feedparser

from deadlines.pages.html import read_html
from deadlines.pages.rows import Rows


def read_feed(content: bytes) -> Rows:
    """Return a row for each entry: id, title, address, day of publication, text. Raises ``ValueError``."""
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return Rows(tuple(_of_json(item) for item in json.loads(content)["items"]))
    feed = feedparser.parse(content, sanitize_html=False)
    if not feed.entries and not feed.version:
        raise ValueError("it is no feed")
    return Rows(tuple(_of_entry(entry) for entry in feed.entries))


def _of_entry(entry: Any) -> tuple[str, ...]:
    bodies = [one.get("value", "") for one in entry.get("content", [])] or [entry.get("summary", "")]
    on = entry.get("published_parsed")
    day = f"{on.tm_year:04}-{on.tm_mon:02}-{on.tm_mday:02}" if on else ""
    link, title = entry.get("link", ""), _shown(entry.get("title", ""))
    return entry.get("id") or link, " ".join(title.split()), link, day, _shown("\n".join(bodies))


def _of_json(item: Any) -> tuple[str, ...]:
    text = _shown(item["content_html"]) if "content_html" in item else str(item.get("content_text", ""))
    return (
        str(item["id"]),
        str(item.get("title", "")),
        str(item.get("url", "")),
        str(item.get("date_published", ""))[:10],
        text,
    )


def _shown(markup: str) -> str:
    return read_html(markup.encode(), "utf-8").text().strip() if "<" in markup or "&" in markup else markup
