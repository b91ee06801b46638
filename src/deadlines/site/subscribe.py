"""The ways to subscribe to a feed that work in the calendar programs of today."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urlsplit

from markupsafe import Markup


@dataclass(frozen=True)
class Subscription:
    """A feed's file, and the addresses that open it in each program."""

    file: str
    """Relative to the pages of its language."""
    title: str
    address: str | None
    """None where the project does not say at which address it is published."""

    @property
    def webcal(self) -> str:
        """For Apple, Outlook on a computer, Thunderbird: they ask whether to subscribe."""
        parts = urlsplit(self.address or "")
        return f"webcal://{parts.netloc}{parts.path}"

    @property
    def google(self) -> str:
        """Google takes the webcal address alone; with https it fails without a word."""
        return f"https://calendar.google.com/calendar/r?cid={quote(self.webcal, safe='')}"

    @property
    def outlook(self) -> str:
        """For Outlook.com."""
        return f"https://outlook.live.com/calendar/0/addfromweb?{self._from_web}"

    @property
    def office(self) -> str:
        """For Microsoft 365, at work or school."""
        return f"https://outlook.office.com/calendar/0/addfromweb?{self._from_web}"

    @property
    def qr(self) -> Markup:
        """The webcal address as a QR code, an inline SVG that loads nothing and has no style of its own."""
        return _qr(self.webcal)

    @property
    def _from_web(self) -> str:
        return f"url={quote(self.address or '', safe='')}&name={quote(self.title, safe='')}"


@cache
def _qr(text: str) -> Markup:
    import segno

    drawn = segno.make(text, error="l", micro=False)
    return Markup(drawn.svg_inline(omitsize=True, svgclass=None, lineclass=None, border=3))  # noqa: S704
