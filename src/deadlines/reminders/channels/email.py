"""E-mail, by SMTP (RFC 5321): one recipient per message, over TLS that is verified."""

import re
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self

from pydantic import SecretStr, TypeAdapter, ValidationError

from deadlines.domain.text import one_line
from deadlines.reminders.channels.message import message_of
from deadlines.reminders.letter import Cause, Letter, Outcome, Undelivered
from deadlines.settings.tables import MailTable
from deadlines.settings.values import MailAddress
from deadlines.web.dial import Budget, Refused, cut, dial, is_any, is_loopback

SECONDS = 60.0
"""For one letter in all, from the first packet to the relay's last word. A ledger's lease has to be longer."""

_ABOUT_US = re.compile(r"53[0-8]|5\d\d 5\.(7\.|1\.[78]\b)")
"""Refusals of the sender, not of the recipient: no or wrong password, no relaying (RFC 4954 §6, RFC 3463 §3.8)."""
_TOO_LARGE = re.compile(r"552 (?!5\.2\.[12]\b)|5\d\d 5\.(2\.3|3\.4)\b")
_OF_SENDER = re.compile(r"53[0-8]|5\d\d 5\.1\.[78]\b|5\d\d 5\.6\.7\b")
_OF_RECIPIENT = re.compile(r"5\d\d 5\.(1\.\d+|2\.[12])\b")
"""What a refusal of a message is about where it is not the content (RFC 3463 §3, RFC 1870 §6)."""
_LOGIN_PAUSE = 600.0
_REFUSED: dict[tuple[str, str, str], tuple[Budget, str]] = {}
"""Logins that were refused to this process: servers lock an account that is tried each minute with a wrong password."""
_ANSWER_LENGTH = 300


