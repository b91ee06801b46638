"""A mail relay that counts: a real SMTP server in a process of its own, which misbehaves as ordered.

    with Sink.start(folder) as sink:
        sink.behave(refuse_every=10)      # a new set of modes; whatever is not named is as by default
        ...                               # mail to 127.0.0.1, sink.port
        sink.accepted()                   # what it took responsibility for, in order, each as an `Accepted`

Every message stands in ``accepted.jsonl`` *before* the 250 is written, so that what is counted here was accepted, whatever the
sender knows of it. Nothing waits by sleeping: the port is read from the process's first line. The modes are those of ``Modes``; they are
read at each command, from a file that is replaced whole, and every counter starts anew with ``behave``.
"""

import asyncio
import json
import logging
import os
import signal
import ssl
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any, Self, cast

from aiosmtpd.smtp import DATA_SIZE_DEFAULT, SMTP, AuthResult, Envelope, LoginPassword, Session

from deadlines.reminders.channels.message import keys_of
from tests.certificate import Certificate

QUEUED = "250 2.0.0 ok: queued as SINK"
STAGES = ("connect", "mail", "rcpt", "data", "unwanted", "dot", "accepted")
"""``data``: within the body, before the dot; ``unwanted``: before a message is refused for what it says; ``dot``: recorded, before the 250; ``accepted``: after the 250."""


@dataclass(frozen=True)
class Modes:
    delay_ms: int = 0
    """Before the answer to each message, as a relay that scans."""
    refuse_every: int = 0
    """Every so manieth time at ``refuse_at``, answer one of ``refuse_with``, in turn."""
    refuse_at: str = "rcpt"
    """connect, mail, rcpt or dot."""
    refuse_with: Sequence[str] = ("421 4.3.2 closing", "451 4.3.0 try again", "452 4.2.2 no room")
    unknown: Sequence[str] = ()
    """Recipients that are answered ``unknown_with``."""
    unknown_with: str = "550 5.1.1 no such user"
    unwanted: Sequence[str] = ()
    """Words for which a message is refused with ``unwanted_with``."""
    unwanted_with: str = "554 5.6.0 unwanted content"
    largest: int = 0
    """Bytes of a message that is taken, where there is a limit; it is announced (RFC 1870)."""
    lose_every: int = 0
    """Every so manieth message is accepted, and the line closed without the 250."""
    answer_every: int = 0
    """Every so manieth message is accepted and answered ``answer_with``, as it stands."""
    answer_with: str = "250"
    hang_at: str = ""
    """A stage at which nothing is said any more; at ``connect`` the line is as good as half open."""
    dribble_at: str = ""
    """A stage from which answers come one byte at a time, for ever."""
    kill_at: str = ""
    """A stage at which a sender gets SIGKILL."""
    kill_every: int = 1
    """Every so manieth time."""
    kill_times: int = 0
    """So many times at most; 0: without end."""
    kill_pid: int = 0
    """Whom; 0: whoever holds the other end of the line."""
    starttls: bool = True
    """Offered where the sink has a certificate."""
    account: Sequence[str] = ()
    """User name and password that are required."""
    in_the_clear: bool = False
    """Takes a password without TLS."""


@dataclass(frozen=True)
class Accepted:
    """A message for which the relay has taken responsibility."""

    message_id: str
    keys: tuple[str, ...]
    sender: str
    recipients: tuple[str, ...]
    date: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        return cast(EmailMessage, message_from_bytes(self.raw, policy=policy.SMTP))


@dataclass
class Sink:
    """The relay, seen from the test."""

    folder: Path
    process: subprocess.Popen[str] = field(repr=False)
    port: int
    tls_port: int
    _seen: int = 0
    _kills_seen: int = 0
    _generation: int = 0

    @classmethod
    def start(cls, folder: Path, *, certificate: Certificate | None = None, **modes: Any) -> "Sink":
        """Start a relay whose files are in ``folder``; with a certificate it offers STARTTLS, and TLS at ``tls_port``."""
        folder.mkdir(parents=True, exist_ok=True)
        _write_modes(folder, Modes(**modes), 0)
        certificates = [str(certificate.chain), str(certificate.key)] if certificate else []
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.sink", str(folder), *certificates],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent,
        )  # fmt: skip
        assert process.stdout
        ports = process.stdout.readline().split()
        assert ports, "the sink did not start"
        return cls(folder, process, *map(int, ports))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in filter(None, (self.process.stdin, self.process.stdout)):
            pipe.close()

    def behave(self, **modes: Any) -> None:
        """Forget the modes and counters there were, and take these."""
        self._generation += 1
        (self.folder / "stuck.txt").unlink(missing_ok=True)
        _write_modes(self.folder, Modes(**modes), self._generation)

    def forget(self) -> None:
        """Count from here, and behave well."""
        self.behave()
        self._seen += len(self.accepted())
        self._kills_seen += len(self.kills())

    def accepted(self) -> list[Accepted]:
        return [_accepted(line) for line in _lines(self.folder / "accepted.jsonl")[self._seen :]]

    def kills(self) -> list[str]:
        """The stages at which a sender was killed, in order."""
        return _lines(self.folder / "kills.txt")[self._kills_seen :]

    def was_reached(self) -> bool:
        """Whether a sender has reached the stage at which it hangs or dribbles."""
        return (self.folder / "stuck.txt").exists()

    def lost_lines(self) -> int:
        """How often a line was closed instead of a 250, since the start."""
        return len(_lines(self.folder / "lost.txt"))


