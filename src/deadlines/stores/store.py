"""A store: a place for files by name that says of each, unread, what differs when it was written again."""

import hashlib
import re
import secrets
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from deadlines.domain.text import Sentence

SECONDS = 30
"""In which a store has to answer."""
FILE_SECONDS = 300
"""In which a file has to come or go: 5 MB at 200 kbit/s."""
_DRAFT = re.compile(r"(?:.*/)?\.[^/]+\.[0-9a-f]{8}\.new")


@dataclass(frozen=True)
class Found:
    """What a store says of a file, unread."""

    size: int
    state: str
    """Differs whenever the file was written again, as far as the store can tell; to be compared and nothing else."""
    modified: datetime | None = None


def found(size: int, tag: str | None, modified: datetime | None) -> Found:
    """Return what a store says of a file: its entity tag where it has one, else when it was written."""
    said = tag or (modified.isoformat() if modified else "")
    return Found(size, digest(f"{size} {said}".encode()), modified)


def digest(content: bytes) -> str:
    """Return a name of bytes that no others have."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


class StoreFailure(Exception):  # noqa: N818
    """Why a store did not do what it was asked, and what to do."""

    def __init__(self, reason: str, hint: Sentence) -> None:
        super().__init__(reason)
        self.reason, self.hint = reason, hint


class Store(Protocol):
    """A place for files. Names have ``/`` between folders; every call may raise ``StoreFailure``."""

    at_once: int
    """How many calls may be made at a time."""

    def look(self) -> Mapping[str, Found]:
        """Return every file, by name."""
        ...

    def read(self, name: str) -> bytes | None:
        """Return what a file holds; None where there is none."""
        ...

    def put(self, name: str, content: bytes, media_type: str) -> None:
        """Write a file in one step: whoever reads it meanwhile gets what it held before or what it holds then."""
        ...

    def delete(self, name: str) -> None:
        """Take a file away; one that is not there is no failure."""
        ...

    def close(self) -> None:
        """End the connection."""
        ...


def draft_of(name: str) -> str:
    """Return the name under which a file is written before it is renamed; web servers hide it."""
    folder, slash, last = name.rpartition("/")
    return f"{folder}{slash}.{last}.{secrets.token_hex(4)}.new"


def is_draft(name: str) -> bool:
    """True for what a writer that was killed may leave."""
    return _DRAFT.fullmatch(name) is not None


def each(store: Store, names: Iterable[str], work: Callable[[str], None]) -> None:
    """Do something for each name, several at a time; the first failure ends it, and what has begun is waited for.

    Who interrupts that waits for nothing.
    """
    if store.at_once == 1:
        for name in names:
            work(name)
        return
    waiting, failures, one_at_a_time = iter(names), list[BaseException](), threading.Lock()

    def go_on() -> None:
        while not failures:
            with one_at_a_time:
                name = next(waiting, None)
            if name is None:
                return
            try:
                work(name)
            except BaseException as failure:
                failures.append(failure)

    threads = [threading.Thread(target=go_on, daemon=True) for _ in range(store.at_once)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    except KeyboardInterrupt as interrupt:
        failures.append(interrupt)
    if failures:
        raise failures[0]
