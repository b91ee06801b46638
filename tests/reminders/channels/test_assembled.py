"""A mail that is put together here is the one that the standard library writes, byte by byte."""

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st

from deadlines.reminders.channels.assembled import as_bytes
from deadlines.reminders.channels.message import message_of
from deadlines.reminders.letter import Letter

TEXTS = st.one_of(
    st.text(max_size=300),
    st.text(st.sampled_from("aé日.= \t\n\r\f\x0b\x1c\x85\u2028-_?<>人权حقوق"), max_size=400),
    st.sampled_from(("", "\n", "a" * 200, "é" * 100 + "\n", " \n\n.\n", "x" * 75 + " ", "x" * 76 + "\t\n")),
)
LINES = st.one_of(
    st.text(max_size=80), st.sampled_from(("Call", "Call for input: the civic space", "=?utf-8?q?x?=", "a  b"))
)
LETTERS = st.builds(
    Letter,
    id=st.one_of(st.just("0123456789abcdef" * 2), st.text("0123456789abcdef", min_size=1, max_size=80)),
    date=st.datetimes(datetime(1970, 1, 2), datetime(2099, 1, 1), timezones=st.just(UTC)),
    address=st.sampled_from(
        ("a@b.example", "é@b.example", "a@b.example\nBcc: c@d.example", "long." * 12 + "name@an-address.example")
    ),
    language=st.sampled_from(("en", "fr", "ar", "pt-BR")),
    subject=LINES,
    text=TEXTS,
    html=TEXTS,
    calendar=st.one_of(st.none(), TEXTS.map(lambda said: said.encode(errors="replace"))),
    threads=st.lists(st.sampled_from(("a-call", "b" * 90)), max_size=2).map(tuple),
    items=st.just(()),
    keys=st.lists(st.text(max_size=150), max_size=3).map(tuple),
)

PLAIN = Letter(
    id="ab", date=datetime(2026, 2, 1, tzinfo=UTC), address="a@b.example", language="en", subject="Call", text="a\n",
    html="a\n", calendar=None, threads=(), items=(), keys=(),
)  # fmt: skip


@example(replace(PLAIN, text="a\n\r"), "")
@example(replace(PLAIN, text="a\r\n\r\n"), "")
@example(replace(PLAIN, text="a\rb\n\n"), "")
@given(LETTERS, st.sampled_from(("", " ", "Opportunities", "Été", "日本" * 30, 'A "name"\n')))
def test_it_is_what_the_library_writes(letter: Letter, name: str) -> None:
    written = []
    for write in (as_bytes, lambda *its: message_of(*its).as_bytes()):
        try:
            written.append(write(letter, "us@some.example", name))
        except (ValueError, UnicodeError) as error:
            written.append(type(error))
    assert written[0] == written[1]