def _accepted(line: str) -> Accepted:
    found = json.loads(line)
    raw = found["raw"].encode("latin-1")
    message = cast(EmailMessage, BytesHeaderParser(policy=policy.SMTP).parsebytes(raw))
    return Accepted(
        str(message["Message-ID"]),
        keys_of(message),
        found["sender"],
        tuple(found["recipients"]),
        str(message["Date"]),
        raw,
    )


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="ascii").splitlines() if file.exists() else []


def _write_modes(folder: Path, modes: Modes, generation: int) -> None:
    new = folder / "modes.json.new"
    new.write_text(json.dumps([generation, asdict(modes)]), encoding="utf-8")
    new.replace(folder / "modes.json")


class _Relay:
    """What all connections share: the files, the modes, how often each stage was reached."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._generation = -1
        self._modes = Modes()
        self._reached: Counter[str] = Counter()

    @property
    def modes(self) -> Modes:
        generation, modes = json.loads((self._folder / "modes.json").read_text(encoding="utf-8"))
        if generation != self._generation:
            self._generation, self._modes = generation, Modes(**modes)
            self._reached.clear()
        return self._modes

    def due(self, what: str, every: int) -> bool:
        """Count one more of ``what``, and say whether it is one of every so many."""
        if not every:
            return False
        self._reached[what] += 1
        return self._reached[what] % every == 0

    def times(self, what: str) -> int:
        self._reached[what] += 1
        return self._reached[what]

    def record(self, envelope: Envelope) -> None:
        raw = cast(bytes, envelope.original_content).decode("latin-1")
        line = json.dumps({"sender": envelope.mail_from, "recipients": envelope.rcpt_tos, "raw": raw})
        self._append("accepted.jsonl", line)

    def note_lost(self) -> None:
        self._append("lost.txt", "")

    def note_stuck(self) -> None:
        self._append("stuck.txt", "")

    def kill(self, stage: str, pid: int) -> bool:
        """Kill a sender when that is due at this stage."""
        modes = self.modes
        if modes.kill_at != stage or not self.due("kill", modes.kill_every):
            return False
        if modes.kill_times and self.times("killed") > modes.kill_times:
            return False
        # Noted first: whoever waits for the sender's end reads this at once.
        self._append("kills.txt", stage)
        with suppress(ProcessLookupError):
            os.kill(modes.kill_pid or pid, signal.SIGKILL)
        return True

    def _append(self, name: str, line: str) -> None:
        with (self._folder / name).open("a", encoding="ascii") as file:
            file.write(f"{line}\n")


def _pid_of(host: str, port: int) -> int:
    """The process at the other end of a line on this machine, by Linux's tables of sockets.

    They are read piece by piece while others change them, so that a row may be skipped: then they are read again.
    """
    here = f"{int.from_bytes(bytes(map(int, host.split('.'))), 'little'):08X}:{port:04X}"
    for _ in range(50):
        rows = (line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:])
        inodes = {f"socket:[{row[9]}]" for row in rows if row[1] == here}
        for entry in Path("/proc").glob("[0-9]*/fd/*") if inodes else ():
            with suppress(OSError):
                if str(entry.readlink()) in inodes:
                    return int(entry.parts[2])
    raise LookupError(f"nobody holds {host}:{port}")


class _Server(SMTP):
    """aiosmtpd with stages, at which something may go wrong."""

    def __init__(self, relay: _Relay, tls: ssl.SSLContext | None, *, over_tls: bool) -> None:
        modes = relay.modes
        super().__init__(
            self,
            hostname="sink.test",
            data_size_limit=modes.largest or DATA_SIZE_DEFAULT,
            tls_context=tls if modes.starttls and not over_tls else None,
            auth_required=bool(modes.account),
            auth_require_tls=not over_tls and not modes.in_the_clear,
            authenticator=self._check,
            loop=asyncio.get_running_loop(),
        )
        self._relay, self._dribbles, self._pid = relay, False, 0

    def _check(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, said: LoginPassword) -> AuthResult:
        account = self._relay.modes.account
        right = bool(account) and [said.login.decode(), said.password.decode()] == list(account)
        return AuthResult(success=right, handled=False)

    async def _handle_client(self) -> None:
        if refusal := await self._stage("connect"):
            await self.push(refusal)
            self._writer.close()
            return
        await super()._handle_client()

    async def handle_MAIL(  # noqa: N802
        self, _s: Any, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if refusal := await self._stage("mail"):
            return refusal
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 ok"

    async def handle_RCPT(  # noqa: N802
        self, _s: Any, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if refusal := await self._stage("rcpt"):
            return refusal
        if address in self._relay.modes.unknown:
            return self._relay.modes.unknown_with
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def push(self, status: str | bytes) -> None:  # type: ignore[override]
        text = status if isinstance(status, str) else status.decode()
        if self._dribbles:
            await self._dribble(text)
        await super().push(text)
        if text.startswith("354"):
            await self._within_data()
        if text == QUEUED:
            await self._stage("accepted")

    async def handle_DATA(self, _s: Any, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        modes = self._relay.modes
        await asyncio.sleep(modes.delay_ms / 1000)
        if refusal := self._refusal("dot"):
            return refusal
        content = cast(bytes, envelope.original_content)
        if any(word.encode() in content for word in modes.unwanted):
            await self._misbehave("unwanted")
            return modes.unwanted_with
        self._relay.record(envelope)
        await self._misbehave("dot")
        if self._relay.due("lost", modes.lose_every):
            self._relay.note_lost()
            self._hang_up()
        if self._relay.due("answered", modes.answer_every):
            return modes.answer_with
        return QUEUED

    async def handle_exception(self, error: Exception) -> str:
        return f"451 4.3.0 {type(error).__name__}"

    def _peer(self) -> tuple[str, int]:
        assert self.session
        return cast(tuple[str, int], self.session.peer)

    async def _stage(self, stage: str) -> str | None:
        """Reach a stage; return the answer that refuses it, where one is due."""
        await self._misbehave(stage)
        return self._refusal(stage)

    async def _misbehave(self, stage: str) -> None:
        modes = self._relay.modes
        if modes.kill_at:
            # Looked up as early as may be: at the last stage the sender may have closed the line.
            self._pid = self._pid or _pid_of(*self._peer())
            if self._relay.kill(stage, self._pid):
                self._hang_up()
        if stage in (modes.hang_at, modes.dribble_at):
            self._relay.note_stuck()
        if modes.hang_at == stage:
            await asyncio.Event().wait()
        if modes.dribble_at == stage:
            self._dribbles = True

    def _refusal(self, stage: str) -> str | None:
        modes = self._relay.modes
        if modes.refuse_at != stage or not self._relay.due("refused", modes.refuse_every):
            return None
        return modes.refuse_with[(self._relay.times("refusal") - 1) % len(modes.refuse_with)]

    async def _within_data(self) -> None:
        while not self._reader._buffer:  # type: ignore[attr-defined]
            await asyncio.sleep(0.001)
        await self._stage("data")

    async def _dribble(self, text: str) -> None:
        """One byte at a time, of an answer that does not end: each is in time for the timeout of a read."""
        for byte in text.encode()[:3] + b"-" * 1_000_000:
            self._writer.write(bytes([byte]))
            await self._writer.drain()
            await asyncio.sleep(0.02)

    def _hang_up(self) -> None:
        assert self.transport
        self.transport.abort()  # type: ignore[attr-defined]
        raise asyncio.CancelledError


async def _serve(folder: Path, certificates: list[str]) -> None:
    relay, loop, tls = _Relay(folder), asyncio.get_running_loop(), None
    if certificates:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(*certificates)
    plain = await loop.create_server(lambda: _Server(relay, tls, over_tls=False), "127.0.0.1", 0)
    over_tls = await loop.create_server(lambda: _Server(relay, tls, over_tls=True), "127.0.0.1", 0, ssl=tls)
    logging.disable()
    # The test that started this has ended, in whatever way: so does this.
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(*(server.sockets[0].getsockname()[1] for server in (plain, over_tls)), flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(Path(sys.argv[1]), sys.argv[2:]))
