"""Entries for a message: the ones of the feeds, under the same UID and revision, so that a click doubles nothing."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from deadlines.domain.feed import EVERYTHING
from deadlines.domain.opportunity import Opportunity
from deadlines.feeds.entries import Point, entry_of, points_of
from deadlines.feeds.ical import assemble, head
from deadlines.feeds.published import Published, revision_in
from deadlines.feeds.revise import revise
from deadlines.feeds.revisions import load_revisions
from deadlines.wording.language import Language


class Attachments:
    """The published folder, read once for all messages of a check."""

    def __init__(self, folder: Path, domain: str, title: str, language: Language, *, now: datetime) -> None:
        self._memory, self._published = load_revisions(folder), Published(folder)
        self._domain, self._title, self._language, self._now = domain, title, language, now.replace(microsecond=0)

    def calendar(self, wanted: Iterable[tuple[Opportunity, str, str | None]]) -> bytes | None:
        """Return one calendar of deadlines or openings, each as opportunity, role and label; None without any.

        An entry that has changed since it was published has the revision that the next export gives it.
        """
        points = [
            point
            for opportunity, role, label in wanted
            for point in points_of(opportunity, self._domain)
            if (point.role, point.deadline.label if point.deadline else None) == (role, label)
        ]
        if not points:
            return None
        return assemble(head("reminder", self._title, self._title, None), map(self._block, points))

    def _block(self, point: Point) -> bytes:
        told, block = self._memory.told.get(point.uid), self._published.blocks(EVERYTHING).get(point.uid)
        history = point.history
        if told is None and block is not None:
            revision, modified = revision_in(block)
            history = revision, modified or history[1]
        entry, status = entry_of(point, self._language), point.opportunity.record.status
        return revise(entry, status, told, block, history=history, lead_times=(), now=self._now).quiet
