"""``deadlines lint``: the examination of any calendar, from a file or an address."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from deadlines import clock
from deadlines.cli.check import FORMATS
from deadlines.cli.list import one_of
from deadlines.cli.present import problems_as, safe, summary_of
from deadlines.cli.project import Stop

_LARGEST = 64_000_000
_SECONDS = 30
_ASKS = {"User-Agent": "deadlines lint", "Accept": "text/calendar"}


def lint(
    context: typer.Context,
    feeds: Annotated[list[str], typer.Argument(metavar="FEED|URL...", help="Files or addresses of calendars.")],
    against: Annotated[
        str | None, typer.Option(metavar="OLD", help="An earlier state of the calendar: what would subscribers see?")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help=", ".join(FORMATS) + ".")] = "full",
) -> int:
    """Examine calendars, these or anybody's: what in them breaks which calendar program."""
    from deadlines.lint.examine import examine

    one_of("--format", format_, FORMATS)
    if against is not None and len(feeds) > 1:
        raise Stop("--against compares one calendar; name one", 2)
    old = None if against is None else _content(context.obj, against)
    now = clock.now()
    problems = [problem for feed in feeds for problem in examine(_content(context.obj, feed), feed, now=now, old=old)]
    if problems or format_ == "json":
        print(problems_as(format_, problems))
    if problems and format_ in ("full", "concise"):
        print(summary_of(problems), file=sys.stderr)
    return 1 if any(not problem.warning for problem in problems) else 0


def _content(directory: Path, place: str) -> bytes:
    content = _from_web(place) if "://" in place else _from_disk(directory, place)
    if len(content) > _LARGEST:
        raise Stop(f"{place} is larger than {_LARGEST // 1_000_000} MB; no program reads that", 1)
    return content


def _from_disk(directory: Path, place: str) -> bytes:
    try:
        with (directory / place).open("rb") as file:
            return file.read(_LARGEST + 1)
    except IsADirectoryError:
        raise Stop(f"{place} is a folder; name its files: {place.rstrip('/')}/*.ics", 2) from None
    except FileNotFoundError:
        raise Stop(f"there is no file {place}", 2) from None


def _from_web(place: str) -> bytes:
    scheme, _, rest = place.partition("://")
    address = {"webcal": "https", "webcals": "https"}.get(scheme.lower(), scheme) + "://" + rest
    if not address.lower().startswith(("http://", "https://")):
        raise Stop(f"{place} is not a web address; write https://…", 2)
    import http.client
    import urllib.error
    import urllib.request
    import zlib

    try:
        request = urllib.request.Request(address, headers=_ASKS)  # noqa: S310
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            content: bytes = answer.read(_LARGEST + 1)
            if answer.headers.get("Content-Encoding", "").lower() == "gzip":
                content = zlib.decompressobj(wbits=31).decompress(content, _LARGEST + 1)
    except urllib.error.HTTPError as error:
        said = " ".join(str(error.reason).split())
        raise Stop(f"{place} answers {error.code} {said}; Thunderbird stops a subscription that does", 1) from None
    except (OSError, ValueError, http.client.HTTPException, zlib.error) as error:
        said = " ".join(str(getattr(error, "reason", error)).split())
        raise Stop(safe(f"{place} cannot be read: {said}"), 3) from None
    return content
