"""What ``deadlines export --to`` does with an address."""

import os
from pathlib import Path

from deadlines import clock
from deadlines.app.project import open_project
from deadlines.app.refusal import Exit, Refusal
from deadlines.app.send import Sent, learn, refusal_of, send_published
from deadlines.cli.exporting import export_from
from deadlines.cli.present import safe, said, said_of, tell
from deadlines.cli.progress import working
from deadlines.cli.reader import reader_language
from deadlines.extras import how_to_install
from deadlines.stores.address import Address, BadAddress, parse
from deadlines.stores.open import open_store
from deadlines.stores.store import Store, StoreFailure


def send_from(directory: Path, typed: str, *, check: bool, as_of: str | None, no_index: bool) -> int:
    """Export, and send what differs to an address; with ``check``, say what differs."""
    if as_of is not None:
        raise Refusal("what is sent to an address is as of now; --as-of is for a folder", Exit.USAGE)
    try:
        project, address = open_project(directory), parse(typed)
    except BadAddress as bad:
        raise Refusal("--to: {reason}", Exit.USAGE, reason=bad.args[0]) from None
    place, write, remembers = str(address), not check, not no_index
    store = _opened(address)
    try:
        with working(said("comparing")):
            before = learn(project, store, place, write=write)
        if before.learned:
            tell(
                "{folder} did not have all that is published at {address}; it was brought from there",
                folder=f"{project.calendars.name}/",
                address=address,
            )
        code = export_from(directory, check=check, to=None, as_of=None, no_index=no_index)
        with working(said("comparing") if check else said("sending")):
            sent = send_published(project, clock.now(), store, place, before, write=write, remembers=remembers)
    finally:
        store.close()
    if check:
        return _name_what_differs(sent, address, code)
    print(_line(sent, address))
    return code


def _opened(address: Address) -> Store:
    try:
        return open_store(address, os.environ)
    except ModuleNotFoundError:
        raise Refusal(
            "to send to an address takes two more packages; type {command}", command=how_to_install("stores")
        ) from None
    except StoreFailure as failure:
        raise refusal_of(failure, str(address)) from None


def _line(sent: Sent, address: Address) -> str:
    language = reader_language()
    what = [said_of("{n} file sent", "{n} files sent", len(sent.names))]
    what += [said_of("{n} file taken away", "{n} files taken away", sent.withdrawn)] if sent.withdrawn else []
    what += [said("unchanged: {n}", n=sent.unchanged)]
    return language.heading(safe(str(address)), language.listing(what))


def _name_what_differs(sent: Sent, address: Address, code: int) -> int:
    differ = len(sent.names) + sent.withdrawn
    if not differ:
        return code
    print(
        said_of(
            "{n} file differs at {address}; run deadlines export --to again",
            "{n} files differ at {address}; run deadlines export --to again",
            differ,
            address=address,
        )
    )
    return Exit.FOUND
