"""Lists of other systems imported: what is new is drafted, what moved is proposed, what is there is not repeated."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from deadlines.app.add import add, missing
from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit, Refusal
from deadlines.app.sources import need_packages_of
from deadlines.domain.fields import LONGEST_ID
from deadlines.domain.kind import KINDS
from deadlines.domain.moment import Dated, as_written, day_of
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.territory import code_of
from deadlines.domain.text import fold
from deadlines.domain.zone import zone
from deadlines.pages.reader import Reader
from deadlines.pages.reader import Unreadable as NotRead
from deadlines.pages.text import decoded
from deadlines.records.load import id_from, read_text
from deadlines.records.write import record_text
from deadlines.sources import (
    common_grants,
    eu_portal,
    euraxess,
    feed,
    grants_gov,
    ics,
    reliefweb,
    sheet,
    un_careers,
)
from deadlines.sources.formats import Format
from deadlines.sources.found import Faulty, Found, Item, Unreadable


@dataclass(frozen=True)
class Selection:
    """Which of the opportunities of a list are drafted."""

    words: tuple[str, ...] = ()
    """Each stands somewhere in the texts."""
    topics: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()

    def takes(self, found: Found) -> bool:
        """True where what was found is selected."""
        table = found.table
        return (
            sheet.is_about(found, self.words)
            and (not self.topics or bool(_folded(self.topics) & _folded(table.get("topics", ()))))
            and (
                not self.countries
                or bool(_codes(self.countries) & _codes((*table.get("countries", ()), *table.get("regions", ()))))
            )
        )


def _folded(words: Sequence[str]) -> set[str]:
    return {fold(word) for word in words}


def _codes(names: Sequence[str]) -> set[str]:
    return {code_of(name) or fold(name) for name in names}


@dataclass(frozen=True)
class Imported:
    """One opportunity of a list, and what there is of it already."""

    found: Found
    id: str
    path: str
    text: str
    """As TOML."""
    needed: tuple[str, ...]
    """Keys without which it is no record."""
    known: Opportunity | None = None
    """The record that was made of it."""
    moved_to: Dated | None = None
    """The deadline now, where the record has another one."""
    is_next: bool = False
    """True where the deadline of the record had passed: another window is another edition, and no move."""


def imported(
    project: OpenProject,
    format_: Format,
    name: str,
    content: bytes,
    now: datetime,
    *,
    columns: Mapping[str, str] | None = None,
    selection: Selection = Selection(),
) -> Iterator[Imported | Faulty]:
    """Yield what a list has, and what cannot be read of it. ``name`` is what the list is called among others.

    Raises ``Refusal`` where it is no list of this format.
    """
    today = now.astimezone(zone(project.settings.project.timezone)).date()
    known = _by_source(project)
    try:
        with Reader() as reader:
            for item in _items(reader, format_, name, content, columns or {}, today):
                if isinstance(item, Faulty):
                    yield item
                elif selection.takes(item):
                    yield _compared(project, item, known.get(item.source), now)
    except (Unreadable, NotRead) as error:
        raise Refusal("{name} cannot be read: {why}", Exit.FOUND, name=name, why=error) from None


def _items(
    reader: Reader, format_: Format, name: str, content: bytes, columns: Mapping[str, str], today: date
) -> Iterator[Item]:
    readers: dict[Format, Callable[[], Iterator[Item]]] = {
        "csv": lambda: sheet.read(name, sheet.rows_in_csv(decoded(content)), columns),
        "xlsx": lambda: sheet.read(name, _rows(reader, "sheet", content), columns),
        "ods": lambda: sheet.read(name, _rows(reader, "sheet", content), columns),
        "ics": lambda: ics.read(name, content),
        "rss": lambda: feed.read(name, _rows(reader, "feed", content)),
        "reliefweb": lambda: reliefweb.read(content),
        "grants-gov": lambda: grants_gov.read(content),
        "eu-portal": lambda: eu_portal.read(content, today),
        "common-grants": lambda: common_grants.read(content),
        "un-careers": lambda: un_careers.read(_rows(reader, "feed", content)),
        "euraxess": lambda: euraxess.read(_rows(reader, "timed", content)),
    }
    yield from readers[format_]()


def _rows(reader: Reader, format_: str, content: bytes) -> tuple[tuple[str, ...], ...]:
    need_packages_of(format_)
    return reader.rows(format_, content).rows


def _by_source(project: OpenProject) -> dict[str, Opportunity]:
    """Return the records by what their source says; of several editions the one with the latest deadline."""
    found: dict[str, Opportunity] = {}
    for one in project.load(words=False).good:
        source = one.record.source
        if source and (source not in found or _last(one) > _last(found[source])):
            found[source] = one
    return found


def _last(opportunity: Opportunity) -> date:
    return max((deadline.moment.day for deadline in opportunity.deadlines), default=date.min)


def _compared(project: OpenProject, found: Found, known: Opportunity | None, now: datetime) -> Imported:
    table = found.table | {"source": found.source}
    moved, is_next = _moved(found, known, now) if known else (None, False)
    record_id = id_from(str(table["title"]))[:LONGEST_ID].strip("-") or "draft"
    rows = table.get("deadlines", [])
    if is_next and rows:
        record_id = f"{record_id[: LONGEST_ID - 11]}-{day_of(rows[0]['due'])}"
    path = f"opportunities/{KINDS[table['kind']].feed}/{record_id}.toml"
    text = record_text(table, project.root / path, project.opportunities)
    needed = tuple(".".join(map(str, keys)) for keys in missing(table))
    wrong = [] if needed else read_text(text, path, project.settings.project.timezone)
    faults = [problem.message for problem in wrong] if isinstance(wrong, list) else []
    whole = Found(found.source, table, (*found.remarks, *faults))
    return Imported(whole, record_id, path, text, needed, known, moved, is_next)


def _moved(found: Found, known: Opportunity, now: datetime) -> tuple[Dated | None, bool]:
    rows: list[dict[str, Any]] = found.table.get("deadlines", [])
    if len(rows) != 1 or len(known.deadlines) != 1:
        return None, False
    due, moment = rows[0]["due"], known.deadlines[0].moment
    if day_of(due) == moment.day and not (isinstance(due, datetime) and moment.clock and due != moment.written):
        return None, False
    is_next = moment.has_passed(now) and day_of(due) > moment.day
    return due, is_next


def write(project: OpenProject, one: Imported) -> str | None:
    """Write what is new, or move what has moved, and return the path; None where nothing is to be done.

    Raises ``Refusal`` where a record would be wrong or is there already.
    """
    if one.known and not one.is_next:
        if one.moved_to is None:
            return None
        from deadlines.app.edit import extend

        return extend(project, one.known.id, _as_known(one.moved_to, one.known)).path
    if one.needed:
        keys = ", ".join(one.needed)
        title = one.found.table["title"]
        raise Refusal(
            '"{title}" is not complete, and was not written; it has no {keys}', Exit.FOUND, title=title, keys=keys
        )
    return add(project, one.found.table, one.id).path


def _as_known(due: Dated, known: Opportunity) -> Dated:
    """Return a new day with the hour that is known, where the list has none."""
    clock = known.deadlines[0].moment.clock
    return datetime.combine(due, clock) if clock and not isinstance(due, datetime) else due


def as_item(one: Imported) -> dict[str, Any]:
    """Return what was imported in the shape of ``capture``: what is not known is null."""
    table = one.found.table
    first = {
        "id": one.known.id if one.known and not one.is_next else one.id,
        "title": table["title"],
        "kind": table["kind"],
        "organisation": table.get("organisation"),
        "url": table.get("url"),
        "deadlines": [
            {
                "label": row.get("label"),
                "due": as_written(row["due"]),
                "timezone": row.get("timezone"),
                "stated": row.get("stated"),
                "outcome": "stated",
            }
            for row in table.get("deadlines", [])
        ],
        "source": one.found.source,
        "path": one.known.path if one.known and not one.is_next else one.path,
        "is": "new" if not one.known else "next" if one.is_next else "moved" if one.moved_to else "known",
        "remarks": [str(remark) for remark in one.found.remarks],
    }
    return first | {key: _plain(value) for key, value in table.items() if key not in first}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def content_of(project: OpenProject, directory: Path, format_: Format, source: str) -> tuple[str, bytes]:
    """Return what a list is called, and its bytes: of a file, of an address, or of ReliefWeb's API.

    Raises ``Refusal`` where it cannot be had.
    """
    from deadlines.web.fetch import Unreachable, fetch, over_http

    address = over_http(source) if "://" in source else ""
    if format_ == "reliefweb" and source in ("jobs", "training"):
        its = project.settings.sources.reliefweb
        if its is None:
            raise Refusal('ReliefWeb answers approved names only; write yours in [sources.reliefweb] as appname = "…"')
        address = reliefweb.address(source, its.appname)
    try:
        if address:
            return source, fetch(address).content
        return Path(source).name, (directory / source).read_bytes()
    except Unreachable as unreachable:
        raise Refusal("{address} cannot be read: {reason}", address=source, reason=str(unreachable)) from None
