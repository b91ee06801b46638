"""A fault: its number, its name, the ledgers it applies to, and a function that injects it into a world."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.faults.world import LedgerKind, World

BOTH: tuple[LedgerKind, ...] = ("sqlite", "postgres")


class NotInjected(Exception):  # noqa: N818
    """This machine does not let it be injected; says why."""


@dataclass(frozen=True)
class Fault:
    number: int
    name: str
    kinds: tuple[LedgerKind, ...]
    inject: Callable[[World], None]


FAULTS: list[Fault] = []


def fault(number: int, *kinds: LedgerKind) -> Callable[[Callable[[World], None]], Callable[[World], None]]:
    """List a function as a fault, or as a part of one; its name says what happens."""

    def listed(inject: Callable[[World], None]) -> Callable[[World], None]:
        FAULTS.append(Fault(number, inject.__name__.replace("_", " "), kinds or BOTH, inject))
        return inject

    return listed


def faults(numbers: tuple[int, ...] = (), kinds: tuple[LedgerKind, ...] = BOTH) -> Iterator[tuple[Fault, LedgerKind]]:
    """Yield what is to be injected, with the ledger, in order."""
    from tests.faults import clocks, dying, edits, machine, relays, together  # noqa: F401

    for one in sorted(FAULTS, key=lambda one: one.number):
        if not numbers or one.number in numbers:
            yield from ((one, kind) for kind in one.kinds if kind in kinds)
