"""The pages of one language: its lists, and a page and a calendar file for each opportunity."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import get_args

from markupsafe import Markup

from deadlines.domain.feed import ALARMS, EVERYTHING, Feed
from deadlines.domain.opportunity import Opportunity
from deadlines.feeds.edition import Edition, ExportContext
from deadlines.feeds.entries import points_of
from deadlines.feeds.ical import assemble, head
from deadlines.feeds.neutral import FOLDER as NEUTRAL_FOLDER
from deadlines.feeds.neutral import NAME as NEUTRAL
from deadlines.feeds.published import read_published
from deadlines.site.atom import atom
from deadlines.site.lists import GROUPS, Group, Listing, listings
from deadlines.site.render import Renderer
from deadlines.site.sections import Section, in_order, section_of
from deadlines.site.subscribe import Subscription

ENTRIES = "entries"
"""The folder of the pages and calendar files of single opportunities."""
_TITLE = re.compile(r"<title>([^<]*) · [^<]*</title>")


@dataclass(frozen=True)
class Publisher:
    """Who publishes, and where."""

    name: str
    domain: str
    url: str | None
    """The address of the published folder."""
    records_language: str
    contact: str | None
    """Where mistakes are reported."""


@dataclass(frozen=True)
class Content:
    """What all pages are made of."""

    opportunities: tuple[Opportunity, ...]
    editions: tuple[Edition, ...]
    folder: Path
    imprint: Publisher
    turn: datetime
    """As of when it is decided what is open."""
    at: ExportContext

    @cached_property
    def sections(self) -> dict[Section, list[Opportunity]]:
        """What stands in each section, in its order."""
        found: dict[Section, list[Opportunity]] = {section: [] for section in get_args(Section)}
        for opportunity in self.opportunities:
            if section := section_of(opportunity, self.turn):
                found[section].append(opportunity)
        return {section: in_order(inside, section, self.turn) for section, inside in found.items()}

    @cached_property
    def shown(self) -> list[Opportunity]:
        """What stands in any section."""
        return [found for section in self.sections.values() for found in section]

    @cached_property
    def uids(self) -> dict[str, list[str]]:
        """The UIDs of each opportunity, by its id."""
        return {
            found.id: [point.uid for point in points_of(found, self.imprint.domain)] for found in self.opportunities
        }

    @cached_property
    def kept(self) -> list[str]:
        """Ids of records that cannot be read and have a page that was published before."""
        pages = {name: self.folder / ENTRIES / f"{name}.html" for name in self.at.broken_ids}
        return sorted(name for name, page in pages.items() if page.is_file())


class Pages:
    """The pages of one edition."""

    def __init__(self, content: Content, edition: Edition) -> None:
        self._content, self._edition, self._imprint = content, edition, content.imprint
        self._address = None if self._imprint.url is None else f"{self._imprint.url}{edition.place}"
        self._renderer = Renderer(edition.language, self._imprint.records_language)
        self._calendars = dict(self._calendars_by_id())

    def contents(self) -> Iterator[tuple[str, str | bytes]]:
        """Yield every file of the edition but its feeds, by its name within the edition's folder."""
        lists = self.lists()
        groups = {group: [found for found in lists if found.group == group] for group in GROUPS}
        rows = self._renderer.rows(self._content.shown, self._calendars)
        months = self._months()
        for listing in lists:
            yield listing.page, self._list(listing, groups, rows, months)
        yield "browse.html", self._page("browse.html", "browse.html", groups=groups)
        for opportunity in self._content.opportunities:
            name, calendar = f"{ENTRIES}/{opportunity.id}", self._calendars.get(opportunity.id)
            yield (
                f"{name}.html",
                self._page(
                    f"{name}.html",
                    "entry.html",
                    opportunity=opportunity,
                    status=opportunity.status(self._content.turn),
                    calendar=f"{opportunity.id}.ics" if calendar else None,
                    neutral=self._edition.neutral is not None,
                ),
            )
            if calendar:
                yield f"{name}.ics", calendar
        yield "atom.xml", self._atom()

    def lists(self) -> list[Listing]:
        """Return every list of the edition."""
        content, entries = self._content, self._edition.export.entries
        present = [
            found
            for found in content.opportunities
            if (found.record.rolling and section_of(found, content.turn))
            or any(uid in entries for uid in content.uids[found.id])
        ]
        published = frozenset(file.name.removesuffix(".ics") for file in self._edition.export.files)
        feeds, language = self._edition.feeds, self._edition.language
        return list(listings(feeds, content.opportunities, present, self._imprint.name, language, published))

    def gone(self, page: str) -> str:
        """Return the page that stands at an address to which no list belongs any more."""
        return self._page(page, "gone.html", others=[])

    def _list(
        self, listing: Listing, groups: dict[Group, list[Listing]], rows: dict[str, str], months: dict[str, str]
    ) -> str:
        feed, whole = listing.feed, listing.feed.name == EVERYTHING
        by_month: dict[str, list[str]] = {}
        for found in self._content.sections["dated"]:
            if found.id in listing.members:
                by_month.setdefault(months[found.id], []).append(rows[found.id])
        return self._page(
            listing.page,
            "list.html",
            listing=listing,
            groups=groups,
            subscription=self._subscription(feed) if listing.subscribable else None,
            loud=self._subscription(feed, alarms=True) if listing.subscribable else None,
            neutral=self._neutral() if whole else None,
            months={month: _joined(found) for month, found in by_month.items()},
            sections={
                section: _joined(
                    [rows[found.id] for found in self._content.sections[section] if found.id in listing.members]
                )
                for section in ("rolling", "expected", "closed")
            },
            kept=[(name, self._title_published(name)) for name in self._content.kept] if whole else (),
        )

    def _page(self, page: str, template: str, **values: object) -> str:
        """Return a page with what every page has: its place, the way to the others, the languages."""
        root = "../" * (self._edition.place.count("/") + page.count("/"))
        around = {
            "imprint": self._imprint,
            "root": root,
            "here": "../" * page.count("/"),
            "others": [
                (other.language, f"{root}{other.place}{page}") for other in self._content.editions if other.listed
            ],
            "address": None if self._address is None else f"{self._address}{page}",
        }
        return self._renderer.render(template, **around | values)

    def _subscription(self, feed: Feed, *, alarms: bool = False) -> Subscription:
        title = self._edition.language.say("{title} (with alarms)", title=feed.title) if alarms else feed.title
        return self._addressed(f"{feed.name}{ALARMS if alarms else ''}.ics", title)

    def _neutral(self) -> Subscription | None:
        if self._edition.neutral is None or not self._edition.neutral.files:
            return None
        return self._addressed(f"{NEUTRAL_FOLDER}/{NEUTRAL}.ics", self._edition.language.say("Dates"))

    def _addressed(self, file: str, title: str) -> Subscription:
        return Subscription(file, title, self._address and f"{self._address}{file}")

    def _months(self) -> dict[str, str]:
        """Return the month under which each dated opportunity stands, by its id."""
        turn, month = self._content.turn, self._edition.language.month
        return {
            found.id: month(deadline.moment.day)
            for found in self._content.sections["dated"]
            if (deadline := found.next_deadline(turn))
        }

    def _calendars_by_id(self) -> Iterator[tuple[str, bytes]]:
        """Yield the entries of each opportunity as a calendar of its own, where it has any."""
        beginning = head("", self._imprint.name, self._imprint.name, None)
        for name, uids in self._content.uids.items():
            blocks = [found.quiet for uid in uids if (found := self._edition.export.entries.get(uid))]
            if blocks:
                yield name, assemble(beginning, blocks)

    def _atom(self) -> str:
        published = read_published(self._content.folder / self._edition.place, "atom.xml") or b""
        return atom(
            self._content.shown,
            published.decode("utf-8", "replace"),
            title=self._imprint.name,
            domain=self._imprint.domain,
            address=self._address,
            language=self._edition.language,
            now=self._content.at.now,
            kept=self._content.at.broken_ids,
        )

    def _title_published(self, name: str) -> str:
        """Return the title on a page that was published, as that of a record that cannot be read any more."""
        page = read_published(self._content.folder / self._edition.place / ENTRIES, f"{name}.html") or b""
        title = _TITLE.search(page.decode("utf-8", "replace"))
        return html.unescape(title[1]) if title else name


def _joined(rows: list[str]) -> Markup:
    return Markup("".join(rows))  # noqa: S704
