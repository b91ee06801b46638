"""Where the ledger is: a file of the user's, or what the settings name."""

from pathlib import Path

import platformdirs

from deadlines.domain.text import Sentence, slug
from deadlines.extras import how_to_install
from deadlines.reminders.ledger.database import LedgerError
from deadlines.reminders.ledger.ledger import Ledger
from deadlines.reminders.ledger.owner import Owner
from deadlines.settings.tables import Settings

_FILE = "sqlite:///"


def ledger_file(settings: Settings, root: Path) -> Path | None:
    """Return the file of the ledger, or None where it is a database on a server.

    Unless the settings name one, it is in the user's state directory, under the project's domain and id, so that every
    copy of the project on this machine knows what was sent; one that is there under the domain alone stays there, if
    it is this project's.
    """
    url, project = settings.ledger.url, settings.project
    if url is not None:
        return root / url.removeprefix(_FILE) if url.startswith(_FILE) else None
    folder = platformdirs.user_state_path("deadlines", appauthor=False)
    plain = folder / f"{project.domain}.sqlite3"
    if project.id is None:
        return plain
    own = folder / f"{project.domain}-{project.id}.sqlite3"
    return plain if not own.exists() and plain.exists() and _may_be_of(plain, owner(settings, root)) else own


def open_ledger(settings: Settings, root: Path) -> Ledger:
    """Open the ledger, and make it where there is none. Raises ``LedgerError``, also where it is another project's."""
    file = ledger_file(settings, root)
    if file is not None:
        from deadlines.reminders.ledger.sqlite import SqliteLedger

        return _of(SqliteLedger(file), settings, root, Sentence("the ledger {file}", file=file))
    try:
        from deadlines.reminders.ledger.postgres import PostgresLedger
    except ModuleNotFoundError:
        message = Sentence(
            "a ledger in PostgreSQL needs one more package; type {command}", command=how_to_install("postgres")
        )
        raise LedgerError(message) from None
    return _of(PostgresLedger(settings.ledger.url or ""), settings, root, Sentence("the ledger in PostgreSQL"))


def owner(settings: Settings, root: Path) -> Owner:
    """Return what a project is known by."""
    project = settings.project
    return Owner(project.id or "", project.domain, project.name, project.url or "", str(root.resolve()))


def _of(ledger: Ledger, settings: Settings, root: Path, place: str) -> Ledger:
    hint = Sentence("name another one in [ledger] url")
    if not (settings.ledger.url or settings.project.id):
        own = slug(root.resolve().name)
        hint = Sentence('write an id of its own in [project], such as id = "{id}"', id=own)
    try:
        ledger.belongs_to(owner(settings, root), place, hint)
    except LedgerError:
        ledger.close()
        raise
    return ledger


def _may_be_of(file: Path, project: Owner) -> bool:
    """True for a ledger of the project, and for one that does not say whose it is."""
    from deadlines.reminders.ledger.sqlite import owner_in

    found = owner_in(file)
    return found is None or project.is_same(found)
