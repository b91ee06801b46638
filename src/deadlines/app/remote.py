"""The published records of a project: from its address, or where that cannot be reached from the last copy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.folder import DATES, ENTRIES, FEEDS, OPPORTUNITIES
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.domain.text import Sentence
from deadlines.items import NotAList, parse, read_items
from deadlines.web.cache import Copy, cache_folder, keep, recall
from deadlines.web.dial import Budget
from deadlines.web.fetch import SECONDS, Unreachable, fetch, over_http
from deadlines.wording.catalogue import LANGUAGES

_BESIDE = (".html", ".ics", ".xml", ".tsv")
"""What else that a project publishes ends in."""
_FOLDERS = (ENTRIES, DATES, *LANGUAGES)
"""Inside a published one."""


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


def addresses_in(typed: str) -> tuple[str, ...]:
    """Return where the records may be that a typed address is of: its own, or those of the folders around it.

    It may be that of any page, feed or folder of a published project, as people copy it. Raises ``ValueError`` with
    what to type instead.
    """
    address = over_http(typed).partition("#")[0]
    scheme, _, rest = address.partition("://")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if scheme not in ("https", "http") or not host or not address.isascii() or not address.isprintable() or " " in rest:
        raise ValueError(
            Sentence('"{text}" is not a web address; write https://…/{file}', text=typed, file=OPPORTUNITIES)
        )
    if parts.username is not None:
        raise ValueError(Sentence("an address with a password is not read; it would be in the history of the shell"))
    return tuple(parts._replace(path=path).geturl() for path in _paths_around(parts.path or "/"))


def _paths_around(path: str) -> Iterator[str]:
    folder, _, name = path.rpartition("/")
    is_beside = name == FEEDS or name.endswith(_BESIDE)
    if name and not is_beside:
        if not name.endswith(".json"):  # a folder without its slash, or a page without its ending
            yield f"{path}/{OPPORTUNITIES}"
        yield path
        if name.endswith(".json"):
            return
    yield f"{folder}/{OPPORTUNITIES}"
    while (last := folder.rpartition("/")[2]) in _FOLDERS:
        folder = folder.removesuffix(f"/{last}")
        yield f"{folder}/{OPPORTUNITIES}"


def read_published(typed: str, now: datetime) -> Remote:
    """Read what a project publishes at an address, or, where that cannot be reached, the last copy in the user's cache.

    Raises ``Refusal``.
    """
    try:
        addresses = addresses_in(typed)
    except ValueError as error:
        raise Refusal(error.args[0], Exit.USAGE) from None
    try:
        return read_remote(addresses, cache_folder(), now)
    except Unreachable as error:
        raise Refusal(
            "{address} cannot be read: {reason}; there is no copy of it here yet", address=addresses[0], reason=error
        ) from None


def read_file(file: Path) -> tuple[tuple[Opportunity, ...], tuple[Problem, ...]]:
    """Read what a project has published from a file, or the folder that it is in. Raises ``Refusal``."""
    found = _file_around(file)
    if found is None:
        raise Refusal("there is no file {file}; an address begins with https://", Exit.USAGE, file=file)
    try:
        good, problems = read_items(parse(found.read_bytes()), found.as_posix())
    except NotAList as error:
        raise Refusal("{file}: {reason}", Exit.FOUND, file=found, reason=error) from None
    return tuple(good), tuple(problems)


def _file_around(file: Path) -> Path | None:
    around = map(Path, _paths_around(file.as_posix())) if file.exists() else ()
    return next((one for one in around if one.is_file()), None)


def held_content(place: str | Path) -> bytes | None:
    """Return what is here of what an address or a file publishes; the network is not asked. None where that is nothing.

    Raises ``ValueError`` for what is no address, and ``OSError``.
    """
    if isinstance(place, Path):
        found = _file_around(place)
        return found.read_bytes() if found else None
    held = filter(None, (recall(cache_folder(), address) for address in addresses_in(place)))
    return next((copy.representation.content for copy in held), None)


def is_protected(address: str) -> bool:
    """True when nobody on the way can change what is read: https, this machine, or an onion service."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    return parts.scheme == "https" or host in ("localhost", "127.0.0.1", "::1") or host.endswith(".onion")


def read_remote(addresses: Sequence[str], folder: Path, now: datetime) -> Remote:
    """Read what the first of some addresses publishes that has a list of opportunities, and keep a copy in ``folder``.

    Offline, the copy of one of them is read. An answer that is no such list counts as none, so that the login page of
    a hotel replaces nothing. Raises ``Unreachable`` where there is no copy either: why the first was not read.
    """
    budget, failures = Budget(SECONDS), list[Unreachable]()
    for address in addresses:
        held = recall(folder, address)
        try:
            found = fetch(
                address, held.representation if held else None, accept="application/json", seconds=budget.left
            )
            copy = Copy(found, now)
            good, problems = _read(copy, address)
        except Unreachable as error:
            failures.append(error)
            if held or not _may_be_elsewhere(error):
                break
        else:
            return Remote(address, good, problems, now, not_kept=_kept(folder, address, copy))
    for address in addresses:
        if held := recall(folder, address):
            return Remote(address, *_read(held, address), held.checked, failures[0].args[0])
    raise failures[0]


def _kept(folder: Path, address: str, copy: Copy) -> str:
    """Keep a copy, and return why that was not possible, or nothing."""
    try:
        keep(folder, address, copy)
    except OSError as error:
        return f"{folder}: {error.strerror}"
    return ""


def _read(copy: Copy, address: str) -> tuple[tuple[Opportunity, ...], tuple[Problem, ...]]:
    try:
        good, problems = read_items(parse(copy.representation.content), address)
    except NotAList as error:
        raise Unreachable(error.args[0], status=200) from None
    return tuple(good), tuple(problems)


def _may_be_elsewhere(error: Unreachable) -> bool:
    """True where a server answered, and not with what is looked for."""
    return error.status is not None and error.status < 500 and error.status != 429
