"""Webhooks: a letter posted as JSON, signed, to one address that was judged before it was dialled."""

import base64
import binascii
import hashlib
import hmac
import json
import re
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from pydantic import SecretStr

from deadlines.domain.text import one_line
from deadlines.reminders.letter import Letter, Outcome, Undelivered
from deadlines.web.dial import Budget, Refused, dial, is_public

SECONDS = 10.0
"""For one letter in all."""

_PASSING = (408, 425, 429)
"""Refusals that another attempt may not meet, although they are 4xx."""


class Webhook:
    """Posts letters. The body is that of ``body_of``.

    A request carries ``Idempotency-Key``, the id of the letter, which is the same at every attempt. With a secret it is
    signed as Standard Webhooks 1.0 says: ``webhook-id``, ``webhook-timestamp`` (Unix seconds) and
    ``webhook-signature``, which is ``v1,`` and the base64 of HMAC-SHA256 over ``id.timestamp.body``. A secret
    ``whsec_…`` is base64; any other is its UTF-8. Redirects are not followed, and the answer's body is not read.
    """

    def __init__(
        self,
        secret: str | None,
        *,
        clock: Callable[[], datetime],
        allow_private: bool = False,
        seconds: float = SECONDS,
    ) -> None:
        """``clock`` returns now, for the signature; ``allow_private`` permits inward addresses and http."""
        self._secret = None if not secret else SecretStr(secret)
        self._clock, self._allow_private, self._seconds = clock, allow_private, seconds

    def deliver(self, letter: Letter) -> str:
        """Post a letter and return the answer's status. Raises ``Undelivered``, which never quotes the address's path.

        Whatever happens before the request is out is certain; after that, only an answer is.
        """
        url = self._checked(letter.address)
        body = json.dumps(body_of(letter), ensure_ascii=False).encode(errors="replace")
        budget = Budget(self._seconds)
        connection = self._connected(url, budget)
        try:
            with budget.guard(connection.sock):
                self._post(connection, url, body, self._headers(letter.id, body))
                status, reason, where = self._answer(connection, url, budget)
        finally:
            connection.close()
        if 200 <= status < 300:
            return f"{status} {reason}"
        raise _refusal(url, status, reason, where)

    def _checked(self, address: str) -> SplitResult:
        try:
            url = urlsplit(address)
            host, _ = url.hostname, url.port
        except ValueError:
            host, url = None, urlsplit("")
        if not host or url.scheme not in ("http", "https") or re.search(r"[\s\x00-\x20\x7f]", address):
            raise Undelivered("the webhook is not a web address", "permanent")
        if url.username is not None or url.password is not None:
            raise Undelivered(f"the address of the webhook at {one_line(host, 80)} holds a password", "permanent")
        if url.scheme == "http" and not self._allow_private:
            text = f"{one_line(host, 80)}: webhooks are posted over TLS alone; write https://"
            raise Undelivered(text, "temporary")
        return url

    def _connected(self, url: SplitResult, budget: Budget) -> HTTPConnection:
        host, secure = str(url.hostname), url.scheme == "https"
        port = url.port or (443 if secure else 80)
        connection = HTTPSConnection(host, port) if secure else HTTPConnection(host, port)
        try:
            connection.sock = dial(host, port, budget, lambda address: self._allow_private or is_public(address))
            if secure:
                with budget.guard(connection.sock):
                    context = ssl.create_default_context()
                    connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
        except Refused as refused:
            # About the settings or the name server, not about the recipient: nothing is lost once they are mended.
            text = f"{refused}, which is not an address of the Internet; private_webhooks = true allows it"
            raise Undelivered(one_line(text, 300), "temporary") from None
        except (OSError, ValueError) as error:
            connection.close()
            raise Undelivered(one_line(f"no connection to {host}: {error}", 300), "temporary") from None
        return connection

    def _headers(self, id_: str, body: bytes) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "User-Agent": "deadlines", "Idempotency-Key": id_}
        if self._secret is not None:
            timestamp = str(int(self._clock().astimezone(UTC).timestamp()))
            headers["webhook-id"], headers["webhook-timestamp"] = id_, timestamp
            headers["webhook-signature"] = signature(self._secret.get_secret_value(), id_, timestamp, body)
        return headers

    def _post(self, connection: HTTPConnection, url: SplitResult, body: bytes, headers: dict[str, str]) -> None:
        target = quote(url.path or "/", safe=_SAFE) + (f"?{quote(url.query, safe=_SAFE)}" if url.query else "")
        try:
            connection.request("POST", target, body, headers)
        except (OSError, HTTPException, ValueError) as error:
            text = f"the line to {url.hostname} was lost before all was sent: {error}"
            raise Undelivered(one_line(text, 300), "temporary") from None

    def _answer(self, connection: HTTPConnection, url: SplitResult, budget: Budget) -> tuple[int, str, str]:
        """Return status, reason and the target of a redirect."""
        try:
            answer = connection.getresponse()
            status, reason, where = answer.status, one_line(answer.reason, 100), answer.getheader("Location", "")
            if budget.spent:  # http.client takes the beginning of an answer for the whole.
                raise TimeoutError("the answer has no end")
        except (OSError, HTTPException, ValueError) as error:
            text = f"{url.hostname} did not answer clearly within {self._seconds:g} s: {error or type(error).__name__}"
            raise Undelivered(one_line(text, 300), "unsure") from None
        return status, reason, where


_SAFE = "/?%:@!$&'()*+,;=~"


def body_of(letter: Letter) -> dict[str, Any]:
    """Return what is posted.

    ``id``, ``date`` (UTC), ``language``, ``subject``, ``text`` (the letter in words), ``items`` (as ``reminders.items``
    documents them), ``keys`` (what each item tells, the same at every attempt) and ``calendar`` (iCalendar or null).
    """
    return {
        "id": letter.id,
        "date": f"{letter.date.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "language": letter.language,
        "subject": letter.subject,
        "text": letter.text,
        "items": letter.items,
        "keys": letter.keys,
        "calendar": None if letter.calendar is None else letter.calendar.decode(),
    }


def signature(secret: str, id_: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a request as Standard Webhooks 1.0 writes it."""
    key = secret.encode()
    if secret.startswith("whsec_"):
        try:
            key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            raise Undelivered("DEADLINES_WEBHOOK_SECRET begins with whsec_ and is not base64", "temporary") from None
    digest = hmac.digest(key, f"{id_}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def _refusal(url: SplitResult, status: int, reason: str, where: str) -> Undelivered:
    said = f"{url.hostname} answers {status} {reason}"
    if 300 <= status < 400:
        target = urlsplit(where if re.match("https?://", where) else "")
        to = f" to {target.scheme}://{target.hostname}/…" if target.hostname else ""
        text = f"{said}: it redirects{to}, and nothing is posted elsewhere; write the final address"
        return Undelivered(one_line(text, 300), "permanent")
    outcome: Outcome = "permanent" if 400 <= status < 500 and status not in _PASSING else "temporary"
    return Undelivered(one_line(said, 300), outcome)
