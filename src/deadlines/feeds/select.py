"""A feed of any selection, made of the entries as an export published them; for an address that asks for one."""

from collections.abc import Mapping

from deadlines.domain.feed import Entry
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Point, is_of_deadline, points_of, record_id_in
from deadlines.domain.selection import Selection
from deadlines.domain.text import fold
from deadlines.feeds import titles
from deadlines.feeds.carried import going_on_among, latest_of
from deadlines.feeds.export import Export
from deadlines.feeds.ical import assemble, head
from deadlines.feeds.plan import feed_in_words
from deadlines.feeds.readback import entry_in
from deadlines.feeds.reconcile import reconcile_point
from deadlines.feeds.revise import Revised
from deadlines.feeds.situation import is_past
from deadlines.wording.phrases import kind_of


def select(
    export: Export, selection: Selection, title: str, known: Mapping[str, Opportunity], *, alarms: bool = False
) -> bytes | None:
    """Return the feed of a selection, with the UIDs and revisions of the published ones; None where it has no entry.

    An entry whose record is broken or gone is selected by what ``known`` last said of it, by the record's id; where
    that is unknown too, by what the entry itself says.
    """
    language, domain, now = export.publication.language, export.publication.domain, export.context.instant
    selected = tuple(filter(selection.matches, export.opportunities))
    points = {point.uid(domain): point for one in selected for point in points_of(one) if point.role == "deadline"}
    uids = {uid for uid, point in points.items() if not is_past(point, now)}
    uids |= {uid for uid in export.without_record if _is_selected(uid, export, selection, known)}
    if not uids and points:
        uids |= latest_of(points)
    if not uids:
        return None
    entries = [_entry(uid, points, export) for uid in sorted(uids)]
    going_on = going_on_among(selected)
    label = titles.with_alarms(title, language) if alarms else title
    return assemble(
        head("", label, feed_in_words(title, going_on, language), None),
        (entry.with_alarms if alarms else entry.block for entry in entries),
    )


def _is_selected(uid: str, export: Export, selection: Selection, known: Mapping[str, Opportunity]) -> bool:
    if not is_of_deadline(uid):
        return False
    if last := known.get(record_id_in(uid)):
        return selection.matches(last)
    entry = entry_in(uid, export.entries[uid].block)
    return entry is not None and _may_match(entry, selection, export.publication.topics)


def _may_match(entry: Entry, selection: Selection, words: Mapping[str, str]) -> bool:
    """True unless an entry alone shows that a selection leaves it out.

    Kind and topics are its categories; of all else too little is left to say, and one entry too many is better than a
    deadline that disappears.
    """
    wanted = {fold(words.get(fold(topic), topic)) for topic in selection.topic}
    kind, topics = kind_of("".join(entry.categories[:1])), {fold(topic) for topic in entry.categories[1:]}
    return (not selection.kind or kind is None or kind in selection.kind) and (
        not selection.topic or not topics.isdisjoint(wanted)
    )


def _entry(uid: str, points: Mapping[str, Point], export: Export) -> Revised:
    """Return an entry as it is published, or, where it is in no feed any more, as it was."""
    if found := export.entries.get(uid):
        return found
    return reconcile_point(points[uid], export.left.get(uid), None, export.publication, now=export.context.instant)
