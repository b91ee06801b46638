"""Copies of good records, for the day on which one of them is broken."""

from pathlib import Path

from deadlines.files import SETTLED
from deadlines.records.copies import changed_copies
from deadlines.records.load import load
from tests.conftest import a_call

PATH = "opportunities/a.toml"
ONE, OTHER = a_call("2026-03-06"), a_call("2026-03-09")


def test_a_text_that_was_just_written_is_copied_again_until_it_has_settled(tmp_path: Path) -> None:
    file = tmp_path / PATH
    file.parent.mkdir()
    file.write_text(ONE)
    found = load(file.parent, "UTC", shown_from=tmp_path).opportunities
    touched = file.stat().st_ctime_ns

    def copied(at: int, *known: tuple[str, str, str]) -> list[tuple[str, str]]:
        return [(copy.stamp, copy.text) for copy in changed_copies(tmp_path, found, known, at)]

    assert copied(touched) == [("", ONE)]
    assert copied(touched, ("a", PATH, "")) == [("", ONE)], "a second change may have left the same stamp"
    ((stamp, text),) = copied(touched + SETTLED)
    assert stamp and text == ONE
    assert copied(touched + SETTLED, ("a", PATH, stamp)) == []
    file.write_text(OTHER)
    assert copied(touched) == [], "it is not what was read, and may be broken"
    file.unlink()
    assert copied(touched) == []
