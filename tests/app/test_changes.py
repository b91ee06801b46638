"""What is seen of files that are looked at again and again, with signatures that are given by hand."""

from pathlib import Path

import pytest

from deadlines.app.changes import Changes
from deadlines.files import SETTLED, Signature

AT = 1_770_000_000_123_456_789
SECOND = 1_000_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "a.toml"
    found.write_text("one")
    return found


def looks(touched: int) -> Signature:
    return 7, 3, touched, touched


def test_a_second_change_in_the_same_tick_of_the_clock_is_seen(file: Path) -> None:
    changes, found = Changes(), {str(file): looks(AT)}
    first = changes.look(found, AT)
    assert changes.look(found, AT + SECOND) == first
    file.write_text("two")
    second = changes.look(found, AT + SECOND)
    assert second != first
    assert changes.look(found, AT + 2 * SETTLED) == second, "it has settled, and is the same"
    assert changes.look({str(file): looks(AT + 3 * SETTLED)}, AT + 3 * SETTLED) != second


def test_a_change_between_the_last_look_and_the_settling_is_seen(file: Path) -> None:
    changes, found = Changes(), {str(file): looks(AT)}
    first = changes.look(found, AT)
    file.write_text("two")
    assert changes.look(found, AT + 2 * SETTLED) != first


def test_what_has_settled_is_not_read(file: Path) -> None:
    changes, found = Changes(), {str(file): looks(AT)}
    first = changes.look(found, AT + 2 * SETTLED)
    file.unlink()
    assert changes.look(found, AT + 3 * SETTLED) == first


def test_what_is_gone_or_new_is_seen(file: Path) -> None:
    changes = Changes()
    first = changes.look({str(file): looks(AT)}, AT + 2 * SETTLED)
    assert changes.look({}, AT + 2 * SETTLED) != first
