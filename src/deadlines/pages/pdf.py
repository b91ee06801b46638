"""PDF to lines by pdfium, in the order in which it is read; what a browser printed around it is left out."""

import re
import unicodedata

import pypdfium2

from deadlines.pages.page import Line, Page

MOST_PAGES = 200
_PRINTED = re.compile(
    r"^(?:\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}:\d\d.*|(?:https?|file)://\S+(?: \d+/\d+)?|"
    r"(?:page )?\d+(?: ?(?:/|of) ?\d+)?|(?:printed on|imprimé le|gedruckt am|impreso el|impresso em)\b.*)$",
    re.IGNORECASE,
)
"""The head and foot of a page that a browser prints: the day of printing, the address, the number."""
_EDGE = 2
_SWAPPED = (("اإل", "الإ"), ("األ", "الأ"), ("اآل", "الآ"))
"""The ligature of lam and alef, which fonts draw as one, comes out the wrong way round after an article."""


def read_pdf(content: bytes, charset: str | None = None) -> Page:
    """Return the lines of a document. Raises ``ValueError`` where it cannot be read: it is none, or has a password."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"it cannot be read as PDF: {error}") from None
    lines: list[str] = []
    for number in range(min(len(document), MOST_PAGES)):
        lines += _shown(document[number].get_textpage().get_text_range())
    title = (document.get_metadata_dict().get("Title") or "").strip()
    return Page(title, tuple(Line(line) for line in lines))


def _shown(text: str) -> list[str]:
    lines = [" ".join(line.split()) for line in _plain(text).splitlines()]
    kept = [line for line in lines if line]
    last = len(kept) - _EDGE
    return [line for place, line in enumerate(kept) if _EDGE <= place < last or not _PRINTED.match(line)]


def _plain(text: str) -> str:
    """Return text without ligatures and soft hyphens at the end of lines."""
    plain = unicodedata.normalize("NFKC", text.replace("\ufffe", "").replace("\u00ad\r\n", "").replace("\x02", ""))
    for wrong, right in _SWAPPED:
        plain = plain.replace(wrong, right)
    return plain
