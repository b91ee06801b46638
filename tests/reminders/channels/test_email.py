"""E-mail against a relay in a process of its own, which misbehaves; what counts is what the relay has."""

import logging
import multiprocessing
import signal
import socket
import ssl
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta, timezone
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadlines.reminders.channels.email import Email
from deadlines.reminders.channels.message import keys_of, message_of
from deadlines.reminders.letter import Undelivered
from deadlines.settings.tables import MailTable
from tests.certificate import Certificate, self_signed
from tests.reminders.channels.conftest import A_LETTER, refused
from tests.sink import QUEUED, Sink

SENDER = "deadlines@example.org"
PASSWORD = "correct horse battery"
FORK = multiprocessing.get_context("fork")


def by_mail(sink: Sink, *, password: str | None = None, seconds: float = 10, name: str = "", **mail: Any) -> Email:
    table = MailTable(**{"host": "127.0.0.1", "port": sink.port, "security": "none", "sender": SENDER, **mail})
    return Email(table, password, seconds=seconds, name=name)


def test_a_letter_arrives_as_it_was_written_and_the_relays_queue_id_is_kept(sink: Sink) -> None:
    assert by_mail(sink, name="Human rights, opportunities").deliver(A_LETTER) == "250 2.0.0 ok: queued as SINK"
    (got,) = sink.accepted()
    assert (got.sender, got.recipients, got.keys) == (SENDER, ("advocacy@example.org",), A_LETTER.keys)
    message = got.message
    assert message["From"] == '"Human rights, opportunities" <deadlines@example.org>'
    assert message["To"] == "advocacy@example.org"
    assert message["Subject"] == A_LETTER.subject
    assert message["Message-ID"] == f"<{A_LETTER.id}@example.org>"
    assert message["Date"] == "Fri, 27 Feb 2026 08:30:00 +0000"
    assert message["References"] == "<record.a-call-2026@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == '"Human rights, opportunities" <reminders.example.org>'
    assert message["List-Unsubscribe"] == "<mailto:deadlines@example.org?subject=unsubscribe>"
    assert message["Content-Language"] == "en"
    plain, html, calendar = [part for part in message.walk() if not part.is_multipart()]
    assert plain.get_content().replace("\r\n", "\n") == A_LETTER.text
    assert html.get_content().replace("\r\n", "\n") == A_LETTER.html
    assert calendar.get_content_type() == "text/calendar"
    assert calendar.get_param("method") == "PUBLISH"
    assert calendar.get_payload(decode=True) == A_LETTER.calendar
    assert all(len(line) <= 78 for line in got.raw.splitlines())


def test_every_copy_of_a_letter_has_the_same_bytes(sink: Sink) -> None:
    by_mail(sink).deliver(A_LETTER)
    elsewhere = A_LETTER.date.astimezone(timezone(timedelta(hours=5, minutes=45)))
    by_mail(sink).deliver(replace(A_LETTER, date=elsewhere))
    first, second = sink.accepted()
    assert first.raw == second.raw


def test_one_connection_carries_the_letters_of_a_check_and_is_renewed_when_lost(sink: Sink) -> None:
    sink.behave(refuse_every=2, refuse_at="connect", refuse_with=["421 4.3.2 one at a time"])
    with by_mail(sink) as channel:
        channel.deliver(A_LETTER)
        sink.behave(unknown=["nobody@example.org"])
        assert refused(channel, replace(A_LETTER, address="nobody@example.org"))[0] == "permanent"
        channel.deliver(A_LETTER)
        sink.behave(lose_every=1)
        assert refused(channel)[0] == "unsure"
        sink.behave()
        channel.deliver(A_LETTER)
    assert len(sink.accepted()) == 4


