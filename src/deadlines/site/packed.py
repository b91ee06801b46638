"""The rows of a list for the script of the page, which searches what does not stand in it, and draws what it finds.

A row is the one of the pages, to the letter, in pieces: what several rows have in common is written once. So nothing
says a second time how a row looks, and the script knows of each topic, region or language by its own markup.
"""

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from typing import Any

from deadlines.site.parts import Line

_FACET = r'<(?:span|bdi) class="(?:kind|org|lang|topic|region|country|applicant)"[^>]*>'
_TIME = r"<time[^>]*><b>[^<]*</b>"
_PIECES = re.compile(rf"{_FACET}[^<]*</(?:span|bdi)>\s*|{_TIME}|(?:(?!{_FACET}|{_TIME})<[^>]*>\s*)+|[^<]+")
"""What one narrows down by, or when, whole; else markup, or text. Templates escape ``<`` in whatever a record says."""
OWN = "\0"
"""What stands for the id of a row in its markup; no record has such a character."""


def pieces_of(row: str, id_: str) -> list[str]:
    """Return a row in pieces, the id left out."""
    row = row.replace(f'id="{id_}"', f'id="{OWN}"', 1).replace(f'href="entries/{id_}.', f'href="entries/{OWN}.')
    return _PIECES.findall(row)


def packed(
    heading: str,
    name: str,
    lines: Sequence[Line],
    pieces: Mapping[str, Sequence[str]],
    lists: Mapping[str, Container[str]],
) -> dict[str, Any]:
    """Return lines with the ``pieces`` of each of their rows, by id.

    In ``rows`` a number is a piece of ``shared``. ``again`` are those of what had a row before. ``lists`` has, for each
    list by its name, a bit for each row, in Base64, the first the lowest.
    """
    counts = Counter(piece for id_, _ in lines for piece in pieces[id_])
    shared = {piece: at for at, (piece, count) in enumerate(counts.most_common()) if count > 1}
    return {
        "heading": heading,
        "section": name,
        "shared": list(shared),
        "rows": [[id_, *(shared.get(piece, piece) for piece in pieces[id_])] for id_, _ in lines],
        "again": [at for at, (_, is_first) in enumerate(lines) if not is_first],
        "lists": {name: _bits(lines, ids) for name, ids in lists.items()},
    }


def _bits(lines: Sequence[Line], ids: Container[str]) -> str:
    bits = bytearray((len(lines) + 7) // 8)
    for at, (id_, _) in enumerate(lines):
        if id_ in ids:
            bits[at >> 3] |= 1 << (at & 7)
    return b64encode(bits).decode()
