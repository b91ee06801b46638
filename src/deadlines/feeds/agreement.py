"""Whether the table and the feeds of a folder are of the same export, and what is done where they are not; in words."""

from collections.abc import Iterator

from deadlines.domain.feed import ALARMS
from deadlines.domain.text import Counted, Sentence
from deadlines.feeds.folder import PublishedFolder
from deadlines.feeds.published import MOST_REVISIONS, number_in
from deadlines.feeds.revisions import FILE, LEFT, PublishedRevision


def disagreements(published: PublishedFolder) -> Iterator[str]:
    """Yield what is lost or older than the rest: the highest number that was published of an entry counts."""
    revisions = published.revisions
    if published.is_new:
        return
    if not revisions.found:
        yield Sentence(
            "{file} is missing: revisions go on from the feeds, and from the records' own history", file=FILE
        )
    elif revisions.damaged:
        yield Counted(
            "{n} line of {file} cannot be read: revisions go on from the feeds, and from the records' own history",
            "{n} lines of {file} cannot be read: revisions go on from the feeds, and from the records' own history",
            revisions.damaged,
            file=FILE,
        )
    elif unknown := len(published.blocks.keys() - revisions.rows.keys()):
        yield Counted(
            "{n} entry of the feeds has no line in {file}: revisions go on from the feeds",
            "{n} entries of the feeds have no line in {file}: revisions go on from the feeds",
            unknown,
            file=FILE,
        )
    ahead, behind = 0, set[str]()
    for uid, row in revisions.rows.items():
        numbers = list(_numbers(uid, row, published))
        ahead += any(number > 0 for number, _ in numbers)
        behind.update(name for number, name in numbers if number < 0 and row.state != LEFT)
        if int(row.revision) == MOST_REVISIONS:
            yield Sentence(
                "{uid} has the highest revision that there is; calendars go by the instant of its last change", uid=uid
            )
    if ahead:
        yield Counted(
            "{n} entry is newer in the feeds than in {file}, as after a commit was undone: "
            "revisions rise above what was published",
            "{n} entries are newer in the feeds than in {file}, as after a commit was undone: "
            "revisions rise above what was published",
            ahead,
            file=FILE,
        )
    if behind:
        yield Counted(
            "{n} feed is older than {file}, as after a commit was undone or an export was interrupted: written again",
            "{n} feeds are older than {file}, as after a commit was undone or an export was interrupted: written again",
            len(behind),
            file=FILE,
        )


def _numbers(uid: str, row: PublishedRevision, published: PublishedFolder) -> Iterator[tuple[int, str]]:
    """Yield by how much the revision of an entry in each feed is above that of its line, and the feed's name."""
    for ending, changes, newest in (
        ("", 0, published.blocks.get(uid)),
        (ALARMS, int(row.alarm_changes), published.blocks_with_alarms.get(uid)),
    ):
        known = min(int(row.revision) + changes, MOST_REVISIONS)
        above = number_in(newest) - known if newest else 0
        for name in published.names:
            block = published.blocks_in(f"{name}{ending}").get(uid)
            if block is not None:
                yield above if block == newest else number_in(block) - known, f"{name}{ending}"
