"""What only a ledger in a file does: its place, its rights, its locks, and a disk that is full."""

import multiprocessing
import os
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from deadlines.reminders.ledger.database import LedgerError
from deadlines.reminders.ledger.sqlite import SqliteLedger
from tests.reminders.ledger.test_contract import NOW, claimed, message, record

FORK = multiprocessing.get_context("fork")


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "state" / "ledger.sqlite3"
    file.parent.mkdir()
    file.touch(0o644)
    before = os.umask(0)
    try:
        with closing(SqliteLedger(file)) as ledger, ledger.exclusive():
            record(ledger, message("a"))
            assert {one.stat().st_mode & 0o777 for one in file.parent.iterdir()} == {0o600}
    finally:
        os.umask(before)


def test_every_commit_is_on_the_disk_before_a_message_leaves(tmp_path: Path) -> None:
    with closing(SqliteLedger(tmp_path / "ledger")) as ledger:
        assert ledger.run("PRAGMA synchronous")[0]["synchronous"] == 2
        assert ledger.run("PRAGMA journal_mode")[0]["journal_mode"] == "wal"


def test_a_file_that_is_no_ledger_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "ledger"
    file.write_bytes(b"this is a letter to my aunt, and it is rather longer than a header would be" * 50)
    before = file.read_bytes()
    with pytest.raises(LedgerError, match="not a ledger; name another file"):
        SqliteLedger(file)
    assert file.read_bytes() == before


def test_a_damaged_ledger_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "ledger"
    with closing(SqliteLedger(file)) as ledger:
        record(ledger, *(message(f"{number}" * 40, to=f"r{number}") for number in range(200)))
    content = bytearray(file.read_bytes())
    content[8192:-4096] = b"\xff" * (len(content) - 12288)
    file.write_bytes(content)
    with pytest.raises(LedgerError, match="backup"), closing(SqliteLedger(file)) as ledger:
        ledger.facts()


def test_a_check_waits_for_another_and_goes_on_when_that_dies(tmp_path: Path) -> None:
    file = tmp_path / "ledger"
    mine = FORK.Event()

    def hold() -> None:
        with SqliteLedger(file).exclusive():
            mine.set()
            threading.Event().wait()

    entered = threading.Event()

    def enter() -> None:
        with closing(SqliteLedger(file)) as ledger, ledger.exclusive():
            entered.set()

    other = FORK.Process(target=hold)
    other.start()
    mine.wait()
    waiting = threading.Thread(target=enter)
    waiting.start()
    assert not entered.wait(0.2)
    other.kill()
    waiting.join()
    assert entered.is_set()


def test_a_claim_of_a_process_that_died_is_free_at_once(tmp_path: Path) -> None:
    file = tmp_path / "ledger"
    with closing(SqliteLedger(file)) as dead:
        record(dead, message("a"))
        claimed(dead)
    with closing(SqliteLedger(file)) as ledger, ledger.exclusive():
        ledger.release_stale_leases()
        assert claimed(ledger).attempt == 2


def test_a_ledger_that_another_program_holds_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "ledger"
    with closing(SqliteLedger(file)) as ledger, closing(sqlite3.connect(file, isolation_level=None)) as other:
        ledger.run("PRAGMA busy_timeout = 1")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="locked by another program"):
            record(ledger, message("a"))
    assert NOW
