"""Give records, the organiser's words, ``lint``, ``--from``, ``capture``, ``verify`` and ``import`` inputs that are
mixed, cut and bent out of good ones.

Nothing may raise, nothing may take long for its length, what took longest has to grow no faster than its length, and no
draft that is complete may be a record that ``check`` refuses.

.venv/bin/python -m benchmarks.fuzz                      20,000 inputs
.venv/bin/python -m benchmarks.fuzz 1000000 --seed 7     a million others, in two processes
.venv/bin/python -m benchmarks.fuzz --show lint 12345    the bytes of one input
"""

import argparse
import json
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.lint.faults import FAULTS
from tests.lint.test_well import WELL
from tests.sources.test_sheet import text as cell
from tests.sources.test_sheet import workbook

from benchmarks.documents import FORMATS
from deadlines.capture.draft import NoDraft, captured
from deadlines.capture.table import table_of
from deadlines.documents.document import parse
from deadlines.domain.stated import contradictions
from deadlines.items import NotAList, read_items
from deadlines.items import parse as items_in
from deadlines.lint.examine import examine
from deadlines.pages.html import read_html
from deadlines.pages.reader import ROWS, Reader
from deadlines.pages.reader import Unreadable as NotRead
from deadlines.pages.text import decoded
from deadlines.records.load import examined, read_text
from deadlines.records.write import record_text
from deadlines.sources import common_grants, eu_portal, grants_gov, ics, reliefweb, sheet
from deadlines.sources.found import Faulty, Item, Unreadable
from deadlines.verify.about import Subject
from deadlines.verify.verdict import Claim, judge

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SHORT = 1_000
"""Octets that are added to each length, so that what every input costs does not count as the cost of a short one."""
LONGEST = 30
"""Seconds after which an input hangs."""
TIMES, MOST_TIMES = 8, 12
"""How much longer a long input is made, and how much longer it may take then."""
ODD = (
    b"", b"-1", b"0", b"9" * 40, b"1e999", b"00010101T000000", b"99991231T235959Z", b"P9999999999D", b",", b";" * 9,
    b"\\", b"\xff", b"\0", b"A/B", b'"', b"'''", b"[", b"{" * 30, b"[" * 300, b"null", b"true", b"\xe2\x80\xae", b"\xc2\xa0",
    b"2027-02-30", b"0000-00-00", b"24:00", b"\\ud800", b"=", b"#", b"\r", b"a." * 200, b"\xf0\x9f\x98\x80",
)  # fmt: skip


def bent(draw: random.Random, sources: Sequence[bytes], lines_of_all: Sequence[bytes], sign: bytes) -> bytes:
    """Return one of the sources with lines taken out, put in, repeated and cut; ``sign`` stands before a value."""
    lines = draw.choice(sources).splitlines(keepends=True)
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(lines)) if lines else 0
        match draw.randrange(8):
            case 0:
                lines.insert(at, draw.choice(lines_of_all))
            case 1 if len(lines) < 300:
                lines[at:at] = draw.choice(sources).splitlines(keepends=True)
            case 2:
                del lines[at : at + draw.randint(1, 4)]
            case 3 if lines:
                lines[at:at] = [lines[at]] * draw.choice((1, 2, 20))
            case 4 if lines:
                name, found, rest = lines[at].partition(sign)
                end = b"\r\n" if rest.endswith(b"\r\n") else b"\n"
                lines[at] = name + found + draw.choice(ODD) + draw.choice((b"", rest.rstrip())) + end
            case 5 | 6 if lines and lines[at]:
                where = draw.randrange(len(lines[at]))
                piece = draw.choice((draw.choice(ODD), draw.randbytes(draw.randint(0, 3))))
                lines[at] = lines[at][:where] + piece + lines[at][where + draw.randint(0, 3) :]
            case 7 if lines:
                lines[at] = lines[at].replace(b",", b",1," * draw.choice((1, 3, 100)), 1)
    return b"".join(lines)


def lines_in(sources: Sequence[bytes]) -> list[bytes]:
    return sorted({line for content in sources for line in content.splitlines(keepends=True)})


CALENDARS = [*(fault.content for fault in FAULTS.values()), *WELL.values()]
RECORDS = [file.read_bytes() for folder in ("opportunities", "tests/records/bad")
           for file in sorted((ROOT / folder).rglob("*.toml")) if file.stat().st_size < 20_000]  # fmt: skip
ITEMS = [json.dumps(one, ensure_ascii=False, indent=0).encode() + b"\n"
         for one in json.loads((ROOT / "calendars/opportunities.json").read_bytes())]  # fmt: skip
