"""Word documents to lines (ECMA-376 Part 1): as they stand once all tracked changes are accepted.

Insertions, date pickers, tables and links are kept; deletions, hidden text and fields that print today are not.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

from deadlines.pages.page import Line, Page

LARGEST_UNZIPPED = 64_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DOCUMENT, _RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
_TODAY = re.compile(r"^\s*(?:DATE|TIME|SAVEDATE|PRINTDATE|CREATEDATE)\b", re.IGNORECASE)
_LEFT_OUT = frozenset(
    _W + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPrChange", "txbxContent")
)


def read_docx(content: bytes, charset: str | None = None) -> Page:
    """Return the lines of a document. Raises ``ValueError`` where it is none, or unpacks to more than may be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            links = _links(archive)
            root = ElementTree.fromstring(_part(archive, _DOCUMENT))  # noqa: S314  # In a child with limits.
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, NotImplementedError, RuntimeError, EOFError) as error:
        raise ValueError(f"it is no Word document: {error}") from None
    lines = tuple(line for line in _Reader(links).lines(root) if line.text.strip())
    return Page(next((line.text for line in lines if line.heading), lines[0].text if lines else ""), lines)


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > LARGEST_UNZIPPED:
        raise ValueError(f"it unpacks to more than {LARGEST_UNZIPPED // 1_000_000} MB")
    with archive.open(name) as part:
        content = part.read(LARGEST_UNZIPPED + 1)
    if len(content) > LARGEST_UNZIPPED:
        raise ValueError(f"it unpacks to more than {LARGEST_UNZIPPED // 1_000_000} MB")
    return content


def _links(archive: zipfile.ZipFile) -> dict[str, str]:
    try:
        root = ElementTree.fromstring(_part(archive, _RELATIONS))  # noqa: S314
    except (KeyError, ElementTree.ParseError):
        return {}
    return {one.get("Id", ""): one.get("Target", "") for one in root if one.get("TargetMode") == "External"}


class _Reader:
    """Reads the paragraphs of one document; a field may begin in one run and end in another."""

    def __init__(self, links: dict[str, str]) -> None:
        self._links = links
        self._fields: list[list[str]] = []
        """Of each field that is open: its instruction, and "shown" once its result begins."""

    def lines(self, root: ElementTree.Element) -> Iterator[Line]:
        """Yield a line of each paragraph and of each row of a table."""
        for element in root:
            if element.tag == _W + "p":
                yield self._paragraph(element)
            elif element.tag == _W + "tr":
                cells = [
                    " ".join(line.text for line in self.lines(cell) if line.text.strip())
                    for cell in element.iter(_W + "tc")
                ]
                yield Line(" | ".join(" ".join(cell.split()) for cell in cells if cell.strip()))
            elif element.tag not in _LEFT_OUT:
                yield from self.lines(element)

    def _paragraph(self, paragraph: ElementTree.Element) -> Line:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        name = (style.get(_W + "val") or "").lower() if style is not None else ""
        text = " ".join("".join(self._pieces(paragraph)).split())
        return Line(text, heading=name.startswith(("heading", "title", "titre", "überschrift")))

    def _pieces(self, element: ElementTree.Element) -> Iterator[str]:
        for child in element:
            tag = child.tag.removeprefix(_W)
            if child.tag == _W + "fldSimple" and _TODAY.match(child.get(_W + "instr") or ""):
                continue
            if tag == "fldChar":
                self._field(child.get(_W + "fldCharType"))
            elif tag == "instrText" and self._fields:
                self._fields[-1][0] += child.text or ""
            elif child.tag in _LEFT_OUT or (tag == "r" and _is_unseen(child)):
                yield from self._of_fields(child)
            elif tag == "t":
                yield "" if self._prints_today() else child.text or ""
            elif tag in ("tab", "br", "cr", "ptab"):
                yield " "
            elif tag in ("noBreakHyphen", "softHyphen"):
                yield "-" if tag == "noBreakHyphen" else ""
            elif tag == "sdt":
                yield from self._control(child)
            elif tag == "hyperlink":
                shown = "".join(self._pieces(child))
                target = self._links.get(child.get(_R + "id") or "", "")
                yield f"{shown} <{target}> " if target.startswith("http") and target not in shown else shown
            else:
                yield from self._pieces(child)

    def _control(self, control: ElementTree.Element) -> Iterator[str]:
        """Yield what a date picker or another control shows; where that is its prompt, the date that it holds."""
        date = control.find(f"{_W}sdtPr/{_W}date")
        prompts = control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None
        if prompts:
            yield (date.get(_W + "fullDate") or "")[:10] if date is not None else ""
        else:
            yield from self._pieces(control)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(["", ""])
        elif kind == "separate" and self._fields:
            self._fields[-1][1] = "shown"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _of_fields(self, element: ElementTree.Element) -> Iterator[str]:
        """Follow the fields that begin and end in what is left out."""
        for child in element.iter(_W + "fldChar"):
            self._field(child.get(_W + "fldCharType"))
        yield ""

    def _prints_today(self) -> bool:
        return any(shown and _TODAY.match(instruction) for instruction, shown in self._fields)


def _is_unseen(run: ElementTree.Element) -> bool:
    """Say whether a run is hidden or struck through."""
    properties = run.find(_W + "rPr")
    if properties is None:
        return False
    for name in ("vanish", "strike", "dstrike"):
        found = properties.find(_W + name)
        if found is not None and (found.get(_W + "val") or "1") not in ("0", "false", "off", "none"):
            return True
    return False
