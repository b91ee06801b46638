"""The published records of a project: from its address, or where that cannot be reached from the last copy."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.items import NotAList, parse, read_items
from deadlines.web.cache import keep, recall

FILE = "opportunities.json"
"""What a project publishes beside its feeds."""


@dataclass(frozen=True)
class Remote:
    """What was read, and what is to be said of it."""

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
    scheme, _, rest = typed.partition("://")
    scheme = {"webcal": "https", "webcals": "https"}.get(scheme.lower(), scheme.lower())
    address = f"{scheme}://{rest}"
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
    from deadlines.web.fetch import Unreachable, fetch

    held = recall(folder, address)
    unreachable = not_kept = ""
    try:
        copy = fetch(address, held, now)
        try:
            items = parse(copy.content)
        except NotAList as error:
            raise Unreachable(f"what it answers {error}") from None
    except Unreachable as error:
        if held is None:
            raise
        copy, unreachable = held, str(error)
        try:
            items = parse(copy.content)
        except NotAList:
            raise error from None
    else:
        try:
            keep(folder, address, copy)
        except OSError as error:
            not_kept = f"{folder}: {error.strerror}"
    good, problems = read_items(items, address)
    return Remote(tuple(good), tuple(problems), copy.checked, unreachable, not_kept)
