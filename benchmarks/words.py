"""What is read of the organiser's words, how fast, and how the time grows with the length of a text.

.venv/bin/python benchmarks/words.py                        this build
.venv/bin/python benchmarks/words.py --beside OTHER/src     beside another build, in turns
.venv/bin/python benchmarks/words.py --fuzz 2000            time against length, over random and hostile texts
"""

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src"
ROUNDS = 25
LENGTHS = (1_000, 2_000, 4_000, 8_000, 16_000)
HOSTILE: dict[str, Callable[[int], str]] = {
    "blanks": lambda size: "30 April" + " " * size + "2027",
    "blanks at the end": lambda size: "30 April 2027" + " " * size,
    "digits": lambda size: "1" * size,
    "numbers": lambda size: "1 " * (size // 2),
    "dotted": lambda size: "1." * (size // 2),
    "colons": lambda size: "1:" * (size // 2),
    "months": lambda size: "May " * (size // 4),
    "dates": lambda size: "1 May 2027 " * (size // 11),
    "ranges": lambda size: "1 - 2 " * (size // 6) + "May",
    "fillers": lambda size: "of the " * (size // 7) + "May",
    "weekdays": lambda size: "Friday " * (size // 7),
    "hours": lambda size: "5 pm " * (size // 5),
    "zones": lambda size: "17:00 CET " * (size // 10),
    "spans": lambda size: "30 days after 1 May " * (size // 20),
    "Chinese": lambda size: "二〇二七年四月" * (size // 7),
    "Han numerals": lambda size: "一" * size,
    "Thai": lambda size: "วันที่เมษายน" * (size // 12),
    "marks": lambda size: "a" + "\u0301" * size,
    "apostrophes": lambda size: "l'" * (size // 2),
    "one word": lambda size: "a" * size,
    "brackets": lambda size: "(" * size,
}


def reader(sources: str) -> Callable[[str, date | datetime], list[object]]:
    """Return the comparison of a build, whatever shape its answers have."""
    sys.path.insert(0, sources)
    from deadlines.domain.stated import contradictions

    return lambda stated, due: list(contradictions(stated, due))


def work(sources: str) -> None:
    """Answer requests on stdin with the seconds that they took: a child process, so that two builds can be loaded."""
    compare = reader(sources)
    for line in sys.stdin:
        texts = [
            (text, datetime.fromisoformat(due) if "T" in due else date.fromisoformat(due))
            for text, due in json.loads(line)
        ]
        took, found = [], []
        for text, due in texts:
            began = time.process_time()
            found.append(len(compare(text, due)))
            took.append(time.process_time() - began)
        print(json.dumps([took, found]), flush=True)


class Build:
    """A build in a process of its own."""

    def __init__(self, sources: Path) -> None:
        self.name = str(sources)
        self._child = subprocess.Popen(
            [sys.executable, __file__, "--work", str(sources)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def asked(self, texts: list[tuple[str, str]]) -> tuple[list[float], list[int]]:
        """Return the seconds that each text took, and how many contradictions it has."""
        assert self._child.stdin and self._child.stdout
        self._child.stdin.write(json.dumps(texts) + "\n")
        self._child.stdin.flush()
        took, found = json.loads(self._child.stdout.readline())
        return took, found

    def close(self) -> None:
        assert self._child.stdin
        self._child.stdin.close()
        self._child.wait()


def microseconds(builds: list[Build], texts: list[tuple[str, str]]) -> list[float]:
    """Return the mean of each text's best of several rounds, taken in turns so that builds share the machine's moods."""
    rounds = [[build.asked(texts)[0] for build in builds] for _ in range(ROUNDS)]
    best = [[min(took) for took in zip(*of, strict=True)] for of in zip(*rounds, strict=True)]
    return [1e6 * sum(took) / len(took) for took in best]


def dates() -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """Return the dates of ICU as (language, text, day), and the sentences with their due."""
    sys.path.insert(0, str(ROOT))
    from tests.words.test_icu import TABLE
    from tests.words.test_sentences import CASES

    written = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    return [(language, text, day) for language, day, _, text in written], [
        (case[0], case[1].isoformat()) for case in CASES
    ]


def quality(build: Build, written: list[tuple[str, str, str]]) -> str:
    """Return a line: languages read whole, wrong dates refused, false alarms."""
    from tests.words.test_icu import wrong

    _, alarms = build.asked([(text, day) for _, text, day in written])
    tried = [(language, text, other) for language, text, day in written for other in wrong(date.fromisoformat(day))]
    _, refused = build.asked([(text, other.isoformat()) for _, text, other in tried])
    missed = {language for (language, _, _), found in zip(tried, refused, strict=True) if not found}
    missed |= {language for (language, _, _), found in zip(written, alarms, strict=True) if found}
    languages = {language for language, _, _ in written}
    return (
        f"languages and calendars read whole {len(languages - missed)} of {len(languages)}; "
        f"wrong dates refused {100 * sum(map(bool, refused)) / len(refused):.1f} % of {len(refused):,}; "
        f"false alarms {sum(map(bool, alarms))} of {len(alarms):,}"
    )


def growth(build: Build) -> None:
    """Print how many times longer sixteen times the text takes: 16 is linear."""
    slowest = []
    for name, make in HOSTILE.items():
        took = [min(build.asked([(make(size), "2027-04-30")])[0][0] for _ in range(5)) for size in LENGTHS]
        slowest.append((took[-1] / max(took[0], 1e-5), name, took[-1]))
    for factor, name, seconds in sorted(slowest, reverse=True):
        print(
            f"  {name:<14} {LENGTHS[-1]:,} characters {1000 * seconds:8.2f} ms; {factor:5.1f} times {LENGTHS[0]:,} characters"
        )


def fuzz(build: Build, count: int) -> None:
    """Print the texts that take longest for their length, made of pieces that mean something."""
    written, sentences = dates()
    pieces = (
        [word for text, _ in sentences for word in text.split()]
        + [text for _, text, _ in written]
        + list(" .,:-/()'\n")
    )
    chance = random.Random(0)
    worst: list[tuple[float, int, str]] = []
    for _ in range(count):
        text = " ".join(chance.choices(pieces, k=chance.choice((10, 100, 1000))))
        worst = sorted(
            [*worst, (build.asked([(text, "2027-04-30")])[0][0] / len(text), len(text), text[:60])], reverse=True
        )[:5]
    for seconds, length, text in worst:
        print(f"  {1e6 * seconds:.2f} microseconds a character, {length:,} characters: {text!r}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--beside", metavar="SRC", type=Path)
    parser.add_argument("--fuzz", metavar="TEXTS", type=int)
    parser.add_argument("--work", metavar="SRC", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work(options.work)
        return
    builds = [Build(SOURCES), *([Build(options.beside)] if options.beside else [])]
    written, sentences = dates()
    first = [build.asked([("Friday, 6 March 2026, at 18:00", "2026-03-06")])[0][0] for build in builds]
    kinds = {"a date of ICU": [(text, day) for _, text, day in written], "a sentence": sentences}
    taken = {kind: microseconds(builds, texts) for kind, texts in kinds.items()}
    for number, build in enumerate(builds):
        print(build.name)
        print(f"  {quality(build, written)}")
        print("  " + "; ".join(f"{kind} {took[number]:.0f} microseconds" for kind, took in taken.items())
              + f"; the first text of a process {1000 * first[number]:.0f} ms")  # fmt: skip
    if options.fuzz:
        growth(builds[0])
        fuzz(builds[0], options.fuzz)
    for build in builds:
        build.close()


if __name__ == "__main__":
    main()
