"""New and moved opportunities as an Atom feed (RFC 4287). The published file is its memory of what was new when."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time
from xml.sax.saxutils import escape, quoteattr

from deadlines.domain.opportunity import Opportunity
from deadlines.feeds.entries import UNDATED
from deadlines.feeds.revisions import stamp
from deadlines.wording.language import Language
from deadlines.wording.phrases import kind_in_words, last_move

MOST = 100
"""Entries, the newest: a reader fetches them all each time."""
_ENTRY = re.compile(r"<entry>\n<id>([^<]*)</id>\n<updated>([^<]*)</updated>\n(.*?)</entry>\n", re.DOTALL)
_NO_XML = re.compile("[\ufffe\uffff]")
"""What records may hold and XML may not (XML 1.0 §2.2)."""


def atom(
    opportunities: Iterable[Opportunity],
    published: str,
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
    before = {found[1]: (found[2], found[3]) for found in _ENTRY.finditer(published)}
    entries = []
    for opportunity in opportunities:
        name, said = _id(opportunity.id, domain), _said(opportunity, address, language)
        if name in before and before[name][1] == said:
            updated = before[name][0]
        else:
            updated = stamp(now) if before else stamp(_announced(opportunity))
        entries.append((updated, name, said))
    entries += [(*before[name][:1], name, before[name][1]) for id_ in kept if (name := _id(id_, domain)) in before]
    entries.sort(key=lambda entry: (entry[0], entry[1]), reverse=True)
    entries = entries[:MOST]
    links = f'<link rel="alternate" type="text/html" href={quoteattr(address or "index.html")}/>\n'
    if address:
        links += f'<link rel="self" type="application/atom+xml" href={quoteattr(f"{address}atom.xml")}/>\n'
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language.tag}">\n'
        f"<id>tag:{domain},2026:{language.tag}</id>\n"
        f"<title>{escape(title)}</title>\n"
        f"<updated>{entries[0][0] if entries else stamp(UNDATED)}</updated>\n"
        f"<author><name>{escape(title)}</name></author>\n{links}"
        + "".join(
            f"<entry>\n<id>{name}</id>\n<updated>{updated}</updated>\n{said}</entry>\n"
            for updated, name, said in entries
        )
        + "</feed>\n"
    )


def _id(record_id: str, domain: str) -> str:
    """Return what an entry is known by for ever (RFC 4151); the year is a part of the name and means nothing."""
    return f"tag:{domain},2026:{record_id}"


def _announced(opportunity: Opportunity) -> datetime:
    published = opportunity.record.published
    return UNDATED if published is None else datetime.combine(published, time(), tzinfo=UTC)


def _said(opportunity: Opportunity, address: str | None, language: Language) -> str:
    record, say = opportunity.record, language.say
    title = f"{record.title} ({record.organisation})"
    if record.status == "cancelled":
        title = say("CANCELLED: {name}", name=title)
    elif record.status == "closed":
        title = say("CLOSED: {name}", name=title)
    elif record.status == "expected":
        title = say("{name}, expected, not announced", name=title)
    lines = [record.status_note] if record.status_note else []
    for deadline in opportunity.deadlines:
        heading = say("Deadline")
        heading = heading if deadline.label is None else language.listing((heading, deadline.label))
        moved = last_move(deadline, language)
        lines.append(language.heading(heading, language.moment(deadline.moment)) + (f" ({moved})" if moved else ""))
    if not opportunity.deadlines:
        lines.append(say("No deadline: open until it is filled, or all year."))
    where = f"{address or ''}entries/{opportunity.id}.html"
    return _NO_XML.sub(
        "",
        f"<title>{escape(title)}</title>\n"
        f'<link rel="alternate" type="text/html" href={quoteattr(where)}/>\n'
        f'<category term="{record.kind}" label={quoteattr(kind_in_words(record.kind, language))}/>\n'
        f"<summary>{escape(chr(10).join(lines))}</summary>\n",
    )
