"""A folder is sent: whatever is killed and whatever others do there, nobody sees a part, and the next time mends it."""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.domain.media_type import TYPES
from deadlines.stores.send import digests_in, send
from deadlines.stores.sending import plan
from deadlines.stores.sent import FILE, sent_in
from deadlines.stores.store import StoreFailure
from tests.stores.kept import Kept, Killed

NOW = datetime(2026, 2, 1, tzinfo=UTC)
TABLE, PAGE = "revisions.tsv", "index.html"
OTHERS = ("all.ics", "calls.ics", "entries/a.html", "entries/b.html", "page.css")


def site(number: int, names: tuple[str, ...] = OTHERS) -> dict[str, bytes]:
    """A published folder: each file says of which export it is, and the page leads to all others."""
    files = dict.fromkeys((TABLE, *names), f"export {number}") | {PAGE: "\n".join((f"export {number}", *names))}
    return {name: text.encode() for name, text in files.items()}


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def deliver(folder: Path, store: Kept, lives: int | None = None) -> bool:
    """Send a folder; return whether that came to its end."""
    store.changes, store.lives = [], lives
    there, sent, here = store.look(), sent_in(store.read(FILE)), digests_in(folder)
    with suppress(Killed):
        send(folder, here, store, there, sent, plan(here, there, sent), NOW)
        return True
    return False


def number_of(content: bytes) -> int:
    return int(content.split()[1])


def assert_consistent(seen: Mapping[str, bytes]) -> None:
    """What a subscriber relies on: no feed is ahead of the table, and no page leads nowhere."""
    for name, content in seen.items():
        if name.endswith(".ics") and content.startswith(b"export"):
            assert TABLE in seen and number_of(content) <= number_of(seen[TABLE]), name
    if PAGE in seen:
        assert set(seen[PAGE].decode().split("\n")[1:]) <= seen.keys()


@pytest.mark.parametrize(
    "after", [OTHERS, OTHERS[:3], (*OTHERS, "jobs.ics", "entries/c.html")], ids=["all", "less", "more"]
)
def test_killed_at_any_point_it_is_consistent_and_the_next_time_finishes_it(
    tmp_path: Path, after: tuple[str, ...]
) -> None:
    old, new = site(1), site(2, after)
    lives, finished = 0, False
    while not finished:
        store = Kept()
        write(tmp_path, old)
        assert deliver(tmp_path, store)
        write(tmp_path, new)
        finished = deliver(tmp_path, store, lives)
        files = {name: content for name, content in store.files.items() if name != FILE}
        assert all(content in (old.get(name), new.get(name)) for name, content in files.items())
        assert finished or old.keys() <= files.keys() or "delete" in store.changes[-1]
        assert_consistent(files)
        assert deliver(tmp_path, store) and {k: v for k, v in store.files.items() if k != FILE} == new
        lives += 1
    assert lives > len(new)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("export"), st.sets(st.sampled_from(OTHERS))),
        st.tuples(st.just("undo"), st.none()),
        st.tuples(st.just("killed"), st.integers(0, 9)),
        st.tuples(st.just("sent"), st.none()),
        st.tuples(st.just("deleted by hand"), st.sampled_from((*OTHERS, TABLE, FILE))),
        st.tuples(st.just("written by hand"), st.sampled_from((*OTHERS, "theirs.txt"))),
    ),
    max_size=12,
)


