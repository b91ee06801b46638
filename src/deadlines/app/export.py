"""An export: read the records, plan what is published, write what differs."""

import errno
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from deadlines.app.check import feeds_without_records, moves_without_history
from deadlines.app.project import OpenProject
from deadlines.app.refusal import Refusal
from deadlines.domain.occurrences import horizon_at
from deadlines.domain.problem import Problem
from deadlines.domain.text import Sentence
from deadlines.records.loaded import Loaded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from deadlines.app.publication import Published
    from deadlines.app.state import State
    from deadlines.site.drawn import Drawn


@dataclass(frozen=True)
class Exported:
    """An export that was made, or only planned."""

    project: OpenProject
    folder: Path
    """Into which it went, or would go."""
    is_written: bool
    publication: "Published"
    loaded: Loaded
    warnings: tuple[Problem, ...]
    """Deadlines that were published with another date, which ``previously`` does not name."""
    empty: tuple[Problem, ...]
    """Declared feeds that select nothing."""
    left: "State | None" = None
    """The state of the folder when the export had written, where it was looked at."""

    @property
    def again(self) -> "Exported | None":
        """What the next export finds if nothing changes; None where this one says what is said once alone."""
        publication = self.publication.again
        return replace(self, publication=publication) if publication and not self.warnings else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the records and the settings."""
        return *self.loaded.problems, *self.empty


def export(
    project: OpenProject,
    now: datetime,
    folder: Path | None = None,
    *,
    write: bool = True,
    time_passes: bool = True,
    remembers: bool = True,
    looked_at: "Callable[[], State | None] | None" = None,
) -> Exported:
    """Export a project as of ``now`` into a folder; into the published one unless another is named.

    Without ``write`` nothing is written, and it is said what would be; without ``time_passes`` nothing ends or leaves,
    to ask whether the records have changed since the last export; unless it ``remembers``, all is drawn anew, and
    nothing of that is kept. ``looked_at`` returns the state of the folder, before another export can write into it.
    Raises ``Refusal`` where an export would withdraw what people rely on, or the folder cannot be read or written.
    """
    from deadlines.app.publication import plan_publication, publish_planned
    from deadlines.feeds.export import refusal
    from deadlines.feeds.revisions import load_revisions

    settings, folder = project.settings, folder or project.calendars
    try:
        with alone_in(folder, project, remembers=remembers) if write else nullcontext() as drawn:
            loaded = project.load()
            published = load_revisions(folder)
            if reason := refusal(published, folder, settings.project.domain, loaded.files):
                raise Refusal(reason)
            horizon = _horizon(published.horizon, loaded, now, time_passes=time_passes)
            loaded = loaded.reaching(horizon) if horizon else loaded
            planned = plan_publication(
                loaded.opportunities,
                settings,
                folder,
                now=now,
                broken_ids=loaded.broken_ids,
                complete=loaded.complete,
                time_passes=time_passes,
                horizon=horizon,
                drawn=drawn,
            )
            loaded = replace(loaded, opportunities=planned.identified.opportunities)
            warnings = tuple(moves_without_history(project, loaded.opportunities, folder))
            publication = publish_planned(planned, folder, write=write)
            left = looked_at() if looked_at else None
    except OSError as error:
        raise Refusal(in_the_way(error, folder)) from None
    empty = () if loaded.problems else feeds_without_records(project.root, settings, loaded.opportunities)
    return Exported(project, folder, write, publication, loaded, warnings, tuple(empty), left)


@contextmanager
def alone_in(folder: Path, project: OpenProject, *, remembers: bool) -> "Iterator[Drawn | None]":
    """Keep other exports out of a folder, and yield what was drawn for it before."""
    from deadlines.app.publication import drawn_before
    from deadlines.feeds.published import exclusive

    with exclusive(folder), drawn_before(project.root, folder) if remembers else nullcontext() as drawn:
        yield drawn


def _horizon(published: date | None, loaded: Loaded, now: datetime, *, time_passes: bool) -> date | None:
    """Return to which day the dates of what repeats are published: never less far than they were."""
    repeats = any(found.repeats for found in loaded.opportunities)
    if not repeats or (published and not time_passes):
        return published
    return max(horizon_at(now), published or date.min)


def in_the_way(error: OSError, folder: Path) -> str:
    """Return what keeps the folder from being read or written, and what to do; what was there is as it was."""
    place = Path(error.filename or folder)
    named = folder.name if place == folder else f"{folder.name}/{place.name}"
    chmod = Sentence("type chmod -R u+rwX {folder}", folder=folder.name)
    hints = {
        errno.ENOSPC: Sentence("make room on the disk"),
        errno.EDQUOT: Sentence("make room on the disk"),
        errno.EROFS: Sentence("export where the disk can be written"),
        errno.EACCES: chmod,
        errno.EPERM: chmod,
        errno.EISDIR: Sentence("move it away"),
        errno.ENOTDIR: Sentence("move it away"),
        errno.EEXIST: Sentence("move it away"),
    }
    hint = hints.get(error.errno or 0, Sentence("mend that"))
    return Sentence(
        "{place}: {reason}; {hint}, then run deadlines export again",
        place=named,
        reason=error.strerror,
        hint=hint,
    )
