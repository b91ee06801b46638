"""One POST within a budget of time, to an address that is judged before it is dialled: no proxy, no redirect."""

import ssl
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, quote

from deadlines.domain.characters import one_line
from deadlines.domain.text import Sentence
from deadlines.web.connection import restricted
from deadlines.web.dial import Address, Budget, Refused

_SAFE = "/?%:@!$&'()*+,;=~"
_LONGEST_REASON = 100


class NotSent(Exception):  # noqa: N818
    """The server certainly has not got the request, and why."""


class Unanswered(Exception):  # noqa: N818
    """The request is out, and there is no clear answer to it; ``late`` where the time was up."""

    def __init__(self, why: str, *, late: bool) -> None:
        super().__init__(why)
        self.late = late


@dataclass(frozen=True)
class Answer:
    """The head of an answer; its body is not read."""

    status: int
    reason: str
    location: str
    """Where it redirects to; empty unless it does."""


def post(
    url: SplitResult, body: bytes, headers: Mapping[str, str], *, seconds: float, allows: Callable[[Address], bool]
) -> Answer:
    """Post a body to an http or https address, and return the answer.

    Raises ``Refused`` where no address of the host may be dialled, ``NotSent`` or ``Unanswered``, and nothing else;
    what they say names the host, and no more of the address, which may hold a secret.
    """
    budget, host, secure = Budget(seconds), str(url.hostname), url.scheme == "https"
    with ExitStack() as guards:
        connection: HTTPConnection
        if secure:
            connection = HTTPSConnection(host, url.port or 443, context=ssl.create_default_context())
        else:
            connection = HTTPConnection(host, url.port or 80)
        guards.enter_context(closing(connection))
        try:
            restricted(connection, budget, allows, guards).connect()
        except Refused:
            raise
        except (OSError, ValueError) as error:
            raise NotSent(Sentence("no connection to {host}: {reason}", host=host, reason=error)) from None
        try:
            connection.request("POST", _target(url), body, dict(headers))
        except (OSError, HTTPException, ValueError) as error:
            raise NotSent(
                Sentence("the connection to {host} was lost before all was sent: {reason}", host=host, reason=error)
            ) from None
        try:
            answer = connection.getresponse()
            if budget.spent:  # http.client takes the beginning of an answer for all of it.
                raise TimeoutError(Sentence("the answer has no end"))
        except (OSError, HTTPException, ValueError) as error:
            why = Sentence(
                "{host} did not answer clearly within {n} s: {reason}",
                host=host,
                n=f"{seconds:g}",
                reason=error if str(error) else type(error).__name__,
            )
            raise Unanswered(why, late=budget.spent) from None
        return Answer(answer.status, one_line(answer.reason, _LONGEST_REASON), answer.getheader("Location", ""))


def _target(url: SplitResult) -> str:
    return quote(url.path or "/", safe=_SAFE) + (f"?{quote(url.query, safe=_SAFE)}" if url.query else "")
