"""The site after a few opportunities are another: the files in which something of them stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from deadlines.domain.folder import ATOM, OPPORTUNITIES
from deadlines.domain.opportunity import Opportunity
from deadlines.feeds.context import ExportContext
from deadlines.feeds.edition import Edition
from deadlines.feeds.excerpt import replaced
from deadlines.feeds.export import PlannedFile
from deadlines.feeds.published import read_published
from deadlines.site.content import Content, Publisher
from deadlines.site.drawn import Drawn
from deadlines.site.machine_readable import opportunities_json
from deadlines.site.others import Others, Unknown
from deadlines.site.pages import Made, Pages
from deadlines.site.published import PublishedSite
from deadlines.site.site import compared


class AmendedSite:
    """The pages of a few opportunities, and of the lists that carry them."""

    def __init__(
        self,
        opportunities: Sequence[Opportunity],
        editions: Sequence[Edition],
        others: Mapping[str, Others],
        folder: Path,
        publisher: Publisher,
        as_of: datetime,
        context: ExportContext,
        drawn: Drawn,
    ) -> None:
        """``others`` has, by the folder of each edition, what is remembered of all opportunities; see ``Pages``."""
        self._folder, self._ids = folder, sorted(one.id for one in opportunities)
        news = {edition.place: read_published(folder / edition.place, ATOM) or b"" for edition in editions}
        self._published = read_published(folder, OPPORTUNITIES) or b""
        self._items = [_item_of(self._published, id_) for id_ in self._ids]
        known = PublishedSite(as_of, b"[%s]" % b",".join(self._items), news)
        self._content = Content(tuple(opportunities), tuple(editions), known, publisher, as_of, context, drawn)
        self._pages = [
            Pages(self._content.read_in(edition), edition, others[edition.place]) for edition in self._content.editions
        ]

    @property
    def known(self) -> dict[str, Sequence[bytes]]:
        """What is to be remembered once the files were made, by the folder of each edition."""
        return {own.place: own.known for own in self._pages}

    def files(self) -> Iterator[PlannedFile]:
        """Yield each file that may be another, compared with the published one, in the order of ``PlannedSite``.

        Raises ``Unknown`` where more may be another, and ``NotAlone``.
        """
        for own in self._pages:
            yield from self._compared(own.placed(own.entries()))
        for own in self._pages:
            yield from self._compared(own.placed(own.lists_and_news()))
        yield self._list()

    def _compared(self, contents: Iterable[tuple[str, Made]]) -> Iterator[PlannedFile]:
        return (compared(self._folder, name, made) for name, made in contents)

    def _list(self) -> PlannedFile:
        content = b"".join(opportunities_json(self._content.opportunities, self._content.as_of, None, ()))
        items = content.removeprefix(b"[\n").removesuffix(b"\n]\n").split(b",\n")
        changes = zip(map(_on_a_line, self._items), map(_on_a_line, items), strict=True)
        parts = replaced(self._published, changes)
        return PlannedFile(OPPORTUNITIES, tuple(parts), stale=items != self._items)


def _item_of(published: bytes, id_: str) -> bytes:
    """Return the line of an opportunity in the published list."""
    begins = published.find(b'\n{"id": "%s", ' % id_.encode()) + 1
    if not begins:
        raise Unknown(id_)
    return published[begins : published.index(b"\n", begins)].removesuffix(b",")


def _on_a_line(item: bytes) -> bytes:
    return b"\n" + item
