"""What a store remembers of what was published, and the published folder does not: it is brought before an export.

Where ``calendars/`` is not kept, as in a run that begins with the records alone, that is all of it.
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path

from deadlines.app.project import OpenProject
from deadlines.app.refusal import Refusal
from deadlines.domain.folder import OPPORTUNITIES, is_plain
from deadlines.domain.point import record_id_in
from deadlines.feeds.identities import FILE as IDENTITIES
from deadlines.feeds.identities import dump as dump_identities
from deadlines.feeds.identities import identities_in
from deadlines.feeds.published import exclusive, read_published
from deadlines.feeds.revisions import FILE as REVISIONS
from deadlines.feeds.revisions import LEFT, REMOVED, Revisions, dump, revisions_in, united
from deadlines.files import write
from deadlines.stores.sending import MEMORY
from deadlines.stores.sent import SentFile
from deadlines.stores.store import Found, Store, digest, each

_READ = (".ics", ".tsv", OPPORTUNITIES)
"""What an export compares with, where nothing says what was sent, since it was brought there by other means."""


def bring_memory(project: OpenProject, store: Store, there: Mapping[str, Found], sent: Collection[SentFile]) -> bool:
    """Bring what is published at a store and the folder lacks; return whether that was something.

    Raises ``Refusal`` where that is of another project, or names entries of records that are not here, and
    ``StoreFailure``. The tables are written last, so that after a crash all is brought again.
    """
    folder = project.calendars
    ours = _ours(there, sent)
    tables = [name for name in ours if name.rpartition("/")[2] in MEMORY]
    with exclusive(folder):
        learned: dict[str, bytes] = {}
        for name in tables:
            mine = read_published(folder, name)
            if mine is not None and SentFile(name, digest(mine), there[name].state) in sent:
                continue
            known = _with(mine, store.read(name), name, project)
            if known is not None:
                learned[name] = known
        if not learned:
            return False
        missing = [name for name in ours if name not in tables and not (folder / name).exists()]
        each(store, missing, lambda name: _bring(store, folder, name))
        for name, content in learned.items():
            write(folder / name, content)
    return True


def _bring(store: Store, folder: Path, name: str) -> None:
    content = store.read(name)
    if content is not None:
        write(folder / name, content, durably=False)


def _ours(there: Mapping[str, Found], sent: Collection[SentFile]) -> list[str]:
    """Return the names of what an export has put there."""
    if sent:
        return sorted({row.name for row in sent} & there.keys())
    if REVISIONS not in there:
        return []
    return sorted(name for name in there if name.endswith(_READ) and all(map(is_plain, name.split("/"))))


def _with(mine: bytes | None, theirs: bytes | None, name: str, project: OpenProject) -> bytes | None:
    """Return a table with what another knows more; None where that is nothing."""
    if theirs is None:
        return None
    if name.rpartition("/")[2] == IDENTITIES:
        named, others = identities_in(mine).known, identities_in(theirs).known
        all_of_them = {uid: its[0] for uid, its in {**others, **named}.items()}
        return dump_identities(all_of_them) if others.keys() - named.keys() else None
    here, known = revisions_in(mine), revisions_in(theirs)
    if name == REVISIONS:
        _refuse(here, known, project)
    together = united(here, known)
    if mine is not None and (together.rows, together.feeds) == (here.rows, here.feeds):
        return None
    if mine is not None and not (here.is_complete and known.is_complete):
        return b"\n".join((mine, theirs))  # as a merge leaves them: the export finds out what is lost
    return dump(together.rows.values(), together.feeds, together.horizon)


def _refuse(here: Revisions, known: Revisions, project: OpenProject) -> None:
    """Raise ``Refusal`` where what is published cannot be what is to be published here."""
    domain = project.settings.project.domain
    domains = sorted({uid.rpartition("@")[2] for uid in known.rows})
    if domains and domain not in domains:
        raise Refusal(
            'another project is published there: its domain is "{other}", and here it is "{domain}"',
            other=domains[0],
            domain=domain,
        )
    records: frozenset[str] = frozenset()
    with suppress(OSError):
        records = frozenset(file.stem for file in project.opportunities.rglob("*.toml"))
    shown = (uid for uid, row in known.rows.items() if row.state not in (LEFT, REMOVED))
    unknown = sorted(uid for uid in shown if uid not in here.rows and record_id_in(uid) not in records)
    if here.found and unknown:
        raise Refusal(
            "somebody has published {uid} there, and its record is not here; type git pull. If it was deleted, move "
            "{folder} away: all of it is brought from there, and the entry is withdrawn",
            uid=unknown[0],
            folder=project.calendars.name,
        )
