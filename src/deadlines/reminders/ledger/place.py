"""Where the ledger is: a file of the user's, or what the settings name."""

from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from deadlines.domain.slug import slug
from deadlines.domain.text import Sentence
from deadlines.reminders.ledger.database import LedgerError
from deadlines.reminders.ledger.ledger import Ledger
from deadlines.reminders.ledger.owner import Owner

if TYPE_CHECKING:
    from deadlines.settings.tables import Settings

_FILE = "sqlite:///"


def ledger_file(settings: "Settings", root: Path) -> Path | None:
    """Return the file of the ledger of a project, or None where it is a database on a server."""
    return file_of(settings.ledger.url, owner(settings, root))


def file_of(url: str | None, project: Owner) -> Path | None:
    """Return the file of a ledger, or None where it is a database on a server.

    Unless the settings name one by its ``url``, it is in the user's state directory, under the project's domain and
    id, so that every copy of the project on this machine knows what was sent; one that is there under the domain alone
    stays there, if it is this project's.
    """
    if url is not None:
        return Path(project.root) / url.removeprefix(_FILE) if url.startswith(_FILE) else None
    folder = platformdirs.user_state_path("deadlines", appauthor=False)
    plain = folder / f"{project.domain}.sqlite3"
    if not project.id:
        return plain
    own = folder / f"{project.domain}-{project.id}.sqlite3"
    return plain if not own.exists() and plain.exists() and _may_be_of(plain, project) else own


def open_ledger(settings: "Settings", root: Path) -> Ledger:
    """Open the ledger, and make it where there is none. Raises ``LedgerError``, also where it is another project's."""
    return opened(settings.ledger.url, owner(settings, root))


def opened(url: str | None, project: Owner) -> Ledger:
    """Open the ledger of a project, of which the settings name the ``url``, or nothing; as ``open_ledger``."""
    file = file_of(url, project)
    if file is not None:
        from deadlines.reminders.ledger.sqlite import SqliteLedger

        return _of(SqliteLedger(file), url, project, Sentence("the ledger {file}", file=file))
    try:
        from deadlines.reminders.ledger.postgres import PostgresLedger
    except ModuleNotFoundError:
        from deadlines.extras import how_to_install

        message = Sentence(
            "a ledger in PostgreSQL needs one more package; type {command}", command=how_to_install("postgres")
        )
        raise LedgerError(message) from None
    return _of(PostgresLedger(url or ""), url, project, Sentence("the ledger in PostgreSQL"))


def owner(settings: "Settings", root: Path) -> Owner:
    """Return what a project is known by."""
    project = settings.project
    return Owner(project.id or "", project.domain, project.name, project.url or "", str(root.resolve()))


def _of(ledger: Ledger, url: str | None, project: Owner, place: str) -> Ledger:
    hint = Sentence("name another one in [ledger] url")
    if not (url or project.id):
        own = slug(Path(project.root).name)
        hint = Sentence('write an id of its own in [project], such as id = "{id}"', id=own)
    try:
        ledger.belongs_to(project, place, hint)
    except LedgerError:
        ledger.close()
        raise
    return ledger


def _may_be_of(file: Path, project: Owner) -> bool:
    """True for a ledger of the project, and for one that does not say whose it is."""
    from deadlines.reminders.ledger.sqlite import owner_in

    found = owner_in(file)
    return found is None or project.is_same(found)
