"""The last dates that a page states for programs (schema.org in JSON-LD), which are witnesses and no more."""

import html
import json
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as markup

from deadlines.pages.rows import Rows
from deadlines.pages.text import decoded

KEYS = ("validThrough", "applicationDeadline")
_MOST, _DEEPEST = 50, 20


def read_structured(content: bytes, charset: str | None = None) -> Rows:
    """Return a row for each such date: the type that it is of, its key, and its value as it stands there.

    Each block is read alone, with the control characters that many have, so that a bad one costs no other.
    """
    try:
        root = markup.document_fromstring(decoded(content, charset))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Rows(())
    rows: list[tuple[str, ...]] = []
    for block in root.iter("script"):
        if (block.get("type") or "").lower() == "application/ld+json":
            try:
                rows += _dates(json.loads(block.text or "", strict=False), "", _DEEPEST)
            except (ValueError, RecursionError):
                continue
    return Rows(tuple(dict.fromkeys(rows[:_MOST])))


def _dates(value: Any, type_: str, depth: int) -> Iterator[tuple[str, ...]]:
    if depth == 0:
        return
    if isinstance(value, list):
        for one in value:
            yield from _dates(one, type_, depth - 1)
    elif isinstance(value, dict):
        own = str(value.get("@type") or type_)
        for key, inner in value.items():
            if key in KEYS and isinstance(inner, str):
                yield own, key, html.unescape(inner)
            else:
                yield from _dates(inner, own, depth - 1)