WORDS = sorted(set((ROOT / "tests/words/sentences.txt").read_text().split()))
CALENDAR_LINES, RECORD_LINES, ITEM_LINES = map(lines_in, (CALENDARS, RECORDS, ITEMS))
_CLAUSES = [
    "Call for proposals 2027", "March 3, 2027", "Human Rights House invites applications from organisations.",
    "The deadline for proposals is 30 April 2027, 17:00 Central European Time.", "Deadline: 04/05/2027",
    "La date limite est le 30 avril 2027 à minuit.", "Fecha límite: 30 de abril", "آخر موعد لتقديم الطلبات هو 30 أبريل 2027.",
    "Applications open on 1 February 2027 and close on 30 April 2027.", "Send it to grants@example.org, quoting CALL-7.",
    "The deadline has been extended from 30 April to 14 May 2027.", "This call is closed.", "Apply here: https://example.org/apply",
    "Winners will be announced in June 2027.", "Заявки принимаются до 30 апреля 2027 года.", "Open until filled.", "",
]  # fmt: skip
_DRAW = random.Random(2027)
ANNOUNCEMENTS = ["\n".join(_DRAW.choices(_CLAUSES, k=12)).encode() + b"\n" for _ in range(60)]
PAGES = [
    b"<!doctype html><title>Call for proposals 2027</title><body>\n"
    + b"\n".join(
        _DRAW.choice(
            (b"<p>%s</p>", b"<div>%s<br>", b"<table><tr><th>%s<td>x</table>", b"<h2>%s</h2>", b"<p><s>%s</s> 14 May")
        )
        % line
        for line in announcement.splitlines()
    )
    for announcement in ANNOUNCEMENTS
]
_ENTRY = {"id": "7", "title": "T", "fields": {"title": "T", "date": {"closing": "2027-04-30T00:00:00+00:00"}},
          "keyDates": {"closeDate": {"date": "2027-04-30", "time": "17:00:00", "details": "x"}}, "source": "https://example.org"}  # fmt: skip
SYSTEMS = [
    *(json.dumps(one, indent=0).encode() for one in (
        {"data": [_ENTRY, _ENTRY]}, {"items": [_ENTRY]}, [_ENTRY],
        {"data": {"oppHits": [{"id": "1", "title": "T", "agency": "A", "closeDate": "05/04/2027", "oppStatus": "posted"}]}},
        {"data": {"id": 1, "opportunityTitle": "T", "synopsis": {"responseDate": "Sep 01, 2027 12:00:00 AM EDT", "awardFloor": "5"}}},
        {"fundingData": {"GrantTenderObj": [{"identifier": "X", "title": "T", "deadlineDatesLong": [1809043200000]}]}},
        {"results": [{"metadata": {"identifier": ["X"], "title": ["T"], "deadlineDate": ["2027-04-18T19:00:00.000+0200"]}}]},
    )),
    b"Title,Deadline,Organisation,Link,Hour,Time zone,Type\nA,30/04/2027,B,https://example.org,17:00,Europe/Paris,call\nC,2027-05-01,D,x,,,prize\n",
    *CALENDARS[:40],
]  # fmt: skip
DOCUMENTS = [
    *((b"html", page) for page in PAGES[:10]),
    *((name.encode(), made(announcement.decode())) for name, made in FORMATS.items() for announcement in ANNOUNCEMENTS[:10]),
    *((b"events", calendar) for calendar in CALENDARS[:20]),
    (b"feed", b"<rss version='2.0'><channel>" + b"".join(
        b"<item><title>Call</title>\n<guid>%d</guid>\n<description>%s</description></item>\n" % pair
        for pair in enumerate(ANNOUNCEMENTS[:10])) + b"</channel></rss>"),
    (b"sheet", workbook(cell("A1", "Title") + cell("B1", "Deadline"), cell("A2", "One") + "<c r='B2' s='1'><v>46507</v></c>")),
]  # fmt: skip
ANNOUNCEMENT_LINES, PAGE_LINES, SYSTEM_LINES = map(lines_in, (ANNOUNCEMENTS, PAGES, SYSTEMS))


def a_calendar(draw: random.Random) -> bytes:
    return bent(draw, CALENDARS, CALENDAR_LINES, b":")


def a_record(draw: random.Random) -> bytes:
    return bent(draw, RECORDS, RECORD_LINES, b"=")


def a_list(draw: random.Random) -> bytes:
    items = [bent(draw, ITEMS, ITEM_LINES, b":") if draw.random() < 0.7 else draw.choice(ITEMS) for _ in range(3)]
    return b"[" + b",".join(items[: draw.randint(0, 3)]) + draw.choice((b"]", b"]", b"]", b"]", b"", b",]"))


def a_sentence(draw: random.Random) -> bytes:
    words = draw.choices(WORDS, k=draw.choice((3, 10, 10, 10, 40)))
    if draw.random() < 0.3:
        words[draw.randrange(len(words))] = draw.choice(ODD).decode("latin-1")
    return draw.choice((" ", " ", ", ", "", "\n", "/", "-")).join(words).encode()