class Email:
    """The mail server of the settings. A connection is kept for the letters of one check; ``close`` ends it."""

    at_once = 1

    def __init__(self, mail: MailTable, password: str | None, *, name: str = "", seconds: float = SECONDS) -> None:
        """``name`` is what the sender is called; ``seconds`` is the time that a letter may take in all."""
        self._mail, self._name, self._seconds = mail, name, seconds
        self._password = None if password is None else SecretStr(password)
        self._relay: smtplib.SMTP | None = None
        self._at_work = False
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
                return self._send(relay, message)
        except Undelivered as refusal:
            if refusal.outcome == "unsure":
                self._drop()
            raise
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise self._lost("", error) from None
        finally:
            self._at_work = False

    def relay(self, address: str) -> str:
        """Return the name of the server: all mail goes through it."""
        return self._mail.host

    def _written(self, letter: Letter) -> bytes:
        try:
            TypeAdapter(MailAddress).validate_python(letter.address)
            message = message_of(letter, self._mail.sender, self._name)
            # Dots that begin a line are doubled (RFC 5321 §4.5.2).
            return re.sub(rb"(?m)^\.", b"..", message.as_bytes())
        except ValidationError:
            text = f'"{one_line(letter.address, 80)}" is not an e-mail address'
            raise Undelivered(text, "permanent") from None
        except Exception as error:  # The library that writes headers raises many kinds at odd text.
            text = f"cannot be written as an e-mail: {one_line(str(error), 200)}"
            raise Undelivered(text, "permanent", "content") from None

    def _connected(self, budget: Budget) -> smtplib.SMTP:
        if self._relay is not None and self._still_there(self._relay, budget):
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
        return relay

    def _still_there(self, relay: smtplib.SMTP, budget: Budget) -> bool:
        if relay.sock is None:
            return False
        try:
            with budget.guard(relay.sock):
                return bool(relay.rset()[0] == 250)
        except (OSError, smtplib.SMTPException):
            return False

    def _dial(self, relay: smtplib.SMTP, budget: Budget) -> None:
        mail = self._mail
        try:
            relay.sock = dial(mail.host, mail.port, budget, is_loopback if mail.security == "none" else is_any)
        except Refused as refused:
            text = f'security = "none" is for this machine alone, and {refused}; write security = "starttls"'
            raise Undelivered(text, "temporary", "way") from None
        except OSError as error:
            text = f"no connection to {mail.host}, port {mail.port}: {error}"
            raise self._undelivered(text, cause="way") from None

    def _greet(self, relay: smtplib.SMTP) -> None:
        """Make the connection ready for a message: greeted, over TLS, logged in."""
        mail = self._mail
        if mail.security == "tls":
            self._lay_tls(relay)
        with self._conversation("the greeting"):
            self._expect(relay.getreply(), 220, "the greeting", "way")
            self._expect(relay.ehlo(), 250, "EHLO", "way")
            if mail.security == "starttls":
                self._start_tls(relay)
            if mail.username is not None:
                self._log_in(relay, mail.username)

    def _start_tls(self, relay: smtplib.SMTP) -> None:
        host = self._mail.host
        if not relay.has_extn("starttls"):
            text = f'{host} offers no STARTTLS, and nothing is sent without TLS; try port = 465 and security = "tls"'
            raise Undelivered(text, "temporary", "way")
        self._expect(relay.docmd("STARTTLS"), 220, "STARTTLS", "way")
        self._lay_tls(relay)
        # What was said before TLS is forgotten, with what is left of it in the buffer (RFC 3207 §4.2).
        relay.file = None
        relay.esmtp_features = {}
        self._expect(relay.ehlo(), 250, "EHLO", "way")

    def _log_in(self, relay: smtplib.SMTP, username: str) -> None:
        if self._mail.security == "none":
            text = 'a password is never sent without TLS; write security = "starttls" or leave username out'
            raise Undelivered(text, "temporary", "way")
        if self._password is None:
            text = "set DEADLINES_SMTP_PASSWORD to the password of the mail account"
            raise Undelivered(text, "temporary", "way")
        login = (self._mail.host, username, self._password.get_secret_value())
        if login in _REFUSED and not _REFUSED[login][0].spent:
            raise self._undelivered(f"{_REFUSED[login][1]}; not asked again for some minutes", cause="way")
        try:
            relay.login(*login[1:])
        except smtplib.SMTPAuthenticationError as error:
            said = _said(error.smtp_code, error.smtp_error)
            text = f"{self._mail.host} refuses the user name or DEADLINES_SMTP_PASSWORD: {said}"
            _REFUSED[login] = Budget(_LOGIN_PAUSE), text
            raise self._undelivered(text, cause="way") from None
        except smtplib.SMTPServerDisconnected:
            raise
        except smtplib.SMTPException as error:
            raise self._undelivered(f"{self._mail.host} does not let us log in: {error}", cause="way") from None
        except UnicodeError:
            text = "user name and password of the mail server have to be ASCII"
            raise Undelivered(text, "temporary", "way") from None

    def _address(self, relay: smtplib.SMTP, recipient: str) -> None:
        with self._conversation("MAIL"):
            code, reply = relay.mail(self._mail.sender)
            # About us, whatever its number: it must not count against the recipient.
            self._expect((code, reply), 250, "the sender in [mail]", "way" if code >= 500 else "recipient")
            code, reply = answer = relay.rcpt(recipient)
            ours = _ABOUT_US.match(_said(*answer))
            self._expect(answer, (250, 251, 252), "the recipient", "us" if ours else "recipient", lasts=not ours)

    def _send(self, relay: smtplib.SMTP, message: bytes) -> str:
        most = relay.esmtp_features.get("size", "")
        if most.isdecimal() and 0 < int(most) < len(message):
            text = f"{self._mail.host} takes {most} bytes, and the message has {len(message)}"
            raise self._undelivered(text, cause="size")
        with self._conversation("DATA"):
            code, reply = answer = relay.docmd("DATA")
            if code != 354:
                raise self._refused(*answer)
            relay.send(message + b".\r\n")
        try:
            code, reply = relay.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise self._lost(" after the message", error, "unsure") from None
        said = _said(code, reply)
        if code == 250:
            return said
        if 400 <= code < 600 and code != 421:
            raise self._refused(code, reply)
        raise self._undelivered(f"{self._mail.host} does not say clearly that it has the message: {said}", "unsure")

    def _refused(self, code: int, reply: bytes) -> Undelivered:
        """Return what a refusal of the message means: its number says whether it is about its content."""
        said = _said(code, reply)
        text = f"{self._mail.host} refuses the message: {said}"
        if not 500 <= code < 600:
            return self._undelivered(text)
        if _TOO_LARGE.match(said):
            return self._undelivered(text, cause="size")
        if _OF_SENDER.match(said):
            return self._undelivered(text, cause="us")
        return self._undelivered(text, "permanent", "recipient" if _OF_RECIPIENT.match(said) else "content")

    def _expect(
        self, answer: tuple[int, bytes], wanted: int | tuple[int, ...], what: str, cause: Cause, *, lasts: bool = False
    ) -> None:
        """Go on when the relay agrees; ``lasts`` where its 5xx is about this recipient, for ever."""
        code, said = answer[0], _said(*answer)
        if code in (wanted if isinstance(wanted, tuple) else (wanted,)):
            return
        text = f"{self._mail.host} refuses {what}: {said}"
        raise self._undelivered(text, "permanent" if lasts and 500 <= code < 600 else "temporary", cause)

    @contextmanager
    def _conversation(self, stage: str) -> Iterator[None]:
        """What breaks here breaks before the final dot: the relay has no message."""
        try:
            yield
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise self._lost(f" at {stage}", error) from None

    def _lay_tls(self, relay: smtplib.SMTP) -> None:
        try:
            # smtplib's own starttls() verifies nothing unless it is given such a context.
            context = ssl.create_default_context()
            relay.sock = context.wrap_socket(relay.sock, server_hostname=self._mail.host)  # type: ignore[arg-type]
        except (OSError, ValueError) as error:
            raise self._undelivered(f"no TLS with {self._mail.host}: {error}", cause="way") from None

    def _lost(self, stage: str, error: Exception, outcome: Outcome = "temporary") -> Undelivered:
        host = self._mail.host
        if self._budget.spent:
            return self._undelivered(f"{host} took longer than {self._seconds:g} s{stage}", outcome, "way")
        return self._undelivered(f"the connection to {host} was lost{stage}: {error}", outcome)

    def _undelivered(self, text: str, outcome: Outcome = "temporary", cause: Cause = "recipient") -> Undelivered:
        """Return the error; a relay that repeats the password in its answer is not quoted with it."""
        if self._password is not None:
            secret = self._password.get_secret_value()
            spelt = (secret, b64encode(secret.encode()).decode(), b64encode(_plain(self._mail, secret)).decode())
            for form in filter(None, spelt):
                text = text.replace(form, "…")
        return Undelivered(one_line(text, _ANSWER_LENGTH), outcome, cause)

    def _drop(self) -> None:
        if self._relay is not None:
            with suppress(OSError):
                self._relay.close()
            self._relay = None


def _plain(mail: MailTable, secret: str) -> bytes:
    """The form in which AUTH PLAIN sends user name and password (RFC 4616)."""
    return f"\0{mail.username}\0{secret}".encode()


def _said(code: int, reply: bytes | str) -> str:
    text = reply if isinstance(reply, str) else reply.decode(errors="replace")
    return one_line(f"{code} {text}", _ANSWER_LENGTH)
