"""Headers as they leave, read by readers that share nothing with what wrote them."""

import re
import shutil
import subprocess
import unicodedata
from base64 import b64decode
from dataclasses import replace
from email.header import decode_header, make_header
from email.headerregistry import Address
from quopri import decodestring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from deadlines.domain.characters import one_line
from deadlines.reminders.channels.headers import phrase, text
from deadlines.reminders.channels.message import message_of
from deadlines.settings.values import MailAddress
from tests.reminders.channels.conftest import A_LETTER

SENDER = "deadlines@example.org"
SCRIPTS = (
    "the call of Geneva", "l’appel à l’été", "دعوة لتقديم", "Отправьте заявку", "提出 意見書", "कॉल फॉर इनपुट", "ประกาศ รับ",
    "=?utf-8?q?Hello?=", "=?x", "🎓 📝", "- -", "a", "İ ı",
)  # fmt: skip
mixed = st.lists(st.sampled_from(SCRIPTS), min_size=1, max_size=12).map(" ".join)
foreign = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)


def header_in(raw: bytes, name: str) -> list[bytes]:
    """The lines of a header, as they are on the wire."""
    found = re.search(rb"(?m)^%s: ?((?:.*\r\n)(?:[ \t].*\r\n)*)" % name.encode(), raw)
    assert found
    return found[1].splitlines()


def read(lines: list[bytes]) -> str:
    """Unfold and decode (RFC 5322 §2.2.3, RFC 2047 §6.2), strictly: what this does not know stays as it is."""
    value = b"".join(lines).decode("ascii")
    value = re.sub(r"(\?=)[ \t]+(?==\?)", r"\1", value.strip())

    def decoded(word: re.Match[str]) -> str:
        kind, held = word[1], word[2].encode()
        return (b64decode(held) if kind == "b" else decodestring(held.replace(b"_", b" "))).decode()

    return re.sub(r"=\?utf-8\?([bq])\?([!-~]*?)\?=", decoded, value)


def subject_lines(said: str) -> list[bytes]:
    return header_in(message_of(replace(A_LETTER, subject=said), SENDER).as_bytes(), "Subject")


@settings(deadline=None, max_examples=25)
@given(st.one_of(mixed, foreign))
def test_a_subject_arrives_as_it_was_typed_in_whatever_scripts_and_length(said: str) -> None:
    lines = subject_lines(said)
    assert read(lines) == one_line(said)
    assert all(len(line) <= 76 for line in lines)
    for word in re.findall(rb"=\?utf-8[^ ]*\?=", b" ".join(lines)):
        assert len(word) <= 75
    if one_line(said):
        assert str(make_header(decode_header(b"".join(lines).decode()))) == one_line(said)


@settings(deadline=None, max_examples=25)
@given(st.one_of(mixed, foreign))
def test_a_sender_is_called_as_the_project_is_and_its_address_is_its_own(said: str) -> None:
    lines = header_in(message_of(A_LETTER, SENDER, said).as_bytes(), "From")
    value = read(lines)
    assert value.endswith(f"<{SENDER}>")
    name = value.removesuffix(f"<{SENDER}>").rstrip(" ")
    if name.startswith('"') and not b"".join(lines).startswith(b"=?"):
        name = re.sub(r"\\(.)", r"\1", name[1:-1])
    assert name == one_line(said)


@pytest.mark.parametrize("length", range(1, 90, 11))
@pytest.mark.parametrize("letter", ["a", "é", "ش", "字", "🎓"])
def test_no_word_is_cut_inside_a_character_at_any_length(letter: str, length: int) -> None:
    said = f"{letter * length} {letter}"
    assert read(subject_lines(said)) == unicodedata.normalize("NFC", said)


def test_what_looks_like_an_encoded_word_is_text() -> None:
    assert "=?utf-8?q?Hello?=" not in text("=?utf-8?q?Hello?=") + phrase("=?utf-8?q?Hello?=")
    assert (text("A call"), phrase('A "call"')) == ("A call", '"A \\"call\\""')


@pytest.mark.skipif(shutil.which("perl") is None, reason="there is no perl")
def test_perl_reads_the_same() -> None:
    said = " ".join(SCRIPTS)
    program = "use Encode; binmode(STDOUT, ':utf8'); local $/; print decode('MIME-Header', <STDIN>)"
    ran = subprocess.run(
        ["perl", "-e", program], input=b"\n".join(subject_lines(said)), capture_output=True, check=True
    )
    assert ran.stdout.decode().strip() == said


addresses = st.from_regex(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,12}@[a-z0-9-]{1,8}(\.[a-z0-9-]{1,8}){1,2}", fullmatch=True
)


@settings(deadline=None, max_examples=25)
@given(addresses)
def test_an_address_that_the_settings_take_the_mail_library_takes(address: str) -> None:
    try:
        TypeAdapter(MailAddress).validate_python(address)
    except ValidationError:
        return
    assert Address(addr_spec=address).addr_spec == address
