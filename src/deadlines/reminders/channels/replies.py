"""What the replies of a mail server mean, and how they are quoted."""

import re
from collections.abc import Collection

from deadlines.domain.characters import one_line
from deadlines.domain.text import Sentence
from deadlines.reminders.letter import Cause, Outcome

_ABOUT_US = re.compile(r"53[0-8]|5\d\d 5\.(7\.|1\.[78]\b)")
"""Refusals of the sender, not of the recipient: no or wrong password, no relaying (RFC 4954 §6, RFC 3463 §3.8)."""
_TOO_LARGE = re.compile(r"552 (?!5\.2\.[12]\b)|5\d\d 5\.(2\.3|3\.4)\b")
_OF_SENDER = re.compile(r"53[0-8]|5\d\d 5\.1\.[78]\b|5\d\d 5\.6\.7\b")
_OF_RECIPIENT = re.compile(r"5\d\d 5\.(1\.\d+|2\.[12])\b")
"""What a refusal of a message is about where it is not the content (RFC 3463 §3, RFC 1870 §6)."""
_LONGEST = 300


def reply_line(code: int, reply: bytes | str) -> str:
    """Return a reply on one line: ``250 2.0.0 queued as 4711``."""
    text = reply if isinstance(reply, str) else reply.decode(errors="replace")
    return one_line(f"{code} {text}", _LONGEST)


def is_about_us(reply: str) -> bool:
    """True where a recipient was refused because of who asks."""
    return _ABOUT_US.match(reply) is not None


def meaning(code: int, reply: str) -> tuple[Outcome, Cause]:
    """Return what the refusal of a message means: its number says whether it is about its content."""
    if not 500 <= code < 600:
        return "temporary", "recipient"
    if _TOO_LARGE.match(reply):
        return "temporary", "size"
    if _OF_SENDER.match(reply):
        return "temporary", "us"
    return "permanent", "recipient" if _OF_RECIPIENT.match(reply) else "content"


def quoted(fault: Sentence, secrets: Collection[str]) -> Sentence:
    """Return a sentence whose values hold none of the secrets, each on one line."""
    return Sentence(fault.sentence, **{name: _without(value, secrets) for name, value in fault.values.items()})


def _without(value: object, secrets: Collection[str]) -> object:
    if isinstance(value, Exception) and value.args and isinstance(value.args[0], Sentence):
        value = value.args[0]
    if isinstance(value, Sentence):
        return quoted(value, secrets)
    text = str(value)
    for secret in filter(None, secrets):
        text = text.replace(secret, "…")
    return one_line(text, _LONGEST)
