"""E-mail, by SMTP (RFC 5321): one recipient per message, over TLS that is verified."""

import smtplib
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from types import TracebackType
from typing import Self

from pydantic import SecretStr, TypeAdapter, ValidationError

from deadlines.domain.characters import one_line
from deadlines.domain.text import Sentence
from deadlines.reminders.channels.assembled import as_bytes
from deadlines.reminders.channels.replies import is_about_us, meaning, quoted, reply_line
from deadlines.reminders.letter import Cause, Letter, Outcome, Undelivered
from deadlines.settings.tables import MailTable
from deadlines.settings.values import MailAddress
from deadlines.web.dial import Budget, Refused, cut, dial, is_any, is_loopback

SECONDS = 60.0
"""For one letter in all, from the first packet to the relay's last word. A ledger's lease has to be longer."""


_address = cache(lambda: TypeAdapter(MailAddress))
"""Returns what reads an address; to make it takes longer than to use it."""
_AT_MAIL = Sentence("at {command}", command="MAIL")
_LOGIN_PAUSE = 600.0
_REFUSED: dict[tuple[str, str, str], tuple[Budget, str]] = {}
"""Logins that were refused to this process: servers lock an account that is tried each minute with a wrong password."""


class Email:
    """The mail server of the settings. A connection is kept for the letters of one check; ``close`` ends it."""

    at_once = 1

    def __init__(self, mail: MailTable, password: str | None, *, name: str = "", seconds: float = SECONDS) -> None:
        """``name`` is what the sender is called; ``seconds`` is the time that a letter may take in all."""
        self._mail, self._name, self._seconds = mail, name, seconds
        self._password = None if password is None else SecretStr(password)
        self._relay: smtplib.SMTP | None = None
        self._at_work = False
        self._is_done = False  # True where the last message on the connection was taken.
        self._budget = Budget(seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection, without waiting for an answer; one that a letter is still going by is cut."""
        if self._relay is not None and self._at_work:
            if self._relay.sock is not None:
                cut(self._relay.sock)
        elif self._relay is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._relay.putcmd("QUIT")
            self._drop()

    def deliver(self, letter: Letter) -> str:
        """Send a letter to the relay and return its reply, which usually holds its queue id.

        Raises ``Undelivered``. Whatever is wrong before the final dot is certain. After it the relay has the message:
        only an explicit refusal is certain, and 421 is none, since it says that the connection is closing.
        """
        message = self._written(letter)
        self._budget = budget = Budget(self._seconds)
        self._at_work = True
        try:
            relay = self._connected(budget)
            with budget.guard(relay.sock):  # type: ignore[arg-type]
                self._address(relay, letter.address)
                reply = self._send(relay, message)
            self._is_done = True
            return reply
        except Undelivered as refusal:
            if refusal.outcome == "unsure":
                self._drop()
            raise
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise self._lost(None, error) from None
        finally:
            self._at_work = False

    def relay(self, address: str) -> str:
        """Return the name of the server: all mail goes through it."""
        return self._mail.host

    def _written(self, letter: Letter) -> bytes:
        try:
            _address().validate_python(letter.address)
            # Dots that begin a line are doubled (RFC 5321 §4.5.2); the first line is a header.
            return as_bytes(letter, self._mail.sender, self._name).replace(b"\n.", b"\n..")
        except ValidationError:
            fault = Sentence('"{text}" is not an e-mail address', text=one_line(letter.address, 80))
            raise Undelivered(fault, "permanent") from None
        except Exception as error:  # The library that writes headers raises many kinds at odd text.
            fault = Sentence("it cannot be written as an e-mail: {reason}", reason=one_line(str(error), 200))
            raise Undelivered(fault, "permanent", "content") from None

    def _connected(self, budget: Budget) -> smtplib.SMTP:
        """Return a connection on which a message has begun: the one of the last message, or a new one."""
        if self._relay is not None and self._goes_on(self._relay, budget):
            return self._relay
        self._drop()
        # Our name is the sender's domain: the machine's own would be looked up, and shown to everybody in the headers.
        self._relay = relay = smtplib.SMTP(local_hostname=self._mail.sender.rpartition("@")[2])
        try:
            self._dial(relay, budget)
            with budget.guard(relay.sock):  # type: ignore[arg-type]
                self._greet(relay)
        except BaseException:
            self._drop()
            raise
        with budget.guard(relay.sock), self._conversation(_AT_MAIL):  # type: ignore[arg-type]
            answer = relay.docmd("MAIL", f"FROM:<{self._mail.sender}>")
        self._agrees_to_sender(*answer)
        return relay

    def _goes_on(self, relay: smtplib.SMTP, budget: Budget) -> bool:
        """Begin another message; False where the relay is gone, or says that it goes (421): it has nothing of it."""
        if relay.sock is None:
            return False
        was_done, self._is_done = self._is_done, False
        try:
            with budget.guard(relay.sock):
                if not was_done and relay.rset()[0] != 250:
                    return False
                code, reply = relay.docmd("MAIL", f"FROM:<{self._mail.sender}>")
        except (OSError, smtplib.SMTPException):
            return False
        if code != 421:
            self._agrees_to_sender(code, reply)
        return code != 421

    def _dial(self, relay: smtplib.SMTP, budget: Budget) -> None:
        mail = self._mail
        try:
            relay.sock = dial(mail.host, mail.port, budget, is_loopback if mail.security == "none" else is_any)
        except Refused as refused:
            fault = Sentence(
                'security = "none" is for this machine alone, but {fact}; write security = "starttls"', fact=refused
            )
            raise Undelivered(fault, "temporary", "way") from None
        except OSError as error:
            fault = Sentence(
                "no connection to {host}, port {port}: {reason}", host=mail.host, port=mail.port, reason=error
            )
            raise self._undelivered(fault, cause="way") from None

    def _greet(self, relay: smtplib.SMTP) -> None:
        """Make the connection ready for a message: greeted, over TLS, logged in."""
        mail = self._mail
        if mail.security == "tls":
            self._lay_tls(relay)
        with self._conversation(Sentence("at the greeting")):
            self._expect(relay.getreply(), 220, Sentence("the greeting"), "way")
            self._expect(relay.ehlo(), 250, "EHLO", "way")
            if mail.security == "starttls":
                self._start_tls(relay)
            if mail.username is not None:
                self._log_in(relay, mail.username)

    def _start_tls(self, relay: smtplib.SMTP) -> None:
        host = self._mail.host
        if not relay.has_extn("starttls"):
            fault = Sentence(
                '{host} offers no STARTTLS, and nothing is sent without TLS; try port = 465 and security = "tls"',
                host=host,
            )
            raise Undelivered(fault, "temporary", "way")
        self._expect(relay.docmd("STARTTLS"), 220, "STARTTLS", "way")
        self._lay_tls(relay)
        # What was said before TLS is forgotten, with what is left of it in the buffer (RFC 3207 §4.2).
        relay.file = None
        relay.esmtp_features = {}
        self._expect(relay.ehlo(), 250, "EHLO", "way")

    def _log_in(self, relay: smtplib.SMTP, username: str) -> None:
        if self._mail.security == "none":
            fault = Sentence('a password is never sent without TLS; write security = "starttls" or leave username out')
            raise Undelivered(fault, "temporary", "way")
        if self._password is None:
            fault = Sentence("set DEADLINES_SMTP_PASSWORD to the password of the mail account")
            raise Undelivered(fault, "temporary", "way")
        login = (self._mail.host, username, self._password.get_secret_value())
        if login in _REFUSED and not _REFUSED[login][0].spent:
            fault = Sentence("{reason}; not asked again for some minutes", reason=_REFUSED[login][1])
            raise self._undelivered(fault, cause="way")
        try:
            relay.login(*login[1:])
        except smtplib.SMTPAuthenticationError as error:
            reply = reply_line(error.smtp_code, error.smtp_error)
            fault = Sentence(
                "{host} refuses the user name or DEADLINES_SMTP_PASSWORD: {reply}", host=self._mail.host, reply=reply
            )
            _REFUSED[login] = Budget(_LOGIN_PAUSE), fault
            raise self._undelivered(fault, cause="way") from None
        except smtplib.SMTPServerDisconnected:
            raise
        except smtplib.SMTPException as error:
            fault = Sentence("{host} does not let us log in: {reason}", host=self._mail.host, reason=error)
            raise self._undelivered(fault, cause="way") from None
        except UnicodeError:
            fault = Sentence("user name and password of the mail server have to be ASCII")
            raise Undelivered(fault, "temporary", "way") from None

    def _agrees_to_sender(self, code: int, reply: bytes) -> None:
        # About us, whatever its number: it must not count against the recipient.
        self._expect((code, reply), 250, Sentence("the sender in [mail]"), "way" if code >= 500 else "recipient")

    def _address(self, relay: smtplib.SMTP, recipient: str) -> None:
        with self._conversation(_AT_MAIL):
            answer = relay.docmd("RCPT", f"TO:<{recipient}>")
        ours = is_about_us(reply_line(*answer))
        who = Sentence("the recipient")
        self._expect(answer, (250, 251, 252), who, "us" if ours else "recipient", lasts=not ours)

    def _send(self, relay: smtplib.SMTP, message: bytes) -> str:
        most = relay.esmtp_features.get("size", "")
        if most.isdecimal() and 0 < int(most) < len(message):
            fault = Sentence(
                "{host} takes {most} bytes, but the message has {n}", host=self._mail.host, most=most, n=len(message)
            )
            raise self._undelivered(fault, cause="size")
        with self._conversation(Sentence("at {command}", command="DATA")):
            code, reply = answer = relay.docmd("DATA")
            if code != 354:
                raise self._refused(*answer)
            relay.send(message + b".\r\n")
        try:
            code, reply = relay.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise self._lost(Sentence("after the message"), error, "unsure") from None
        answered = reply_line(code, reply)
        if code == 250:
            return answered
        if 400 <= code < 600 and code != 421:
            raise self._refused(code, reply)
        fault = Sentence(
            "{host} does not say clearly that it has the message: {reply}", host=self._mail.host, reply=answered
        )
        raise self._undelivered(fault, "unsure")

    def _refused(self, code: int, reply: bytes) -> Undelivered:
        """Return the error that a refusal of the message is."""
        answered = reply_line(code, reply)
        fault = Sentence(
            "{host} refuses {what}: {reply}", host=self._mail.host, what=Sentence("the message"), reply=answered
        )
        return self._undelivered(fault, *meaning(code, answered))

    def _expect(
        self, answer: tuple[int, bytes], wanted: int | tuple[int, ...], what: str, cause: Cause, *, lasts: bool = False
    ) -> None:
        """Go on when the relay agrees; ``lasts`` where its 5xx is about this recipient, for ever."""
        code, answered = answer[0], reply_line(*answer)
        if code in (wanted if isinstance(wanted, tuple) else (wanted,)):
            return
        fault = Sentence("{host} refuses {what}: {reply}", host=self._mail.host, what=what, reply=answered)
        raise self._undelivered(fault, "permanent" if lasts and 500 <= code < 600 else "temporary", cause)

    @contextmanager
    def _conversation(self, stage: Sentence) -> Iterator[None]:
        """What breaks here breaks before the final dot: the relay has no message."""
        try:
            yield
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise self._lost(stage, error) from None

    def _lay_tls(self, relay: smtplib.SMTP) -> None:
        try:
            # smtplib's own starttls() verifies nothing unless it is given such a context.
            context = ssl.create_default_context()
            relay.sock = context.wrap_socket(relay.sock, server_hostname=self._mail.host)  # type: ignore[arg-type]
        except (OSError, ValueError) as error:
            fault = Sentence("no TLS with {host}: {reason}", host=self._mail.host, reason=error)
            raise self._undelivered(fault, cause="way") from None

    def _lost(self, stage: Sentence | None, error: Exception, outcome: Outcome = "temporary") -> Undelivered:
        host, seconds = self._mail.host, f"{self._seconds:g}"
        if self._budget.spent:
            late = Sentence("{host} took longer than {n} s", host=host, n=seconds)
            if stage:
                late = Sentence("{host} took longer than {n} s {stage}", host=host, n=seconds, stage=stage)
            return self._undelivered(late, outcome, "way")
        lost = Sentence("the connection to {host} was lost: {reason}", host=host, reason=error)
        if stage:
            lost = Sentence("the connection to {host} was lost {stage}: {reason}", host=host, stage=stage, reason=error)
        return self._undelivered(lost, outcome)

    def _undelivered(self, fault: Sentence, outcome: Outcome = "temporary", cause: Cause = "recipient") -> Undelivered:
        """Return the error; a relay that repeats the password in its answer is not quoted with it."""
        return Undelivered(quoted(fault, self._secrets()), outcome, cause)

    def _secrets(self) -> tuple[str, ...]:
        """Return the password as it is, and as it is spelt on its way."""
        if self._password is None:
            return ()
        secret = self._password.get_secret_value()
        plain = f"\0{self._mail.username}\0{secret}"  # As AUTH PLAIN sends it (RFC 4616).
        return secret, *(b64encode(form.encode()).decode() for form in (secret, plain))

    def _drop(self) -> None:
        if self._relay is not None:
            with suppress(OSError):
                self._relay.close()
            self._relay = None