def an_announcement(draw: random.Random) -> bytes:
    return bent(draw, ANNOUNCEMENTS, ANNOUNCEMENT_LINES, b":").decode(errors="replace").encode()


def a_page(draw: random.Random) -> bytes:
    return bent(draw, PAGES, PAGE_LINES, b">")


def a_system(draw: random.Random) -> bytes:
    return bent(draw, SYSTEMS, SYSTEM_LINES, b":")


def a_document(draw: random.Random) -> bytes:
    """A document of some format, whose name is its first line."""
    format_, content = draw.choice(DOCUMENTS)
    if draw.random() < 0.5:
        return format_ + b"\n" + bent(draw, [content], content.splitlines(keepends=True), b":")
    changed = bytearray(content)
    for _ in range(draw.randint(1, 12)):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return format_ + b"\n" + bytes(changed[: draw.randint(1, len(changed))] if draw.random() < 0.2 else changed)


def lint(content: bytes) -> None:
    for problem in examine(content, "feed.ics", now=NOW):
        printable(problem.message, problem.hint)


def record(content: bytes) -> None:
    found, warnings = examined(parse(content, "opportunities/some-id.toml"), "Europe/Brussels")
    for problem in [*(found if isinstance(found, list) else ()), *warnings]:
        printable(problem.message, problem.hint, problem.place.text)


def remote(content: bytes) -> None:
    try:
        good, problems = read_items(items_in(content), "https://example.org/opportunities.json")
    except NotAList:
        return
    for problem in problems:
        printable(problem.message, problem.hint, problem.path)
    for one in good:
        one.status(NOW)


DUES = (
    date(2027, 4, 30),
    datetime.fromisoformat("2027-04-30T17:00"),
    datetime.fromisoformat("2027-01-01T00:00"),
    date(2028, 2, 29),
)
ZONES = ("Europe/Paris", "AoE", "UTC+05:45", "America/New_York", None)


def stated(content: bytes) -> None:
    text = content.decode()
    for found in contradictions(text, DUES[len(content) % len(DUES)], ZONES[len(content) % len(ZONES)]):
        printable(found.message, found.hint)


def drafted(table: dict[str, Any], needed: Sequence[object]) -> None:
    """A draft that is complete is a good record."""
    place = ROOT / "opportunities/calls/some-id.toml"
    text = record_text(table, place, ROOT / "opportunities")
    found = read_text(text, "opportunities/calls/some-id.toml", "Europe/Brussels")
    if not needed and isinstance(found, list):
        raise AssertionError(f"check refuses a draft: {found[0].message}; {found[0].hint}\n{text}")


def capture(content: bytes) -> None:
    for one in captured(content.decode(), date(2027, 3, 1)):
        if isinstance(one, NoDraft):
            printable(one.reason)
        else:
            made_of = table_of(one, url="https://example.org/", organisation="Somebody", timezone="Africa/Dakar")
            printable(*made_of.remarks)
            drafted(made_of.table, made_of.needed)


def verify(content: bytes) -> None:
    page = read_html(content)
    subject = Subject("Call for proposals 2027", "Human Rights House", ("en", "fr"))
    claims = [Claim(due_, zone) for due_, zone in zip(DUES, ZONES, strict=False)]
    for found in judge(page, subject, claims, date(2026, 12, 1)):
        printable(found.reason, found.sentence)
        if found.verdict == "moved" and found.to is None:
            raise AssertionError("moved, and nobody knows where")


CHILD = Reader()


def document(content: bytes) -> None:
    """Whatever a document does to its reader, in the child, what comes back is its words or a reason."""
    format_, _, rest = content.partition(b"\n")
    try:
        if format_.decode() in ROWS:
            CHILD.rows(format_.decode(), rest)
        else:
            printable(CHILD.read(format_.decode(), rest).text())
    except NotRead as unreadable:
        printable(str(unreadable))


READERS: tuple[Callable[[bytes], Iterator[Item]], ...] = (
    reliefweb.read,
    grants_gov.read,
    common_grants.read,
    lambda content: eu_portal.read(content, date(2027, 3, 1)),
    lambda content: ics.read("x.ics", content),
    lambda content: sheet.read("x.csv", sheet.rows_in_csv(decoded(content)), {}),
)


def import_(content: bytes) -> None:
    for read in READERS:
        try:
            for item in read(content):
                if isinstance(item, Faulty):
                    printable(item.place, item.why)
                else:
                    printable(item.source, *item.remarks)
                    drafted(item.table | {"source": item.source}, ["whatever it says"])
        except Unreadable as unreadable:
            printable(str(unreadable))


