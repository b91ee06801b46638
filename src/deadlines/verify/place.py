"""Whether an answer came from where a page was asked for."""

from urllib.parse import SplitResult, urlsplit

from deadlines.domain.text import Sentence

_SHORT = 3
"""Letters of a name that is probably of a registry: co.uk, org.za."""
_DOORS = ("login", "signin", "sign-in", "sso", "consent", "captcha", "auth")


def elsewhere(asked: str, final: str) -> Sentence | None:
    """Return why the page that answered is not the one that was asked for; nothing where it may be."""
    one, other = urlsplit(asked), urlsplit(final)
    if _site(one) != _site(other):
        return Sentence("it leads to another site, {host}", host=other.hostname)
    if other.path.strip("/") == "" and one.path.strip("/") != "":
        return Sentence("it leads to the front page of the site")
    steps = other.path.lower().strip("/").split("/")
    if any(door in steps for door in _DOORS) and not any(door in one.path.lower() for door in _DOORS):
        return Sentence("it leads to a page to sign in")
    return None


def _site(address: SplitResult) -> str:
    """Return the domain that somebody has registered, as far as its shape tells: example.org, example.co.uk."""
    host = (address.hostname or "").rstrip(".")
    labels = host.split(".")
    if host.replace(".", "").isdigit() or ":" in host:
        return f"{host}:{address.port}"
    known = 3 if len(labels) > 2 and len(labels[-2]) <= _SHORT and len(labels[-1]) == 2 else 2
    return ".".join(labels[-known:])
