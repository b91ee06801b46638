"""A connection to another machine: looked up, dialled and used within one budget of time."""

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from types import TracebackType

from deadlines.domain.text import Sentence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_LAST_PORT = 65_535


class Refused(OSError):  # noqa: N818
    """No address of the name may be dialled. ``addresses`` are those that it has."""

    def __init__(self, host: str, addresses: list[str]) -> None:
        super().__init__(Sentence("{host} is {addresses}", host=host, addresses=", ".join(addresses)))
        self.addresses = addresses


class Budget:
    """The time that a request or a delivery may take in all, in seconds from now.

    The timeout of a socket is for one read: a peer that sends a byte now and then would keep us waiting for ever.
    ``guard`` shuts the connection when the time is up, whatever the peer does; what waits for it then ends with an
    error.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends = monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left; never zero, so that it can be the timeout of a socket."""
        return max(self._ends - monotonic(), 0.001)

    @property
    def spent(self) -> bool:
        """True when no time is left."""
        return monotonic() >= self._ends

    def guard(self, connection: socket.socket) -> "Guard":
        """Return the context in which a connection is shut when the time is up."""
        connection.settimeout(self.left)
        return Guard(self, connection)


class Guard:
    """Shuts a connection when a budget is spent."""

    def __init__(self, budget: Budget, connection: socket.socket) -> None:
        # A descriptor of its own: the one in `connection` is taken out of it when TLS is laid over it.
        self.connection = socket.socket(fileno=socket.dup(connection.fileno()))
        self.ends = monotonic() + budget.left

    def __enter__(self) -> None:
        _WATCHDOG.watch(self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What is cut just now must not find this descriptor's number given to another file.
        _WATCHDOG.leave(self)
        self.connection.close()


class _Watchdog:
    """The one thread that shuts connections: it begins with the first of them, and sleeps until the next end."""

    def __init__(self) -> None:
        self._guards: set[Guard] = set()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._wakes = 0.0

    def watch(self, guard: Guard) -> None:
        with self._changed:
            self._guards.add(guard)
            if self._thread is None or not self._thread.is_alive():  # As after a fork.
                self._wakes = guard.ends
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()
            elif guard.ends < self._wakes:
                self._changed.notify()

    def leave(self, guard: Guard) -> None:
        with self._changed:
            self._guards.discard(guard)

    def _run(self) -> None:
        with self._changed:
            while True:
                now = monotonic()
                for guard in [one for one in self._guards if one.ends <= now]:
                    self._guards.discard(guard)
                    cut(guard.connection)
                # One that has left is slept for: a later one that ends after it wakes nobody.
                self._wakes = min((one.ends for one in self._guards), default=now + _NAP)
                self._changed.wait(self._wakes - now)


_NAP = 60.0
"""Seconds between two looks where nothing is watched."""
_WATCHDOG = _Watchdog()


def cut(connection: socket.socket) -> None:
    """End a connection at once; what waits for it ends with an error."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


def dial(host: str, port: int, budget: Budget, allows: Callable[[Address], bool]) -> socket.socket:
    """Return a connection to the first address of ``host`` that answers, among those that ``allows`` lets through.

    The address is judged here and dialled as judged, so that no second look into the name server can bring another.
    Raises ``Refused`` when none may be dialled, else ``OSError``.
    """
    if not 0 < port <= _LAST_PORT:
        raise OSError(Sentence("there is no port {port}", port=port))
    found = _resolve(host, port, budget)
    allowed = [sockaddr for sockaddr in found if allows(_judged(ipaddress.ip_address(sockaddr[0].partition("%")[0])))]
    if not allowed:
        raise Refused(host, [sockaddr[0] for sockaddr in found])
    failure: OSError = OSError(Sentence("{host} has no address", host=host))
    for position, sockaddr in enumerate(allowed):
        try:
            # One address that swallows packets leaves time for the others.
            return socket.create_connection(sockaddr[:2], timeout=budget.left / (len(allowed) - position))
        except OSError as error:
            failure = error
    raise failure


def is_any(_: Address) -> bool:
    """True for every address."""
    return True


def is_loopback(address: Address) -> bool:
    """True for this machine."""
    return address.is_loopback


def is_public(address: Address) -> bool:
    """True for an address of the whole Internet: not private, loopback, link-local, multicast or reserved."""
    address = _judged(address)
    if address.version == 6 and address not in _GLOBAL_UNICAST:
        return False
    if any(address in network for network in _NOT_PUBLIC):
        return False
    return address.is_global and not address.is_multicast


_GLOBAL_UNICAST = ipaddress.ip_network("2000::/3")
"""All that IANA gives out: what lies outside is site-local, unique local, link-local, multicast or reserved."""
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24", "192.88.99.0/24", "2001::/32", "2001:10::/28", "2001:20::/28", "2001:db8::/32", "3fff::/20",
    )
)  # fmt: skip
"""Protocols' own, Teredo (its addresses name a machine behind another's), ORCHID and examples: versions of Python know
other lists.
"""
_HOLDS_IPV4 = tuple(
    (ipaddress.ip_network(network), shift)
    for network, shift in (
        ("::ffff:0:0/96", 0),  # mapped (RFC 4291)
        ("::ffff:0:0:0/96", 0),  # translated (RFC 2765)
        ("::/96", 0),  # compatible (RFC 4291)
        ("64:ff9b::/96", 0),  # NAT64 (RFC 6052)
        ("2002::/16", 80),  # 6to4 (RFC 3056)
    )
)
"""Forms in which an IPv6 address is an IPv4 one, and the bits behind it."""
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


def _judged(address: Address) -> Address:
    """Return the address that packets reach: an IPv4 address written inside an IPv6 one is what counts."""
    if isinstance(address, ipaddress.IPv4Address) or int(address) <= 1:
        return address
    for network, shift in _HOLDS_IPV4:
        if address in network:
            return ipaddress.IPv4Address((int(address) >> shift) & 0xFFFF_FFFF)
    inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    is_isatap = (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP  # RFC 5214
    return inner if is_isatap and not is_public(inner) else address


def _resolve(host: str, port: int, budget: Budget) -> list[tuple[str, int]]:
    """Return the addresses of a name; in a thread of its own, since the system's resolver knows no timeout."""
    answer: queue.SimpleQueue[list[tuple[str, int]] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.put([(str(sockaddr[0]), port) for *_, sockaddr in found])
        except ValueError:
            answer.put(OSError(Sentence("{host} cannot be the name of a machine", host=host)))
        except OSError as error:
            answer.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answer.get(timeout=budget.left)
    except queue.Empty:
        raise TimeoutError(Sentence("the name server does not say where {host} is", host=host)) from None
    if isinstance(found, OSError):
        raise found
    return found
