"""What the published files are, and how long they may be kept: the header fields that go with each, wherever it is."""

CACHE = "public, max-age=900, must-revalidate"
"""Cache-Control of everything that is published (RFC 9111 §5.2.2)."""

TYPES = {
    ".ics": "text/calendar; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".atom": "application/atom+xml; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".tsv": "text/tab-separated-values; charset=utf-8",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
    ".webmanifest": "application/manifest+json",
}
CALENDAR = TYPES[".ics"]
_ATOM = b"http://www.w3.org/2005/Atom"


def type_of(name: str, content: bytes) -> str:
    """Return the media type of a published file."""
    _, dot, ending = name.rpartition("/")[2].rpartition(".")
    found = TYPES.get(f"{dot}{ending.lower()}", "application/octet-stream")
    return TYPES[".atom"] if found == TYPES[".xml"] and _ATOM in content[:500] else found