@pytest.mark.parametrize("last", [b"421 4.4.2 enough for one connection\r\n", b""])
def test_a_relay_that_takes_no_more_by_a_connection_is_asked_by_another(last: bytes) -> None:
    heard: list[list[bytes]] = [[], []]

    def serve() -> None:
        for commands in heard:
            line = server.accept()[0]
            with line, line.makefile("rb") as said:
                line.sendall(b"220 hi\r\n")
                for command in said:
                    commands.append(command[:4].upper())
                    if len(commands) > 4:
                        line.sendall(last)
                        break
                    line.sendall(b"354 go on\r\n" if command.startswith(b"DATA") else b"250 ok\r\n")
                    if command.startswith(b"DATA"):
                        while said.readline() != b".\r\n":
                            pass
                        line.sendall(b"250 queued\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        mail = MailTable(host="127.0.0.1", port=server.getsockname()[1], security="none", sender=SENDER)
        with Email(mail, None) as channel:
            assert [channel.deliver(A_LETTER), channel.deliver(A_LETTER)] == ["250 queued"] * 2
    whole = [b"EHLO", b"MAIL", b"RCPT", b"DATA"]
    assert (heard[0], heard[1][:4]) == ([*whole, b"MAIL"], whole)


def test_a_letter_about_several_records_is_in_no_thread() -> None:
    """A digest that names several would weld their threads into one for ever."""
    assert message_of(replace(A_LETTER, threads=("a", "b")), SENDER)["References"] is None


def test_ids_are_never_broken_however_long_they_are(sink: Sink) -> None:
    domain = "sub-domain." * 8 + "example.org"
    letter = replace(A_LETTER, threads=("a" * 90,), keys=("ü" * 400, "k"))
    by_mail(sink, sender=f"deadlines@{domain}").deliver(letter)
    (got,) = sink.accepted()
    assert f"References: <record.{'a' * 90}@{domain}>\r\n".encode() in got.raw
    assert f"Message-ID: <{A_LETTER.id}@{domain}>\r\n".encode() in got.raw
    assert f"List-Unsubscribe: <mailto:deadlines@{domain}?subject=unsubscribe>\r\n".encode() in got.raw
    assert got.keys == letter.keys


@pytest.mark.parametrize("stage", ["connect", "mail", "rcpt", "dot"])
@pytest.mark.parametrize("answer", ["451 4.3.0 try again", "452 4.2.2 no room"])
def test_a_4xx_is_temporary_wherever_it_comes(sink: Sink, stage: str, answer: str) -> None:
    sink.behave(refuse_every=1, refuse_at=stage, refuse_with=[answer])
    outcome, said = refused(by_mail(sink))
    assert (outcome, answer in said) == ("temporary", True)
    assert sink.accepted() == []


@pytest.mark.parametrize(
    ("stage", "answer", "outcome"),
    [
        ("rcpt", "550 5.1.1 no such user", "permanent"),
        ("rcpt", "553 not here", "permanent"),
        ("dot", "554 5.6.0 unwanted content", "permanent"),
        ("dot", "554 5.7.1 looks like spam", "permanent"),
        ("connect", "554 5.7.1 your address is listed", "temporary"),
        ("mail", "550 5.1.8 sender unknown", "temporary"),
        ("mail", "530 5.7.0 authentication required", "temporary"),
        ("rcpt", "554 5.7.1 relay access denied", "temporary"),
        ("rcpt", "530 authentication required", "temporary"),
    ],
)
def test_a_5xx_about_the_letter_is_permanent_and_one_about_us_is_not(
    sink: Sink, stage: str, answer: str, outcome: str
) -> None:
    sink.behave(refuse_every=1, refuse_at=stage, refuse_with=[answer])
    assert refused(by_mail(sink))[0] == outcome
    assert sink.accepted() == []


@pytest.mark.parametrize(
    ("stage", "answer", "cause"),
    [
        ("connect", "554 5.7.1 your address is listed", "way"),
        ("mail", "550 5.1.8 sender unknown", "way"),
        ("mail", "451 4.7.0 slowly", "recipient"),
        ("rcpt", "550 5.1.1 no such user", "recipient"),
        ("rcpt", "554 5.7.1 relay access denied", "us"),
        ("rcpt", "550 5.1.8 sender unknown", "us"),
        ("dot", "554 5.6.0 unwanted content", "content"),
        ("dot", "554 5.7.1 looks like spam", "content"),
        ("dot", "550 no", "content"),
        ("dot", "552 5.3.4 too large", "size"),
        ("dot", "552 too large", "size"),
        ("dot", "552 5.2.2 mailbox full", "recipient"),
        ("dot", "550 5.1.1 no such user", "recipient"),
        ("dot", "550 5.1.7 sender unknown", "us"),
    ],
)
def test_a_refusal_says_what_it_is_about(sink: Sink, stage: str, answer: str, cause: str) -> None:
    sink.behave(refuse_every=1, refuse_at=stage, refuse_with=[answer])
    with pytest.raises(Undelivered) as caught:
        by_mail(sink).deliver(A_LETTER)
    assert (caught.value.cause, answer in caught.value.message) == (cause, True)


def test_what_is_larger_than_the_server_says_it_takes_is_not_sent(sink: Sink) -> None:
    sink.behave(largest=1000)
    with pytest.raises(Undelivered, match="takes 1000 bytes, but the message has") as caught:
        by_mail(sink).deliver(A_LETTER)
    assert (caught.value.outcome, caught.value.cause, sink.accepted()) == ("temporary", "size", [])


def test_a_login_that_was_refused_is_not_repeated_each_minute(sink: Sink, trusted: Path) -> None:
    sink.behave(account=["deadlines", PASSWORD])
    said = [
        refused(by_mail(sink, security="starttls", host="localhost", username="deadlines", password=word))[1]
        for word in ("mallard", "mallard", "pintail")
    ]
    assert ["not asked again" in one for one in said] == [False, True, False]
    by_mail(sink, security="starttls", host="localhost", username="deadlines", password=PASSWORD).deliver(A_LETTER)


@pytest.mark.parametrize(
    "answer", ["421 4.3.2 closing", "251 elsewhere", "25", "250-and\r\nxyz", "garbage", "354 go on", "999 what"]
)
def test_after_the_dot_whatever_is_not_clean_is_unsure(sink: Sink, answer: str) -> None:
    sink.behave(answer_every=1, answer_with=answer)
    assert refused(by_mail(sink))[0] == "unsure"
    assert len(sink.accepted()) == 1


def test_a_line_lost_after_the_dot_is_unsure(sink: Sink) -> None:
    sink.behave(lose_every=1)
    outcome, said = refused(by_mail(sink))
    assert (outcome, len(sink.accepted())) == ("unsure", 1)
    assert "after the message" in said


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["hang_at", "dribble_at"])
@pytest.mark.parametrize(
    ("stage", "outcome"), [("connect", "temporary"), ("mail", "temporary"), ("data", "unsure"), ("dot", "unsure")]
)
def test_a_relay_that_hangs_or_dribbles_costs_its_budget_and_no_more(
    sink: Sink, mode: str, stage: str, outcome: str
) -> None:
    """It would go on for ever: that this ends, and says why, is what is proved. A slow machine is given more time."""
    for seconds in (0.2, 2, 20):
        sink.behave(**{mode: stage})
        got, said = refused(by_mail(sink, seconds=seconds))
        if sink.was_reached():
            break
    assert (got, f"took longer than {seconds:g} s" in said) == (outcome, True)


