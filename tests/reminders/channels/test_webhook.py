"""Webhooks against a real web server on this machine."""

import base64
import hashlib
import hmac
import json
import socket
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from deadlines.reminders.channels.webhook import Webhook
from deadlines.reminders.letter import Letter
from tests.certificate import Certificate, self_signed
from tests.reminders.channels.conftest import A_LETTER, refused
from tests.web.receiver import Receiver

NOW = datetime(2026, 2, 27, 9, 0, tzinfo=UTC)


def webhook(secret: str | None = None, *, inward: bool = True, seconds: float = 5) -> Webhook:
    return Webhook(secret, clock=lambda: NOW, allow_private=inward, seconds=seconds)


def to(receiver: Receiver, path: str = "/hook/T0KEN?a=1", host: str = "127.0.0.1", scheme: str = "http") -> Letter:
    return replace(A_LETTER, address=f"{scheme}://{host}:{receiver.port}{path}")


def test_a_letter_is_posted_as_json_under_its_id() -> None:
    with Receiver(status=202) as receiver:
        assert webhook().deliver(to(receiver)) == "202 Accepted"
    (posted,) = receiver.posted
    assert posted.path == "/hook/T0KEN?a=1"
    assert posted.headers["Idempotency-Key"] == A_LETTER.id
    assert posted.headers["Content-Type"] == "application/json"
    assert "webhook-signature" not in posted.headers
    assert json.loads(posted.body) == {
        "id": A_LETTER.id,
        "date": "2026-02-27T08:30:00Z",
        "language": "en",
        "subject": A_LETTER.subject,
        "text": A_LETTER.text,
        "items": list(A_LETTER.items),
        "keys": list(A_LETTER.keys),
        "calendar": "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
    }


@pytest.mark.parametrize(
    ("secret", "key"),
    [("plain words, é", "plain words, é".encode()), ("whsec_" + base64.b64encode(b"k" * 24).decode(), b"k" * 24)],
)
def test_a_signature_is_that_of_standard_webhooks(secret: str, key: bytes) -> None:
    with Receiver() as receiver:
        webhook(secret).deliver(to(receiver))
    (posted,) = receiver.posted
    signed = f"{A_LETTER.id}.{posted.headers['webhook-timestamp']}.".encode() + posted.body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert posted.headers["webhook-signature"] == f"v1,{expected}"
    assert posted.headers["webhook-id"] == A_LETTER.id
    assert posted.headers["webhook-timestamp"] == "1772182800"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(408, "temporary"), (425, "temporary"), (429, "temporary"), (500, "temporary"), (503, "temporary"),
     (400, "permanent"), (401, "permanent"), (404, "permanent"), (410, "permanent"), (413, "temporary")],
)  # fmt: skip
def test_a_refusal_is_permanent_when_another_attempt_would_meet_it_again(status: int, outcome: str) -> None:
    with Receiver(status=status) as receiver:
        got, said = refused(webhook(), to(receiver))
    assert (got, str(status) in said) == (outcome, True)
    assert "T0KEN" not in said


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_the_answer_says_what_to_type(status: int) -> None:
    with Receiver() as inside, Receiver(status=status) as receiver:
        receiver.headers["Location"] = f"http://127.0.0.1:{inside.port}/S3CRET\x1b[2J"
        outcome, said = refused(webhook(), to(receiver))
    assert (outcome, inside.posted) == ("permanent", [])
    assert "write the final address" in said
    assert "S3CRET" not in said


def test_what_breaks_after_the_request_is_out_is_unsure_and_before_it_temporary() -> None:
    with Receiver(hang_up=True) as receiver:
        assert refused(webhook(), to(receiver))[0] == "unsure"
        port = receiver.port
    assert refused(webhook(), replace(A_LETTER, address=f"http://127.0.0.1:{port}/"))[0] == "temporary"
    assert refused(webhook(), replace(A_LETTER, address="https://no-such-host.invalid/"))[0] == "temporary"


