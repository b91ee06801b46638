"""The moments that a page marks as such (``<time>``), each with the link that stands before it."""

from typing import Any

from lxml import etree, html

from deadlines.pages.rows import Rows
from deadlines.pages.text import decoded


def read_timed(content: bytes, charset: str | None = None) -> Rows:
    """Return a row for each moment: the link before it, its address, the words before the moment, and its own."""
    try:
        root = html.document_fromstring(decoded(content, charset))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Rows(())
    rows, link, before = [], ("", ""), ""
    for element in root.iter("a", "time"):
        words = " ".join("".join(element.itertext()).split())
        if element.tag == "a":
            link = (words, element.get("href") or "") if words else link
        else:
            rows.append((*link, _label(element) or before, words))
            before = ""
    return Rows(tuple(rows))


def _label(element: Any) -> str:
    """Return the words between the block around a moment and the moment."""
    around = element.getparent()
    while around is not None and not (around.text or "").strip() and around.getprevious() is None:
        around = around.getparent()
    if around is None:
        return ""
    previous = around.getprevious()
    words = (
        "".join(previous.itertext()) if previous is not None and not (around.text or "").strip() else around.text or ""
    )
    return " ".join(words.split())
