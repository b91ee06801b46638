"""Records as they were when they were last good, kept in the ledger for the day on which one of them is broken."""

import os
from collections.abc import Iterable

from deadlines.reminders.ledger.database import Database


class GoodRecords(Database):
    """The part of a ledger that keeps the last good state of records."""

    def good_records(self) -> dict[str, tuple[str, str]]:
        """Return path and stamp of each record that is kept, by id."""
        return {row["id"]: (row["path"], row["stamp"]) for row in self.run("SELECT id, path, stamp FROM good_record")}

    def good_record(self, id_: str) -> tuple[str, str] | None:
        """Return path and content of a record as it was when it was last good."""
        rows = self.run("SELECT path, content FROM good_record WHERE id = ?", (id_,))
        return (rows[0]["path"], rows[0]["content"]) if rows else None

    def edition(self) -> str:
        """Return what differs whenever records were kept or forgotten; nothing where that was never done."""
        rows = self.run("SELECT edition FROM good_records")
        return str(rows[0]["edition"]) if rows else ""

    def remember(self, records: Iterable[tuple[str, str, str, str]], forget: Iterable[str] = ()) -> None:
        """Keep records, each with id, path, stamp and content."""
        with self.transaction():
            self.run(
                """INSERT INTO good_records (one, edition) VALUES (1, ?)
                   ON CONFLICT (one) DO UPDATE SET edition = excluded.edition""",
                (os.urandom(8).hex(),),
            )
            for record in records:
                self.run(
                    """INSERT INTO good_record (id, path, stamp, content) VALUES (?, ?, ?, ?)
                       ON CONFLICT (id) DO UPDATE
                       SET path = excluded.path, stamp = excluded.stamp, content = excluded.content""",
                    record,
                )
            for id_ in forget:
                self.run("DELETE FROM good_record WHERE id = ?", (id_,))
