"""A sign of life: an address that is asked after each good check, so that somebody notices when none comes."""

import urllib.error
import urllib.request

_SECONDS = 10


def ping(address: str) -> str:
    """Ask the address; return what went wrong, or nothing. A check is good whatever comes of this."""
    try:
        with urllib.request.urlopen(address, timeout=_SECONDS) as answer:  # noqa: S310
            answer.read(1_000)
    except (OSError, ValueError) as error:
        return f"the address in [reminders] ping did not answer: {getattr(error, 'reason', error)}"
    return ""
