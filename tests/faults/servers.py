"""A PostgreSQL of the run's own: real, in a temporary folder, without a service of the system."""

import atexit
import os
import select
import shutil
import signal
import subprocess
import tempfile
import warnings
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict


@dataclass
class Server:
    """A server, and the databases that were made on it."""

    server: Any
    _numbers: Any = field(default_factory=count)

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"ledger{next(self._numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.address(name)

    def copy(self, url: str) -> str:
        """Make a database like another, and return its address."""
        name, template = f"ledger{next(self._numbers)}", conninfo_to_dict(url)["dbname"]
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)

    def address(self, database: str) -> str:
        return str(self.server.get_uri(database)).replace(":@", "@")

    def crash(self) -> None:
        """Stop it at once, as a power cut would, and start it again: it recovers from its log."""
        pid = self.server.get_pid()
        process = os.pidfd_open(pid)
        os.kill(pid, signal.SIGQUIT)
        assert select.select([process], [], [], 30)[0], "the server does not stop"
        os.close(process)
        for _ in range(120):
            # The package waits ten seconds for it, or none; to recover may take longer on a busy disk.
            with suppress(subprocess.TimeoutExpired, AssertionError):
                self.server.ensure_postgres_running()
                return
            select.select([], [], [], 1)
        raise AssertionError("the server does not recover")


@cache
def postgres() -> Server:
    """Start it, once in a run; it stops with the run."""
    with warnings.catch_warnings(action="ignore"):
        import pgserver

    folder = Path(tempfile.mkdtemp(prefix="faults-pg-"))
    folder.chmod(0o755)
    server = pgserver.get_server(folder / "data")
    owner = os.getpid()

    def stop() -> None:
        if os.getpid() == owner:
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return Server(server)
