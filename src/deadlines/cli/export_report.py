"""What a coordinator has to know of an export, in words."""

from collections.abc import Collection, Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

from deadlines.app.refusal import Exit
from deadlines.app.unchanged import Said
from deadlines.cli.present import note, safe, said, said_of
from deadlines.cli.project import name_problems
from deadlines.cli.reader import reader_language
from deadlines.domain.feed import ALARMS
from deadlines.domain.point import Role
from deadlines.domain.text import Counted, Sentence

if TYPE_CHECKING:
    from deadlines.app.export import Exported
    from deadlines.feeds.clock_rules import RulesChange
    from deadlines.feeds.export import Export, PlannedFile, Removal

MOST_NAMED = 20
"""Stale files that are named; there is one for each list and language."""

_ROLES: dict[Role, str] = {
    "deadline": Sentence("deadline"),
    "opens": Sentence("opening"),
    "milestone": Sentence("milestone"),
}


def named(exported: "Exported") -> str:
    """Return the folder of an export as people know it, with a slash."""
    root, folder = exported.project.root, exported.folder
    return f"{folder.relative_to(root) if folder.is_relative_to(root) else folder}/"


def spoken(exported: "Exported") -> Said:
    """Return what an export that was made says, in the reader's language."""
    return said_with(notes_on(exported), exported, Exit.FOUND if exported.problems else Exit.FINE)


def notes_on(exported: "Exported") -> str:
    """Return what is said on stderr beside of the feeds, in the reader's language."""
    with redirect_stderr(StringIO()) as err:
        _name_problems(exported)
        for line in _notes(exported):
            note(line)
    return err.getvalue()


def said_with(notes: str, exported: "Exported", code: int) -> Said:
    """Return the same where the ``notes`` are known."""
    with redirect_stderr(StringIO()) as err, redirect_stdout(StringIO()) as out:
        for line in _of_the_feeds(exported):
            note(line)
        for line, _ in feed_lines(exported):
            print(line)
    return Said(notes + err.getvalue(), out.getvalue(), code)


def report(exported: "Exported") -> None:
    """Say on stderr what is wrong, and what else a coordinator has to know."""
    _name_problems(exported)
    for line in (*_notes(exported), *_of_the_feeds(exported)):
        note(line)


def _name_problems(exported: "Exported") -> None:
    name_problems(exported.loaded.problems)
    name_problems(exported.warnings)
    name_problems(exported.empty)


def _notes(exported: "Exported") -> Iterator[str]:
    drafts = [draft.id for draft in exported.loaded.drafts]
    invited = [found.id for found in exported.loaded.opportunities if not found.is_public]
    yield from _identities(exported)
    yield from _languages(exported)
    yield from _folders(exported)
    yield from _news(exported.publication.own, named(exported), drafts, invited)


def name_stale(exported: "Exported") -> int:
    """Name the files of the folder that are not as they should be; return the exit code."""
    stale = exported.publication.stale
    for name in stale[:MOST_NAMED]:
        print(said("{file} is stale; run deadlines export", file=f"{named(exported)}{name}"))
    if len(stale) > MOST_NAMED:
        print(said_of("and {n} more", "and {n} more", len(stale) - MOST_NAMED))
    return Exit.FOUND if stale or exported.problems else Exit.FINE


def feed_lines(exported: "Exported") -> list[tuple[str, bool]]:
    """Return a line for each feed and one for all else, and whether any of it was written, or would be."""
    files = exported.publication.own.files
    return [
        *(_line(exported, *pair) for pair in zip(files[::2], files[1::2], strict=True)),
        *_other_lines(exported),
    ]


def _line(exported: "Exported", file: "PlannedFile", with_alarms: "PlannedFile") -> tuple[str, bool]:
    what = [said_of("{n} entry", "{n} entries", file.entries)]
    what += [said_of("{n} rolling", "{n} rolling", file.rolling)] if file.rolling else []
    what += [said_of("{n} without a date", "{n} without a date", file.undated)] if file.undated else []
    return _said(exported, file.name, *what, stale=file.stale or with_alarms.stale)


