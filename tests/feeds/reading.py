"""What is read out of published calendars, and a record with a history; for the tests of the feeds."""

import re

from tests.conftest import CALL, Folder, a_call

TABLE = "calendars/revisions.tsv"
UID = "one@test.example"
LATER = "2026-02-10T08:30:15Z"
STAMP = "20260210T083015Z"


def unfolded(calendar: bytes) -> str:
    return calendar.replace(b"\r\n ", b"").decode()


def events(calendar: bytes) -> dict[str, str]:
    blocks = re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", unfolded(calendar), re.DOTALL)
    return {re.search(r"UID:(.*)\r\n", block)[1]: block for block in blocks}  # type: ignore[index]


def stamps(entry: str) -> tuple[str, str, str]:
    return tuple(re.search(rf"{name}:(.*)\r\n", entry)[1] for name in ("SEQUENCE", "LAST-MODIFIED", "DTSTAMP"))  # type: ignore[index,return-value]


def moved_three_times(project: Folder) -> None:
    project.record("one")
    project.record("two")
    project.record("other", CALL.replace('"call"', '"training"'))  # the last feed has another entry
    project.run("export")
    for number, due in enumerate(("2026-03-07", "2026-03-08", "2026-03-09"), start=1):
        project.record("one", a_call(due))
        project.export_at(f"2026-02-0{number + 1}")
