"""The words in records, as they stand: to offer a word while it is typed, nothing is checked."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


def words_in(folder: Path, key: str) -> list[str]:
    """Return every value that the records under a folder have of a key, such as ``topics``."""
    from deadlines.documents.document import Document, read  # Those of published records need no reader of TOML.

    documents = (read(file, file.name) for file in folder.rglob("*.toml"))
    return words_of((document.table for document in documents if isinstance(document, Document)), key)


def words_of(tables: Iterable[Any], key: str) -> list[str]:
    """Return every text that tables have of a key, by itself or in a list."""
    return sorted(set(_texts(tables, key)))


def _texts(tables: Iterable[Any], key: str) -> Iterator[str]:
    for table in tables:
        value = table.get(key) if isinstance(table, dict) else None
        yield from (text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str))
