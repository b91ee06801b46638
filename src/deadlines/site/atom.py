"""New and moved opportunities as an Atom feed (RFC 4287). The published file is its record of what was new when."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from datetime import datetime
from functools import partial
from heapq import nlargest
from operator import itemgetter
from typing import Any
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring, register_namespace, tostring

from deadlines.domain.folder import ATOM, ENTRIES, INDEX
from deadlines.domain.instant import instant, stamp
from deadlines.domain.moment import as_written
from deadlines.domain.opportunity import Deadline, Opportunity, Undated
from deadlines.feeds.entries import announced_at
from deadlines.feeds.titles import prefix_of, with_status
from deadlines.wording.language import Language
from deadlines.wording.phrases import (
    cautions,
    kind_in_words,
    labelled,
    last_move,
    state,
    undated_in_words,
    without_end,
)
from deadlines.wording.repeats import rule_in_words

MOST = 100
"""Entries, the newest: a reader fetches them all each time."""
_NAMESPACE = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[\ufffe\uffff]")
"""What records may hold and XML may not (XML 1.0 §2.2)."""

_YEAR = ",2026:"
"""Before the id of an opportunity; it is a part of the name, and means nothing."""
_NEWS = "+"
"""Between the id of an opportunity and the instant of a piece of news about it."""
_UPDATED = re.compile(rb"<updated>(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)</updated>")

_Candidate = tuple[bool, str, str, Callable[[], Element]]
"""Whether it was there or is news, when it was updated, its id, and what returns its entry: most have no room.

