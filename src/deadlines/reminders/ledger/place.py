"""Where the ledger is: a file of the user's, or what the settings name."""

from pathlib import Path

import platformdirs

from deadlines.reminders.ledger.database import LedgerError
from deadlines.reminders.ledger.ledger import Ledger
from deadlines.settings.tables import Settings

_FILE = "sqlite:///"


def ledger_file(settings: Settings, root: Path) -> Path | None:
    """Return the file of the ledger, or None where it is a database on a server.

    Unless the settings name one, it is in the user's state directory, under the project's domain, so that every
    copy of the project on this machine knows what was sent.
    """
    url = settings.ledger.url
    if url is None:
        return platformdirs.user_state_path("deadlines", appauthor=False) / f"{settings.project.domain}.sqlite3"
    return root / url.removeprefix(_FILE) if url.startswith(_FILE) else None


def open_ledger(settings: Settings, root: Path) -> Ledger:
    """Open the ledger, and make it where there is none. Raises ``LedgerError``."""
    file = ledger_file(settings, root)
    if file is not None:
        from deadlines.reminders.ledger.sqlite import SqliteLedger

        return SqliteLedger(file)
    try:
        from deadlines.reminders.ledger.postgres import PostgresLedger
    except ModuleNotFoundError:
        raise LedgerError("a ledger in PostgreSQL needs one more package; type ./bootstrap full") from None
    return PostgresLedger(settings.ledger.url or "")
