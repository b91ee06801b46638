"""Chat services, by apprise: an extra, for a channel of a team that has neither mail nor webhooks."""

import logging
import queue
import re
import threading
from collections.abc import Mapping
from typing import Any

from deadlines.domain.text import Sentence
from deadlines.extras import how_to_install
from deadlines.reminders.letter import Letter, Undelivered

SECONDS = 30.0
"""For one letter in all."""


class Chat:
    """Posts letters as text. The address, with the service's token in it, is in the environment.

    What apprise lacks is made up for here as far as can be: it follows no redirect, tries once, and logs nothing, since
    its log shows tokens. One address is one target, since its answer for several is one for all of them.
    """

    at_once = 1

    def __init__(self, environment: Mapping[str, str], *, seconds: float = SECONDS) -> None:
        """``environment`` holds the addresses by the names that the settings give them."""
        self._environment, self._seconds = environment, seconds

    def deliver(self, letter: Letter) -> str:
        """Post a letter. Raises ``Undelivered``: ``temporary`` while the settings are wrong, else ``unsure``.

        apprise says "failed" and no more: whether the token is wrong, or the service took the message and did not
        answer in time, is not known. So it is never ``permanent``.
        """
        service = self._service(letter.address)
        confirmed = self._posted(service, letter)
        if confirmed is None:
            late = Sentence("the service of {name} took longer than {n} s", name=letter.address, n=f"{self._seconds:g}")
            raise Undelivered(late, "unsure", "way")
        if not confirmed:
            fault = Sentence("the service of {name} did not confirm the message", name=letter.address)
            raise Undelivered(fault, "unsure")
        return "confirmed"

    def relay(self, address: str) -> str:
        """Return the name of the address."""
        return address

    def _service(self, name: str) -> Any:
        address = self._environment.get(name)
        if not address:
            fault = Sentence("set {name} to the address of the chat service, as apprise writes it", name=name)
            raise Undelivered(fault, "temporary", "us")
        try:
            import apprise
        except ModuleNotFoundError:
            fault = Sentence("chat services need one more package; type {command}", command=how_to_install("chat"))
            raise Undelivered(fault, "temporary", "us") from None
        for talkative in ("apprise", "urllib3"):
            logging.getLogger(talkative).setLevel(logging.CRITICAL + 1)
        try:
            service = apprise.Apprise.instantiate(address)
        except Exception:
            service = None
        if service is None:
            raise Undelivered(Sentence("{name} holds no address that apprise knows", name=name), "temporary", "us")
        service.redirects, service.retry = False, 0
        if len(service) != 1:
            fault = Sentence("{name} leads to {n} targets; write a recipient for each", name=name, n=len(service))
            raise Undelivered(fault, "temporary", "us")
        return service

    def _posted(self, service: Any, letter: Letter) -> bool | None:
        """Say whether the service confirmed, None where the time is up; in a thread, since apprise knows no limit."""
        answer: queue.SimpleQueue[bool] = queue.SimpleQueue()

        title, body = plain(letter.subject), plain(letter.text)

        def post() -> None:
            try:
                answer.put(bool(service.notify(title=title, body=body, body_format="text")))
            except Exception:
                answer.put(False)

        threading.Thread(target=post, daemon=True).start()
        try:
            return answer.get(timeout=self._seconds)
        except queue.Empty:
            return None


def plain(text: str) -> str:
    """Return a text in which no chat service finds a mention, a command, a link with other words, or any other markup.

    What would be live is written with a character that looks like it. Bare web addresses and addresses of mail stay:
    they show where they lead.
    """
    return "".join(
        piece.replace("@", "%40") if _ADDRESS.fullmatch(piece) else _in_words(piece)
        for piece in _ADDRESS_OR_NOT.split(text)
    )


def _in_words(text: str) -> str:
    for live, harmless in _LIVE:
        text = live.sub(harmless, text)
    return text


_ADDRESS = re.compile(r"https?://[^\s<>|\])}\"'`*]+")
_ADDRESS_OR_NOT = re.compile(f"({_ADDRESS.pattern})")
_LIVE = tuple(
    (re.compile(live, re.IGNORECASE), harmless)
    for live, harmless in (
        (r"(?<!\w)@|@(?=(?:everyone|here|channel|all|room|online|group)\b)", "\N{FULLWIDTH COMMERCIAL AT}"),
        (r"(?<!\w)#(?=[\w#\s])", "\N{FULLWIDTH NUMBER SIGN}"),
        (r"(?<!\S)/(?=\w)", "\N{DIVISION SLASH}"),
        (r"<", "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"),
        (r">", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"),
        (r"\](?=[(\[:])", "] "),
        (r"\*", "\N{ASTERISK OPERATOR}"),
        (r"`", "\N{MODIFIER LETTER GRAVE ACCENT}"),
        (r"~", "\N{TILDE OPERATOR}"),
        (r"\|", "\N{BROKEN BAR}"),
        (r"(?<!\w)_|_(?!\w)", "\N{FULLWIDTH LOW LINE}"),
    )
)
"""What Slack, Discord, Matrix, Telegram and Markdown make something of."""
