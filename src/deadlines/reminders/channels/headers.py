"""Header fields as they leave: encoded and folded here, so that every version of Python writes the same.

The standard library reads what looks like an encoded word in a text that it is given, and its older versions lose
spaces between two that they write.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.policy import SMTP, Policy
from functools import lru_cache
from typing import Any

from deadlines.domain.characters import one_line

KEYS = "X-Deadlines-Keys"
"""The header with the keys of a message, so that a copy can be distinguished from another message."""
_LINE = 76
"""Octets of a line that holds an encoded word (RFC 2047 §2)."""
_WORD = 52
"""Octets of encoded text in one word: with its marks it finds room beside the name of a header."""
_PLAIN = re.compile(r"[!-~]{1,60}( [!-~]{1,60})*")
_SPECIAL = re.compile(r'[\\"]')
_AS_IT_IS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")
"""What needs no encoding in a phrase (RFC 2047 §5)."""


class Written(UnstructuredHeader):
    """A header whose value is given as it leaves: ASCII without an encoded word to be read, folded between words alone.

    No program finds an id in it broken (RFC 5322 §2.2.3).
    """

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take the value as it is."""
        kwds["decoded"], kwds["parse_tree"] = value, None

    def fold(self, *, policy: Policy) -> str:
        """Return the header's lines, as the policy ends them."""
        return folded(self.name, str(self), policy.linesep)  # type: ignore[attr-defined]


@lru_cache(maxsize=256)
def folded(name: str, value: str, end: str = "\r\n") -> str:
    """Return the lines of a header, each with its ``end``."""
    first, *others = value.split(" ")
    lines, line = [], f"{name}: {first}"
    for word in others:
        if len(line) + 1 + len(word) > _LINE:
            lines.append(line)
            line = ""
        line = f"{line} {word}"
    return end.join((*lines, line)) + end


_REGISTRY = HeaderRegistry()
for _name in ("from", "to", "subject", "message-id", "references", "list-id", "list-unsubscribe", KEYS):
    _REGISTRY.map_to_type(_name, Written)  # type: ignore[arg-type]
POLICY = SMTP.clone(header_factory=_REGISTRY)
"""That of SMTP, with these headers."""


@lru_cache(maxsize=100)
def text(said: str) -> str:
    """Return foreign text as an unstructured value, such as a subject: as it is, or in encoded words (RFC 2047)."""
    said = one_line(said)
    return said if _PLAIN.fullmatch(said) and "=?" not in said else " ".join(_encoded_words(said))


@lru_cache(maxsize=100)
def phrase(said: str) -> str:
    """Return foreign text as what stands before an address (RFC 5322 §3.2.5): quoted, or in encoded words."""
    said = one_line(said)
    if not said or "=?" in said or not _PLAIN.fullmatch(said):
        return " ".join(_encoded_words(said))
    escaped = _SPECIAL.sub(r"\\\g<0>", said)
    return f'"{escaped}"'


def _encoded_words(said: str) -> Iterator[str]:
    """Yield encoded words, each of whole characters; the spaces are inside, since those between words do not count."""
    octets = said.encode(errors="replace")
    quoted = sum(1 if one in _AS_IT_IS or one == 0x20 else 3 for one in octets)
    kind, encode = ("q", _q) if quoted <= len(octets) * 4 / 3 else ("b", _b)
    piece = ""
    for character in said:
        if piece and len(encode((piece + character).encode(errors="replace"))) > _WORD:
            yield f"=?utf-8?{kind}?{encode(piece.encode(errors='replace'))}?="
            piece = ""
        piece += character
    if piece:
        yield f"=?utf-8?{kind}?{encode(piece.encode(errors='replace'))}?="


def _q(octets: bytes) -> str:
    return "".join("_" if one == 0x20 else chr(one) if one in _AS_IT_IS else f"={one:02X}" for one in octets)


def _b(octets: bytes) -> str:
    return b64encode(octets).decode()
