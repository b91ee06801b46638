"""Where announcements are read from: files, standard input, addresses; each in the format that it is of."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.text import Sentence
from deadlines.extras import how_to_install
from deadlines.pages.page import BREAK, Page
from deadlines.pages.reader import LARGEST, Reader, Unreadable
from deadlines.web.dial import Address, is_public
from deadlines.web.fetch import Unreachable, over_http, visit

STANDARD_INPUT = "-"
ACCEPT = (
    "text/html,application/xhtml+xml,application/pdf,application/rss+xml,application/atom+xml,text/*;q=0.8,*/*;q=0.1"
)
_BY_TYPE = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "message/rfc822": "mail",
    "text/calendar": "events",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/feed+json": "feed",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_BY_ENDING = {
    ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf", ".eml": "mail", ".docx": "docx", ".ics": "events",
    ".rss": "feed", ".atom": "feed",
}  # fmt: skip
_PACKAGES = {
    "html": "lxml", "pdf": "pypdfium2", "mail": "lxml", "feed": "feedparser", "timed": "lxml",
    "sheet": "python_calamine",
}  # fmt: skip
"""By format, what its reader needs besides what is always there."""
_HEADER = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,40}: [^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2}")
_OF_MAIL = re.compile(
    rb"^(?:received|return-path|message-id|mime-version|delivered-to|x-mailer):", re.IGNORECASE | re.MULTILINE
)
_SNIFFED = 4_000
_TITLE = 3
"""Words of a title that says more than "Home"."""


@dataclass(frozen=True)
class Read:
    """What a source says, as text; ``url`` is where it was found, of an address."""

    text: str
    url: str | None = None
    for_programs: tuple[tuple[str, str], ...] = ()
    """The last dates that a web page states for programs: key and value. Many are the board's own, and no deadline."""


def read_source(reader: Reader, directory: Path, source: str, allows: Callable[[Address], bool] = is_public) -> Read:
    """Return the words of a file, from ``directory``, of standard input, or of an address that ``allows`` lets through.

    Raises ``Unreadable`` or ``OSError`` for this source, and ``Refusal`` where its format needs packages that are not
    installed.
    """
    if source.lower().startswith(("http://", "https://")):
        return _from_web(reader, over_http(source), allows)
    if source == STANDARD_INPUT:
        content = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with (directory / source).open("rb") as file:
            content = file.read(LARGEST + 1)
    return _read(reader, content, _BY_ENDING.get(Path(source).suffix.lower()))


def _from_web(reader: Reader, address: str, allows: Callable[[Address], bool]) -> Read:
    try:
        found = visit(address, accept=ACCEPT, allows=allows)
    except Unreachable as error:
        raise Unreadable(error.args[0]) from None
    if found.status != 200:
        raise Unreadable(Sentence("it answers {answer}", answer=f"{found.status} {found.reason}".rstrip()))
    ending = _BY_ENDING.get(Path(urlsplit(found.address).path).suffix.lower())
    format_ = _BY_TYPE.get(found.headers.get_content_type(), ending)
    return _read(reader, found.content, format_, found.headers.get_content_charset(), found.address)


def _read(
    reader: Reader, content: bytes, named: str | None, charset: str | None = None, url: str | None = None
) -> Read:
    text = words_of(reader, content, named, charset)
    if (format_in(content) or named) != "html" or b"ld+json" not in content:
        return Read(text, url)
    rows = reader.rows("structured", content, charset=charset).rows
    return Read(text, url, tuple((key, value) for _, key, value in rows))


def words_of(reader: Reader, content: bytes, named: str | None, charset: str | None = None) -> str:
    """Return what bytes say as text; ``named`` is the format that their name or their server says. Raises as above."""
    if len(content) > LARGEST:
        raise Unreadable(Sentence("it is larger than {most} MB", most=LARGEST // 1_000_000))
    format_ = format_in(content) or named
    if format_ is None:
        return _decoded(content, charset).replace("\f", "\n")
    need_packages_of(format_)
    if format_ == "feed":
        return BREAK.join(_entry(*row) for row in reader.rows("feed", content).rows)
    options = {"links": "shown"} if format_ == "html" else {}
    page = reader.read(format_, content, charset=charset, **options)
    text = page.text(apart=format_ in ("html", "docx"))
    return f"title: {title}\n\n{text}" if format_ in ("html", "pdf") and (title := _title(page)) else text


def _entry(_: str, title: str, address: str, day: str, text: str) -> str:
    """Return an entry of a feed as a post: its title, its day, its words, its address."""
    published = f"Published: {day}\n" if day else ""
    return f"{title}\n{published}\n{text}\n\n{address}\n"


def format_in(content: bytes) -> str | None:
    """Return the format that the first bytes are of, whatever a file is called; None for text."""
    head = content[:_SNIFFED].lstrip(b"\xef\xbb\xbf \r\n\t")
    small = head[:_SNIFFED].lower()
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx"
    if small.startswith(b"begin:vcalendar"):
        return "events"
    if small.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")):
        return "feed" if re.search(rb"<(?:rss|feed|rdf:rdf)[\s>]", small) else "html"
    if small.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return "html"
    if head.startswith(b"{") and b"jsonfeed.org" in small:
        return "feed"
    return "mail" if _HEADER.match(head) and _OF_MAIL.search(head) else None


def _decoded(content: bytes, charset: str | None) -> str:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(name, "replace")
    for declared in filter(None, (charset, "utf-8")):
        try:
            return content.decode(declared)
        except (LookupError, UnicodeError):
            continue
    return content.decode("cp1252", "replace")


def _title(page: Page) -> str:
    """Return what a page is called: its heading that stands in its title too, else the longest part of the title."""
    parts = re.split(r"\s+[|–—·»-]\s+", page.title)
    longest = max(parts, key=len, default="").strip()
    folded = page.title.casefold()
    headings = [line.text for line in page.lines if line.heading and len(line.text) <= 250]
    shared = [text for text in headings if len(text.split()) >= 2 and text.casefold() in folded]
    return max(shared, key=len) if shared else longest if len(longest.split()) >= _TITLE else ""


def need_packages_of(format_: str) -> None:
    """Raise ``Refusal`` with what to type, where the reader of a format is not installed."""
    package = _PACKAGES.get(format_)
    if package and find_spec(package) is None:
        raise Refusal("this needs more packages; type {line}", Exit.ENVIRONMENT, line=how_to_install("capture"))
