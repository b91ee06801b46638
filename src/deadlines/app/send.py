"""An export that is sent: made in the published folder as ever, and brought from there to the store at an address."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from deadlines.app.export import Exported, export, in_the_way
from deadlines.app.memory import bring_memory
from deadlines.app.project import OpenProject
from deadlines.app.refusal import Refusal
from deadlines.domain.text import Sentence
from deadlines.feeds.published import exclusive
from deadlines.stores.send import digests_in, send
from deadlines.stores.sending import MEMORY, foreign, plan
from deadlines.stores.sent import FILE, SentFile, sent_in
from deadlines.stores.store import Found, Store, StoreFailure


@dataclass(frozen=True)
class Sent:
    """An export, and what of it went to a store, or would go."""

    exported: Exported
    names: tuple[str, ...]
    """What was sent, in its order."""
    withdrawn: int
    """How many files were taken away."""
    unchanged: int
    learned: bool
    """True where the folder did not know all that is published there."""


def export_to(
    project: OpenProject,
    now: datetime,
    store: Store,
    address: str,
    *,
    write: bool = True,
    remembers: bool = True,
) -> Sent:
    """Export a project as of ``now``, and send what differs to a store; ``address`` is how it is called.

    Without ``write`` nothing is written or sent, and it is said what would be; ``remembers`` is that of ``export``.
    Raises ``Refusal``.
    """
    with _in_words(project, address):
        there = store.look()
        sent = _sent(store, there)
        learned = write and bring_memory(project, store, there, sent)
    exported = export(project, now, write=write, time_passes=write, remembers=remembers)
    with _in_words(project, address):
        return _send(exported, now, store, address, there, sent, learned, write=write)


def _sent(store: Store, there: Mapping[str, Found]) -> frozenset[SentFile]:
    """Return what was sent. Raises ``StoreFailure`` where a list names less than can be read.

    A gateway that answers everything with a page of its own looks like a store that is empty, and is none.
    """
    noted = store.read(FILE)
    if noted is not None and FILE not in there:
        raise StoreFailure(Sentence("it does not list all that it holds"), Sentence("see who answers at this address"))
    return sent_in(noted)


def refusal_of(failure: StoreFailure, address: str) -> Refusal:
    """Return why a store did not do what it was asked, and what to type; ``address`` is how it is called."""
    return Refusal(
        "{address}: {reason}; {hint}, then run deadlines export --to again",
        address=address,
        reason=failure.reason,
        hint=failure.hint,
    )


@contextmanager
def _in_words(project: OpenProject, address: str) -> Iterator[None]:
    """Say why a store or the folder did not do what it was asked; what is there is whole then, and the rest follows."""
    try:
        yield
    except StoreFailure as failure:
        raise refusal_of(failure, address) from None
    except OSError as error:
        raise Refusal(in_the_way(error, project.calendars)) from None


def _send(
    exported: Exported,
    now: datetime,
    store: Store,
    address: str,
    there: Mapping[str, Found],
    sent: Collection[SentFile],
    learned: bool,
    *,
    write: bool,
) -> Sent:
    folder = exported.folder
    with exclusive(folder) if write else nullcontext():
        here = digests_in(folder)
        sending = plan(here, there, sent)
        withdrawn = len(sending.withdrawn)
        if name := foreign(there, sending, sent):
            raise Refusal(
                "{address}: {file} is there already, and no export has written it; choose a folder that is empty",
                address=address,
                file=name,
            )
        if write and not sending.is_empty:
            now_there = store.look()
            if any(there.get(name) != now_there.get(name) for name in (*MEMORY, FILE)):
                raise StoreFailure(Sentence("somebody else has sent files there meanwhile"), _ONE_AT_A_TIME)
            withdrawn = send(folder, here, store, now_there, sent, sending, now)
    return Sent(exported, sending.names, withdrawn, sending.unchanged, learned)


_ONE_AT_A_TIME = Sentence("let one export be sent at a time")
