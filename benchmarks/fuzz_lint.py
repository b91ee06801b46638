"""Give ``lint`` files that are mixed, cut and bent out of those of the tests: nothing raises, and no octet takes long.

.venv/bin/python -m benchmarks.fuzz_lint            100,000 files
.venv/bin/python -m benchmarks.fuzz_lint 1000000 --seed 7
"""

import argparse
import random
import time
from datetime import UTC, datetime

from tests.lint.faults import FAULTS
from tests.lint.test_well import WELL

from deadlines.lint.examine import examine

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOURCES = [*(fault.content for fault in FAULTS.values()), *WELL.values()]
LINES = sorted({line for content in SOURCES for line in content.splitlines(keepends=True)})
VALUES = (
    b"",
    b"-1",
    b"0",
    b"9" * 40,
    b"00010101T000000",
    b"99991231T235959Z",
    b"P9999999999D",
    b",",
    b";" * 9,
    b"\\",
    b"\xff",
    b"\0",
    b"A/B",
)


def bent(draw: random.Random) -> bytes:
    """Return a file out of the sources."""
    lines = draw.choice(SOURCES).splitlines(keepends=True)
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(lines)) if lines else 0
        match draw.randrange(7):
            case 0:
                lines.insert(at, draw.choice(LINES))
            case 1:
                lines[at:at] = draw.choice(SOURCES).splitlines(keepends=True)
            case 2:
                del lines[at : at + draw.randint(1, 4)]
            case 3 if lines:
                lines[at:at] = [lines[at]] * draw.choice((1, 2, 50))
            case 4 if lines:
                name, colon, _ = lines[at].partition(b":")
                lines[at] = name + colon + draw.choice(VALUES) + b"\r\n"
            case 5 if lines and lines[at]:
                where = draw.randrange(len(lines[at]))
                lines[at] = (
                    lines[at][:where] + draw.randbytes(draw.randint(0, 3)) + lines[at][where + draw.randint(0, 3) :]
                )
            case 6 if lines:
                lines[at] = lines[at].replace(b",", b",1," * draw.choice((1, 3, 300)), 1)
    return b"".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    draw, slowest, octets, began = random.Random(options.seed), (0.0, b""), 0, time.process_time()
    before = b""
    for number in range(options.count):
        content = bent(draw)
        octets += len(content)
        started = time.process_time()
        try:
            examine(content, "feed.ics", now=NOW, old=before if number % 4 == 0 else None)
        except Exception:
            print(f"file {number} of seed {options.seed}: {content!r}")
            raise
        took = (time.process_time() - started) / (len(content) + 1_000)
        slowest = max(slowest, (took, content), key=lambda pair: pair[0])
        before = content
    took = time.process_time() - began
    print(f"{options.count:,} files, {octets / 1e6:.0f} MB, {took:.0f} s of the processor; nothing raised")
    print(f"slowest: {slowest[0] * 1e6:.1f} µs an octet: {slowest[1][:200]!r}")


if __name__ == "__main__":
    main()
