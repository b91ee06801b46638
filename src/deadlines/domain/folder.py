"""The published folder: what stands in it beside the feeds and the lists, by name."""

INDEX = "index.html"
"""The page of everything, which a folder's own address shows."""
BROWSE = "browse.html"
"""The page of all lists."""
BY_INVITATION = "by-invitation"
"""The name of the list of what only those may apply for who are invited; nothing else shows it."""
BY_MONTH = "by-month"
"""The folder of the pages of long lists, and of what their script searches."""
EMBED = "embed.html"
"""A list without header, made to be shown within a page of another site."""
EMBED_SCRIPT = "embed.js"
"""What draws such a list in a page of another site."""
ENTRIES = "entries"
"""The folder of the pages and calendar files of single opportunities."""
DATES = "dates"
"""The folder of the calendar that names no opportunity, and the name of that calendar."""
OPPORTUNITIES = "opportunities.json"
FEEDS = "feeds.json"
ATOM = "atom.xml"
SITEMAP = "sitemap.xml"
ASSETS = ("page.css", "page.js", "icon.svg")
QUERY = "feed.ics"
"""The feed by query, where the folder is served by us."""
HEALTH = "health"
"""How that server is."""

_TAKEN = (
    INDEX,
    BROWSE,
    BY_INVITATION,
    BY_MONTH,
    EMBED,
    EMBED_SCRIPT,
    ENTRIES,
    DATES,
    OPPORTUNITIES,
    FEEDS,
    ATOM,
    SITEMAP,
    *ASSETS,
    QUERY,
    HEALTH,
)
TAKEN = frozenset(name.partition(".")[0] for name in _TAKEN)
"""What no other file may be called, whatever it ends in: some hosts leave the ending out of an address."""


def is_plain(name: str) -> bool:
    """True for a name of a published file or of a folder of it: not hidden, and the same wherever it is written."""
    return name != "" and not name.startswith(".") and not any(sign in name for sign in "\\:\0") and name.isprintable()
