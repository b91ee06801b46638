"""Webhooks: a letter posted as JSON, signed; what an answer to it means."""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

from deadlines.domain.characters import one_line
from deadlines.domain.text import Sentence
from deadlines.reminders.letter import Letter, Outcome, Undelivered
from deadlines.web.dial import Refused, is_any, is_public
from deadlines.web.post import Answer, NotSent, Unanswered, post

SECONDS = 10.0
"""For one letter in all."""

_PASSING = (408, 425, 429)
"""Refusals that another attempt may not meet, although they are 4xx."""
_OF_CONTENT = (400, 422)
"""Refusals of what is posted, where others are of the address."""


class Webhook:
    """Posts letters. The body is that of ``body_of``.

    A request carries ``Idempotency-Key``, the id of the letter, which is the same at every attempt. With a secret it is
    signed as Standard Webhooks 1.0 says: ``webhook-id``, ``webhook-timestamp`` (Unix seconds) and
    ``webhook-signature``, which is ``v1,`` and the base64 of HMAC-SHA256 over ``id.timestamp.body``. A secret
    ``whsec_…`` is base64; any other is its UTF-8. Redirects are not followed, and the answer's body is not read.
    """

    at_once = 4

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
        allows = is_any if self._allow_private else is_public
        try:
            answer = post(url, body, self._headers(letter.id, body), seconds=self._seconds, allows=allows)
        except Refused as refused:
            # About the settings or the name server, not about the recipient: nothing is lost once they are mended.
            fault = Sentence(
                "{fact}, which is not an address of the Internet; private_webhooks = true allows it", fact=refused
            )
            raise Undelivered(fault, "temporary", "us") from None
        except NotSent as error:
            raise Undelivered(error.args[0], "temporary", "way") from None
        except Unanswered as error:
            raise Undelivered(error.args[0], "unsure", "way" if error.late else "recipient") from None
        if 200 <= answer.status < 300:
            return f"{answer.status} {answer.reason}"
        raise _refusal(str(url.hostname), answer)

    def relay(self, address: str) -> str:
        """Return the name of the machine."""
        with suppress(ValueError):
            return urlsplit(address).netloc.rpartition("@")[2].lower()
        return address

    def _checked(self, address: str) -> SplitResult:
        try:
            url = urlsplit(address)
            host, _ = url.hostname, url.port
        except ValueError:
            host, url = None, urlsplit("")
        if not host or url.scheme not in ("http", "https") or re.search(r"[\s\x00-\x20\x7f]", address):
            raise Undelivered(Sentence("the webhook is not a web address"), "permanent")
        name = one_line(host, 80)
        if url.username is not None or url.password is not None:
            fault = Sentence("the address of the webhook at {host} holds a password", host=name)
            raise Undelivered(fault, "permanent")
        if url.scheme == "http" and not self._allow_private:
            fault = Sentence("{host}: webhooks are posted over TLS alone; write https://", host=name)
            raise Undelivered(fault, "temporary", "us")
        return url

    def _headers(self, id_: str, body: bytes) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "User-Agent": "deadlines", "Idempotency-Key": id_}
        if self._secret is not None:
            timestamp = str(int(self._clock().astimezone(UTC).timestamp()))
            headers["webhook-id"], headers["webhook-timestamp"] = id_, timestamp
            headers["webhook-signature"] = signature(self._secret.get_secret_value(), id_, timestamp, body)
        return headers


def body_of(letter: Letter) -> dict[str, Any]:
    """Return what is posted.

    ``id``, ``date`` (UTC), ``language``, ``subject``, ``text`` (the letter in words), ``items`` (as ``reminders.item``
    documents them), ``keys`` (one for each item, the same at every attempt) and ``calendar`` (iCalendar or null).
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
            fault = Sentence("DEADLINES_WEBHOOK_SECRET begins with whsec_ but is not base64")
            raise Undelivered(fault, "temporary", "us") from None
    digest = hmac.digest(key, f"{id_}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def _refusal(host: str, answer: Answer) -> Undelivered:
    said = Sentence("{host} answers {answer}", host=one_line(host, 200), answer=f"{answer.status} {answer.reason}")
    if 300 <= answer.status < 400:
        target = urlsplit(answer.location if re.match("https?://", answer.location) else "")
        fault = Sentence("{fact}: it redirects, and nothing is posted elsewhere; write the final address", fact=said)
        if target.hostname:
            fault = Sentence(
                "{fact}: it redirects to {address}, and nothing is posted elsewhere; write the final address",
                fact=said,
                address=f"{target.scheme}://{one_line(target.hostname, 200)}/…",
            )
        return Undelivered(fault, "permanent")
    if answer.status == 413:
        return Undelivered(said, "temporary", "size")
    outcome: Outcome = "permanent" if 400 <= answer.status < 500 and answer.status not in _PASSING else "temporary"
    return Undelivered(said, outcome, "content" if answer.status in _OF_CONTENT else "recipient")
