"""RSS, Atom and JSON feeds: each entry is read as an announcement, by what its text says."""

from collections.abc import Iterator, Sequence
from datetime import date

from deadlines.capture.draft import NoDraft, drafted
from deadlines.capture.posts import Post
from deadlines.capture.table import table_of
from deadlines.sources.found import Faulty, Found, Item
from deadlines.words.clauses import tidy


def read(name: str, rows: Sequence[Sequence[str]]) -> Iterator[Item]:
    """Yield what the entries of a feed called so announce; a row has id, title, address, day, text."""
    for row in rows:
        id_, title, link, day, text = row
        published = date.fromisoformat(day) if day else None
        found = drafted(Post(title, tidy(f"{title}\n\n{text}"), 0, published, link or None))
        if isinstance(found, NoDraft):
            yield Faulty(title or id_, str(found.reason))
        else:
            made = table_of(found, url=link or None, organisation=None)
            yield Found(f"{name} {id_}", made.table, made.remarks)
