"""Under which UIDs the opportunities of a project are known: by what was published."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deadlines.domain.folder import DATES
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Point, record_id_in
from deadlines.domain.translation import point_in_language
from deadlines.feeds.entries import entry_of
from deadlines.feeds.identities import FILE, Identities, dump, identities_in, remember
from deadlines.feeds.identity import Resolved, Shown, matched, new_in, resolve
from deadlines.feeds.neutral import neutral, neutral_id
from deadlines.feeds.published import read_published
from deadlines.feeds.revisions import FILE as REVISIONS
from deadlines.settings.reading import topics_in
from deadlines.settings.tables import Settings
from deadlines.wording.language import language

if TYPE_CHECKING:
    from deadlines.app.project import OpenProject


@dataclass(frozen=True)
class Identified:
    """The opportunities as they are known, and what an export has to remember of it."""

    opportunities: tuple[Opportunity, ...]
    neutral: tuple[Opportunity, ...]
    """The same for the calendar that names none, where there is one; see ``feeds.neutral``."""
    broken_ids: frozenset[str]
    """Of records that cannot be read, and those under which their entries are known."""
    found: tuple[tuple[str, Point], ...]
    """What was not remembered before: the UID that goes on, and the point whose it is now."""
    damaged: int
    """How many lines of the file could not be read."""
    before: bytes | None
    """The file as it is."""
    content: bytes | None
    """The file as it should be; None where there is none and nothing to remember."""

    @property
    def is_stale(self) -> bool:
        """True when the file is not as it should be."""
        return self.content != self.before


def identify(
    opportunities: Sequence[Opportunity],
    settings: Settings,
    folder: Path,
    *,
    broken_ids: Collection[str] = (),
    complete: bool = True,
) -> Identified:
    """Find out under which UIDs opportunities are known in a published folder. Raises ``OSError``."""
    before = read_published(folder, FILE)
    identities = identities_in(before)
    own = _resolved(opportunities, settings, folder, identities, broken_ids, complete=complete)
    made = [own]
    plain: tuple[Opportunity, ...] = ()
    if settings.project.neutral_feed or (folder / DATES / REVISIONS).exists():
        former = {
            neutral_id(record_id_in(uid)): {neutral_id(record_id_in(known_as))} for uid, known_as in own.known.items()
        }
        resolved = resolve(
            tuple(neutral(found) for found in opportunities if found.deadlines),
            remember(folder / DATES, identities),
            domain=settings.project.domain,
            shown=None,
            broken_ids=set(map(neutral_id, _with_former(broken_ids, identities))),
            complete=complete,
            former=former,
        )
        plain = resolved.opportunities
        made.append(resolved)
    known = _remembered(made, identities)
    return Identified(
        opportunities=own.opportunities,
        neutral=plain,
        broken_ids=_with_former(broken_ids, identities),
        found=own.found,
        damaged=identities.damaged,
        before=before,
        content=dump(known) if known or before is not None else None,
    )


def _remembered(made: Sequence[Resolved], identities: Identities) -> dict[str, str]:
    """Return what is to be remembered: what is known now, and what was known of points that are not there now."""
    known = {uid: known_as for resolved in made for uid, known_as in resolved.known.items()}
    names = {uid for resolved in made for uid in resolved.names}
    taken = names.union(known.values())
    absent = ((uid, its[0]) for uid, its in identities.known.items() if uid not in names)
    return {uid: known_as for uid, known_as in absent if known_as not in taken} | known


def as_known(
    project: "OpenProject", opportunities: Sequence[Opportunity], broken_ids: Collection[str], *, complete: bool
) -> tuple[Opportunity, ...]:
    """Return opportunities as they are known from what the project has published; nothing is written."""
    return known_in(project, opportunities, broken_ids, complete=complete).opportunities


def known_in(
    project: "OpenProject", opportunities: Sequence[Opportunity], broken_ids: Collection[str], *, complete: bool
) -> Resolved:
    """Find out how opportunities are known from what the project has published; nothing is written."""
    folder = project.calendars
    identities = identities_in(read_published(folder, FILE))
    return _resolved(opportunities, project.settings, folder, identities, broken_ids, complete=complete)


def _resolved(
    opportunities: Sequence[Opportunity],
    settings: Settings,
    folder: Path,
    identities: Identities,
    broken_ids: Collection[str],
    *,
    complete: bool,
) -> Resolved:
    return resolve(
        opportunities,
        remember(folder, identities),
        domain=settings.project.domain,
        shown=_shown(settings),
        broken_ids=_with_former(broken_ids, identities),
        complete=complete,
    )


def names_of(
    project: "OpenProject",
    points: Mapping[str, Point],
    ids: Collection[str],
    broken_ids: Collection[str],
    *,
    complete: bool,
) -> tuple[Mapping[str, str], Sequence[tuple[str, Point]]]:
    """Find out the same of points alone, which are by the UIDs that their records would give; ``ids`` are all of these.

    Return the UIDs under which they are known, where these are others, and what of that was not remembered before.
    """
    folder = project.calendars
    memory = remember(folder, identities_in(read_published(folder, FILE)))
    broken = _with_former(broken_ids, memory.identities)
    matches = matched(points, ids, memory, shown=_shown(project.settings), broken_ids=broken, complete=complete)
    return matches, tuple(new_in(matches, points, memory))


def _shown(settings: Settings) -> Shown:
    domain, own = settings.project.domain, language(settings.project.language)
    topics = topics_in(settings, own)
    return lambda point: entry_of(point_in_language(point, own.tag, topics), domain, own)


def _with_former(broken_ids: Collection[str], identities: Identities) -> frozenset[str]:
    """Return ids of records, with those under which their entries are known."""
    broken = frozenset(broken_ids)
    former = (its for uid, its in identities.known.items() if record_id_in(uid) in broken)
    return broken.union(record_id_in(uid) for known_as in former for uid in known_as)
