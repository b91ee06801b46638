"""A calendar that names no opportunity, for devices that others see: when something is due, and a code for it.

The code is printed on the opportunity's own page, so that whoever knows the page can look it up.
"""

import hashlib

from deadlines.domain.feed import Entry, Feed
from deadlines.domain.folder import DATES
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Point
from deadlines.domain.selection import Selection
from deadlines.feeds.entries import certainty_of, titled
from deadlines.wording.language import Language


def code_of(record_id: str) -> str:
    """Return the code by which an entry names an opportunity."""
    return _hashed(record_id)[:6].upper()


def neutral_id(record_id: str) -> str:
    """Return what a UID has in the place of a record's id."""
    return _hashed(record_id)


def neutral_feed(language: Language) -> Feed:
    """Return the one feed of the folder."""
    return Feed(DATES, language.say("Dates"), Selection())


def neutral(opportunity: Opportunity) -> Opportunity:
    """Return what the calendar may know of an opportunity: its deadlines, under a name that tells nothing.

    A feed lists by name what no date closes: this one has no such.
    """
    deadlines = tuple(
        deadline._replace(label=deadline.label and _hashed(deadline.label), opens=None)
        for deadline in opportunity.deadlines
    )
    return opportunity._replace(
        id=neutral_id(opportunity.id),
        path="",
        record=opportunity.record.model_copy(update={"rolling": False}),
        deadlines=deadlines,
        undated=(),
        milestones=(),
        opens=None,
        known_as={},
    )


def neutral_entry(point: Point, domain: str, language: Language) -> Entry:
    """Return what a subscriber sees of a point of a neutral opportunity; ``domain`` is that of the UIDs."""
    opportunity = point.opportunity
    lines = [language.heading(language.say("Deadline"), language.moment(point.moment))]
    if point.deadline and point.deadline.previously:
        earlier = language.history(point.deadline.previously)
        lines.append(language.heading(language.say("Earlier dates"), earlier))
    return Entry(
        uid=point.uid(domain),
        role=point.role,
        summary=titled(language.say("Deadline {code}", code=opportunity.id[:6].upper()), point, language),
        description="\n".join(lines),
        url="",
        moment=point.moment,
        certainty=certainty_of(point),
        categories=(),
        rings=opportunity.record.status == "announced",
    )


def _hashed(name: str) -> str:
    return hashlib.blake2b(name.encode(), digest_size=10).hexdigest()
