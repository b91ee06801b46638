"""The catalogues: what each English sentence is in another language (gettext).

They are read as people edit them, ``catalogues/*.po``, so that nothing has to be compiled before it is installed, and
without a third party, so that a command waits for none.
"""

import gettext
import re
import struct
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from io import BytesIO

from deadlines.wording.conventions import CONVENTIONS

SOURCE = "en"
"""The language of the sentences in the code."""
LANGUAGES = tuple(CONVENTIONS)
"""In which there is a wording, in the order in which they are offered."""

_ESCAPED = re.compile(r'\\(["\\nt])')
_ESCAPES = {"n": "\n", "t": "\t"}


@cache
def translations(tag: str) -> gettext.NullTranslations:
    """Return the sentences of one of ``LANGUAGES``; what its catalogue lacks is English."""
    if tag == SOURCE:
        return gettext.NullTranslations()
    text = (files(__package__) / "catalogues" / f"{tag}.po").read_text("utf-8")
    return gettext.GNUTranslations(BytesIO(compiled(dict(entries(text)))))


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield the translated sentences of a catalogue, as its compiled form has them: forms of a plural joined by NUL."""
    for block in text.split("\n\n"):
        parts: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if line.startswith("msg"):
                name, _, line = line.partition(" ")
            if name and line.startswith('"'):
                parts[name] = parts.get(name, "") + _ESCAPED.sub(_unescaped, line[1:-1])
        plural = parts.pop("msgid_plural", None)
        key = parts.pop("msgid", None)
        if key is not None and all(parts.values()):
            yield key if plural is None else f"{key}\0{plural}", "\0".join(parts.values())


def _unescaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[1], found[1])


def compiled(messages: dict[str, str]) -> bytes:
    """Return a catalogue as ``gettext`` reads it (GNU gettext manual, The Format of GNU MO Files)."""
    pairs = [(key.encode(), messages[key].encode()) for key in sorted(messages)]
    tables: tuple[list[bytes], list[bytes]] = ([], [])
    texts = b""
    at = 28 + 16 * len(pairs)
    for side in (0, 1):
        for pair in pairs:
            tables[side].append(struct.pack("<II", len(pair[side]), at + len(texts)))
            texts += pair[side] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, at)
    return head + b"".join(tables[0]) + b"".join(tables[1]) + texts