@given(steps=STEPS)
def test_whatever_happens_in_between_the_store_holds_the_folder_in_the_end_and_what_is_of_others(
    steps: list[tuple[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, store, states, by_hand = tmp_path_factory.mktemp("site"), Kept(), [site(1)], dict[str, bytes]()
    write(folder, states[-1])
    for number, (what, of) in enumerate(steps, start=2):
        if what == "export":
            states.append(site(number, tuple(sorted(of))))  # type: ignore[call-overload]
        elif what == "undo" and len(states) > 1:
            states.append(states[-2])
        elif what in ("killed", "sent"):
            deliver(folder, store, of)  # type: ignore[arg-type]
            by_hand = {name: its for name, its in by_hand.items() if store.files.get(name) == its}
        elif what == "deleted by hand":
            store.files.pop(str(of), None)
            by_hand.pop(str(of), None)
        elif what == "written by hand":
            by_hand[str(of)] = f"by hand {number}".encode()
            store.hold(str(of), by_hand[str(of)])
        write(folder, states[-1])
    assert deliver(folder, store)
    held = {name: content for name, content in store.files.items() if name != FILE}
    theirs = {name: content for name, content in by_hand.items() if name not in states[-1]}
    assert states[-1].items() <= held.items() and theirs.items() <= held.items()
    if ("deleted by hand", FILE) not in steps:  # nobody knows then whose the others are, and they stay
        assert held.keys() == states[-1].keys() | theirs.keys()
    assert deliver(folder, store) and store.changes == []


def test_each_file_is_sent_with_its_media_type(tmp_path: Path) -> None:
    store = Kept()
    write(
        tmp_path,
        {
            "all.ics": b"",
            "atom.xml": b'<feed xmlns="http://www.w3.org/2005/Atom">',
            "sitemap.xml": b"<urlset>",
            "x": b"",
        },
    )
    deliver(tmp_path, store)
    assert store.types["all.ics"] == "text/calendar; charset=utf-8" and store.types["atom.xml"] == TYPES[".atom"]
    assert store.types["sitemap.xml"] == TYPES[".xml"] and store.types["x"] == "application/octet-stream"


def test_hidden_files_links_and_drafts_of_the_folder_are_not_sent(tmp_path: Path) -> None:
    write(tmp_path, {"all.ics": b"1", ".all.ics.00000000.new": b"", ".git/x": b""})
    (tmp_path / "link.ics").symlink_to("/etc/passwd")
    assert digests_in(tmp_path).keys() == {"all.ics"}


def test_what_was_on_its_way_is_never_taken_for_sent(tmp_path: Path) -> None:
    store = Kept(tells_size_alone=True)
    write(tmp_path, site(1))
    deliver(tmp_path, store)
    write(tmp_path, site(2))
    assert not deliver(tmp_path, store, lives=5) and b"export 2" in store.files.values()
    write(tmp_path, site(1))
    assert deliver(tmp_path, store) and {name: its for name, its in store.files.items() if name != FILE} == site(1)


@pytest.mark.parametrize("by_hand", [False, True])
def test_what_was_on_its_way_and_is_gone_here_is_taken_away_unless_somebody_has_written_it_since(
    tmp_path: Path, by_hand: bool
) -> None:
    store = Kept()
    write(tmp_path, site(1))
    deliver(tmp_path, store, lives=4)
    assert store.changes[-1] == "put calls.ics"
    if by_hand:
        store.hold("calls.ics", b"by hand")
    write(tmp_path, site(2, OTHERS[:1]))
    assert deliver(tmp_path, store) and store.files.get("calls.ics") == (b"by hand" if by_hand else None)


def test_what_another_hand_changes_while_an_export_is_sent_is_mended_by_the_next(tmp_path: Path) -> None:
    class Changing(Kept):
        def put(self, name: str, content: bytes, media_type: str) -> None:
            super().put(name, content, media_type)
            if name == PAGE and content == site(2)[PAGE]:
                self.hold("page.css", b"by hand")

    store = Changing()
    write(tmp_path, site(1))
    deliver(tmp_path, store)
    write(tmp_path, site(1) | {PAGE: site(2)[PAGE]})
    deliver(tmp_path, store)
    assert store.files["page.css"] == b"by hand"
    assert deliver(tmp_path, store) and store.files["page.css"] == site(1)["page.css"]


def test_two_that_send_at_a_time_do_not_take_what_the_other_sent_for_theirs(tmp_path: Path) -> None:
    one, other, store = tmp_path / "one", tmp_path / "other", Kept()
    write(one, site(1))
    write(other, site(2))

    class Both(Kept):
        """While the first is under way, the second comes to its end."""

        def put(self, name: str, content: bytes, media_type: str) -> None:
            store.put(name, content, media_type)
            if name == PAGE:
                deliver(other, store)

        look, read = store.look, store.read

    here = digests_in(one)
    with pytest.raises(StoreFailure, match="somebody else"):
        send(one, here, Both(), {}, (), plan(here, {}, []), NOW)
    assert deliver(one, store) and {name: its for name, its in store.files.items() if name != FILE} == site(1)