def _other_lines(exported: "Exported") -> Iterator[tuple[str, bool]]:
    """Yield a line for each further set of feeds, and one for the pages."""
    publication = exported.publication
    for place, export in list(publication.exports)[1:]:
        feeds = said_of("{n} feed", "{n} feeds", len(export.files) // 2)
        yield _said(exported, place, feeds, stale=any(file.stale for file in export.files))
    pages = said_of("{n} page", "{n} pages", publication.site.pages)
    yield _said(exported, "index.html", pages, stale=bool(publication.site.stale))


def _said(exported: "Exported", name: str, *what: str, stale: bool) -> tuple[str, bool]:
    done, language = said("unchanged"), reader_language()
    if stale:
        done = said("written") if exported.is_written else said("would be written")
    return language.heading(safe(f"{named(exported)}{name}"), language.listing((*what, done))), stale


def _identities(exported: "Exported") -> Iterator[str]:
    """Yield which entries were taken for the same although their record names them otherwise."""
    from deadlines.feeds.identities import FILE

    identified = exported.publication.identified
    for uid, point in identified.found:
        name = point.own_name
        now = name.record if name.label is None else f'{name.record}, "{name.label}"'
        yield Sentence(
            "{uid} goes on: {now} is taken for the same {role} as before, and keeps its entry",
            uid=uid,
            now=now,
            role=_ROLES[point.role],
        )
    if identified.damaged:
        file = f"{named(exported)}{FILE}"
        yield Counted(
            "{n} line of {file} cannot be read: what it said is found out again, if it can be",
            "{n} lines of {file} cannot be read: what they said is found out again, if it can be",
            identified.damaged,
            file=file,
        )


def _languages(exported: "Exported") -> Iterator[str]:
    """Yield what a coordinator has to know of the languages."""
    publication = exported.publication
    own = publication.editions[0].language
    if own.is_instead:
        yield Sentence('there is no wording in "{asked}"; what is ours is in "{tag}"', asked=own.asked, tag=own.tag)
    for edition in publication.editions:
        if not edition.listed:
            yield Sentence(
                "{folder} was published and goes on, since people may follow it; "
                'add "{tag}" to languages in [project], so that the page leads there',
                folder=f"{named(exported)}{edition.place}",
                tag=edition.language.tag,
            )


def _folders(exported: "Exported") -> Iterator[str]:
    """Yield what is lost of what was published, once however many languages have lost it, and what is left alone."""
    folder, lost, copies = named(exported), dict[str, list[str]](), list[str]()
    if exported.publication.own.is_first:
        yield Sentence(
            "{folder}: nothing was published before: revisions start from the records' own history", folder=folder
        )
    for place, export in exported.publication.exports:
        for what in export.lost:
            lost.setdefault(what, []).append(f"{folder}{place}")
        copies += [f"{folder}{place}{name}.ics" for name in export.copies]
    for what, folders in lost.items():
        yield Sentence("{place}: {reason}", place=", ".join(folders), reason=what)
    if copies:
        yield Sentence(
            "not a feed, and left alone, since no export has written it under this name: {files}",
            files=", ".join(copies),
        )


def _news(planned: "Export", folder: str, drafts: Collection[str], invited: Collection[str]) -> list[str]:
    """Return what a coordinator has to know beside problems, a line each."""
    news: list[str] = [
        Sentence("{id} is broken and keeps the entry that was published last", id=kept) for kept in sorted(planned.kept)
    ]
    news += [_rules(change) for change in planned.rules]
    news += [_removal(gone, drafts, invited) for gone in planned.removals]
    news += [
        Sentence("{uid} leaves {file}, which does not select it any more", uid=uid, file=f"{folder}{name}.ics")
        for name, uid in planned.deselected
    ]
    news += [
        Sentence("{file} is not written: it has no entry", file=f"{folder}{feed.name}.ics")
        for feed in planned.empty
        if feed.declared
    ]
    if past := [found.id for found in planned.absent if found.deadlines]:
        news.append(Sentence("in no feed, since their dates are long past: {ids}", ids=", ".join(past)))
    if dateless := [found.id for found in planned.absent if not found.deadlines]:
        news.append(Sentence("in no feed, since they have no date: {ids}", ids=", ".join(dateless)))
    if drafts:
        news.append(Sentence("in no feed, since they are drafts: {ids}", ids=", ".join(drafts)))
    if invited:
        news.append(Sentence("in no feed, since they are by invitation: {ids}", ids=", ".join(invited)))
    return news


def _of_the_feeds(exported: "Exported") -> Iterator[str]:
    """Yield what a coordinator has to know of the feeds as they are."""
    folder = named(exported)
    for file in exported.publication.own.files:
        if file.ended and not file.name.endswith(f"{ALARMS}.ics"):
            yield Sentence(
                "{file} is not a feed any more; it keeps what it has and says where to go", file=f"{folder}{file.name}"
            )
        if file.over_budget:
            yield Sentence(
                "{file} has {n} entries and {size} MB; calendar programs may not read it all. "
                'Offer smaller feeds: [feeds.NAME], or feeds_by = ["topic"] in [project]',
                file=f"{folder}{file.name}",
                n=file.entries,
                size=f"{file.size / 1e6:.1f}",
            )


def _rules(change: "RulesChange") -> Sentence:
    """Return what moved although nobody moved it: the same time is another instant by the rules known today."""
    what: Sentence = Counted("{n} deadline", "{n} deadlines", change.deadlines)
    others = Counted("{n} opening or milestone", "{n} openings and milestones", change.others)
    if change.others:
        what = Sentence("{one} and {other}", one=what, other=others) if change.deadlines else others
    minutes = abs(change.later) // timedelta(minutes=1)
    amount = Counted("{n} minute", "{n} minutes", minutes)
    if minutes % 60 == 0:
        amount = Counted("{n} hour", "{n} hours", minutes // 60)
    if change.later > timedelta():
        return Sentence(
            "clock rules changed: {amount} later in {zone}: {what}", what=what, zone=change.zone_name, amount=amount
        )
    return Sentence(
        "clock rules changed: {amount} earlier in {zone}: {what}", what=what, zone=change.zone_name, amount=amount
    )


def _removal(gone: "Removal", drafts: Collection[str], invited: Collection[str]) -> str:
    """Return what becomes of an entry that no record speaks for, and what to do where that was not meant."""
    old = gone.uid.partition("@")[0].partition(".")[0]
    if gone.renamed_to:
        return Sentence(
            "{uid} is published as cancelled: its record is gone, and {new} says the same. "
            "Keep the id: rename {new}.toml back to {old}.toml",
            uid=gone.uid,
            new=gone.renamed_to,
            old=old,
        )
    if gone.record_stays:
        return Sentence(
            "{uid} is published as cancelled for thirty days: {old} has no such deadline any more. "
            "If you renamed its label, restore the old one: calendars know the entry by it",
            uid=gone.uid,
            old=old,
        )
    if old.partition("+")[0] in drafts:
        return Sentence("{uid} is published as cancelled for thirty days: its record is a draft", uid=gone.uid)
    if old.partition("+")[0] in invited:
        return Sentence("{uid} is published as cancelled for thirty days: it is by invitation now", uid=gone.uid)
    return Sentence("{uid} is published as cancelled for thirty days: its record is gone", uid=gone.uid)