def printable(*texts: str) -> None:
    for text in texts:
        text.encode()


@dataclass(frozen=True)
class Target:
    """What is given inputs: how they are made, what is done with one, and how one is made longer."""

    made: Callable[[random.Random], bytes]
    read: Callable[[bytes], None]
    grown: Callable[[bytes, int], bytes]


TARGETS = {
    "record": Target(a_record, record, lambda content, times: (content + b"\n") * times),
    "stated": Target(a_sentence, stated, lambda content, times: b" ".join([content] * times)),
    "lint": Target(a_calendar, lint, lambda content, times: content * times),
    "capture": Target(an_announcement, capture, lambda content, times: (content + b"\n") * times),
    "verify": Target(a_page, verify, lambda content, times: content * times),
    "import": Target(a_system, import_, lambda content, times: (content + b"\n") * times),
    "document": Target(a_document, document, lambda content, times: content * times),
    "from": Target(a_list, remote, lambda content, times: b"[" + b",".join([content[1:].rstrip(b"]")] * times) + b"]"),
}


@dataclass
class Result:
    """What was seen of one target."""

    count: int = 0
    octets: int = 0
    seconds: float = 0
    slowest: list[tuple[float, int]] = field(default_factory=list)
    """Seconds an octet, and the number of the input."""


class Hangs(Exception):  # noqa: N818
    """An input takes longer than any may."""


def made(name: str, seed: int, number: int) -> bytes:
    return TARGETS[name].made(random.Random(f"{seed} {name} {number}"))


def seconds(name: str, content: bytes) -> float:
    began = time.process_time()
    TARGETS[name].read(content)
    return time.process_time() - began


def run(seed: int, numbers: range) -> dict[str, Result]:
    """Give the targets in turn the inputs of some numbers; one that raises ends the process with its bytes."""

    def hangs(*_: object) -> None:
        raise Hangs(f"more than {LONGEST} seconds")

    signal.signal(signal.SIGALRM, hangs)
    results = {name: Result() for name in TARGETS}
    names = list(TARGETS)
    for number in numbers:
        name = names[number // numbers.step % len(names)]
        content, result = made(name, seed, number), results[name]
        signal.alarm(LONGEST)
        try:
            took = seconds(name, content)
        except Exception:
            where = f"input {number} of seed {seed} for {name}: {content[:2_000]!r}"
            raise SystemExit(f"{traceback.format_exc()}{where}") from None
        signal.alarm(0)
        result.count, result.octets, result.seconds = (
            result.count + 1,
            result.octets + len(content),
            result.seconds + took,
        )
        result.slowest = sorted([*result.slowest, (took / (len(content) + SHORT), number)], reverse=True)[:5]
    return results


def slowest(name: str, seed: int, result: Result) -> Iterator[tuple[float, float, bytes]]:
    """Yield seconds an octet, and how many times longer it takes when TIMES longer, of what was slow; at rest."""
    for _, number in result.slowest:
        content = made(name, seed, number)
        took = min(seconds(name, content) for _ in range(5))
        long, longer = (TARGETS[name].grown(content, times) for times in (4, 4 * TIMES))
        times = min(seconds(name, longer) for _ in range(3)) / max(min(seconds(name, long) for _ in range(3)), 0.001)
        yield took / (len(content) + SHORT), times, content


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", nargs=2, metavar=("TARGET", "NUMBER"))
    options = parser.parse_args()
    if options.show:
        sys.stdout.buffer.write(made(options.show[0], options.seed, int(options.show[1])))
        return
    began = time.monotonic()
    with ProcessPoolExecutor(options.jobs) as pool:
        parts = [pool.submit(run, options.seed, range(job, options.count, options.jobs)) for job in range(options.jobs)]
        found = [part.result() for part in parts]
    superlinear = []
    for name in TARGETS:
        results = [part[name] for part in found]
        whole = Result(*(sum(getattr(one, key) for one in results) for key in ("count", "octets", "seconds")))
        whole.slowest = sorted((pair for one in results for pair in one.slowest), reverse=True)[:5]
        again = sorted(slowest(name, options.seed, whole), reverse=True)
        worst, times = again[0][0], max(times for _, times, _ in again)
        print(
            f"{name:7}{whole.count:>9,} inputs {whole.octets / 1e6:7.1f} MB {whole.seconds:7.1f} s; at most "
            f"{1e6 * worst:.2f} ms a kB; {TIMES} times as long takes at most {times:.1f} times"
        )
        superlinear += [content for _, grows, content in again if grows > MOST_TIMES]
    print(f"{options.count:,} inputs of seed {options.seed} in {time.monotonic() - began:.0f} s; nothing raised")
    if superlinear:
        raise SystemExit(f"grows faster than its length: {superlinear[0][:2_000]!r}")


if __name__ == "__main__":
    main()
