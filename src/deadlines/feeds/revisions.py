"""The table of revisions in the published folder: what was published of each entry last, one line each."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from deadlines.domain.feed import Entry
from deadlines.domain.instant import instant
from deadlines.domain.moment import FIRST_YEAR, LAST_YEAR, Moment, Written, as_written, in_a_record, parse_due, shift
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import points_of
from deadlines.domain.problem import Problem
from deadlines.domain.text import Sentence
from deadlines.domain.zone import LOCAL, find_zone
from deadlines.feeds.entries import span
from deadlines.feeds.published import MOST_REVISIONS, UID, read_published

FILE = "revisions.tsv"
REMOVED, LEFT = "removed", "left"
"""States beside those of a record: its record is gone, and the entry is shown as such; it is in no feed any more."""

_COMMENT = "# What subscribers were told of each entry. Written by deadlines export; commit it together with the feeds."


@dataclass(frozen=True, slots=True)
class PublishedRevision:
    """What was published of an entry last; the columns of the table."""

    uid: str
    revision: str
    modified: str
    """The instant of the last change, ISO 8601 in UTC."""
    moment: str
    """As written in the record."""
    timezone: str
    state: str
    """Of the record: announced, expected, closed, cancelled; or removed, left."""
    content: str
    """Digest of all that a subscriber sees, but for the UID."""
    block: str
    """Digest of the published bytes."""
    alarms: str = ""
    """When the feed with alarms has some, as durations from the start of the entry."""
    alarm_changes: str = "0"
    """How often these changed alone: by how much the revision in the feed with alarms is ahead."""
    alarms_modified: str = ""

    @property
    def at(self) -> datetime:
        """The instant of the last change."""
        return instant(self.modified)

    @property
    def written(self) -> Written:
        """The moment, as it was written in the record."""
        return parse_due(self.moment)


_COLUMNS = tuple(field.name for field in fields(PublishedRevision))
_NUMBER, _INSTANT, _DIGEST = r"\d{1,10}", r"[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ", r"[0-9a-f]*"
_DURATION = r"[+-]?P(?=T?\d)(\d{1,4}D)?(T(?=\d)(\d{1,5}H)?(\d{1,2}M)?(\d{1,2}S)?)?"
_ALARMS = rf"({_DURATION}( {_DURATION})*)?"
_ROW = re.compile(
    rf"{UID}\t{_NUMBER}\t{_INSTANT}\t[\dT:-]+\t[^\t]+\t[a-z]+\t{_DIGEST}\t{_DIGEST}\t{_ALARMS}\t{_NUMBER}\t({_INSTANT})?",
    re.ASCII,
)
"""What is read back is published again: a line may hold nothing else."""
_FEED = re.compile(r"# feed: ([a-z0-9-]+)")
"""A line that names a feed: no other file is read as one, such as a copy of it."""
_HORIZON = re.compile(r"# dates to: (\d{4}-\d\d-\d\d)", re.ASCII)
"""A line that names the last day to which the dates of what repeats were published."""


@dataclass(frozen=True)
class Revisions:
    """All lines of the table, by UID."""

    rows: Mapping[str, PublishedRevision]
    found: bool = True
    """False where there is no file."""
    damaged: int = 0
    """How many lines could not be read."""
    feeds: frozenset[str] = frozenset()
    """The names of the feeds, without those with alarms; none where the table is from before it had them."""

    horizon: date | None = None
    """To which day the dates of what repeats were published; None where nothing repeats."""

    @property
    def is_complete(self) -> bool:
        """True when nothing of it is lost."""
        return self.found and not self.damaged

    @property
    def present(self) -> frozenset[str]:
        """The UIDs of the entries that are in a feed."""
        return frozenset(uid for uid, row in self.rows.items() if row.state != LEFT)


def load_revisions(folder: Path) -> Revisions:
    """Read the table of a published folder; see ``revisions_in``."""
    return revisions_in(read_published(folder, FILE))


@lru_cache(maxsize=8)
def revisions_in(content: bytes | None) -> Revisions:
    """Read a table, None where there is no file; a line that is damaged, as by a merge, is counted and left out.

    Where a merge has left two of one entry, either may have been published: the revision will rise above both. What one
    export asks for several times is read once.
    """
    if content is None:
        return Revisions({}, found=False)
    rows: dict[str, PublishedRevision] = {}
    damaged, feeds, horizon = 0, set(), None
    for line in content.decode("utf-8", "replace").replace("\r\n", "\n").split("\n"):
        if not line or line == _COMMENT or line == "\t".join(_COLUMNS):
            continue
        if feed := _FEED.fullmatch(line):
            feeds.add(feed[1])
            continue
        if (said := _HORIZON.fullmatch(line)) and (day := _day_in(said[1])):
            horizon = max(day, horizon or day)
            continue
        row = _row(line)
        if row is None or row.uid in rows:
            damaged += 1
        if row is not None:
            rows[row.uid] = _one_of(rows[row.uid], row) if row.uid in rows else row
    return Revisions(rows, damaged=damaged, feeds=frozenset(feeds), horizon=horizon)


def united(one: Revisions, other: Revisions) -> Revisions:
    """Return what two tables know together; where both say something of an entry, as where a merge has left two lines.

    It equals ``one`` where the other knows nothing more.
    """
    rows = {uid: _one_of(one.rows[uid], row) if uid in one.rows else row for uid, row in other.rows.items()}
    horizons = [horizon for horizon in (one.horizon, other.horizon) if horizon]
    return replace(
        one, rows={**one.rows, **rows}, found=True, feeds=one.feeds | other.feeds, horizon=max(horizons, default=None)
    )


def dump(rows: Iterable[PublishedRevision], feeds: Iterable[str] = (), horizon: date | None = None) -> bytes:
    """Return the table as a file: a line for each feed and each entry, by UID, so that a diff shows what changed.

    ``horizon`` is the last day to which the dates of what repeats are published, where anything does.
    """
    named = (f"# feed: {name}" for name in sorted(feeds))
    ahead = () if horizon is None else (f"# dates to: {horizon}",)
    lines = ("\t".join(columns_of(row)) for row in sorted(rows, key=lambda row: row.uid))
    return "\n".join((_COMMENT, *ahead, *named, "\t".join(_COLUMNS), *lines, "")).encode()


def columns_of(row: PublishedRevision) -> tuple[str, ...]:
    """Return the columns of a row."""
    return tuple(getattr(row, column) for column in _COLUMNS)


def digest(content: bytes) -> str:
    """Return a short name of bytes."""
    return hashlib.blake2b(content, digest_size=8).hexdigest()


def content_of(entry: Entry) -> str:
    """Return a short name of all that a subscriber sees of an entry, its UID left out."""
    starts, ends = span(entry)
    seen = (
        entry.summary, entry.description, entry.url, starts.isoformat(), ends.isoformat(), entry.certainty,
        *entry.categories,
    )  # fmt: skip
    return digest("\x1f".join(seen).encode())


def moves_without_history(
    revisions: Revisions, opportunities: Iterable[Opportunity], domain: str
) -> Iterator[tuple[Opportunity, Problem]]:
    """Yield a warning for each deadline that differs from what was published while its history does not say so."""
    for opportunity in opportunities if revisions.rows else ():
        for point in points_of(opportunity):
            last = revisions.rows.get(point.uid(domain))
            if point.deadline is None or point.deadline.day or last is None or last.state == "expected":
                continue
            before = last.written
            if before == point.moment.written and type(before) is type(point.moment.written):
                continue
            published = Moment(before, last.timezone)
            if any(before == earlier.written for earlier in point.deadline.previously):
                continue
            if not all(shift(published, one) for one in (point.moment, *point.deadline.previously)):
                continue
            if not (published.all_day or published.is_local or point.moment.is_local):
                # previously is read in the zone that the deadline has now
                before = published.in_zone(point.moment.zone_name).replace(tzinfo=None, fold=0)
            values = ", ".join(map(in_a_record, (*(one.written for one in point.deadline.previously), before)))
            hint = Sentence("if the organiser moved it, write previously = [{values}]", values=values)
            message = Sentence("{value} was published, but previously does not name it", value=as_written(before))
            yield opportunity, Problem(message, hint, ("deadlines", point.deadline.number, "due"), warning=True)


def _one_of(one: PublishedRevision, other: PublishedRevision) -> PublishedRevision:
    """Return what is known of an entry that has two lines: the later revision, and unlike both if they contradict."""
    later, earlier = (one, other) if int(one.revision) >= int(other.revision) else (other, one)
    changes = str(max(int(later.alarm_changes), int(earlier.alarm_changes)))
    differ = (later.content, later.alarms) != (earlier.content, earlier.alarms)
    content = "" if later.revision == earlier.revision and differ else later.content
    return replace(later, alarm_changes=changes, content=content)


def _day_in(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR + 2 else None


def _row(line: str) -> PublishedRevision | None:
    if not _ROW.fullmatch(line):
        return None
    row = PublishedRevision(*line.split("\t"))
    try:
        dates = row.at, row.written, instant(row.alarms_modified or row.modified)
    except ValueError:
        return None
    sound = all(FIRST_YEAR <= date.year <= LAST_YEAR for date in dates)
    sound &= max(int(row.revision), int(row.alarm_changes)) <= MOST_REVISIONS
    return row if sound and (row.timezone == LOCAL or find_zone(row.timezone)) else None
