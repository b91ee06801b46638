"""The words in records, as they stand: to offer a word while it is typed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

KEYS = ("topics", "regions", "languages", "organisation", "series")
"""Of whose values one may be typed."""


def words_of(tables: Iterable[object], key: str) -> list[str]:
    """Return every text that tables have of a key, by itself or among several; what is no table has none."""
    return sorted(set(_texts(tables, key)))


def _texts(tables: Iterable[object], key: str) -> Iterator[str]:
    for table in tables:
        value: Any = table.get(key) if isinstance(table, Mapping) else getattr(table, key, None)
        yield from (one for one in (value if isinstance(value, list | tuple) else [value]) if isinstance(one, str))
