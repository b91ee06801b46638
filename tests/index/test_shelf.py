"""What is known of a folder by its row, and what has to be read."""

import pytest

from deadlines.index.brief import NEVER, Brief
from deadlines.index.shelf import Row, Shelf
from deadlines.records.tree import Folder, Traces

ONE, OTHER = (0o100644, 1, 10, 5, 5), (0o100644, 2, 10, 5, 5)
ABOUT = [*("call", "A call", "OHCHR", "announced"), False, False, "open", 1, None]
DATED: Brief = ("a", *ABOUT, ((1_000, 0, "1970-01-01T00:00:00", "UTC", True, None),), ())  # type: ignore[assignment]
UNDATED: Brief = ("b", *ABOUT, None, ())  # type: ignore[assignment]


def folder(*found: tuple[str, Traces | None]) -> Folder:
    made = Folder("/somewhere", "opportunities", None)
    made.names, made.abouts = [name for name, _ in found], [its for _, its in found]
    return made


@pytest.fixture
def row() -> Row:
    shelf = Shelf(folder(("a.toml", ONE), ("b.toml", OTHER), ("c.toml", (3, 3, 3, 3, 3)), ("d.toml", None)), None)
    assert shelf.unknown == [0, 1, 2, 3]
    shelf.put(0, DATED)
    shelf.put(1, UNDATED)
    shelf.put_wrong(2, ["wrong"])
    shelf.put(3, UNDATED)
    shelf.unsettled.add(3)
    return shelf.row()


def test_what_has_left_the_same_traces_is_known(row: Row) -> None:
    shelf = Shelf(folder(("a.toml", ONE), ("b.toml", OTHER), ("c.toml", (3, 3, 3, 3, 3)), ("d.toml", None)), row)
    assert (shelf.is_changed, shelf.gone, shelf.unknown) == (False, [], [3])
    shelf.put(3, UNDATED)
    assert list(shelf.good(None)) == [(0, DATED), (1, UNDATED), (3, UNDATED)]
    assert list(shelf.wrong) == ["wrong"]


@pytest.mark.parametrize(
    ("found", "unknown"),
    [
        pytest.param([("a.toml", OTHER), ("b.toml", ONE)], [0, 1], id="each has the traces of the other"),
        pytest.param([("b.toml", ONE), ("e.toml", OTHER)], [0, 1], id="each has another name, and the same traces"),
        pytest.param([("a.toml", ONE), ("aa.toml", OTHER), ("b.toml", OTHER)], [1], id="one came between"),
        pytest.param([("a.toml", None), ("d.toml", None)], [0, 1], id="nothing is said of it"),
    ],
)
def test_what_has_not_is_read(row: Row, found: list[tuple[str, Traces | None]], unknown: list[int]) -> None:
    shelf = Shelf(folder(*found), row)
    assert shelf.is_changed and shelf.unknown == unknown
    assert set(shelf.gone) == {"a.toml", "b.toml", "c.toml", "d.toml"} - {
        name for number, (name, _) in enumerate(found) if number not in unknown
    }


def test_what_was_renamed_is_read_also_where_that_leaves_no_traces(row: Row) -> None:
    found = [("A.toml", ONE), ("B.toml", OTHER), ("C.toml", (3, 3, 3, 3, 3)), ("D.toml", None)]
    assert Shelf(folder(*found), row).unknown == [0, 1, 2, 3]


def test_what_is_over_is_left_out_from_the_instant_after_the_last(row: Row) -> None:
    shelf = Shelf(folder(("a.toml", ONE), ("b.toml", OTHER)), row)
    assert [[number for number, _ in shelf.good(since)] for since in (1_000, 1_001, NEVER)] == [[0, 1], [1], [1]]
