"""New and moved opportunities as an Atom feed (RFC 4287). The published file is its record of what was new when."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError, SubElement, fromstring, register_namespace, tostring

from deadlines.domain.opportunity import Opportunity
from deadlines.feeds.entries import UNDATED, announced_at
from deadlines.feeds.revisions import stamp
from deadlines.feeds.titles import with_status
from deadlines.wording.language import Language
from deadlines.wording.phrases import kind_in_words, last_move

MOST = 100
"""Entries, the newest: a reader fetches them all each time."""
_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[\ufffe\uffff]")
"""What records may hold and XML may not (XML 1.0 §2.2)."""

register_namespace("", _ATOM)


def atom(
    opportunities: Iterable[Opportunity],
    published: bytes,
    *,
    title: str,
    domain: str,
    address: str | None,
    language: Language,
    now: datetime,
    kept: frozenset[str],
) -> str:
    """Return the feed. An entry that says what it said when it was ``published`` keeps its date; else it is of ``now``.

    Where nothing was published, an entry is of the day on which its opportunity was announced. Ids in ``kept`` are of
    records that cannot be read: they keep the entry they had.
    """
    before = {entry.findtext(_tag("id"), ""): entry for entry in _entries_in(published)}
    entries = []
    for opportunity in opportunities:
        entry = _entry(opportunity, domain, address, language)
        if (old := before.get(entry.findtext(_tag("id"), ""))) is not None and _content(old) == _content(entry):
            updated = old.findtext(_tag("updated"), "")
        else:
            updated = stamp(now if before else announced_at(opportunity.record))
        entry[1].text = updated
        entries.append(entry)
    entries += [before[id_] for id_ in (_id(name, domain) for name in kept) if id_ in before]
    entries = sorted(entries, key=_newest_first, reverse=True)[:MOST]
    feed = Element(_tag("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": language.tag})
    feed.text = "\n"
    _add(feed, "id", f"tag:{domain},2026:{language.tag}")
    _add(feed, "title", title)
    _add(feed, "updated", entries[0].findtext(_tag("updated")) if entries else stamp(UNDATED))
    _add(_add(feed, "author"), "name", title).tail = None
    _add(feed, "link", rel="alternate", type="text/html", href=address or "index.html")
    if address:
        _add(feed, "link", rel="self", type="application/atom+xml", href=f"{address}atom.xml")
    feed.extend(entries)
    written = tostring(feed, encoding="unicode").replace(" />\n", "/>\n")  # no text holds a bare ">"
    return f'<?xml version="1.0" encoding="utf-8"?>\n{written}\n'


def _entries_in(published: bytes) -> Iterator[Element]:
    """Yield the entries of a published feed, each read by itself, so that damage to one costs no other its date."""
    for piece in published.decode("utf-8", "replace").split("<entry>")[1:]:
        body, end, _ = piece.partition("</entry>")
        with suppress(ParseError):
            entry = fromstring(f'<entry xmlns="{_ATOM}">{body}{end}')  # noqa: S314
            entry.tail = "\n"
            yield entry


def _entry(opportunity: Opportunity, domain: str, address: str | None, language: Language) -> Element:
    """Return an entry, when it was updated left out."""
    record, say = opportunity.record, language.say
    entry = Element(_tag("entry"))
    entry.text = entry.tail = "\n"
    _add(entry, "id", _id(opportunity.id, domain))
    _add(entry, "updated")
    _add(entry, "title", with_status(f"{record.title} ({record.organisation})", record.status, language))
    _add(entry, "link", rel="alternate", type="text/html", href=f"{address or ''}entries/{opportunity.id}.html")
    _add(entry, "category", term=record.kind, label=kind_in_words(record.kind, language))
    lines = [record.status_note] if record.status_note else []
    for deadline in opportunity.deadlines:
        heading = say("Deadline")
        heading = heading if deadline.label is None else language.listing((heading, deadline.label))
        moved = last_move(deadline, language)
        lines.append(language.heading(heading, language.moment(deadline.moment)) + (f" ({moved})" if moved else ""))
    if not opportunity.deadlines:
        lines.append(say("No deadline: open until it is filled, or all year."))
    _add(entry, "summary", "\n".join(lines))
    return entry


def _add(parent: Element, name: str, text: str | None = None, /, **attributes: str) -> Element:
    """Add an element on a line of its own."""
    added = SubElement(parent, _tag(name), attributes)
    added.text, added.tail = None if text is None else _NO_XML.sub("", text), "\n"
    return added


def _content(entry: Element) -> list[tuple[str, dict[str, str], str | None]]:
    """Return what an entry says, but for when it was updated."""
    return [(one.tag, one.attrib, one.text) for one in entry if one.tag != _tag("updated")]


def _newest_first(entry: Element) -> tuple[str, str]:
    return entry.findtext(_tag("updated"), ""), entry.findtext(_tag("id"), "")


def _tag(name: str) -> str:
    return f"{{{_ATOM}}}{name}"


def _id(record_id: str, domain: str) -> str:
    """Return what an entry is known by for ever (RFC 4151); the year is a part of the name and means nothing."""
    return f"tag:{domain},2026:{record_id}"
