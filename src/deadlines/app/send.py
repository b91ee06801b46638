"""The published folder, sent to a store: what is known there is learned before an export, and it goes there after."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from deadlines.app.digests import digests_of, forget
from deadlines.app.export import in_the_way
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
class Holding:
    """What a store holds before an export is sent to it."""

    there: Mapping[str, Found]
    sent: Collection[SentFile]
    """What was sent there before."""
    learned: bool
    """True where the published folder did not know all that is published there, and knows it now."""


@dataclass(frozen=True)
class Sent:
    """What of an export went to a store, or would go."""

    names: tuple[str, ...]
    """What was sent, in its order."""
    withdrawn: int
    """How many files were taken away."""
    unchanged: int


def learn(project: OpenProject, store: Store, address: str, *, write: bool = True) -> Holding:
    """Look at a store, and bring from there what an export has to know; ``address`` is how it is called.

    Without ``write`` nothing is brought. Raises ``Refusal``.
    """
    with _in_words(project, address):
        there = store.look()
        sent = _sent(store, there)
        return Holding(there, sent, write and bring_memory(project, store, there, sent))


def send_published(
    project: OpenProject,
    now: datetime,
    store: Store,
    address: str,
    before: Holding,
    *,
    write: bool = True,
    remembers: bool = True,
) -> Sent:
    """Send what of the published folder differs from what a store held ``before``.

    Without ``write`` nothing is sent, and it is said what would be; unless it ``remembers``, every file is read. Raises
    ``Refusal``.
    """
    folder = project.calendars
    with _in_words(project, address), exclusive(folder) if write else nullcontext():
        here = digests_of(folder, now) if remembers else digests_in(folder)
        sending = plan(here, before.there, before.sent)
        if name := foreign(before.there, sending, before.sent):
            raise Refusal(
                "{address}: {file} is there already, and no export has written it; choose a folder that is empty",
                address=address,
                file=name,
            )
        withdrawn = len(sending.withdrawn)
        if write and not sending.is_empty:
            now_there = store.look()
            if any(before.there.get(name) != now_there.get(name) for name in (*MEMORY, FILE)):
                raise StoreFailure(Sentence("somebody else has sent files there meanwhile"), _ONE_AT_A_TIME)
            try:
                withdrawn = send(folder, here, store, now_there, before.sent, sending, now)
            except StoreFailure:
                forget(folder)
                raise
    return Sent(sending.names, withdrawn, sending.unchanged)


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


_ONE_AT_A_TIME = Sentence("let one export be sent at a time")
