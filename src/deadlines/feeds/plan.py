"""Decide: the opportunities in every feed that carries them, compared with what was published before."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from deadlines.domain.feed import ALARMS, Feed
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Point, record_id_in
from deadlines.domain.text import Sentence
from deadlines.feeds import titles
from deadlines.feeds.agreement import disagreements
from deadlines.feeds.carried import Carried, carried_by, deselected, ended, former_feeds
from deadlines.feeds.clock_rules import moved_by_rules
from deadlines.feeds.context import ExportContext, Publication
from deadlines.feeds.export import Export, PlannedFile, Removal
from deadlines.feeds.folder import PublishedFolder
from deadlines.feeds.ical import head, parts_of
from deadlines.feeds.reconcile import reconcile
from deadlines.feeds.revise import Revised
from deadlines.feeds.revisions import FILE, LEFT, REMOVED, PublishedRevision, dump
from deadlines.feeds.situation import Situation, situation_of
from deadlines.feeds.withdrawn import ended_in_words
from deadlines.wording.language import Language
from deadlines.wording.phrases import undated_in_words

Entries = Mapping[str, Revised]
"""Entries as they are published, by UID."""


def plan(
    opportunities: Iterable[Opportunity],
    feeds: Iterable[Feed],
    published: PublishedFolder,
    publication: Publication,
    context: ExportContext,
) -> Export:
    """Compare what should be published with what was, and return what to write: a function of these values alone."""
    feeds = tuple(feeds)
    situation = situation_of(opportunities, published, publication, context)
    wanted = [carried_by(feed, situation) for feed in feeds]
    former = list(former_feeds(situation, {feed.name for feed in feeds}))
    entries, unreadable = _reconciled((*wanted, *former), situation)
    former = [ended(feed, situation, entries) for feed in former]
    entries |= _reconciled(former, situation, entries)[0]
    carried = [(feed, _readable(found, entries)) for feed, found in zip(feeds, wanted, strict=True)]
    current = [found for _, found in carried if found.uids]
    files = (*current, *(found for one in former if (found := _readable(one, entries)).uids))
    left = _left(published.revisions.rows, entries)
    table = dump(
        (*left.values(), *(entry.row for entry in entries.values())), (found.name for found in files), context.horizon
    )
    return Export(
        revisions=PlannedFile(FILE, (table,), stale=table != published.table),
        files=tuple(file for found in files for file in _files(found, entries, situation)),
        empty=tuple(feed for feed, found in carried if not found.uids),
        kept=frozenset(map(record_id_in, situation.kept & entries.keys())),
        removals=tuple(_removals(entries, situation)),
        deselected=tuple((found.name, uid) for found in current for uid in deselected(found, situation)),
        absent=tuple(_absent(current, entries, situation)),
        is_first=published.is_new,
        lost=tuple(_lost(published, unreadable)),
        copies=published.copies,
        rules=moved_by_rules(_published_points(situation, entries), published.revisions.rows, published.blocks),
        entries=entries,
        without_record=(situation.kept | situation.gone) & entries.keys(),
        left=left,
        opportunities=situation.opportunities,
        publication=publication,
        context=context,
    )


def feed_in_words(title: str, going_on: Iterable[Opportunity], language: Language, *, neutral: bool = False) -> str:
    """Return the description of a feed, with what it lists that no date closes; ``neutral`` where it names nothing."""
    say = language.say
    what = say("Deadlines without names: each has a code.") if neutral else say("Deadlines: {title}.", title=title)
    how = say("A deadline with a time of day is shown as the 15 minutes that end at it.")
    lines, rolling, undated = [f"{what} {how}"], [], []
    for found in going_on:
        name = f"{found.record.title} ({found.record.organisation})"
        if found.record.rolling:
            rolling.append(f"- {language.heading(name, found.record.url)}")
            continue
        words = (undated_in_words(one.stated, language) for one in found.undated)
        undated.append(f"- {language.heading(language.heading(name, language.listing(words)), found.record.url)}")
    if undated:
        lines += [say("Open, with a deadline of which no date is stated:"), *undated]
    if rolling:
        lines += [say("Open without a deadline:"), *rolling]
    return "\n".join(lines)


def _reconciled(
    carried: Iterable[Carried], situation: Situation, known: Collection[str] = ()
) -> tuple[dict[str, Revised], list[str]]:
    """Return the entries that some feed carries, but those ``known``, and the UIDs of which nothing can be read."""
    uids = dict.fromkeys(uid for feed in carried for uid in sorted(feed.uids) if uid not in known)
    found = {uid: reconcile(uid, situation) for uid in uids}
    entries = {uid: entry for uid, entry in found.items() if entry is not None}
    return entries, sorted(found.keys() - entries.keys())


def _readable(carried: Carried, entries: Entries) -> Carried:
    return replace(carried, uids=carried.uids & entries.keys())


def _files(carried: Carried, entries: Entries, situation: Situation) -> Iterator[PlannedFile]:
    """Yield the file of a feed, then that of the same feed with alarms."""
    language, url, feeds = situation.publication.language, situation.publication.url, situation.published.feeds
    title, uids, going_on = carried.title, sorted(carried.uids), carried.going_on
    neutral = situation.publication.neutral
    said = ended_in_words(url, language) if carried.ended else feed_in_words(title, going_on, language, neutral=neutral)
    held = [entries[uid] for uid in uids]
    for name, label, blocks in (
        (carried.name, title, (one.parts for one in held)),
        (carried.name + ALARMS, titles.with_alarms(title, language), (one.parts_with_alarms for one in held)),
    ):
        parts = parts_of(head(name, label, said, url), chain.from_iterable(blocks))
        stale = name not in feeds or b"".join(parts) != feeds[name].content
        undated = sum(not one.record.rolling for one in going_on)
        yield PlannedFile(
            f"{name}.ics",
            parts,
            stale,
            entries=len(uids),
            rolling=len(going_on) - undated,
            undated=undated,
            ended=carried.ended,
            size=sum(map(len, parts)),
        )


def _published_points(situation: Situation, entries: Entries) -> dict[str, Point]:
    """Return the points whose entries are published."""
    return {uid: point for uid, point in situation.points.items() if uid in entries}


def _left(rows: Mapping[str, PublishedRevision], entries: Entries) -> dict[str, PublishedRevision]:
    """Return the lines of entries that are in no feed: they stay, so that no revision ever falls."""
    return {
        uid: row if row.state == LEFT else replace(row, state=LEFT) for uid, row in rows.items() if uid not in entries
    }


def _removals(entries: Entries, situation: Situation) -> Iterator[Removal]:
    """Yield the entries that are published as removed for the first time."""
    rows = situation.published.revisions.rows
    new = {entry.row.content: record_id_in(uid) for uid, entry in entries.items() if uid not in rows}
    for uid in sorted(situation.gone & entries.keys()):
        before = rows.get(uid)
        if before is not None and before.state != REMOVED:
            yield Removal(uid, new.get(before.content), situation.has_record(uid))


def _absent(carried: Iterable[Carried], entries: Entries, situation: Situation) -> Iterator[Opportunity]:
    """Yield what has no entry in any feed, and is not listed beside others."""
    listed = {opportunity.id for feed in carried for opportunity in feed.going_on}
    for opportunity in situation.opportunities:
        if opportunity.id not in listed and entries.keys().isdisjoint(situation.uids[opportunity.id]):
            yield opportunity


def _lost(published: PublishedFolder, unreadable: Iterable[str]) -> Iterator[str]:
    """Yield what could not be read of the folder, in words."""
    yield from disagreements(published)
    for uid in unreadable:
        yield Sentence(
            "{uid} was published, its record cannot be read, and the feeds do not hold it any more: it leaves", uid=uid
        )
