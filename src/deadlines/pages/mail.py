"""E-mail to lines: its subject, the day it was sent, its words; of a forwarded one those of the message inside.

RFC 5322, MIME, and RFC 3676 for lines that flow. The day on which somebody forwarded it is not the day of the message.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from deadlines.pages.html import read_html
from deadlines.pages.page import Line, Page
from deadlines.pages.text import decoded

_DEEPEST = 10
_QUOTED = re.compile(r"^(?:\s?>)+ ?")
_FORWARDED = re.compile(
    r"^\W*(?:-{2,}\s*)?(?:forwarded message|original message|begin forwarded message|message transféré|"
    r"message d’origine|weitergeleitete nachricht|ursprüngliche nachricht|mensaje reenviado|"
    r"mensaje original|mensagem encaminhada|mensagem original|messaggio inoltrato|"
    r"пересылаемое сообщение|переслане повідомлення|رسالة معاد توجيهها|vidarebefordrat|videresendt)",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"^\W*(?:sent|date|envoyé(?: le)?|gesendet(?: am)?|datum|enviad[oa](?: el| em)?|fecha|data|inviato|отправлено|дата|"
    r"надіслано|تاريخ الإرسال|التاريخ|skickat|dato|sendt)\s*[:：]\s*(?P<day>.+)$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^\W*(?:from|to|cc|bcc|reply-to|de|à|a|para|von|an|da|от|кому|від|من|إلى|från|till|fra|til)\s*[:：]\s*\S.*$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^\W*(?:subject|objet|betreff|asunto|assunto|oggetto|тема|الموضوع|ämne|emne)\s*[:：]\s*(?P<subject>.+)$",
    re.IGNORECASE,
)
_REPLY = re.compile(r"^(?:(?:re|fwd?|tr|wg|aw|rv|enc|sv|vs|i|r)\s*:\s*)+", re.IGNORECASE)
_HEADERS_AT_MOST = 12


def read_mail(content: bytes, charset: str | None = None) -> Page:
    """Return the lines of a message: its subject as the heading, then when it was published, then its words."""
    message = _innermost(message_from_bytes(content, policy=policy.default))
    subject = _REPLY.sub("", " ".join(_header(message, "subject").split()))
    lines = [_QUOTED.sub("", line).rstrip() for line in _body(message)]
    head, body = _forwarded(lines)
    subject, day = head.get("subject") or subject, head.get("day")
    if not head:
        day = _day(message)
    published = [Line(f"Published: {day}")] if day else []
    return Page(subject, (Line(subject, heading=True), *published, *(Line(line) for line in body)))


def _innermost(message: EmailMessage) -> EmailMessage:
    """Return the message that was forwarded whole, inside another."""
    for _ in range(_DEEPEST):
        inner = next((part for part in message.walk() if part.get_content_type() == "message/rfc822"), None)
        payload = inner.get_payload() if inner is not None else None
        if not isinstance(payload, list) or not payload or not isinstance(payload[0], EmailMessage):
            break
        message = payload[0]
    return message


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except Exception:  # The standard library raises many things at headers that are not well formed.
        return ""


def _day(message: EmailMessage) -> str | None:
    """Return the day in the Date header; None where it cannot be read."""
    from email.utils import parsedate_to_datetime

    try:
        return f"{parsedate_to_datetime(_header(message, 'date')):%Y-%m-%d}"
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _body(message: EmailMessage) -> list[str]:
    plain = [part for part in message.walk() if part.get_content_type() == "text/plain" and not part.is_attachment()]
    if any(_text(part).strip() for part in plain):
        return [line for part in plain for line in _lines(part)]
    marked = [part for part in message.walk() if part.get_content_type() == "text/html" and not part.is_attachment()]
    return [line.text for part in marked for line in read_html(_bytes(part), part.get_content_charset()).lines]


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: EmailMessage) -> str:
    """Return the text of a part; a character set that nobody knows is taken for another."""
    return decoded(_bytes(part), part.get_content_charset())


def _lines(part: EmailMessage) -> Iterator[str]:
    lines = _text(part).splitlines()
    if str(part.get_param("format", "")).lower() != "flowed":
        yield from lines
        return
    delete_space = str(part.get_param("delsp", "")).lower() == "yes"
    flowing = ""
    for line in lines:
        stuffed = line[1:] if line.startswith(" ") else line
        if stuffed.endswith(" ") and stuffed != "-- ":
            flowing += stuffed[:-1] if delete_space else stuffed
        else:
            yield flowing + stuffed
            flowing = ""
    if flowing:
        yield flowing


def _forwarded(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """Return subject and day of a message that was forwarded as text, and its words; nothing and all lines else."""
    for place, line in enumerate(lines):
        block = lines[place : place + _HEADERS_AT_MOST]
        if not (_FORWARDED.match(line) or (_HEADER.match(line) and any(_SUBJECT.match(one) for one in block[1:5]))):
            continue
        head, last = {"": ""}, place
        for number, one in enumerate(block, place):
            sent, subject = _SENT.match(one), _SUBJECT.match(one)
            head |= {"day": sent["day"].strip()} if sent else {}
            head |= {"subject": subject["subject"].strip()} if subject else {}
            if (
                sent
                or subject
                or _HEADER.match(one)
                or _FORWARDED.match(one)
                or (not one.strip() and number < place + 3)
            ):
                last = number
            elif one.strip():
                break
        if len(head) > 1:
            return head, lines[:place] + lines[last + 1 :]
    return {}, lines
