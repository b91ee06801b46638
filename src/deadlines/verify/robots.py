"""What a server lets programs read: its robots.txt (RFC 9309)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from deadlines.web.fetch import Visit

if TYPE_CHECKING:
    from protego import Protego

PRODUCT = "deadlines"
"""The product token by which rules name this program (RFC 9309 §2.2.1)."""
LARGEST = 500 * 1024
"""Bytes of a robots.txt that are read (RFC 9309 §2.5 asks for so many at least)."""
LONGEST_PAUSE = 60.0
"""Seconds: of what asks for more, Crawl-delay is a sign that nobody reads there by program."""


@dataclass(frozen=True)
class Rules:
    """What a server's robots.txt says; ``rules`` is None where there is none that says anything."""

    rules: "Protego | None" = None

    def allows(self, address: str) -> bool:
        """True where this program may read an address."""
        return self.rules is None or self.rules.can_fetch(address, PRODUCT)

    @property
    def pause(self) -> float:
        """Seconds between two requests that it asks for; 0 where it says nothing of it."""
        asked = self.rules.crawl_delay(PRODUCT) if self.rules else None
        return min(float(asked or 0), LONGEST_PAUSE)


def address_of(page: str) -> str:
    """Return where the robots.txt of a page's server is."""
    return urlunsplit((*urlsplit(page)[:2], "/robots.txt", "", ""))


def rules_in(found: Visit) -> Rules | None:
    """Return the rules of an answer; None where the server is in trouble, which means that nothing may be read.

    Where there is no such file, anything may (RFC 9309 §2.3.1.3 and §2.3.1.4). A page in its place is none.
    """
    from protego import Protego

    if found.status >= 500 or found.status == 429:
        return None
    text = found.content[:LARGEST].decode("utf-8", "replace")
    is_page = "html" in found.headers.get("Content-Type", "").lower() or text.lstrip("\ufeff \r\n\t").startswith("<")
    return Rules() if found.status != 200 or is_page else Rules(Protego.parse(text))
