"""A ping: an address that is asked after each good check, so that somebody notices when none comes."""

from deadlines.domain.text import Sentence
from deadlines.web.fetch import Unreachable, fetch

_SECONDS = 10.0


def ping(address: str) -> str:
    """Ask the address; return what went wrong, or nothing. A check is good whatever comes of this."""
    try:
        fetch(address, seconds=_SECONDS)
    except Unreachable as error:
        return Sentence("the address in [reminders] ping did not answer: {reason}", reason=error)
    return ""
