"""Export: the opportunities into every feed that carries them, compared with what was published before."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from deadlines.domain.feed import ALARMS, EVERYTHING, MOST_BYTES, MOST_ENTRIES, PAST_STAYS, Feed
from deadlines.domain.kind import Kind
from deadlines.domain.lead_time import LeadTime
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.selection import Selection
from deadlines.domain.zone import zone
from deadlines.feeds.entries import Point, entry_of, points_of, record_id_in
from deadlines.feeds.ical import assemble, head
from deadlines.feeds.neutral import neutral_entry
from deadlines.feeds.published import Published, read_published, revision_in, start_in
from deadlines.feeds.revise import Revised, as_told, revise
from deadlines.feeds.revisions import FILE, LEFT, REMOVED, PublishedRevision, Revisions, digest, dump, load_revisions
from deadlines.feeds.withdrawn import ended_in_words, entry_in, may_match, notice, recover, removed, restore
from deadlines.files import write
from deadlines.wording.language import ENGLISH, Language

WITHDRAWN_STAYS = timedelta(days=30)
"""How long a cancelled entry stays after its date, and a removed one after it was removed."""


@dataclass(frozen=True)
class Publication:
    """What the settings say of all feeds."""

    domain: str
    """Of the UIDs."""
    timezone: str
    """Of the project: its date is that of a notice."""
    lead_times: Mapping[Kind, tuple[LeadTime, ...]] = field(default_factory=dict)
    """Before the deadlines of each kind, for the twins with alarms."""
    url: str | None = None
    """The address of the published folder."""
    language: Language = ENGLISH
    """Of all that is ours in the feeds."""
    neutral: bool = False
    """True where no entry may name its opportunity."""


@dataclass(frozen=True)
class PlannedFile:
    """A file as it should be, and whether it is so already."""

    name: str
    content: bytes
    stale: bool
    entries: int = 0
    rolling: int = 0
    ended: bool = False
    """True for a feed to which nothing comes any more."""

    @property
    def over_budget(self) -> bool:
        """True when calendar programs may not read the whole of it."""
        return self.entries > MOST_ENTRIES or len(self.content) > MOST_BYTES


@dataclass(frozen=True)
class Removal:
    """An entry that was published and whose record is gone, and the record that says the same under another id."""

    uid: str
    renamed_to: str | None
    record_stays: bool
    """True where only this date is gone from the record, or has another label."""


@dataclass(frozen=True)
class Export:
    """What an export writes, and what a coordinator has to be told."""

    memory: PlannedFile
    files: tuple[PlannedFile, ...]
    empty: tuple[Feed, ...]
    """Feeds without an entry that were never published; no file is written for them (RFC 5545 §3.6)."""
    kept: frozenset[str]
    """Ids of broken records whose last published entries stay."""
    removals: tuple[Removal, ...]
    """Entries that are published as cancelled from now on, since their record is gone."""
    deselected: tuple[tuple[str, str], ...]
    """Feed and UID of entries that a feed does not select any more."""
    absent: tuple[Opportunity, ...]
    """What is in no feed: its dates are long past, or there is no entry that a rolling one could be listed beside."""
    lost: tuple[str, ...]
    """What of the published folder could not be read."""
    entries: Mapping[str, Revised]
    """Every entry that is published, by UID."""
    _desk: "_Desk" = field(repr=False, compare=False)

    def select(
        self, selection: Selection, title: str, known: Mapping[str, Opportunity], *, alarms: bool = False
    ) -> bytes | None:
        """Return a feed of any selection, made of the entries as this export published them; None where it has none.

        Its UIDs and revisions are those of the folder. An entry whose record is broken or gone is selected by what
        ``known`` last said of it, by the record's id; where that is unknown too, by what stands in the entry itself.
        """
        return self._desk.select(selection, title, known, alarms=alarms)


def refusal(memory: Revisions, folder: Path, domain: str, files: int) -> str:
    """Return why nothing must be exported: it would withdraw all that people rely on. Empty when all is well."""
    published = {uid for uid, told in memory.told.items() if told.state != LEFT}
    if not memory.whole:
        published.update(Published(folder).all_uids())
    domains = sorted({uid.rpartition("@")[2] for uid in published})
    if domains and domain not in domains:
        return f'the domain of what is published is "{domains[0]}", and never changes; write domain = "{domains[0]}"'
    if published and not files:
        return "there is no record; what is published is not withdrawn all at once"
    return ""


def plan(
    opportunities: Iterable[Opportunity],
    feeds: Iterable[Feed],
    folder: Path,
    publication: Publication,
    *,
    now: datetime,
    broken_ids: Collection[str] = (),
    complete: bool = True,
    time_passes: bool = True,
) -> Export:
    """Compare what should be published with what is, and return what to write; nothing is written.

    A record in ``broken_ids`` keeps its entries as they were published; so does one that is gone where the records are
    not ``complete``, since it may be in what could not be read. ``time_passes`` is False to ask whether the records
    have changed since the last export: then nothing ends and nothing leaves.
    """
    opportunities = tuple(opportunities)
    desk = _Desk(opportunities, folder, publication, now, broken_ids, complete, time_passes)
    feeds, carried, empty, deselected = tuple(feeds), [], [], []
    for feed in feeds:
        uids, rolling = desk.carried_by(feed, desk.orphans_in(feed.name))
        if uids:
            carried.append((feed.name, feed.title, uids, rolling))
            deselected += [(feed.name, uid) for uid in desk.deselected(feed.name, uids)]
        else:
            empty.append(feed)
    unselected = desk.unselected({feed.name for feed in feeds})
    files = [file for name, title, uids, rolling in carried for file in desk.files(name, title, uids, rolling)]
    files += [
        file for name, title, uids, ended in unselected for file in desk.files(name, title, uids, (), ended=ended)
    ]
    content = dump(desk.rows())
    return Export(
        memory=PlannedFile(FILE, content, stale=content != read_published(folder, FILE)),
        files=tuple(files),
        empty=tuple(empty),
        kept=desk.kept(),
        removals=tuple(desk.removals()),
        deselected=tuple(deselected),
        absent=tuple(desk.absent(found for *_, rolling in carried for found in rolling)),
        lost=tuple(desk.lost()),
        entries=desk.revised,
        _desk=desk,
    )


def publish(export: Export, folder: Path) -> None:
    """Write what is stale, each file in one step, the memory first; what would not change is not touched.

    After a crash in between, the memory knows the revisions that some feeds do not have yet, and never the reverse.
    """
    for file in (export.memory, *export.files):
        if file.stale:
            write(folder / file.name, file.content)


class _Desk:
    """All that one export looks at: the records' points, the memory, the folder, and the entries revised so far."""

    def __init__(
        self,
        opportunities: tuple[Opportunity, ...],
        folder: Path,
        publication: Publication,
        now: datetime,
        broken_ids: Collection[str],
        complete: bool,
        time_passes: bool,
    ) -> None:
        self.published = Published(folder)
        self._opportunities, self._settings, self._broken_ids = opportunities, publication, broken_ids
        self._now, self._time_passes = now.replace(microsecond=0), time_passes
        self._entry_of = neutral_entry if publication.neutral else entry_of
        self._memory = load_revisions(folder)
        self._own = {found.id: tuple(points_of(found, publication.domain)) for found in opportunities}
        self._points = {point.uid: point for own in self._own.values() for point in own}
        names = [name for name in self.published.names if self.published.is_ours(name)]
        self._quiet = sorted(
            (name for name in names if not name.endswith(ALARMS)), key=lambda name: (name != EVERYTHING, name)
        )
        known = {uid for uid, told in self._memory.told.items() if told.state != LEFT}
        if not self._memory.whole:
            known.update(uid for name in self._quiet for uid in self.published.blocks(name))
        self._blocks = self.published.find(known, self._quiet)
        orphans = {uid for uid in known if uid not in self._points and not _is_notice(uid) and not self._is_over(uid)}
        self._complete = complete
        self._frozen = {uid for uid in orphans if not complete or record_id_in(uid) in broken_ids}
        self._gone = orphans - self._frozen
        self.revised: dict[str, Revised] = {}
        self._unreadable: set[str] = set()

    def carried_by(self, feed: Feed, orphans: set[str]) -> tuple[list[str], tuple[Opportunity, ...]]:
        """Return the UIDs of a feed's entries, in their order, and what it lists beside them, being rolling.

        ``orphans`` are those of its entries whose record is broken or gone.
        """
        selected = tuple(feed.select(self._opportunities))
        points = [
            point
            for opportunity in selected
            for point in self._own[opportunity.id]
            if point.role == "deadline" or point.role in feed.include
        ]
        uids = {point.uid for point in points if not self._has_left(point, feed.name)}
        uids |= orphans
        if not uids and points:
            uids = {max(points, key=lambda point: (point.moment.instant, point.uid)).uid}
        elif not uids:
            uids = self._last_in(feed.name)
        rolling = tuple(found for found in selected if found.record.rolling and found.record.status == "announced")
        return [uid for uid in sorted(uids) if self._revise(uid)], rolling

    def unselected(self, names: set[str]) -> Iterator[tuple[str, str, list[str], bool]]:
        """Yield name, title and entries of each published feed that is none any more, and whether it has ended.

        What it has stays true, and nothing new comes but a notice that says where to go; no such notice while it holds
        what has no record to speak for it, since it may be a feed again when that is mended.
        """
        for name in dict.fromkeys(name.removesuffix(ALARMS) for name in self.published.names):
            twin = next((twin for twin in (name, name + ALARMS) if self.published.is_ours(twin)), None)
            if name in names or twin is None:
                continue
            held = self.published.blocks(twin).keys()
            uids = {uid for uid in held if (point := self._points.get(uid)) and not self._has_left(point, twin)}
            uids |= self.orphans_in(twin)
            ended = self._complete and not any(map(self._revise, held & self._frozen))
            if ended:
                uids.add(f"{name}+ended@{self._settings.domain}")
            if carried := [uid for uid in sorted(uids) if self._revise(uid)]:
                loud_mark = _loud_title("", self._settings.language)
                yield name, self.published.title(twin).removesuffix(loud_mark), carried, ended

    def files(
        self, name: str, title: str, uids: list[str], rolling: tuple[Opportunity, ...], *, ended: bool = False
    ) -> Iterator[PlannedFile]:
        """Yield a feed's file and that of its twin with alarms."""
        language = self._settings.language
        said = ended_in_words(self._settings.url, language) if ended else _feed_in_words(title, rolling, language)
        for twin in (name, name + ALARMS):
            alarms = twin != name
            label = _loud_title(title, language) if alarms else title
            blocks = (self.revised[uid].loud if alarms else self.revised[uid].quiet for uid in uids)
            content = assemble(head(twin, label, said, self._settings.url), blocks)
            stale = content != self.published.content(twin)
            yield PlannedFile(f"{twin}.ics", content, stale, len(uids), len(rolling), ended)

    def select(
        self, selection: Selection, title: str, known: Mapping[str, Opportunity], *, alarms: bool
    ) -> bytes | None:
        """Return the bytes of a feed that no file has; see ``Export.select``."""
        deadlines = (uid for uid in self._frozen | self._gone if "+" not in uid)
        orphans = {uid for uid in deadlines if self._may_select(uid, selection, known)}
        uids, rolling = self.carried_by(Feed("", title, selection), orphans)
        if not uids:
            return None
        blocks = (self.revised[uid].loud if alarms else self.revised[uid].quiet for uid in uids)
        language = self._settings.language
        said = _feed_in_words(title, rolling, language)
        label = _loud_title(title, language) if alarms else title
        return assemble(head("", label, said, None), blocks)

    def orphans_in(self, name: str) -> set[str]:
        """Return the entries of a published feed whose record is broken or gone."""
        orphans = self._frozen | self._gone
        return orphans & self.published.blocks(name).keys() if orphans else orphans

    def deselected(self, name: str, uids: list[str]) -> Iterator[str]:
        """Yield the entries that stand in a published feed, and neither time nor a lost record takes them out."""
        for uid in self.published.blocks(name).keys() - set(uids):
            if (point := self._points.get(uid)) and not self._has_left(point, name):
                yield uid

    def rows(self) -> Iterator[PublishedRevision]:
        """Yield the memory as it will be; an entry that left keeps its line, so that its revision never falls."""
        for uid, told in self._memory.told.items():
            if uid not in self.revised:
                yield told if told.state == LEFT else replace(told, state=LEFT)
        for revised in self.revised.values():
            yield revised.told

    def absent(self, listed: Iterable[Opportunity]) -> Iterator[Opportunity]:
        """Yield what has no entry in any feed, and is not listed beside others."""
        beside = {opportunity.id for opportunity in listed}
        for opportunity in self._opportunities:
            if opportunity.id not in beside and not any(
                point.uid in self.revised for point in self._own[opportunity.id]
            ):
                yield opportunity

    def kept(self) -> frozenset[str]:
        """Return the ids of broken records with entries that stay."""
        return frozenset(record_id_in(uid) for uid in self._frozen & self.revised.keys())

    def removals(self) -> Iterator[Removal]:
        """Yield the entries that are published as removed for the first time."""
        new = {
            revised.told.content: record_id_in(uid)
            for uid, revised in self.revised.items()
            if uid not in self._memory.told
        }
        for uid in sorted(self._gone & self.revised.keys()):
            before = self._memory.told.get(uid)
            if before is not None and before.state != REMOVED:
                yield Removal(uid, new.get(before.content), record_id_in(uid) in self._own)

    def lost(self) -> Iterator[str]:
        """Yield what could not be read of the folder, in words."""
        if not self._quiet and not self._memory.told:
            yield "nothing was published before: revisions start from the records' own history"
        elif not self._memory.found:
            yield f"{FILE} is missing: revisions go on from the feeds, and from the records' own history"
        elif self._memory.damaged:
            lines = "1 line" if self._memory.damaged == 1 else f"{self._memory.damaged} lines"
            yield f"{lines} of {FILE} cannot be read: revisions go on from the feeds, and from the records' own history"
        for uid in sorted(self._unreadable):
            yield f"{uid} was published, its record cannot be read, and the feeds do not hold it any more: it leaves"

    def _has_left(self, point: Point, name: str) -> bool:
        """True when time has taken an entry out of a feed."""
        stays = WITHDRAWN_STAYS if point.opportunity.record.status == "cancelled" else PAST_STAYS
        if point.moment.instant + stays > self._now:
            return False
        return self._time_passes or point.uid not in self.published.blocks(name)

    def _is_over(self, uid: str) -> bool:
        told = self._memory.told.get(uid)
        return bool(self._time_passes and told and told.state == REMOVED and told.at + WITHDRAWN_STAYS <= self._now)

    def _may_select(self, uid: str, selection: Selection, known: Mapping[str, Opportunity]) -> bool:
        if last := known.get(record_id_in(uid)):
            return selection.matches(last)
        entry = entry_in(uid, self._recall(uid)[1] or b"")
        return entry is not None and may_match(entry, selection)

    def _last_in(self, name: str) -> set[str]:
        """Return the latest entry of a published feed, which stays where nothing else is left: RFC 5545 §3.6."""
        blocks = self.published.blocks(name)
        return {max(blocks, key=lambda uid: (start_in(blocks[uid]), uid))} if blocks else set()

    def _revise(self, uid: str) -> bool:
        """Make an entry ready for publication; False where nothing can be read of it any more."""
        if uid not in self.revised:
            revised = self._revised_entry(uid)
            if revised is None:
                self._unreadable.add(uid)
                return False
            self.revised[uid] = revised
        return True

    def _revised_entry(self, uid: str) -> Revised | None:
        told, block = self._recall(uid)
        point = self._points.get(uid)
        if point is not None:
            record = point.opportunity.record
            leads = self._settings.lead_times.get(record.kind, ())
            history = point.history
            if told is None and block is not None:  # its number is all that can be read of it
                history = max(history[0], revision_in(block)[0] + 1), self._now
            return revise(
                self._entry_of(point, self._settings.language),
                record.status,
                told,
                block,
                history=history,
                lead_times=leads,
                now=self._now,
            )
        if _is_notice(uid):
            today = self._now.astimezone(zone(self._settings.timezone)).date()
            day = told.written if told and told.state != LEFT else today
            entry = notice(uid, day, self._settings.url, self._settings.language)
            return revise(entry, "announced", told, block, history=(0, self._now), lead_times=(), now=self._now)
        if told is None or block is None:
            return None
        if digest(block) == told.block and (uid in self._frozen or told.state == REMOVED):
            return as_told(told, block)
        published = entry_in(uid, block)
        if published is None:
            return None
        if uid in self._frozen:
            return restore(published, told, now=self._now)
        named = self._settings.url and not self._settings.neutral
        everything = f"{self._settings.url}{EVERYTHING}.ics" if named else ""
        record_stays = record_id_in(uid) in self._own
        shown = removed(published, everything, self._settings.language, record_stays=record_stays)
        gone = revise(shown, REMOVED, told, block, history=(0, self._now), lead_times=(), now=self._now)
        return replace(gone, told=replace(gone.told, moment=told.moment, timezone=told.timezone))

    def _recall(self, uid: str) -> tuple[PublishedRevision | None, bytes | None]:
        """Return what was told of an entry and the block that stands in the folder.

        Where they do not agree, every feed is looked at, and the highest revision counts. Where two say the same of it
        and were revised at different moments, as after a merge, either may have been seen: it will rise above both.
        """
        told, block = self._memory.told.get(uid), self._blocks.get(uid)
        if told and block and digest(block) == told.block:
            return told, block
        found = [block for name in self._quiet if (block := self.published.blocks(name).get(uid))]
        if told and (intact := next((block for block in found if digest(block) == told.block), None)):
            return told, intact
        best = max(found, key=lambda block: revision_in(block)[0], default=None)
        if best is not None and (told is None or revision_in(best)[0] > int(told.revision)):
            loud = (self.published.blocks(name + ALARMS).get(uid) for name in self._quiet)
            told = recover(uid, best, next((block for block in loud if block), None), self._settings.language) or told
        if told and any(
            number == int(told.revision) and at not in (None, told.at) for number, at in map(revision_in, found)
        ):
            told = replace(told, content="")
        return told, best


def _is_notice(uid: str) -> bool:
    return "+ended@" in uid


def _loud_title(title: str, language: Language) -> str:
    return language.say("{title} (with alarms)", title=title)


def _feed_in_words(title: str, rolling: tuple[Opportunity, ...], language: Language) -> str:
    say = language.say
    lines = [say("Deadlines: {title}. A deadline with an hour is shown as the 15 minutes that end at it.", title=title)]
    if rolling:
        lines.append(say("Open without a deadline:"))
        lines += [
            f"- {language.heading(f'{found.record.title} ({found.record.organisation})', found.record.url)}"
            for found in rolling
        ]
    return "\n".join(lines)