def test_a_budget_is_of_one_letter_not_of_the_connection(sink: Sink) -> None:
    """Four letters, of which each takes a third of it; a slow machine is given more time."""
    for seconds in (0.3, 3, 30):
        sink.behave(delay_ms=int(seconds * 333))
        with by_mail(sink, seconds=seconds) as channel, suppress(Undelivered):
            assert [channel.deliver(A_LETTER) for _ in range(4)] == [QUEUED] * 4
            return
    pytest.fail("the time of one letter is not enough for the connection of four")


def test_a_budget_is_one_for_all_stages_of_a_letter() -> None:
    """A relay that takes a third of it for each answer."""

    def serve() -> None:
        line = server.accept()[0]
        with line, suppress(OSError):
            for answer in (b"220 hi", b"250 hi", b"250 ok", b"250 ok", b"354 go on", b"250 queued"):
                pause.wait(0.1)
                line.sendall(answer + b"\r\n")
                line.recv(65536)

    pause = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=serve, daemon=True).start()
        mail = MailTable(host="127.0.0.1", port=server.getsockname()[1], security="none", sender=SENDER)
        outcome, said = refused(Email(mail, None, seconds=0.3))
    assert (outcome, "took longer than 0.3 s" in said) == ("temporary", True)


def test_nobody_at_the_port_and_no_such_host_are_temporary() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert (
            refused(Email(MailTable(host="127.0.0.1", port=port, security="none", sender=SENDER), None))[0]
            == "temporary"
        )
    for host in ("no-such-host.invalid", "a" * 70 + ".example"):
        assert refused(Email(MailTable(host=host, sender=SENDER), None))[0] == "temporary"


def test_without_tls_only_this_machine_is_spoken_to() -> None:
    outcome, said = refused(Email(MailTable(host="203.0.113.5", security="none", sender=SENDER), None, seconds=1))
    assert outcome == "temporary"
    assert 'security = "starttls"' in said


