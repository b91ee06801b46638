"""What was drawn before is not drawn again, and is never anything else than what would be drawn."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import tomli_w

from deadlines.site.drawn import Drawn, drawn_in
from tests.app.test_unchanged import in_full
from tests.conftest import SETTINGS, Folder, a_call
from tests.domain.samples import variants


class Hand:
    """Draws, and counts what it draws."""

    def __init__(self) -> None:
        self.drawn: list[str] = []

    def row(self, what: str) -> Callable[[], bytes]:
        return lambda: self.drawn.append(what) or f"<li>{what}".encode()  # type: ignore[func-returns-value]

    def page(self, what: str) -> Callable[[], bytes]:
        return lambda: self.drawn.append(what) or what.encode()  # type: ignore[func-returns-value]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "drawn.sqlite3"


def both(file: Path, made_by: str = "1", published: bytes | None = b"a page") -> list[str]:
    """What is drawn of a row and a page."""
    hand = Hand()
    with drawn_in(file, made_by) as drawn:
        assert drawn.row("row.html", "of a", hand.row("a row")) == b"<li>a row"
        assert drawn.page("of a", published, hand.page("a page")) == b"a page"
    return hand.drawn


def test_what_was_drawn_of_the_same_is_not_drawn_again(file: Path) -> None:
    assert both(file) == ["a row", "a page"]
    assert both(file) == []
    assert both(file, published=b"damaged") == both(file, published=None) == ["a page"]
    assert both(file, made_by="2") == ["a row", "a page"], "of another program"


def test_what_is_made_of_something_else_is_drawn(file: Path) -> None:
    both(file)
    hand = Hand()
    with drawn_in(file, "1") as drawn:
        assert drawn.row("row.html", "of b", hand.row("b row")) == b"<li>b row"
        assert drawn.page("of b", b"a page", hand.page("b page")) == b"b page"
    assert both(file) == []


def test_without_a_file_all_is_drawn() -> None:
    hand = Hand()
    for _ in range(2):
        assert (
            Drawn().row("row.html", "a", hand.row("a")) == b"<li>a" and Drawn().page("a", b"a", hand.page("a")) == b"a"
        )
    assert len(hand.drawn) == 4


def test_whatever_happens_to_the_file_it_is_drawn_as_it_was(file: Path) -> None:
    both(file)
    whole = file.read_bytes()
    for place in range(0, len(whole), len(whole) // 40):
        file.write_bytes(whole[:place] + bytes(byte ^ 0x55 for byte in whole[place : place + 9]) + whole[place + 9 :])
        both(file)
        file.write_bytes(whole[:place])
        both(file)
    file.unlink()
    file.mkdir()
    assert both(file) == ["a row", "a page"]


def test_what_is_not_used_any_more_is_forgotten(file: Path) -> None:
    for number in range(10):
        with drawn_in(file, "1") as drawn:
            drawn.row("row.html", str(number), Hand().row("x"))
    size = file.stat().st_size
    with drawn_in(file, "1") as drawn:
        assert (
            drawn.row("row.html", "9", Hand().row("y")) == b"<li>x"
            and drawn.row("row.html", "0", Hand().row("y")) == b"<li>y"
        )
    assert size <= 16_384


def test_an_export_that_fails_keeps_nothing(file: Path) -> None:
    with pytest.raises(KeyError), drawn_in(file, "1") as drawn:
        drawn.row("row.html", "of a", Hand().row("half a row"))
        raise KeyError
    assert both(file) == ["a row", "a page"]


TIMES = (0, 9, 10, 18, 19, 28, 29, 33, 40, 63, 64, 94, 95, 150, 364)


@pytest.mark.slow
@pytest.mark.parametrize("days", [TIMES, range(0, 400, 3)], ids=["some", "many"])
def test_on_each_day_the_pages_are_what_they_are_when_all_is_drawn(project: Folder, days: tuple[int, ...]) -> None:
    project.file(
        "deadlines.toml",
        SETTINGS + 'languages = ["ar"]\nneutral_feed = true\n[topics.civic-space]\nar = "الفضاء المدني"\n',
    )
    project.record("opens", a_call("2026-03-06"), more='opens = 2026-02-20\ntopics = ["civic-space"]')
    project.record(
        "timed", a_call("2026-02-11T18:00:00", timezone='"Asia/Kolkata"'), more='[translations.ar]\ntitle = "دعوة"'
    )
    project.record("local", a_call("2026-03-01T18:00:00", timezone='"local"'))
    project.record("expected", a_call("2026-04-01"), more='status = "expected"')
    project.record("withdrawn", a_call("2026-02-20"), more='status = "cancelled"')
    project.record("month", a_call('"2026-04"'))
    project.record("yearly", a_call("2026-03-06", repeats='"FREQ=YEARLY"'))
    project.record("rolling", a_call("2026-03-06", label='"review"'), more="rolling = true")
    project.record(
        "several",
        a_call("2026-02-28", label='"a"') + '\n[[deadlines]]\ndue = 2026-05-01\nlabel = "b"\nopens = 2026-03-01\n',
    )
    now = datetime(2026, 2, 1, 12, 30, tzinfo=UTC)
    for day in days:
        at = now + timedelta(days=day)
        said, published = in_full(project, at)
        assert project.export_at(at.isoformat()) == said and said.code == 0, said.err
        assert project.published() == published, day


@pytest.mark.slow
def test_whatever_is_changed_in_a_record_the_pages_are_what_they_are_when_all_is_drawn(project: Folder) -> None:
    project.file("deadlines.toml", SETTINGS + 'languages = ["ar"]\n')
    now = datetime(2026, 2, 1, 12, 30, tzinfo=UTC)
    for found in range(2):
        for number, variant in enumerate(variants()):
            text = tomli_w.dumps((variant.one, variant.other)[found])
            project.record(f"with-{number}", text.replace("[translations.en]", "[translations.ar]"))
        said, published = in_full(project, now)
        assert project.export_at(now.isoformat()) == said, said.err
        assert project.published() == published
