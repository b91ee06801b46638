"""Subjects of 980 letters in each language, through a relay, read by two readers that share nothing with what wrote them.

``python -m tests.reminders.channels.test_subjects`` prints how many are altered.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from deadlines.domain.reminder import Notice
from deadlines.reminders.channels.email import Email
from deadlines.reminders.letter import Letter
from deadlines.settings.tables import MailTable
from deadlines.wording.catalogue import LANGUAGES
from tests.reminders.test_compose import NOW, letter, notice, opportunity, recipient
from tests.sink import Sink

TITLES = (
    "Call for input: civil society space", "Legal officer (Middle East and North Africa), Amman", "Prix des droits de l’homme : l’été «\u00a02027\u00a0»",
    "Václav Havel Human Rights Prize", "Becas «Martín Villa» ¿quién puede?", "جائزة مركز القاهرة لدراسات حقوق الإنسان", "Premio Rey de España de Derechos Humanos",
    "Стипендия для правозащитников", "人権賞 2027", "=?utf-8?q?not=20a=20word?= (a call)", "A  title   with    spaces", "Fellowship, 12 months; 3 places: €60,000 — apply now",
    "Un appel dont le titre est si long qu’il ne tient pas sur une ligne, ni sur deux, et qu’il faut couper", "🎓 Summer school",
)  # fmt: skip
ORGANISATIONS = ("OHCHR", "Conseil de l’Europe, Direction générale “Démocratie”")
LEFT = (0, 1, 2, 5, 11)
SITUATIONS = ("due", "moved", "earlier", "cancelled", "reinstated", "opens", "several")


def situation(name: str, title: str, organisation: str, due: datetime) -> list[Notice]:
    named = {"title": title, "organisation": organisation}
    one = opportunity(due, **named)
    if name == "opens":
        return [notice(opportunity(due + timedelta(days=40), opens=due.date(), **named), role="opens")]
    if name in ("moved", "earlier"):
        days = -3 if name == "moved" else 3
        return [notice(one, "moved", before=due + timedelta(days=days))]
    others = [notice(opportunity(due.date() + timedelta(days=20), None, id_="other")) for _ in range(3)]
    return [notice(one), *others] if name == "several" else [notice(one, name)]


def letters(tag: str) -> Iterator[Letter]:
    """Yield 980 letters in a language."""
    for name, title, organisation, left in product(SITUATIONS, TITLES, ORGANISATIONS, LEFT):
        due = datetime.combine(NOW.date() + timedelta(days=left), datetime.min.time().replace(hour=18))
        yield letter(*situation(name, title, organisation, due), to=recipient(tag, "Europe/Zurich"), calendar=None)


def by_perl(raw: list[bytes]) -> list[str]:
    """The subjects as Perl's Encode reads them off the wire."""
    program = "use Encode; binmode(STDOUT, ':utf8'); $/ = \"\\0\"; while (<STDIN>) { chomp; print decode('MIME-Header', $_), \"\\0\" }"
    lines = (re.search(rb"(?m)^Subject: ?((?:.*\r\n)(?:[ \t].*\r\n)*)", one) for one in raw)
    given = b"".join(found[1].rstrip(b"\r\n") + b"\0" for found in lines if found)
    ran = subprocess.run(["perl", "-e", program], input=given, capture_output=True, check=True)
    return ran.stdout.decode().split("\0")[:-1]


def altered(tag: str, sink: Sink) -> tuple[int, list[str], list[str]]:
    """Return how many subjects were sent in a language, and those that each reader shows otherwise."""
    meant = []
    with Email(MailTable(host="127.0.0.1", port=sink.port, security="none", sender="d@example.org"), None) as line:
        for one in letters(tag):
            meant.append(one.subject)
            line.deliver(one)
    accepted = sink.accepted()[-len(meant) :]
    by_email = [str(one.message["Subject"]) for one in accepted]
    pairs = (zip(meant, read, strict=True) for read in (by_email, by_perl([one.raw for one in accepted])))
    first, second = ([was for was, is_now in pair if was != is_now] for pair in pairs)
    return len(meant), first, second


@pytest.mark.slow
@pytest.mark.parametrize("tag", LANGUAGES)
def test_no_subject_is_altered_on_its_way(tag: str, tmp_path: Path) -> None:
    with Sink.start(tmp_path) as sink:
        assert altered(tag, sink) == (980, [], [])


def test_no_subject_loses_a_space_that_does_not_break() -> None:
    one = opportunity(date(2026, 2, 28), None, title="Prix «\u202fX\u202f»")
    assert letter(notice(one), to=recipient("fr", "Europe/Zurich")).subject.startswith(
        "Demain\u00a0: Prix «\u202fX\u202f»"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as name, Sink.start(Path(name)) as sink:
        for tag in LANGUAGES:
            sent, by_email, by_encode = altered(tag, sink)
            print(
                f"{tag}: {sent} subjects, altered by Python's email: {len(by_email)}, by Perl's Encode: {len(by_encode)}"
            )
            for text in by_email[:3] + by_encode[:3]:
                print(f"  {text!r}", file=sys.stderr)


if __name__ == "__main__":
    main()
