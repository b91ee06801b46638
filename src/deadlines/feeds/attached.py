"""Entries for a message: the ones of the feeds, under the same UID and revision, so that a click doubles nothing."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from deadlines.domain.feed import EVERYTHING
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import InRecord, Point, points_of
from deadlines.feeds.context import Publication
from deadlines.feeds.folder import PublishedFolder
from deadlines.feeds.ical import assemble, head_alone, organized
from deadlines.feeds.published import PublishedFeed, read_published
from deadlines.feeds.reconcile import last_published, reconcile_point
from deadlines.feeds.revisions import FILE
from deadlines.wording.language import Language


class Attachments:
    """The published folder, read once for all messages of a check."""

    def __init__(self, folder: Path, domain: str, language: Language, *, now: datetime) -> None:
        content = read_published(folder, f"{EVERYTHING}.ics")
        feeds = {} if content is None else {EVERYTHING: PublishedFeed(content)}
        self._published = PublishedFolder(feeds, read_published(folder, FILE))
        self._publication = Publication(domain, "UTC", language=language)
        self._now = now.replace(microsecond=0)
        self._made: dict[str, tuple[Point, bytes]] = {}
        """By UID, the entries that were lent, each with its point."""

    def calendar(self, wanted: Iterable[tuple[Opportunity, InRecord]], *, organizer: str | None = None) -> bytes | None:
        """Return one calendar of deadlines or openings, each by its opportunity; None without any.

        An entry that has changed since it was published has the revision that the next export gives it. With an
        ``organizer``, the address of a mail's sender, it is published by iTIP (RFC 5546 §3.2.1), so that mail programs
        offer to add it and ask for no answer.
        """
        points = [
            point
            for opportunity, place in wanted
            for point in points_of(opportunity)
            if point.own_name.in_record == place
        ]
        if not points:
            return None
        blocks = map(self._block, points)
        if organizer is None:
            return assemble(head_alone(), blocks)
        return assemble(head_alone("PUBLISH"), (organized(block, organizer) for block in blocks))

    def _block(self, point: Point) -> bytes:
        uid = point.uid(self._publication.domain)
        its, made = self._made.get(uid, (None, b""))
        if its == point:
            return made
        last, block = last_published(uid, self._published)
        made = reconcile_point(point, last, block, self._publication, now=self._now).block
        self._made[uid] = point, made
        return made
