"""HTML to lines: all that is seen, in its order, block by block, with what is struck through marked as such.

All of it, since what takes out furniture takes out deadlines, which stand in tables and boxes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from deadlines.pages.page import Line, Page
from deadlines.pages.text import decoded

_UNSEEN = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "svg",
        "math",
        "iframe",
        "object",
        "select",
        "datalist",
        "audio",
        "video",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset(("td", "th"))
_STRUCK = frozenset(("del", "s", "strike"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLANKS = re.compile(r"[\s\u200b]+")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_LONGEST_ADDRESS = 500


def read_html(content: bytes, charset: str | None = None, links: str | None = None) -> Page:
    """Return what a page shows; ``charset`` is that of its Content-Type. An empty or broken one has no lines.

    With ``links`` the address of a link stands after its words, in angle brackets.
    """
    text = decoded(content, charset)
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return Page("", ())
    title = root.findtext(".//title") or ""
    return Page(_BLANKS.sub(" ", title).strip(), tuple(_Lines(with_links=links is not None).of(root)))


def _address(link: Any) -> str | None:
    """Return where a link of the web leads, where its words do not say so."""
    address = (link.get("href") or "").strip()
    shown = (link.text or "").strip()
    is_plain = address.startswith(("http://", "https://")) and not any(map(str.isspace, address))
    return address if is_plain and shown not in ("", address) and len(address) <= _LONGEST_ADDRESS else None


@dataclass
class _Lines:
    """The walk over a tree, and the line that is being put together."""

    with_links: bool = False
    _pieces: list[tuple[str, bool]] = field(default_factory=list)

    def of(self, root: Any) -> Iterator[Line]:
        """Yield the lines below an element."""
        walk = etree.iterwalk(root, events=("start", "end"))
        struck = headings = 0
        around: list[tuple[bool, bool, bool]] = []
        """Of each element that is open: whether it is a block, is struck through, is a heading."""
        for event, element in walk:
            if event == "start":
                tag, style = element.tag, element.get("style")
                if tag in _UNSEEN or element.get("hidden") is not None or (style and _HIDDEN.search(style)):
                    walk.skip_subtree()
                    around.append((False, False, False))
                    continue
                is_block, is_heading = tag in _BLOCKS, tag in _HEADINGS
                is_struck = tag in _STRUCK or bool(style and _LINE_THROUGH.search(style))
                around.append((is_block, is_struck, is_heading))
                if is_block or tag == "br":
                    yield from self._ended(headings > 0)
                elif tag in _CELLS:
                    self._pieces.append((" ", False))
                struck += is_struck
                headings += is_heading
                if text := element.text:
                    self._pieces.append((text, struck > 0))
            else:
                is_block, is_struck, is_heading = around.pop()
                if is_block:
                    yield from self._ended(headings > 0)
                if self.with_links and element.tag == "a" and (address := _address(element)):
                    self._pieces.append((f" <{address}> ", struck > 0))
                struck -= is_struck
                headings -= is_heading
                if tail := element.tail:
                    self._pieces.append((tail, struck > 0))
        yield from self._ended(False)

    def _ended(self, is_heading: bool) -> Iterator[Line]:
        parts: list[str] = []
        struck: list[tuple[int, int]] = []
        length, blank = 0, True
        for piece, is_struck in self._pieces:
            text = _BLANKS.sub(" ", piece)
            if blank and text.startswith(" "):
                text = text[1:]
            if not text:
                continue
            if is_struck and text != " ":
                struck.append((length, length + len(text.rstrip())))
            parts.append(text)
            length += len(text)
            blank = text.endswith(" ")
        self._pieces.clear()
        if text := "".join(parts).rstrip():
            yield Line(text, tuple(struck), is_heading)
