"""The examination of any calendar, ours or another's, from a file or an address."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.problem import Problem
from deadlines.lint.examine import examine
from deadlines.web.cache import LARGEST
from deadlines.web.fetch import SECONDS, Unreachable, fetch, over_http

SECONDS_IN_ALL = 120.0
"""For all addresses of one examination."""


def lint(directory: Path, places: Sequence[str], now: datetime, *, against: str | None = None) -> list[Problem]:
    """Return what in calendars breaks which calendar program; places are files, from ``directory``, or addresses.

    ``against`` is the place of an earlier state of the one calendar: then it is also said what subscribers would see.
    Raises ``Refusal`` where a place cannot be read.
    """
    if against is not None and len(places) > 1:
        raise Refusal("--against compares one calendar; name one", Exit.USAGE)
    every = (*places, *([] if against is None else [against]))
    seconds = min(SECONDS, SECONDS_IN_ALL / max(1, sum("://" in place for place in every)))

    def content(place: str) -> bytes:
        return _from_web(place, seconds) if "://" in place else _from_disk(directory, place)

    old = None if against is None else content(against)
    return [found for place in places for found in examine(content(place), place, now=now, old=old)]


def _from_disk(directory: Path, place: str) -> bytes:
    try:
        with (directory / place).open("rb") as file:
            content = file.read(LARGEST + 1)
    except IsADirectoryError:
        files = f"{place.rstrip('/')}/*.ics"
        raise Refusal("{place} is a folder; name its files: {files}", Exit.USAGE, place=place, files=files) from None
    except FileNotFoundError:
        raise Refusal("there is no file {file}", Exit.USAGE, file=place) from None
    if len(content) > LARGEST:
        most = LARGEST // 1_000_000
        raise Refusal("{place} is larger than {most} MB; no program reads that", Exit.FOUND, place=place, most=most)
    return content


def _from_web(place: str, seconds: float) -> bytes:
    address = over_http(place)
    if not address.startswith(("http://", "https://")):
        raise Refusal("{place} is not a web address; write https://…", Exit.USAGE, place=place)
    try:
        return fetch(address, accept="text/calendar", seconds=seconds).content
    except Unreachable as error:
        if error.status:
            raise Refusal(
                "{address} cannot be read: {reason}; Thunderbird stops a subscription that does",
                Exit.FOUND,
                address=place,
                reason=error,
            ) from None
        raise Refusal("{address} cannot be read: {reason}", address=place, reason=error) from None
