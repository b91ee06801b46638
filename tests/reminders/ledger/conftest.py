"""Two databases, one contract: a file of SQLite, and a PostgreSQL that a wheel brings and no service starts."""

import shutil
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path

import pytest

from deadlines.reminders.ledger.ledger import Ledger
from deadlines.reminders.ledger.sqlite import SqliteLedger

Open = Callable[[], Ledger]
_numbers = count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server, which need not survive a power cut."""
    try:
        import pgserver
    except ModuleNotFoundError:
        warnings.warn("NOT TESTED on PostgreSQL: the package pgserver is not there", stacklevel=1)
        pytest.skip(f"pgserver has no wheel for Python {sys.version_info.major}.{sys.version_info.minor}")
    folder = tempfile.mkdtemp(prefix="pg")
    server = pgserver.get_server(folder)
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def a_database(postgres: str) -> str:
    """The address of an empty schema, which is quicker to make than a database."""
    import psycopg

    name = f"ledger_{next(_numbers)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{postgres}&options=-csearch_path%3D{name}"


@pytest.fixture(params=["sqlite", "postgres"])
def open_ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Open the same ledger once more, as another process would."""
    with ExitStack() as opened:
        if request.param == "sqlite":
            yield lambda: opened.enter_context(closing(SqliteLedger(tmp_path / "ledger.sqlite3")))
            return
        from deadlines.reminders.ledger.postgres import PostgresLedger

        url = request.getfixturevalue("a_database")
        yield lambda: opened.enter_context(closing(PostgresLedger(url)))
