"""What was sent: a file at the store that says which others an export has put there, so that it changes no others."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deadlines.domain.folder import is_plain

FILE = ".sent.tsv"
"""Hidden, since it is for no reader; without it, everything is sent anew."""
UNKNOWN = "-"
"""In the place of a state: it was on its way when this was written."""

_COMMENT = "# What deadlines export --to has put here. Without this file everything is sent again."
_ROW = re.compile(r"([^\t]+)\t([0-9a-f]{32})\t([0-9a-f]{32}|-)")


@dataclass(frozen=True, order=True)
class SentFile:
    """A file that was sent: the digest of what it holds, and what the store says of it since."""

    name: str
    digest: str
    state: str = UNKNOWN


def sent_in(content: bytes | None) -> frozenset[SentFile]:
    """Read the file; a line that cannot be read counts for nothing, so that what it named is sent again."""
    lines = (content or b"").decode("utf-8", "replace").split("\n")
    rows = (SentFile(*row.groups()) for line in lines if (row := _ROW.fullmatch(line)))
    return frozenset(row for row in rows if all(map(is_plain, row.name.split("/"))))


def dump(rows: Iterable[SentFile]) -> bytes:
    """Return the file."""
    return "\n".join((_COMMENT, *(f"{row.name}\t{row.digest}\t{row.state}" for row in sorted(rows)), "")).encode()


def by_name(rows: Iterable[SentFile]) -> Mapping[str, tuple[SentFile, ...]]:
    """Return the rows of each file; there are several of one that was on its way."""
    named: dict[str, tuple[SentFile, ...]] = {}
    for row in rows:
        named[row.name] = (*named.get(row.name, ()), row)
    return named
