"""The pages of the lists of one language: one for each, and where that would be too long, others by month."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from deadlines.domain.feed import ALARMS, EVERYTHING, Feed
from deadlines.domain.folder import BY_MONTH, DATES, ENTRIES
from deadlines.domain.record import Record
from deadlines.domain.territory import WORLD, code_of, containing, countries_in, is_country
from deadlines.feeds import titles
from deadlines.feeds.edition import Edition
from deadlines.site.content import Content
from deadlines.site.lists import GROUPS, Group, Listing
from deadlines.site.packed import packed, pieces_of
from deadlines.site.parts import Line, Part, beginning, fit, parts_of, size
from deadlines.site.sections import Filed, Section
from deadlines.site.subscribe import Subscription
from deadlines.wording.language import Language

WITH_MONTHS: tuple[Group, ...] = ("all", "own", "kind")
"""Which lists have pages by month of their own; who reads another finds the rest of it in those of everything."""
REGIONS = "regions"
"""The name of what the script has to know of regions, beside what there is in each month."""
_CLOSED = Part("closed", ())
"""Where the script of a page puts what has closed since it was made."""


@dataclass(frozen=True)
class Rest:
    """Where the rest of a list is, of which its page has the beginning."""

    shown: int
    total: int
    places: tuple[tuple[str, str, int], ...]
    """The address, heading and number of lines of each page by month."""
    is_of_all: bool
    """True where those are the pages of everything."""
    names: tuple[str, ...]
    """The parts in which the list has something."""


@dataclass(frozen=True)
class Touched:
    """What in the lists may be another since a few opportunities are; all else stays as it was published."""

    ids: frozenset[str]
    """Of these opportunities."""
    parts: frozenset[str]
    """The names of the parts in which they stand, or stood."""
    moved: bool
    """True where they stand in other parts than before, so that these have other numbers."""
    updated: bool
    """True where the day is another on which something changed last, which is on every page of a list."""


class ListPages:
    """The pages of the lists of one edition."""

    def __init__(
        self,
        content: Content,
        edition: Edition,
        page: Callable[..., str],
        sections: Mapping[Section, Sequence[Filed]],
        row: Callable[[str], str],
        lists: list[Listing],
        territories: str,
    ) -> None:
        self._content, self._edition, self._page, self._row, self._lists = content, edition, page, row, lists
        self._territories = territories
        everything = parts_of(sections)
        self._parts = {one.feed.name: _within(one, everything) for one in lists}
        self._groups = {group: [found for found in lists if found.group == group] for group in GROUPS}
        self._long = {one.feed.name: one for one in lists if self._is_long(one)}

    @property
    def layout(self) -> object:
        """Which pages there are, but for what stands on them."""
        with_months = (one.feed.name for one in self._long.values() if one.group in WITH_MONTHS)
        pages = [(name, part.name, len(part.pages())) for name in with_months for part in self._parts[name]]
        return list(self._long), pages, [part.name for part in self._parts[EVERYTHING] if self._long]

    def contents(self, touched: Touched | None = None) -> Iterator[tuple[str, str]]:
        """Yield each page by its name, after what it leads to, and what the script of a long list searches.

        It is those only of which something is ``touched``.
        """
        yield from self._packed(touched)
        for listing in self._lists:
            parts, name = self._parts[listing.feed.name], listing.feed.name
            is_touched = touched is None or not touched.ids.isdisjoint(listing.members)
            if name in self._long and listing.group in WITH_MONTHS and is_touched:
                yield from self._by_month(listing, parts, touched)
            if touched is None or is_touched or touched.moved or touched.updated:
                if name in self._long:
                    yield listing.page, self._list(listing, beginning(parts), self._rest(listing))
                else:
                    yield listing.page, self._list(listing, parts)

    def _is_long(self, listing: Listing) -> bool:
        """True where it has a rest; what is by invitation stays together, since it is in no data of others."""
        return listing.group != "access" and not fit(self._parts[listing.feed.name])

    def _rest(self, listing: Listing) -> Rest:
        parts, is_of_all = self._parts[listing.feed.name], listing.group not in WITH_MONTHS
        to = self._everything if is_of_all else listing
        places = tuple(
            (_address(to, part, 0), part.heading(self._edition.language), len(part.lines))
            for part in self._parts[to.feed.name]
        )
        return Rest(size(beginning(parts)), size(parts), places, is_of_all, tuple(part.name for part in parts))

    def _by_month(self, listing: Listing, parts: Sequence[Part], touched: Touched | None) -> Iterator[tuple[str, str]]:
        rest = self._rest(listing)
        for part in parts:
            if touched and not touched.moved and part.name not in touched.parts:
                continue
            pages = part.pages()
            addresses = [_address(listing, part, at) for at in range(len(pages))]
            for address, lines in zip(addresses, pages, strict=True):
                yield (
                    address,
                    self._page(
                        address,
                        "month.html",
                        listing=listing,
                        part=part,
                        rows=self._joined(((id_, True) for id_, _ in lines), to="../../"),
                        addresses=addresses,
                        this=address,
                        closed=_CLOSED,
                        rest=rest,
                    ),
                )

    def _packed(self, touched: Touched | None) -> Iterator[tuple[str, str]]:
        """Yield everything that a script can search where a list is long, part by part."""
        if not self._long:
            return
        long = [name for name, listing in self._long.items() if listing.group != "all"]
        if touched is None:
            yield f"{BY_MONTH}/{REGIONS}.json", self._territories + "\n"
        for part in self._parts[EVERYTHING]:
            if touched and part.name not in touched.parts:
                continue
            pieces = {id_: pieces_of(self._row(id_), id_) for id_, _ in part.lines}
            lists = {name: _ids_in(self._parts[name], part.name) for name in long}
            found = packed(part.heading(self._edition.language), part.name, part.lines, pieces, lists)
            yield f"{BY_MONTH}/{part.name}.json", _as_json(found) + "\n"

    def _list(self, listing: Listing, parts: Sequence[Part], rest: Rest | None = None) -> str:
        feed, is_of_all = listing.feed, listing.feed.name == EVERYTHING
        kept = self._content.published.kept.get(self._edition.place, {}) if is_of_all else {}
        return self._page(
            listing.page,
            "list.html",
            listing=listing,
            groups=self._groups,
            subscription=self._subscription(feed) if listing.subscribable else None,
            with_alarms=self._subscription(feed, alarms=True) if listing.subscribable else None,
            neutral=self._neutral() if is_of_all else None,
            parts=[(part, self._joined(part.lines)) for part in parts],
            closed=_CLOSED,
            rest=rest,
            fetches=rest is not None,
            kept=[(id_, title) for id_, title in kept.items() if id_ not in self._content.were_by_invitation],
            nearest_feeds=_nearest_feeds(listing, self._calendars),
            territories=self._territories,
        )

    def _joined(self, lines: Iterable[Line], to: str = "") -> Markup:
        """Return rows; of several of one opportunity, the first is the one that has its id.

        ``to`` leads to the folder of the edition.
        """
        rows = "".join(
            self._row(id_) if is_first else self._row(id_).replace(f'<li id="{id_}"', "<li", 1)
            for id_, is_first in lines
        )
        return Markup(rows.replace(f' href="{ENTRIES}/', f' href="{to}{ENTRIES}/') if to else rows)  # noqa: S704

    @cached_property
    def _everything(self) -> Listing:
        return self._groups["all"][0]

    @cached_property
    def _calendars(self) -> str:
        """File, name and selection of each calendar but that of everything, as JSON."""
        return _as_json([
            [f"{one.feed.name}.ics", one.label, selection]
            for one in self._lists
            if one.subscribable and (selection := _selected(one))
        ])  # fmt: skip

    def _subscription(self, feed: Feed, *, alarms: bool = False) -> Subscription:
        title = titles.with_alarms(feed.title, self._edition.language) if alarms else feed.title
        return self._addressed(f"{feed.name}{ALARMS if alarms else ''}.ics", title)

    def _neutral(self) -> Subscription | None:
        if self._edition.neutral is None or not self._edition.neutral.files:
            return None
        return self._addressed(f"{DATES}/{DATES}.ics", self._edition.language.say("Dates"))

    def _addressed(self, file: str, title: str) -> Subscription:
        url = self._content.publisher.url
        return Subscription(file, title, url and f"{url}{self._edition.place}{file}")


def territories_of(records: Iterable[Record], language: Language) -> str:
    """Return the regions that records are in, with their names in a language and their countries, as JSON."""
    codes = {code for its in records for one in (*its.regions, *its.countries) if (code := code_of(one))}
    regions = {WORLD, *(code for code in codes if not is_country(code))}.union(*map(containing, codes))
    name = language.territory
    found = {code: [name(code), " ".join(sorted(countries_in(code)))] for code in sorted(regions)}
    return _as_json(found if codes else {})


def _within(listing: Listing, everything: Iterable[Part]) -> list[Part]:
    """Return what a list has of everything, without headings under which there is nothing."""
    ids = frozenset(listing.members)
    return [found for part in everything if (found := part.within(ids)).lines]


def _ids_in(parts: Iterable[Part], name: str) -> frozenset[str]:
    """Return what a list has under a heading."""
    return frozenset(id_ for part in parts if part.name == name for id_, _ in part.lines)


def _address(listing: Listing, part: Part, number: int) -> str:
    """Return the name of a page of a part of a list; of several, the first has no number."""
    return f"{BY_MONTH}/{listing.feed.name}/{part.name}{f'-{number + 1}' if number else ''}.html"


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