What had no room and is what it was gets some only when others leave, whatever its date is.
"""

register_namespace("", _NAMESPACE)


def atom(
    opportunities: Iterable[Opportunity],
    published: bytes,
    were: Mapping[str, Mapping[str, Any]],
    *,
    title: str,
    domain: str,
    address: str | None,
    language: Language,
    now: datetime,
    kept: frozenset[str],
) -> str:
    """Return the feed. An entry that says what it said when it was ``published`` keeps its date; else it is of ``now``.

    Where nothing was published, an entry is of the day on which its opportunity says that it was announced; so it is
    where there was no room for it and it is what it was. What has become of one that was there is an entry more, which
    stays; ``were`` are the opportunities as they were published, items of ``list --format json`` by id. Ids in ``kept``
    are of records that cannot be read: they keep the entries they had.
    """
    draw = partial(_entry, domain=domain, address=address, language=language)
    found = _candidates(opportunities, published, were, draw, domain=domain, language=language, now=now, kept=kept)
    chosen = nlargest(MOST, found, key=itemgetter(0, 1, 2))
    entries = [entry() for _, _, _, entry in sorted(chosen, key=itemgetter(1, 2), reverse=True)]
    feed = Element(_tag("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": language.tag})
    feed.text = "\n"
    _add(feed, "id", f"tag:{domain},2026:{language.tag}")
    _add(feed, "title", title)
    _add(feed, "updated", entries[0].findtext(_tag("updated")) if entries else _updated(published) or stamp(now))
    _add(_add(feed, "author"), "name", title).tail = None
    _add(feed, "link", rel="alternate", type="text/html", href=address or INDEX)
    if address:
        _add(feed, "link", rel="self", type="application/atom+xml", href=f"{address}{ATOM}")
    feed.extend(entries)
    written = tostring(feed, encoding="unicode").replace(" />\n", "/>\n")  # no text holds a bare ">"
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}\n'


def _candidates(
    opportunities: Iterable[Opportunity],
    published: bytes,
    were: Mapping[str, Mapping[str, Any]],
    draw: Callable[[Opportunity, str], Element],
    *,
    domain: str,
    language: Language,
    now: datetime,
    kept: frozenset[str],
) -> Iterator[_Candidate]:
    """Yield all that there might be room for, see ``atom``; drawn is only what has to be compared."""
    before = {entry.findtext(_tag("id"), ""): entry for entry in _entries_in(published)}
    named, stay = {id_.partition(_NEWS)[0] for id_ in before}, {_id(name, domain) for name in kept}
    is_full = len(published.split(b"<entry>")) > MOST
    for opportunity in opportunities:
        id_, updated, record = _id(opportunity.id, domain), stamp(now), opportunity.record
        if id_ in named:
            stay.add(id_)
        if (old := before.pop(id_, None)) is None:
            known = is_full and _is_known(opportunity.original, were.get(opportunity.id, {}))
            if known or (not published and record.published):
                updated = stamp(announced_at(record))
            yield not known, updated, id_, partial(draw, opportunity, updated)
            continue
        entry = draw(opportunity, updated)
        if _content(old) == _content(entry):
            entry[1].text = updated = old.findtext(_tag("updated"), "")
        elif said := _news(opportunity, old, were.get(opportunity.id, {}), language):
            yield True, updated, f"{id_}{_NEWS}{updated}", partial(_as_news, entry, said, updated)
        yield True, updated, id_, partial(_itself, entry)
    for id_, entry in before.items():
        if id_.partition(_NEWS)[0] in stay:
            yield True, entry.findtext(_tag("updated"), ""), id_, partial(_itself, entry)


def _itself(entry: Element) -> Element:
    return entry


def updated_at(feed: str) -> datetime | None:
    """Return the instant of the last news in a feed that ``atom`` wrote; None where there never was any."""
    if "<entry>" not in feed or not (found := _UPDATED.search(feed.encode())):
        return None
    return datetime.fromisoformat(found[1].decode())


def dates_in(feed: bytes) -> tuple[dict[str, datetime], dict[str, list[datetime]]]:
    """Return when each opportunity of a feed of ours was updated, and when there was news of it, by its id."""
    updated: dict[str, datetime] = {}
    news: dict[str, list[datetime]] = {}
    for entry in _entries_in(feed):
        with suppress(ValueError):
            at = instant(entry.findtext(_tag("updated"), ""))
            id_, plus, _ = entry.findtext(_tag("id"), "").partition(_YEAR)[2].partition(_NEWS)
            if plus:
                news.setdefault(id_, []).append(at)
            else:
                updated[id_] = at
    return updated, news


def _entries_in(published: bytes) -> Iterator[Element]:
    """Yield the entries of a published feed, each read by itself, so that damage to one costs no other its date."""
    for piece in published.decode("utf-8", "replace").split("<entry>")[1:]:
        body, end, _ = piece.partition("</entry>")
        with suppress(ParseError):
            entry = fromstring(f'<entry xmlns="{_NAMESPACE}">{body}{end}')  # noqa: S314
            entry.tail = "\n"
            yield entry


def _entry(opportunity: Opportunity, updated: str, *, domain: str, address: str | None, language: Language) -> Element:
    """Return an entry."""
    record, say = opportunity.record, language.say
    entry = Element(_tag("entry"))
    entry.text = entry.tail = "\n"
    _add(entry, "id", _id(opportunity.id, domain))
    _add(entry, "updated", updated)
    _add(entry, "title", with_status(_name(opportunity, language), record.status, language))
    _add(entry, "link", rel="alternate", type="text/html", href=f"{address or ''}{ENTRIES}/{opportunity.id}.html")
    _add(entry, "category", term=record.kind, label=kind_in_words(record.kind, language))
    said = state(record.status, language), language.isolate(record.status_note or ""), *cautions(record, language)
    lines = [line for line in said if line]
    for deadline in opportunity.every_deadline:
        if isinstance(deadline, Deadline) and deadline.day and not deadline.previously:
            continue
        when = _moment(opportunity, deadline, language)
        lines.append(
            language.heading(labelled(say("Deadline"), deadline.label and language.isolate(deadline.label)), when)
        )
        if deadline.opens:
            opens = language.moment(deadline.opens, whole_day=False)
            lines.append(language.heading(labelled(say("Opens"), deadline.label), opens))
    for table in record.deadlines:
        if rule := rule_in_words(table, table.timezone or opportunity.project_zone, language):
            lines.append(language.heading(labelled(say("Deadline"), table.label), rule))
    if all_year := without_end(opportunity, None, language):
        lines.append(all_year)
    _add(entry, "summary", "\n".join(lines))
    return entry


def _news(opportunity: Opportunity, old: Element, was: Mapping[str, Any], language: Language) -> str:
    """Return a title for what has become of an opportunity since its ``old`` entry; empty where that is no news.

    Dates are compared with what the opportunity ``was``, not with words, which another version writes otherwise.
    """
    record = opportunity.record
    name = _name(opportunity, language)
    titled, before = with_status(name, record.status, language), prefix_of(old.findtext(_tag("title"), ""))
    if (now := prefix_of(titled)) != before:
        return titled if now else language.heading(name, language.say("open again"))
    if now:
        return ""
    moved = [one for one in opportunity.deadlines if last_move(one, language) and _is_moved(one, was)]
    moves = language.semicolon.join(f"{language.brief(one.moment)} ({last_move(one, language)})" for one in moved)
    return language.heading(name, moves) if moves else ""


def _is_known(opportunity: Opportunity, was: Mapping[str, Any]) -> bool:
    """True for what was published as it is."""
    if not was or was.get("access") == "invitation":
        return False
    record, dated = opportunity.record, (one for one in was.get("deadlines") or () if isinstance(one, dict))
    before = was.get("title"), was.get("organisation"), was.get("stage", "announced")
    dates = [(one.get("label"), one.get("due"), one.get("timezone")) for one in dated if "occurrence" not in one]
    return (before, dates) == ((record.title, record.organisation, record.status), _dates(opportunity))


def _dates(opportunity: Opportunity) -> list[tuple[str | None, str | None, str | None]]:
    """Return the deadlines of an opportunity, those of rules left out, as its published item has them."""
    return [
        (one.label, as_written(one.moment.written) if isinstance(one, Deadline) else None, one.table.timezone)
        for one in opportunity.every_deadline
        if not (isinstance(one, Deadline) and one.day)
    ]


def _name(opportunity: Opportunity, language: Language) -> str:
    record = opportunity.record
    return f"{language.isolate(record.title)} ({language.isolate(record.organisation)})"


def _is_moved(deadline: Deadline, was: Mapping[str, Any]) -> bool:
    """Say whether a deadline was published with another date, under the same label."""
    now = as_written(deadline.moment.written), deadline.table.timezone
    return any(
        isinstance(old, dict) and _same(old, deadline) and (old.get("due"), old.get("timezone")) != now
        for old in was.get("deadlines") or ()
    )


def _same(old: Mapping[str, Any], deadline: Deadline) -> bool:
    """Say whether a published deadline is this one: of the same label, and of the same date of a rule."""
    day = deadline.day and deadline.day.isoformat()
    return old.get("label") == deadline.label and old.get("occurrence") == day


def _as_news(entry: Element, title: str, updated: str) -> Element:
    """Return an entry more, under an id of its own: some readers never show again what they have shown once."""
    news = deepcopy(entry)
    news[0].text, news[1].text, news[2].text = f"{entry[0].text}{_NEWS}{updated}", updated, _NO_XML.sub("", title)
    return news


def _moment(opportunity: Opportunity, deadline: Deadline | Undated, language: Language) -> str:
    """Return a deadline in words, with its last move."""
    if isinstance(deadline, Undated):
        return undated_in_words(deadline.stated, language)
    moved = last_move(deadline, language)
    return language.moment(opportunity.shown(deadline.moment)) + (f" ({moved})" if moved else "")


def _updated(published: bytes) -> str:
    """Return when a published feed, which may have had no entry, was updated; empty where there is none."""
    found = _UPDATED.search(published)
    return found[1].decode() if found else ""


def _add(parent: Element, name: str, text: str | None = None, /, **attributes: str) -> Element:
    """Add an element on a line of its own."""
    added = SubElement(parent, _tag(name), attributes)
    added.text, added.tail = None if text is None else _NO_XML.sub("", text), "\n"
    return added


def _content(entry: Element) -> list[tuple[str, dict[str, str], str | None]]:
    """Return what an entry says, but for when it was updated."""
    return [(one.tag, one.attrib, one.text) for one in entry if one.tag != _tag("updated")]


def _tag(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"


def _id(record_id: str, domain: str) -> str:
    """Return what an entry is known by for ever (RFC 4151)."""
    return f"tag:{domain}{_YEAR}{record_id}"
