"""Entries for a message: the ones of the feeds, under the same UID and revision, so that a click doubles nothing."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from pathlib import Path

from deadlines.domain.feed import EVERYTHING
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Point, points_of
from deadlines.feeds.entries import entry_of
from deadlines.feeds.ical import assemble, head_alone, organized
from deadlines.feeds.published import blocks_in, read_published, revision_in
from deadlines.feeds.revise import history_of, revise
from deadlines.feeds.revisions import load_revisions
from deadlines.wording.language import Language


class Attachments:
    """The published folder, read once for all messages of a check."""

    def __init__(self, folder: Path, domain: str, language: Language, *, now: datetime) -> None:
        self._revisions, self._folder = load_revisions(folder), folder
        self._domain, self._language, self._now = domain, language, now.replace(microsecond=0)

    def calendar(
        self, wanted: Iterable[tuple[Opportunity, str, str | None]], *, organizer: str | None = None
    ) -> bytes | None:
        """Return one calendar of deadlines or openings, each as opportunity, role and label; None without any.

        An entry that has changed since it was published has the revision that the next export gives it. With an
        ``organizer``, the address of a mail's sender, it is published by iTIP (RFC 5546 §3.2.1), so that mail programs
        offer to add it and ask for no answer.
        """
        points = [
            point
            for opportunity, role, label in wanted
            for point in points_of(opportunity)
            if (point.role, point.label) == (role, label)
        ]
        if not points:
            return None
        blocks = map(self._block, points)
        if organizer is None:
            return assemble(head_alone(), blocks)
        return assemble(head_alone("PUBLISH"), (organized(block, organizer) for block in blocks))

    @cached_property
    def _published(self) -> dict[str, bytes]:
        return blocks_in(read_published(self._folder, f"{EVERYTHING}.ics") or b"")

    def _block(self, point: Point) -> bytes:
        uid = point.uid(self._domain)
        last, block = self._revisions.rows.get(uid), self._published.get(uid)
        history = history_of(point)
        if last is None and block is not None:
            revision, modified = revision_in(block)
            history = revision, modified or history[1]
        entry, status = entry_of(point, self._domain, self._language), point.opportunity.record.status
        return revise(entry, status, last, block, history=history, lead_times=(), now=self._now).block
