"""Time of the processor and peak memory of ``lint`` against the size of files that are made to exhaust a reader.

.venv/bin/python benchmarks/lint.py                  1, 4 and 16 MB of each
.venv/bin/python benchmarks/lint.py 12 --only newlines
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from deadlines.lint.examine import examine

NOW = datetime(2026, 1, 1, tzinfo=UTC)

HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//benchmark//EN\r\n"
EVENT = b"BEGIN:VEVENT\r\nUID:%d@example.org\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:One\r\n%b\r\nEND:VEVENT\r\n"
ZONE = b"BEGIN:VTIMEZONE\r\nTZID:Z%d\r\n%bEND:VTIMEZONE\r\n"
RULE = (
    b"BEGIN:STANDARD\r\nDTSTART:%04d0101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    b"RRULE:FREQ=YEARLY;BYMONTH=1,2;BYDAY=MO,TU,WE,TH,FR,SA,SU\r\nEND:STANDARD\r\n"
)


def repeated(text: bytes) -> Callable[[int], bytes]:
    return lambda size: HEAD + text * (size // len(text))


def inside(before: bytes, text: bytes) -> Callable[[int], bytes]:
    return lambda size: HEAD + before + text * (size // len(text)) + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


def numbered(size: int, part: Callable[[int], bytes]) -> bytes:
    parts, length, number = [HEAD], 0, 0
    while length < size:
        parts.append(part(number))
        length += len(parts[-1])
        number += 1
    return b"".join(parts) + b"END:VCALENDAR\r\n"


def events(line: bytes) -> Callable[[int], bytes]:
    return lambda size: numbered(
        size, lambda number: EVENT % (number, line.replace(b"YEAR", b"%04d" % (1970 + number % 8000)))
    )


def zones(size: int) -> bytes:
    rules = b"".join(RULE % (1900 + number) for number in range(8))
    used = b"DTSTART;TZID=Z%d:%04d0615T120000\r\nDTEND;TZID=Z%d:%04d0615T130000"

    def part(number: int) -> bytes:
        if number < 50:
            return ZONE % (number, rules)
        names = (number % 50, 1970 + number % 8000)
        return EVENT % (number, used % (*names, *names))

    return numbered(size, part)


WELL = b"DTSTART:20260306T164500Z\r\nDTEND:20260306T170000Z"
INPUTS: dict[str, Callable[[int], bytes]] = {
    "events, well": events(WELL),
    "newlines": repeated(b"\n"),
    "newlines in pairs": repeated(b"\r\n"),
    "short lines": repeated(b"a\n"),
    "short properties": inside(b"BEGIN:VEVENT\r\n", b"A:1\r\n"),
    "properties of all names": lambda size: numbered(size, lambda number: b"X%d:1\r\n" % number),
    "one line": inside(b"BEGIN:VEVENT\r\nDESCRIPTION:", b"o"),
    "one line of commas": inside(b"BEGIN:VEVENT\r\nDESCRIPTION:", b"a,\\"),
    "one line beyond ASCII": inside(b"BEGIN:VEVENT\r\nDESCRIPTION:", "\N{PILE OF POO}".encode()),
    "one line of NUL": inside(b"BEGIN:VEVENT\r\nDESCRIPTION:", b"\0"),
    "one folded line": inside(b"BEGIN:VEVENT\r\nDESCRIPTION:", b"\r\n a"),
    "calendars": repeated(b"BEGIN:VCALENDAR\r\n"),
    "nested": repeated(b"BEGIN:VALARM\r\n"),
    "alarms": inside(b"BEGIN:VEVENT\r\n", b"BEGIN:VALARM\r\nEND:VALARM\r\n"),
    "no ends": repeated(b"BEGIN:VEVENT\r\n"),
    "zones without end": repeated(b"BEGIN:VTIMEZONE\r\n"),
    "small events": repeated(b"BEGIN:VEVENT\nUID:1\nEND:VEVENT\n"),
    "parameters": inside(b"BEGIN:VEVENT\r\nSUMMARY", b";A=1"),
    "values of a parameter": inside(b"BEGIN:VEVENT\r\nATTENDEE;CN=a", b",a"),
    "quotes": inside(b"BEGIN:VEVENT\r\nSUMMARY", b';A="'),
    "dates left out": inside(b"BEGIN:VEVENT\r\nDTSTART:20260306T164500Z\r\nEXDATE:20260306T164500Z", b",20260306T164500Z"),
    "a rule of many days": inside(b"BEGIN:VEVENT\r\nDTSTART:20260306T164500Z\r\nRRULE:FREQ=YEARLY;BYDAY=MO", b",MO"),
    "a rule of many parts": inside(b"BEGIN:VEVENT\r\nDTSTART:20260306T164500Z\r\nRRULE:FREQ=YEARLY", b";BYDAY=MO"),
    "rules that never fall": events(
        b"DTSTART:YEAR0306T164500Z\r\nRRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-400;BYMONTHDAY=31;BYMONTH=2"
    ),
    "rules with positions": events(b"DTSTART:YEAR0306T164500Z\r\nRRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=366"),
    "rules within seconds": events(b"DTSTART:YEAR0306T164500Z\r\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30"),
    "zones": zones,
    "zones of all names": lambda size: numbered(size, lambda number: EVENT % (number, b"DTSTART;TZID=A/%d:20260306T164500" % number)),
}  # fmt: skip


def one(file: str) -> None:
    """In a process of its own: examine a file, and print seconds of the processor, peak memory in bytes, and the findings."""
    content = Path(file).read_bytes()
    began = time.process_time()
    found = examine(content, "feed.ics", now=NOW)
    took = time.process_time() - began
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(took, 1024 * int(status.partition("VmHWM:")[2].split()[0]), len(found))


class Ran(NamedTuple):
    seconds: float
    """Of the processor."""
    peak: int
    """Of memory, in octets."""
    findings: int


def run(file: Path) -> Ran:
    """Examine a file in a process of its own."""
    done = subprocess.run((sys.executable, __file__, "--one", str(file)), capture_output=True, text=True, check=True)
    took, peak, found = done.stdout.split()
    return Ran(float(took), int(peak), int(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("megabytes", nargs="*", type=float)
    parser.add_argument("--only", metavar="NAME")
    parser.add_argument("--one", metavar="FILE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        return one(options.one)
    print(f"{'input':<24} {'MB':>5} {'seconds':>8} {'s/MB':>6} {'times':>6} {'findings':>8}")
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "feed.ics"
        file.write_bytes(HEAD)
        alone = run(file).peak
        for name, make in INPUTS.items():
            for megabytes in (options.megabytes or [1, 4, 16]) if options.only in (None, name) else []:
                file.write_bytes(make(int(megabytes * 1e6)))
                took, peak, found = run(file)
                size, grown = file.stat().st_size, peak - alone
                print(
                    f"{name:<24} {size / 1e6:>5.1f} {took:>8.2f} {took / size * 1e6:>6.2f} "
                    f"{grown / size:>6.1f} {found:>8.0f}",
                    flush=True,
                )
    return None


if __name__ == "__main__":
    main()