@pytest.mark.parametrize("how", ["hang", "dribble"])
def test_a_receiver_that_hangs_or_dribbles_costs_its_budget_and_no_more(how: str) -> None:
    """It would go on for ever: that this ends, and says why, is what is proved. A slow machine is given more time."""
    with Receiver(**{how: True}) as receiver:  # type: ignore[arg-type]
        for seconds in (0.2, 2, 20):
            outcome, said = refused(webhook(seconds=seconds), to(receiver))
            if receiver.posted:
                break
    assert (outcome, f"within {seconds:g} s" in said) == ("unsure", True)


def test_tls_is_spoken_with_a_certificate_that_is_trusted(certificate: Certificate, trusted: Path) -> None:
    with Receiver(certificate=certificate) as receiver:
        assert webhook().deliver(to(receiver, host="localhost", scheme="https")) == "200 OK"
    assert len(receiver.posted) == 1


def test_a_certificate_that_nobody_vouches_for_or_of_another_name_is_refused(
    certificate: Certificate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Receiver(certificate=certificate) as receiver:
        outcome, said = refused(webhook(), to(receiver, host="localhost", scheme="https"))
        assert (outcome, "certificate" in said) == ("temporary", True)
    other = self_signed(tmp_path, "hooks.example.net")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.chain))
    with Receiver(certificate=other) as receiver:
        assert refused(webhook(), to(receiver, host="localhost", scheme="https"))[0] == "temporary"
    assert receiver.posted == []


def test_it_cannot_be_pointed_inward() -> None:
    with Receiver() as receiver:
        for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1", "2130706433"):
            outcome, said = refused(webhook(inward=False), to(receiver, host=host, scheme="https"))
            assert (outcome, "private_webhooks" in said) == ("temporary", True), host
    assert receiver.posted == []


@pytest.mark.parametrize(
    "host",
    ["[::ffff:10.0.0.1]", "[::10.0.0.1]", "[64:ff9b::169.254.169.254]", "[2002:a00:1::]", "[2001:0:1:2:3:4:f5ff:fffe]"],
)
def test_an_inward_address_inside_another_is_found(host: str) -> None:
    outcome, said = refused(webhook(inward=False), replace(A_LETTER, address=f"https://{host}/"))
    assert (outcome, "private_webhooks" in said) == ("temporary", True)


def test_a_name_is_looked_up_once_so_that_it_cannot_answer_otherwise_the_second_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    look_up = socket.getaddrinfo

    def name_server(host: str, port: int, *more: Any, **kind: Any) -> Any:
        asked.append(host)
        return look_up("127.0.0.1" if host == "hook.test" else host, port, *more, **kind)

    monkeypatch.setattr(socket, "getaddrinfo", name_server)
    with Receiver() as receiver:
        webhook().deliver(to(receiver, host="hook.test"))
        outcome, _ = refused(webhook(inward=False), to(receiver, host="hook.test", scheme="https"))
    assert (asked.count("hook.test"), outcome, len(receiver.posted)) == (2, "temporary", 1)
    assert receiver.posted[0].headers["Host"] == f"hook.test:{receiver.port}"


@pytest.mark.parametrize(
    "address",
    ["", "hook", "ftp://example.org/", "https://", "https://[::1", "https://example.org:x/",
     "https://example.org/\r\nX-Evil: 1", "https://exa mple.org/", "https://user:S3CRET@example.org/"],
)  # fmt: skip
def test_an_address_that_is_none_is_permanent(address: str) -> None:
    outcome, said = refused(webhook(), replace(A_LETTER, address=address))
    assert outcome == "permanent"
    assert "S3CRET" not in said


def test_without_permission_nothing_is_posted_over_http() -> None:
    with Receiver() as receiver:
        assert "https://" in refused(webhook(inward=False), to(receiver))[1]
    assert receiver.posted == []


def test_the_secret_is_in_no_representation() -> None:
    channel = webhook("S3CRET")
    assert "S3CRET" not in repr(channel) + repr(vars(channel))
    outcome, said = refused(webhook("whsec_S3CRET!"), replace(A_LETTER, address="http://127.0.0.1:9/"))
    assert (outcome, "S3CRET" in said) == ("temporary", False)
