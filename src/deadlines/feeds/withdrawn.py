"""Entries whose record cannot speak for them any more: read back from what was published, or told to be gone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, get_args

from icalendar import Event

from deadlines.domain.feed import ALARMS, EVERYTHING, Certainty, Entry, Role
from deadlines.domain.fields import FIRST_YEAR, LAST_YEAR
from deadlines.domain.moment import Moment
from deadlines.domain.selection import Selection
from deadlines.domain.text import UNSAFE, fold
from deadlines.feeds.ical import render
from deadlines.feeds.published import revision_in
from deadlines.feeds.revise import Revised, as_told
from deadlines.feeds.revisions import REMOVED, PublishedRevision, content_of, digest, stamp
from deadlines.wording.language import Language


def entry_in(uid: str, block: bytes) -> Entry | None:
    """Return the entry that a published block shows, or None where the block is damaged.

    What is read here is published again: nothing is taken that no export has written.
    """
    try:
        event: Any = Event.from_ical(block)
        starts, ends = event["DTSTART"].dt, event["DTEND"].dt
        role: Role = "milestone" if "+" in uid else "deadline"
        if isinstance(starts, datetime):
            at = (ends if role == "deadline" else starts).astimezone(UTC).replace(tzinfo=None)
            moment, days = Moment(at, "UTC"), 1
        else:
            moment, days = Moment(_day(starts), "UTC"), (_day(ends) - starts).days
        entry = Entry(
            uid=uid,
            role=role,
            summary=str(event["SUMMARY"]),
            description=str(event["DESCRIPTION"]),
            url=str(event.get("URL", "")),
            moment=moment,
            certainty=str(event["STATUS"]),  # type: ignore[arg-type]
            categories=tuple(map(str, event["CATEGORIES"].cats)) if "CATEGORIES" in event else (),
            days=days,
        )
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError):
        return None
    return entry if _is_sound(entry) else None


def _is_sound(entry: Entry) -> bool:
    texts = (entry.summary, entry.description, entry.url, *entry.categories)
    return (
        entry.certainty in get_args(Certainty)
        and FIRST_YEAR <= entry.moment.day.year <= LAST_YEAR
        and entry.days > 0
        and all((entry.summary, entry.description, *entry.categories))
        and bool(entry.url or not entry.categories)  # only an entry that names nothing has neither
        and not any(UNSAFE.search(text) or "\N{REPLACEMENT CHARACTER}" in text for text in texts)
        and "\n" not in "".join((entry.summary, entry.url, *entry.categories))
    )


def restore(entry: Entry, told: PublishedRevision, *, now: datetime) -> Revised:
    """Return the entry of a record that cannot be read, whose published bytes are damaged, as far as they can be read.

    What a subscriber would see otherwise than it was told rises in its revision.
    """
    if (content := content_of(entry)) != told.content:
        modified = stamp(max(now, told.at))
        told = replace(told, revision=str(int(told.revision) + 1), modified=modified, content=content)
    quiet = render(entry, int(told.revision), told.at)
    return as_told(replace(told, block=digest(quiet)), quiet)


def recover(uid: str, block: bytes, loud: bytes | None, language: Language) -> PublishedRevision | None:
    """Return what the memory would say of a block that can be read, and of its twin with alarms; else None."""
    entry = entry_in(uid, block)
    revision, modified = revision_in(block)
    if entry is None or modified is None:
        return None
    told = PublishedRevision(
        uid=uid,
        revision=str(revision),
        modified=stamp(modified),
        moment=entry.moment.written.isoformat(),
        timezone="UTC",
        state=_state(entry, language),
        content=content_of(entry),
        block=digest(render(entry, revision, modified)),
    )
    if loud is None:
        return told
    louder, loud_modified = revision_in(loud)
    if louder > revision:
        told = replace(
            told, alarm_changes=str(louder - revision), alarms_modified=stamp(loud_modified) if loud_modified else ""
        )
    return replace(told, alarms=" ".join(_triggers_in(loud)))


def removed(entry: Entry, url_of_all: str, language: Language, *, record_stays: bool) -> Entry:
    """Return an entry as it is shown when its record, or only this date in it, is gone: cancelled, its name kept."""
    name, say = entry.summary, language.say
    if not name.startswith((_removed(language), say("CANCELLED: {name}", name=""))):
        name = say("REMOVED: {name}", name=name.removeprefix(say("CLOSED: {name}", name="")))
    if not entry.url:
        description = say("This was taken out of the list that you follow.")
    elif record_stays:
        description = say(
            "This date was taken out of the list that you follow; other dates of the same name stay. "
            "Ask the organisation before you rely on it: {url}",
            url=entry.url,
        )
    else:
        description = say(
            "This was taken out of the list that you follow, and is not looked after any more. "
            "Ask the organisation before you rely on the date: {url}",
            url=entry.url,
        )
    if url_of_all:
        description = say("{sentence}. What stands there now: {url}", sentence=description, url=url_of_all)
    return replace(entry, summary=name, description=description, certainty="CANCELLED", rings=False)


def may_match(entry: Entry, selection: Selection) -> bool:
    """True unless an entry alone shows that a selection leaves it out.

    Kind and topics are its categories; of all else too little is left to say, and one entry too many is better than a
    deadline that disappears.
    """
    kind, topics = entry.categories[:1], {fold(topic) for topic in entry.categories[1:]}
    return (not selection.kind or not kind or kind[0] in selection.kind) and (
        not selection.topic or not topics.isdisjoint(map(fold, selection.topic))
    )


def notice(uid: str, today: date, url: str | None, language: Language) -> Entry:
    """Return the entry of a feed to which nothing comes any more: for a week it says where to go."""
    return Entry(
        uid=uid,
        role="notice",
        summary=language.say("This calendar is not continued: please subscribe to another"),
        description=ended_in_words(url, language),
        url=f"{url or ''}{EVERYTHING}.ics",
        moment=Moment(today, "UTC"),
        certainty="CONFIRMED",
        categories=(),
        days=7,
    )


def ended_in_words(url: str | None, language: Language) -> str:
    """Return where a subscriber of a feed that ended finds what it had."""

    def place(file: str) -> str:
        return f"{url}{file}" if url else language.say("beside this one: {file}", file=file)

    return language.say(
        "Nothing new comes to this calendar. Everything is in {quiet}, and with alarms in {loud}",
        quiet=place(f"{EVERYTHING}.ics"),
        loud=place(f"{EVERYTHING}{ALARMS}.ics"),
    )


def _removed(language: Language) -> str:
    """Return what the name of a removed entry begins with."""
    return language.say("REMOVED: {name}", name="")


def _state(entry: Entry, language: Language) -> str:
    if entry.certainty == "CANCELLED":
        return REMOVED if entry.summary.startswith(_removed(language)) else "cancelled"
    return "expected" if entry.certainty == "TENTATIVE" else "announced"


def _triggers_in(block: bytes) -> list[str]:
    return [line[len(b"TRIGGER:") :].decode() for line in block.split(b"\r\n") if line.startswith(b"TRIGGER:")]


def _day(value: date) -> date:
    if isinstance(value, datetime):
        raise ValueError("a date and a date-time in one entry")
    return value
