"""The published records of a project: from its address, or where that cannot be reached from the last copy."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.items import NotAList, parse, read_items
from deadlines.web.cache import Copy, cache_folder, keep, recall
from deadlines.web.fetch import Unreachable, fetch, over_http

FILE = "opportunities.json"
"""What a project publishes beside its feeds."""


@dataclass(frozen=True)
class Remote:
    """What was read, and where it came from."""

    address: str
    opportunities: tuple[Opportunity, ...]
    problems: tuple[Problem, ...]
    checked: datetime
    """When this was known to be current."""
    unreachable: str = ""
    """Why the address was not read; then this is the last copy."""
    not_kept: str = ""
    """Why there is no copy for the next time."""


def address_in(typed: str) -> str:
    """Return the address of the records: a folder's is completed. Raises ``ValueError`` with what to type instead."""
    address = over_http(typed)
    scheme, _, rest = address.partition("://")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if scheme not in ("https", "http") or not host or not address.isascii() or not address.isprintable() or " " in rest:
        raise ValueError(f'"{typed}" is not a web address; write https://…/{FILE}')
    if parts.username is not None:
        raise ValueError("an address with a password is not read; it would stand in the history of the shell")
    if parts.path in ("", "/") or parts.path.endswith("/"):
        return parts._replace(path=f"{parts.path or '/'}{FILE}").geturl()
    return address


def read_published(typed: str, now: datetime) -> Remote:
    """Read what a project publishes at an address, or, where that cannot be reached, the last copy in the user's cache.

    Raises ``Refusal``.
    """
    try:
        address = address_in(typed)
    except ValueError as error:
        raise Refusal(str(error), Exit.USAGE) from None
    try:
        return read_remote(address, cache_folder(), now)
    except Unreachable as error:
        raise Refusal(f"{address} cannot be read: {error}; there is no copy of it here yet") from None


def read_file(file: Path) -> tuple[tuple[Opportunity, ...], tuple[Problem, ...]]:
    """Read what a project has published from a file, or the folder that it is in. Raises ``Refusal``."""
    file = file / FILE if file.is_dir() else file
    if not file.is_file():
        raise Refusal(f"there is no file {file}; an address begins with https://", Exit.USAGE)
    try:
        good, problems = read_items(parse(file.read_bytes()), file.as_posix())
    except NotAList as error:
        raise Refusal(f"{file} {error}", Exit.FOUND) from None
    return tuple(good), tuple(problems)


def is_protected(address: str) -> bool:
    """True when nobody on the way can change what is read: https, this machine, or an onion service."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    return parts.scheme == "https" or host in ("localhost", "127.0.0.1", "::1") or host.endswith(".onion")


def read_remote(address: str, folder: Path, now: datetime) -> Remote:
    """Read what an address publishes, and keep a copy in ``folder``; offline, read that copy.

    An answer that is no list of opportunities counts as none, so that the login page of a hotel replaces nothing.
    Raises ``Unreachable`` where there is no copy either.
    """
    held = recall(folder, address)
    unreachable = not_kept = ""
    try:
        found = fetch(address, held.representation if held else None, accept="application/json")
        copy = Copy(found, now)
        items = _items_in(copy)
    except Unreachable as error:
        if held is None:
            raise
        copy, items, unreachable = held, _items_in(held), str(error)
    else:
        try:
            keep(folder, address, copy)
        except OSError as error:
            not_kept = f"{folder}: {error.strerror}"
    good, problems = read_items(items, address)
    return Remote(address, tuple(good), tuple(problems), copy.checked, unreachable, not_kept)


def _items_in(copy: Copy) -> list[Any]:
    try:
        return parse(copy.representation.content)
    except NotAList as error:
        raise Unreachable(f"what it answers {error}") from None
