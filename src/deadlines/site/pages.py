"""The pages of one language: its lists, and a page and a calendar file for each opportunity."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from markupsafe import Markup

from deadlines.domain.feed import ALARMS, EVERYTHING, Feed
from deadlines.domain.folder import ATOM, BROWSE, DATES, EMBED, EMBED_SCRIPT, ENTRIES, INDEX
from deadlines.domain.kind import KINDS
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.territory import WORLD, code_of, containing, countries_in, is_country
from deadlines.domain.zone import zone
from deadlines.feeds import titles
from deadlines.feeds.edition import Edition
from deadlines.feeds.ical import assemble, head
from deadlines.feeds.published import revision_in
from deadlines.site.atom import atom, updated_at
from deadlines.site.content import Content
from deadlines.site.lists import GROUPS, Group, Listing, listings
from deadlines.site.render import Renderer
from deadlines.site.sections import section_of
from deadlines.site.subscribe import Subscription
from deadlines.wording.phrases import kind_in_words, state, undated_in_words, without_deadline

Dated = tuple[str, str, bool]
"""A month, the id of an opportunity with a deadline in it, and whether that is its next one."""


class Pages:
    """The pages of one edition."""

    def __init__(self, content: Content, edition: Edition) -> None:
        self._content, self._edition, self._publisher = content, edition, content.publisher
        self._address = None if self._publisher.url is None else f"{self._publisher.url}{edition.place}"
        self._renderer = Renderer(edition.language, self._publisher.records_language)

    @property
    def place(self) -> str:
        """The folder of the edition within the published one, with a slash."""
        return self._edition.place

    def placed(self, contents: Iterable[tuple[str, str | bytes]]) -> Iterator[tuple[str, str | bytes]]:
        """Yield some files of the edition by their names within the published folder."""
        return ((f"{self.place}{name}", content) for name, content in contents)

    def entries(self) -> Iterator[tuple[str, str | bytes]]:
        """Yield the page of each opportunity, and its calendar, by their names within the edition's folder."""
        beginning = head("", self._publisher.name, self._publisher.name, None)
        for opportunity in self._content.opportunities:
            name, blocks = f"{ENTRIES}/{opportunity.id}", self._blocks_of(opportunity)
            yield (
                f"{name}.html",
                self._page(
                    f"{name}.html",
                    "entry.html",
                    opportunity=opportunity,
                    status=opportunity.status(self._content.as_of),
                    as_of=self._content.as_of,
                    calendar=f"{opportunity.id}.ics" if blocks else None,
                    neutral=self._edition.neutral is not None,
                ),
            )
            if blocks:
                yield f"{name}.ics", assemble(beginning, blocks)

    def lists_and_news(self) -> Iterator[tuple[str, str]]:
        """Yield what leads to these pages, by its name within the edition's folder."""
        groups = {group: [found for found in self.lists if found.group == group] for group in GROUPS}
        rows, months, calendars = self._rows(), self._months(), _calendars(self.lists)
        for listing in self.lists:
            yield listing.page, self._list(listing, calendars, groups, rows, months)
        yield from self._embedded()
        yield BROWSE, self._page(BROWSE, "browse.html", groups=groups)
        yield ATOM, self._atom

    def _rows(self) -> dict[str, str]:
        """Return each opportunity as a row of a list, by its id: rendered once, however many lists carry it."""
        return {
            found.id: self._renderer.row(found, bool(self._blocks_of(found)), self._content.as_of)
            for found in self._content.shown
        }

    def _blocks_of(self, opportunity: Opportunity) -> list[bytes]:
        """Return the entries of an opportunity."""
        entries = self._edition.export.entries
        return [found.block for uid in self._content.uids[opportunity.id] if (found := entries.get(uid))]

    def _embedded(self) -> Iterator[tuple[str, str]]:
        """Yield the list for pages of other sites: to be shown in a frame, and as a script that draws it."""
        content, language = self._content, self._edition.language
        over = content.sections["closed"]
        shown = [one for inside in content.sections.values() if inside is not over for one in inside if one.is_public]
        yield EMBED, self._page(EMBED, "embed.html", opportunities=shown, as_of=content.as_of, coming=True)
        words = {
            "language": language.tag,
            "direction": language.direction,
            "kinds": {kind: kind_in_words(kind, language) for kind in KINDS},
            "rolling": without_deadline(language),
            "undated": undated_in_words("{words}", language),
            "month": language.say("{month}, day not stated", month="{month}"),
            "own": language.say("{time}, your time", time="{time}"),
            "expected": state("expected", language, brief=True),
            "nomination": language.say("by nomination"),
            "semicolon": language.semicolon,
            "name": self._publisher.name,
        }
        yield EMBED_SCRIPT, self._page(EMBED_SCRIPT, "embed.js", words=words)

    @cached_property
    def lists(self) -> list[Listing]:
        """Every list of the edition."""
        content, entries = self._content, self._edition.export.entries
        present = [
            found
            for found in content.opportunities
            if (found.goes_on and section_of(found, content.as_of))
            or any(uid in entries for uid in content.uids[found.id])
        ]
        published = frozenset(file.name.removesuffix(".ics") for file in self._edition.export.files)
        feeds, language = self._edition.feeds, self._edition.language
        topics = self._edition.export.publication.topics
        return list(listings(feeds, content.opportunities, present, self._publisher.name, language, published, topics))

    def gone(self, page: str) -> str:
        """Return the page at an address to which no list belongs any more."""
        return self._page(page, "gone.html", others=[])

    def _list(
        self,
        listing: Listing,
        calendars: str,
        groups: dict[Group, list[Listing]],
        rows: dict[str, str],
        months: list[Dated],
    ) -> str:
        feed, is_of_all = listing.feed, listing.feed.name == EVERYTHING
        kept = self._content.published.kept.get(self._edition.place, {}) if is_of_all else {}
        by_month: dict[str, list[str]] = {}
        for month, id_, first in months:
            if id_ in listing.members:
                # Of several rows of one opportunity, the first is the one that has its id.
                row = rows[id_] if first else rows[id_].replace(f'<li id="{id_}"', "<li", 1)
                by_month.setdefault(month, []).append(row)
        return self._page(
            listing.page,
            "list.html",
            listing=listing,
            groups=groups,
            subscription=self._subscription(feed) if listing.subscribable else None,
            with_alarms=self._subscription(feed, alarms=True) if listing.subscribable else None,
            neutral=self._neutral() if is_of_all else None,
            months={month: _joined(found) for month, found in by_month.items()},
            sections={
                section: _joined(
                    [rows[found.id] for found in self._content.sections[section] if found.id in listing.members]
                )
                for section in ("undated", "rolling", "expected", "closed")
            },
            kept=[(id_, title) for id_, title in kept.items() if id_ not in self._content.were_by_invitation],
            nearest_feeds=_nearest_feeds(listing, calendars),
            territories=self._territories,
        )

    @cached_property
    def _territories(self) -> str:
        """What the script of a list has to know: the regions that the rows are in, their names and their countries."""
        records = [found.record for found in self._content.shown]
        codes = {code for its in records for one in (*its.regions, *its.countries) if (code := code_of(one))}
        regions = {WORLD, *(code for code in codes if not is_country(code))}.union(*map(containing, codes))
        name = self._edition.language.territory
        found = {code: [name(code), " ".join(sorted(countries_in(code)))] for code in sorted(regions)}
        return _as_json(found if codes else {})

    def _page(self, page: str, template: str, **values: object) -> str:
        """Return a page with what every page has: its place, the way to the others, the languages."""
        root = "../" * (self._edition.place.count("/") + page.count("/"))
        around = {
            "page_is_index": page == INDEX,
            "publisher": self._publisher,
            "updated": None if "/" in page else self._updated,  # else an edit would change the page of every entry
            "root": root,
            "here": "../" * page.count("/"),
            "others": [
                (other.language, f"{root}{other.place}{page}") for other in self._content.editions if other.listed
            ],
            "address": None if self._address is None else f"{self._address}{page}",
        }
        return self._renderer.render(template, **around | values)

    def _subscription(self, feed: Feed, *, alarms: bool = False) -> Subscription:
        title = titles.with_alarms(feed.title, self._edition.language) if alarms else feed.title
        return self._addressed(f"{feed.name}{ALARMS if alarms else ''}.ics", title)

    def _neutral(self) -> Subscription | None:
        if self._edition.neutral is None or not self._edition.neutral.files:
            return None
        return self._addressed(f"{DATES}/{DATES}.ics", self._edition.language.say("Dates"))

    def _addressed(self, file: str, title: str) -> Subscription:
        return Subscription(file, title, self._address and f"{self._address}{file}")

    def _months(self) -> list[Dated]:
        """Return the month of each coming deadline, whose it is, and whether it is the first of that; soonest first.

        Of several in one month, the first stands for all.
        """
        as_of, found = self._content.as_of, []
        for place, opportunity in enumerate(self._content.sections["dated"]):
            coming = [one.moment for one in opportunity.coming(as_of)]
            coming.sort(key=lambda moment: moment.instant)
            months = {(moment.last_day.year, moment.last_day.month): moment for moment in reversed(coming)}
            found += [(moment, place, opportunity.id, moment is coming[0]) for moment in months.values()]
        found.sort(key=lambda one: (one[0].instant, one[1]))
        return [(self._edition.language.month(moment.last_day), id_, first) for moment, _, id_, first in found]

    @cached_property
    def _updated(self) -> date | None:
        """The day, in the project's zone, on which something that is published here changed last."""
        changes = [
            updated_at(self._atom),
            *(revision_in(one.block)[1] for one in self._edition.export.entries.values()),
        ]
        last = max(filter(None, changes), default=None)
        return last and last.astimezone(zone(self._publisher.zone_name)).date()

    @cached_property
    def _atom(self) -> str:
        return atom(
            self._content.public,
            self._content.published.news.get(self._edition.place, b""),
            self._content.before,
            title=self._publisher.name,
            domain=self._publisher.domain,
            address=self._address,
            language=self._edition.language,
            now=self._content.context.now,
            kept=self._content.context.broken_ids,
        )


def _calendars(lists: Iterable[Listing]) -> str:
    """Return file, name and selection of each calendar but that of everything, as JSON."""
    return _as_json([
        [f"{one.feed.name}.ics", one.label, selection]
        for one in lists
        if one.subscribable and (selection := _selected(one))
    ])  # fmt: skip


def _nearest_feeds(listing: Listing, calendars: str) -> str:
    """Return the selections of a list and of the ``calendars``, as JSON for the script of the page."""
    return f'{{"own":{_as_json(_selected(listing))},"calendars":{calendars}}}'


def _selected(listing: Listing) -> dict[str, Any]:
    selection = listing.feed.selection.model_dump(exclude_defaults=True)
    if "min_amount" in selection:
        selection["min_amount"] = [selection["min_amount"]]
    if "region" in selection:
        selection["region"] = [code_of(region) or region for region in selection["region"]]
    return selection


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _joined(rows: list[str]) -> Markup:
    return Markup("".join(rows))  # noqa: S704
