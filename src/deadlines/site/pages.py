"""The pages of one language: its lists, and a page and a calendar file for each opportunity."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from hashlib import blake2b

from markupsafe import Markup

from deadlines.domain.folder import ATOM, BROWSE, EMBED, EMBED_SCRIPT, ENTRIES, INDEX
from deadlines.domain.kind import KINDS
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.zone import zone
from deadlines.feeds.edition import Edition
from deadlines.feeds.ical import assemble, head
from deadlines.feeds.published import revision_in
from deadlines.site.atom import atom, updated_at
from deadlines.site.content import Content
from deadlines.site.list_pages import ListPages, Touched, territories_of
from deadlines.site.lists import GROUPS, Listing, listings
from deadlines.site.others import Others, Unknown
from deadlines.site.parts import MOST
from deadlines.site.render import Renderer
from deadlines.site.sections import Filed, Section, changes, filed, in_order, section_of
from deadlines.wording.phrases import kind_in_words, state, undated_in_words, without_deadline

Made = str | bytes | Iterable[bytes] | Callable[[bytes | None], bytes]
"""The content of a file, or its parts, or what returns it, given the published one."""


class Pages:
    """The pages of one edition.

    With ``others``, the opportunities of its content are those that were read again, and these are all the others: then
    only those pages are made that may be another for it. What would have to be read raises ``Unknown``.
    """

    def __init__(self, content: Content, edition: Edition, others: Others | None = None) -> None:
        self._content, self._edition, self._publisher, self._others = content, edition, content.publisher, others
        self._address = None if self._publisher.url is None else f"{self._publisher.url}{edition.place}"
        self._made: dict[str, str] = {}
        self._renderer = Renderer(edition.language, self._publisher.records_language)
        self.known: list[bytes] = []
        """What of the lists is to be remembered, once they are made; see ``Others.lines``."""

    @property
    def place(self) -> str:
        """The folder of the edition within the published one, with a slash."""
        return self._edition.place

    def placed(self, contents: Iterable[tuple[str, Made]]) -> Iterator[tuple[str, Made]]:
        """Yield some files of the edition by their names within the published folder."""
        return ((f"{self.place}{name}", content) for name, content in contents)

    def entries(self) -> Iterator[tuple[str, Made]]:
        """Yield the page of each opportunity, and its calendar, by their names within the edition's folder."""
        beginning = head("", self._publisher.name, self._publisher.name, None)
        for opportunity in self._content.opportunities:
            name, blocks = f"{ENTRIES}/{opportunity.id}", self._blocks_of(opportunity)
            yield f"{name}.html", partial(self._entry, f"{name}.html", opportunity, bool(blocks))
            if blocks:
                yield f"{name}.ics", assemble(beginning, blocks)

    def _entry(self, page: str, opportunity: Opportunity, has_calendar: bool, published: bytes | None) -> bytes:
        """Return the page of an opportunity, which may be the ``published`` one."""

        def draw() -> bytes:
            text = self._page(
                page,
                "entry.html",
                opportunity=opportunity,
                status=opportunity.status(self._content.as_of),
                as_of=self._content.as_of,
                calendar=f"{opportunity.id}.ics" if has_calendar else None,
                neutral=self._edition.neutral is not None,
            )
            return text.encode("utf-8", "replace")

        return self._content.drawn.page(self._made_of(opportunity, has_calendar), published, draw)

    def lists_and_news(self) -> Iterator[tuple[str, str]]:
        """Yield what leads to these pages, by its name within the edition's folder."""
        sections = self._sections()
        self._made.clear()  # Where something is filed, says it too.
        touched = self._touched(sections)
        if touched is None or touched.parts or touched.updated:
            yield from self._list_pages(sections).contents(touched)
            yield from self._embedded(sections)
        known = tuple(one for inside in sections.values() for one in inside)
        self.known = list(Others(known, tuple(self.lists), self.territories, self._updated).lines())
        del sections, known  # What the lists are made of is not kept beyond them.
        groups = {group: [found for found in self.lists if found.group == group] for group in GROUPS}
        if touched is None or touched.updated:
            yield BROWSE, self._page(BROWSE, "browse.html", groups=groups)
        yield ATOM, self._atom

    def _sections(self) -> dict[Section, list[Filed]]:
        """Return what the lists have of the opportunities, section by section."""
        content, own = self._content, self._content.by_id
        found = (
            filed(one, content.as_of, self._made_of(one, self._has_calendar(one))) for one in content.opportunities
        )
        others = (one for one in self._others.filed if one.id not in own) if self._others else ()
        return in_order((*filter(None, found), *others))

    def _rows(self, sections: Mapping[Section, Sequence[Filed]]) -> Callable[[str], str]:
        """Return what returns an opportunity, by its id, as a row of a list: drawn once, however many carry it.

        It is held as bytes, since a text in which one letter is not Latin takes twice the room.
        """
        shown = {one.id: one for inside in sections.values() for one in inside}
        drawn: dict[str, bytes] = {}

        def row(id_: str) -> str:
            if (known := drawn.get(id_)) is None:
                known = drawn[id_] = self._row("row.html", shown[id_])
            return known.decode()

        return row

    def _row(self, template: str, filed: Filed, *, coming: bool = False) -> bytes:
        content = self._content

        def draw() -> bytes:
            if (opportunity := content.by_id.get(filed.id)) is None:
                raise Unknown(filed.id)
            row = self._renderer.render(
                template,
                opportunity=opportunity,
                calendar=self._has_calendar(opportunity),
                as_of=content.as_of,
                coming=coming,
            )
            return row.encode("utf-8", "replace")

        return content.drawn.row(template, filed.made_of, draw)

    def _has_calendar(self, opportunity: Opportunity) -> bool:
        return any(uid in self._edition.export.entries for uid in self._content.uids[opportunity.id])

    def _made_of(self, opportunity: Opportunity, has_calendar: bool) -> str:
        """Return what differs when what is drawn of an opportunity alone may: of the time, what of it has come.

        Its page and its row are made of the same, which is found once.
        """
        if (known := self._made.get(opportunity.id)) is None:
            passed = [at <= self._content.as_of for at in changes(opportunity)]
            # All else is made of what the record says. As JSON it would be said faster, and kept twice in the memory.
            record = opportunity.original.record.model_dump(exclude_unset=True, warnings=False)
            text = repr((opportunity.id, has_calendar, passed, opportunity.project_zone, record))
            made_of = self._around.copy()
            made_of.update(text.encode("utf-8", "surrogatepass"))
            known = self._made[opportunity.id] = made_of.hexdigest()
        return known

    @cached_property
    def _around(self) -> blake2b:
        """What the pages of all opportunities have in common, digested."""
        edition = self._edition
        editions = [(other.language.tag, other.place, other.listed) for other in self._content.editions]
        topics = sorted(edition.export.publication.topics.items())
        common = self._publisher, edition.language.tag, edition.place, edition.neutral is not None, editions, topics
        return blake2b(repr(common).encode("utf-8", "surrogatepass"), digest_size=16)

    def _blocks_of(self, opportunity: Opportunity) -> list[bytes]:
        """Return the entries of an opportunity."""
        entries = self._edition.export.entries
        return [found.block for uid in self._content.uids[opportunity.id] if (found := entries.get(uid))]

    def _embedded(self, sections: Mapping[Section, Sequence[Filed]]) -> Iterator[tuple[str, str]]:
        """Yield the list for pages of other sites: to be shown in a frame, and as a script that draws it."""
        language = self._edition.language
        over = sections["closed"]
        shown = [one for inside in sections.values() if inside is not over for one in inside if one.is_public]
        rows = [Markup(self._row("embed_row.html", one, coming=True).decode()) for one in shown[:MOST]]  # noqa: S704
        yield EMBED, self._page(EMBED, "embed.html", rows=rows, total=len(shown))
        if self._others:
            return
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

    def _list_pages(self, sections: Mapping[Section, Sequence[Filed]]) -> ListPages:
        rows = self._rows(sections)
        return ListPages(self._content, self._edition, self._page, sections, rows, self.lists, self.territories)

    def _touched(self, sections: Mapping[Section, Sequence[Filed]]) -> Touched | None:
        """Return what in the lists may be another since what was read again is; None where that is everything.

        Raises ``Unknown`` where pages or lists come, go or get a rest, which changes what others lead to.
        """
        if self._others is None:
            return None
        ids = frozenset(self._content.by_id)
        before = {one.id: one for one in self._others.filed if one.id in ids}
        after = {one.id: one for inside in sections.values() for one in inside if one.id in ids}
        if before.keys() != after.keys():
            raise Unknown
        moved = any(one.parts != after[id_].parts for id_, one in before.items())
        if moved and self._list_pages(in_order(self._others.filed)).layout != self._list_pages(sections).layout:
            raise Unknown
        parts = frozenset(part for one in (*before.values(), *after.values()) for part in one.parts)
        return Touched(ids, parts, moved, self._updated != self._others.updated)

    @cached_property
    def territories(self) -> str:
        """What the script of a list has to know: the regions that the rows are in, their names and their countries."""
        if self._others:
            return self._others.territories
        return territories_of((found.record for found in self._content.shown), self._edition.language)

    @cached_property
    def lists(self) -> list[Listing]:
        """Every list of the edition."""
        if self._others:
            return list(self._others.lists)
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
        return self._page(page, "gone.html", others=[], updated=None)

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
            "rest": None,
            "fetches": False,
            "address": None if self._address is None else f"{self._address}{page}",
        }
        return self._renderer.render(template, **around | values)

    @cached_property
    def _updated(self) -> date | None:
        """The day, in the project's zone, on which something that is published here changed last."""
        changes = [
            updated_at(self._atom),
            *(revision_in(one.block)[1] for one in self._edition.export.entries.values()),
        ]
        last = max(filter(None, changes), default=None)
        days = [last.astimezone(zone(self._publisher.zone_name)).date()] if last else []
        if self._others and self._others.updated:
            days.append(self._others.updated)
        return max(days, default=None)

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
            kept=self._content.context.broken_ids.union(one.id for one in self._others.filed if one.is_public)
            if self._others
            else self._content.context.broken_ids,
        )
