"""What is sent, in which order, and what is left alone: decided from values."""

import pytest

from deadlines.domain.media_type import TYPES
from deadlines.stores.sending import foreign, plan
from deadlines.stores.sent import SentFile, dump, sent_in
from deadlines.stores.store import Found, draft_of, is_draft

A, B = "a" * 32, "b" * 32
"""Digests."""
X, Y = "1" * 32, "2" * 32
"""States."""


def there(**states: str) -> dict[str, Found]:
    return {f"{name}.ics": Found(1, state) for name, state in states.items()}


@pytest.mark.parametrize(
    ("sent", "state", "is_sent"),
    [
        ([SentFile("all.ics", A, X)], X, False),
        ([SentFile("all.ics", A, X)], Y, True),
        ([SentFile("all.ics", B, X)], X, True),
        ([SentFile("all.ics", A)], X, True),
        ([], X, True),
        ([SentFile("all.ics", A, X)], None, True),
    ],
    ids=["as it was sent", "changed by hand", "changed here", "was on its way", "nobody knows", "deleted by hand"],
)
def test_only_what_is_known_to_be_there_is_not_sent(sent: list[SentFile], state: str | None, is_sent: bool) -> None:
    sending = plan({"all.ics": A}, there(all=state) if state else {}, sent)
    assert (sending.names == ("all.ics",)) == is_sent and sending.unchanged == (not is_sent)


def test_what_was_sent_and_is_gone_here_is_taken_away_unless_somebody_else_has_written_it_since() -> None:
    sent = [
        SentFile("ours.ics", A, X),
        SentFile("changed.ics", A, X),
        SentFile("under_way.ics", A),
        SentFile("gone.ics", A, X),
    ]
    sending = plan({}, there(ours=X, changed=Y, under_way=X, theirs=X), sent)
    assert (sending.withdrawn, sending.unsure, sending.names) == (("ours.ics",), ("under_way.ics",), ())


def test_what_others_rely_on_goes_before_them() -> None:
    order = [
        "fr/revisions.tsv", "identities.tsv", "revisions.tsv", "all.ics", "entries/a.ics", "fr/all.ics", "page.css", "page.js",
        "entries/new.html", "fr/new.html", "atom.xml", "calls.html", "entries/a.html", "index.html", "opportunities.json",
    ]  # fmt: skip
    held = {name: Found(1, X) for name in order if "new" not in name}
    for there, sizes in ((held, [3, 3, 2, 2, 4, 1]), ({}, [3, 3, 2, 5, 1, 1])):
        stages = plan(dict.fromkeys(reversed(order), A), there, []).stages
        assert list(map(len, stages)) == sizes
        assert not there or [name for stage in stages for name in stage] == order


def test_files_of_others_under_our_names_are_named_and_an_export_that_lies_there_is_taken_over() -> None:
    sending = plan({"index.html": A}, {"index.html": Found(1, X)}, [])
    assert foreign({"index.html": Found(1, X)}, sending, []) == "index.html"
    assert foreign({"index.html": Found(1, X), "revisions.tsv": Found(1, X)}, sending, []) == ""
    assert foreign({"index.html": Found(1, X)}, sending, [SentFile("all.ics", A)]) == ""


def test_the_list_of_what_was_sent_reads_back_and_names_nothing_outside() -> None:
    rows = {SentFile("entries/a.ics", A, X), SentFile("all.ics", A), SentFile("all.ics", B)}
    assert sent_in(dump(rows)) == rows
    damage = dump(rows) + f"../x\t{A}\t{X}\n.hidden\t{A}\t{X}\n/etc/x\t{A}\t{X}\nall.ics\t{A}\n<<<<<<<\n".encode()
    assert sent_in(damage) == rows and sent_in(None) == frozenset() and sent_in(b"\xff\x00") == frozenset()


def test_a_draft_is_hidden_and_known_by_its_name() -> None:
    assert all(is_draft(draft_of(name)) for name in ("all.ics", "fr/entries/a.html"))
    assert (
        draft_of("fr/all.ics").startswith("fr/.all.ics.") and not is_draft("fr/all.ics") and not is_draft(".sent.tsv")
    )


def test_every_media_type_says_its_encoding_where_it_is_text() -> None:
    assert all("charset=utf-8" in its for its in TYPES.values() if its.startswith("text/"))