def test_tls_is_spoken_with_a_certificate_that_is_trusted(sink: Sink, trusted: Path) -> None:
    by_mail(sink, security="starttls", host="localhost").deliver(A_LETTER)
    by_mail(sink, security="tls", host="localhost", port=sink.tls_port).deliver(A_LETTER)
    assert len(sink.accepted()) == 2


def test_a_certificate_that_nobody_vouches_for_is_refused(sink: Sink) -> None:
    for mail in ({"security": "starttls"}, {"security": "tls", "port": sink.tls_port}):
        outcome, said = refused(by_mail(sink, host="localhost", **mail))
        assert (outcome, "certificate" in said) == ("temporary", True)
    assert sink.accepted() == []


def test_a_certificate_of_another_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = self_signed(tmp_path, "mail.example.net")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.chain))
    with Sink.start(tmp_path / "sink", certificate=other) as sink:
        outcome, said = refused(by_mail(sink, security="starttls", host="localhost"))
    assert (outcome, "localhost" in said) == ("temporary", True)


def test_a_relay_without_starttls_gets_nothing(sink: Sink, trusted: Path) -> None:
    sink.behave(starttls=False)
    outcome, said = refused(by_mail(sink, security="starttls", username="deadlines", password=PASSWORD))
    assert (outcome, "STARTTLS" in said) == ("temporary", True)
    assert sink.accepted() == []


def test_it_logs_in_over_tls_and_a_wrong_password_kills_no_letter(
    sink: Sink, trusted: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    sink.behave(account=["deadlines", PASSWORD])
    by_mail(sink, security="starttls", host="localhost", username="deadlines", password=PASSWORD).deliver(A_LETTER)
    assert len(sink.accepted()) == 1
    wrong = by_mail(sink, security="starttls", host="localhost", username="deadlines", password="swordfish")
    outcome, said = refused(wrong)
    assert (outcome, "DEADLINES_SMTP_PASSWORD" in said) == ("temporary", True)
    missing = by_mail(sink, security="starttls", host="localhost", username="deadlines")
    assert "DEADLINES_SMTP_PASSWORD" in refused(missing)[1]
    printed = capfd.readouterr()
    assert "swordfish" not in said + repr(wrong) + repr(vars(wrong)) + caplog.text + printed.out + printed.err


def test_no_password_is_sent_without_tls(sink: Sink) -> None:
    sink.behave(account=["deadlines", PASSWORD], in_the_clear=True)
    assert refused(by_mail(sink, username="deadlines", password=PASSWORD))[0] == "temporary"
    assert sink.accepted() == []


def test_a_relay_that_repeats_the_password_is_not_quoted(sink: Sink, trusted: Path) -> None:
    sink.behave(refuse_every=1, refuse_at="mail", refuse_with=[f"550 go away, {PASSWORD}"])
    channel = by_mail(sink, security="starttls", host="localhost", password=PASSWORD)
    with pytest.raises(Undelivered) as caught:
        channel.deliver(A_LETTER)
    assert "go away" in caught.value.message
    assert PASSWORD not in "".join(traceback.format_exception(caught.value)) + repr(caught.value)


HOSTILE = "A call\r\nBcc: everybody@example.net\r\n\r\n<h1>\x00\u202egnp.exe\u2028"


def test_foreign_text_cannot_become_a_header(sink: Sink) -> None:
    letter = replace(
        A_LETTER, subject=HOSTILE, keys=(HOSTILE, "é" * 400), threads=("x" * 90,), language="en\r\nBcc: a@b.c"
    )
    by_mail(sink, name=HOSTILE).deliver(letter)
    (got,) = sink.accepted()
    assert got.recipients == ("advocacy@example.org",)
    assert got.message["Bcc"] is None
    assert got.keys == letter.keys
    assert "\u202e" not in got.message["Subject"]
    assert all(len(line) <= 998 for line in got.raw.splitlines())


@pytest.mark.parametrize(
    "address",
    ["a@b.c\r\nRCPT TO:<c@d.e>", "a@b.c\nBcc: c@d.e", "a@example.org, b@example.org", "<a@example.org>", "", "a b@example.org",
     "é@example.org", "a@example.org\0", "a..b@example.org", "=?utf-8?q?a?=@example.org"],
)  # fmt: skip
def test_an_address_that_is_none_is_permanent_and_never_reaches_the_relay(sink: Sink, address: str) -> None:
    outcome, said = refused(by_mail(sink), replace(A_LETTER, address=address))
    assert (outcome, "is not an e-mail address" in said, "\n" in said) == ("permanent", True, False)
    assert sink.accepted() == []


@settings(deadline=None, max_examples=20)
@given(st.text(max_size=300), st.lists(st.text(max_size=200), max_size=4), st.text(max_size=40))
def test_whatever_stands_in_a_letter_its_keys_come_back_and_no_header_is_added(
    subject: str, keys: list[str], thread: str
) -> None:
    clean = [key.encode(errors="replace").decode() for key in keys]
    letter = replace(A_LETTER, subject=subject.encode(errors="replace").decode(), keys=tuple(clean), threads=())
    raw = message_of(letter, SENDER).as_bytes()
    read: Any = message_from_bytes(raw, policy=policy.SMTP)
    assert keys_of(read) == tuple(clean)
    plain = message_of(replace(A_LETTER, keys=("k",) * len(keys), threads=()), SENDER)
    assert sorted(set(read.keys())) == sorted(set(plain.keys()))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stage", "has_it"),
    [("connect", 0), ("mail", 0), ("rcpt", 0), ("data", 0), ("dot", 1), ("accepted", 1)],
)
def test_the_sink_kills_a_sender_at_each_stage_and_counts_what_it_accepted(sink: Sink, stage: str, has_it: int) -> None:
    sink.behave(kill_at=stage)

    def send() -> None:
        by_mail(sink).deliver(A_LETTER)
        threading.Event().wait()

    sender = FORK.Process(target=send)
    sender.start()
    sender.join()
    assert sender.exitcode == -signal.SIGKILL
    assert (len(sink.accepted()), sink.kills()) == (has_it, [stage])


