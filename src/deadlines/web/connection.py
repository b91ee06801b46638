"""HTTP connections that dial judged addresses alone, and do not outlast a budget."""

import socket
from collections.abc import Callable
from contextlib import ExitStack
from http.client import HTTPConnection

from deadlines.web.dial import Address, Budget, dial


def restricted(
    connection: HTTPConnection, budget: Budget, allows: Callable[[Address], bool], guards: ExitStack
) -> HTTPConnection:
    """Return a connection that will dial what ``allows`` lets through, and is shut when the budget is spent.

    ``guards`` is to be closed when nothing more is read from it.
    """

    def create_connection(address: tuple[str, int], *_: object) -> socket.socket:
        opened = dial(*address, budget, allows)
        guards.enter_context(budget.guard(opened))
        return opened

    # http.client has no public hook between looking a name up and TLS or the tunnel of a proxy; this one is old.
    connection._create_connection = create_connection  # type: ignore[attr-defined]
    return connection
