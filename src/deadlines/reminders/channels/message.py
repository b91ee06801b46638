"""A letter as an e-mail (RFC 5322): headers, text, HTML and the entries, the same bytes at every attempt."""

from collections.abc import Iterator
from datetime import UTC
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import quote, unquote

from deadlines.domain.characters import one_line
from deadlines.reminders.channels.headers import KEYS, POLICY, phrase, text
from deadlines.reminders.letter import Letter

_PIECE = 60
"""Characters of a key between two places at which its header may be folded."""


def message_of(letter: Letter, sender: str, name: str = "") -> EmailMessage:
    """Return the e-mail of a letter from ``sender``, who is called ``name``.

    Foreign text is on one line in each header, so that none of it can become a header.
    """
    message = EmailMessage(policy=POLICY)
    for header, value in headers_of(letter, sender, name):
        message[header] = value
    for key in letter.keys:
        message[KEYS] = in_pieces(key)
    _add_body(message, letter)
    # After the body: whatever is called Content-… before it becomes a header of the text alone.
    message["Content-Language"] = one_line(letter.language)
    return message


def headers_of(letter: Letter, sender: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of each header that is not about the keys or the body."""
    domain = sender.rpartition("@")[2]
    yield "From", _named(name, sender)
    yield "To", letter.address
    yield "Subject", text(letter.subject)
    yield "Date", format_datetime(letter.date.astimezone(UTC))
    yield "Message-ID", f"<{letter.id}@{domain}>"
    if len(letter.threads) == 1:
        # Of several, programs would read a chain, and file later letters about one record under another.
        yield "References", f"<record.{letter.threads[0]}@{domain}>"
    # Out-of-office answers go to nobody (RFC 3834 §5); Exchange knows only the second.
    yield "Auto-Submitted", "auto-generated"
    yield "X-Auto-Response-Suppress", "All"
    yield "List-Id", _named(name, f"reminders.{domain}")
    yield "List-Unsubscribe", f"<mailto:{quote(sender, safe='@+')}?subject=unsubscribe>"


def in_pieces(key: str) -> str:
    """Return a key as its header has it: quoted, with places at which it may be folded."""
    quoted = quote(key, safe="")
    return " ".join(quoted[at : at + _PIECE] for at in range(0, len(quoted), _PIECE))


def boundary(level: int, letter: Letter) -> str:
    """Return what parts are parted by, at a level of the message.

    Made of the id and not at random, so that every copy is the same; "=_" is in no quoted-printable or base64 text.
    """
    return f"=_{level}.{letter.id[:40]}"


def keys_of(message: EmailMessage) -> tuple[str, ...]:
    """Return the keys that a message was sent with."""
    return tuple(unquote("".join(value.split())) for value in message.get_all(KEYS, ()))


def _named(name: str, address: str) -> str:
    """Return an address with the name of what it is of, where it has one."""
    return f"{phrase(name)} <{address}>" if name.strip() else f"<{address}>"


def _add_body(message: EmailMessage, letter: Letter) -> None:
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar is not None:
        # As its METHOD says (RFC 6047 §2.4); without one, Thunderbird asks each reader to accept or decline.
        message.add_attachment(
            letter.calendar.decode(),
            subtype="calendar",
            cte="base64",
            filename="deadlines.ics",
            params={"method": "PUBLISH"},
        )
    for level, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(boundary(level, letter))