@contextmanager
def scripted(answers: Sequence[bytes], certificate: Certificate | None = None) -> Iterator[int]:
    """A relay that gives these answers, whatever it is sent, and hangs up; after ``STARTTLS`` over TLS."""

    def serve() -> None:
        line: socket.socket = server.accept()[0]
        with suppress(OSError):
            for answer in answers:
                line.sendall(answer)
                while answer.startswith(b"354") and not heard.endswith(b"\r\n.\r\n"):
                    heard.extend(line.recv(65536) or b"\r\n.\r\n")
                if not answer.startswith(b"354") and line.recv(65536).startswith(b"STARTTLS"):
                    line.sendall(b"220 go on\r\n250 said before TLS\r\n")
                    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
                    context.load_cert_chain(certificate.chain, certificate.key)  # type: ignore[union-attr]
                    line = context.wrap_socket(line, server_side=True)
                    line.recv(65536)
        line.close()

    heard = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]


def test_what_was_said_before_tls_counts_for_nothing(certificate: Certificate, trusted: Path) -> None:
    ok = b"250 ok\r\n"
    answers = [b"220 hi\r\n", b"250-hi\r\n250 STARTTLS\r\n", ok, ok, ok, b"354 go on\r\n", b"250 queued\r\n"]
    with scripted(answers, certificate) as port:
        channel = Email(MailTable(host="localhost", port=port, sender=SENDER), None, seconds=5)
        assert channel.deliver(A_LETTER) == "250 queued"


answers = st.sampled_from(
    [b"220 hi\r\n", b"250 ok\r\n", b"250-a\r\n250 b\r\n", b"354 go on\r\n", b"550 5.1.1 no\r\n", b"451 later\r\n", b"25", b"\r\n",
     b"\x00\xff\r\n", b"250-", b"99999 what\r\n", b"-1 x\r\n", b"a" * 9000 + b"\r\n"]
)  # fmt: skip


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 6), st.lists(answers, max_size=4))
def test_whatever_a_relay_says_nothing_but_undelivered_is_raised(well: int, strange: list[bytes]) -> None:
    good = [b"220 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n", b"250 queued\r\n"]
    with scripted([*good[:well], *strange]) as port:
        channel = Email(MailTable(host="127.0.0.1", port=port, security="none", sender=SENDER), None, seconds=0.05)
        try:
            channel.deliver(A_LETTER)
        except Undelivered as undelivered:
            assert undelivered.outcome in ("temporary", "permanent", "unsure")
