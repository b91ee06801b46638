"""A letter as an e-mail (RFC 5322): headers, text, HTML and the entries, the same bytes at every attempt."""

from datetime import UTC
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from urllib.parse import quote, unquote

from deadlines.domain.text import one_line
from deadlines.reminders.letter import Letter

KEYS = "X-Deadlines-Keys"
"""The header with the keys of a message, so that a copy can be distinguished from another message."""

_PIECE = 60
"""Characters of a key between two places at which its header may be folded."""


class _Tokens(UnstructuredHeader):
    """A header of words that no program may find broken, such as ids: folded between them alone (RFC 5322 §2.2.3).

    The standard library would encode a word that is longer than a line.
    """

    def fold(self, *, policy: Policy) -> str:
        """Return the header's lines, as the policy ends them."""
        folded = f"{policy.linesep} ".join(str(self).split())
        return f"{self.name}: {folded}{policy.linesep}"  # type: ignore[attr-defined]


_HEADERS = HeaderRegistry()
for _name in ("references", "list-unsubscribe"):
    _HEADERS.map_to_type(_name, _Tokens)  # type: ignore[arg-type]
_POLICY = SMTP.clone(header_factory=_HEADERS)


def message_of(letter: Letter, sender: str, name: str = "") -> EmailMessage:
    """Return the e-mail of a letter from ``sender``, who is called ``name``.

    Foreign text is on one line in each header, so that none of it can become a header.
    """
    domain = sender.rpartition("@")[2]
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(display_name=one_line(name), addr_spec=sender)
    message["To"] = Address(addr_spec=letter.address)
    message["Subject"] = one_line(letter.subject)
    message["Date"] = letter.date.astimezone(UTC)
    message["Message-ID"] = f"<{letter.id}@{domain}>"
    if letter.threads:
        message["References"] = " ".join(f"<record.{thread}@{domain}>" for thread in letter.threads)
    # Out-of-office answers go to nobody (RFC 3834 §5); Exchange knows only the second.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["List-Unsubscribe"] = f"<mailto:{sender}?subject=unsubscribe>"
    for key in letter.keys:
        quoted = quote(key, safe="")
        message[KEYS] = " ".join(quoted[at : at + _PIECE] for at in range(0, len(quoted), _PIECE))
    _add_body(message, letter)
    # After the body: whatever is called Content-… before it becomes a header of the text alone.
    message["Content-Language"] = one_line(letter.language)
    return message


def keys_of(message: EmailMessage) -> tuple[str, ...]:
    """Return the keys that a message was sent with."""
    return tuple(unquote("".join(value.split())) for value in message.get_all(KEYS, ()))


def _add_body(message: EmailMessage, letter: Letter) -> None:
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    if letter.calendar is not None:
        message.add_attachment(
            letter.calendar.decode(), subtype="calendar", cte="base64", filename="deadlines.ics"
        )  # No METHOD: it is the feed's entry, not an invitation.
    # Made of the id and not at random, so that every copy is the same; "=_" is in no quoted-printable or base64 text.
    for level, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{level}.{letter.id[:40]}")
