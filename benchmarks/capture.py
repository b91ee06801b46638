"""What capture reads in labelled announcements, as ``score.py`` of the labels wants it.

.venv/bin/python -m benchmarks.capture FOLDER                    scored by FOLDER/score.py; as other documents; 5 MB
.venv/bin/python -m benchmarks.capture FOLDER --predictions      one object a case of FOLDER/labels.jsonl
"""

import argparse
import calendar
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.documents import FORMATS
from deadlines.app.sources import words_of
from deadlines.capture.draft import Draft, captured
from deadlines.capture.moment import Due
from deadlines.domain.moment import Moment
from deadlines.pages.reader import Reader


def prediction(case: dict[str, Any], text: str) -> dict[str, Any]:
    as_of = case.get("reference_date")
    found = captured(text, date.fromisoformat(as_of) if as_of and len(as_of) == 10 else None)
    drafts = [one for one in found if isinstance(one, Draft)]
    first = drafts[0] if drafts else None
    return {
        "id": case["id"],
        "is_opportunity": bool(drafts),
        "kind": first.kind if first else None,
        "deadlines": [_deadline(one) for draft in drafts for one in draft.deadlines],
        "apply_email": first.apply.email if first else None,
        "apply_url": first.apply.url if first else None,
        "subject_reference": first.apply.reference if first else None,
    }


def _deadline(one: Any) -> dict[str, Any]:
    due = one.due
    on = due.date
    if on is None and due.month and due.year and due.day is None:
        on = date(due.year, due.month, calendar.monthrange(due.year, due.month)[1])
    return {"date": str(on) if on else None, "time": due.clock, "zone_text": due.zone_stated, "utc": _utc(due)}


def _utc(due: Due) -> str | None:
    if due.local is None or due.timezone is None:
        return None
    return f"{Moment(due.local, due.timezone).instant:%Y-%m-%dT%H:%MZ}"


def agreement(cases: list[dict[str, Any]], folder: Path) -> None:
    """Print how many of the dates are the same where the same words are another document."""
    same, other = Counter[str](), Counter[str]()
    with Reader() as reader:
        for case in cases:
            text = text_of(case, folder)
            plain = _dates(case, text)
            for name, made in FORMATS.items():
                found = _dates(case, words_of(reader, made(text), name))
                same[name] += len(plain & found)
                other[name] += len(plain ^ found)
    for name in FORMATS:
        print(f"as {name}: {same[name]} dates are the same, {other[name]} are not")


def _dates(case: dict[str, Any], text: str) -> set[str]:
    return {str(one["date"]) for one in prediction(case, text)["deadlines"]}


def five_megabytes() -> None:
    line = "A paragraph of news about many things in the world, and 5 numbers like 17 and May 2021. " * 5 + "\n\n"
    text = "Call for proposals\n\nDeadline: 1 May 2027\n\n" + line * (5_000_000 // len(line))
    began = time.process_time()
    found = list(captured(text))
    print(
        f"5 MB of one announcement: {time.process_time() - began:.2f} s of the processor, {len(found)} draft (bar 2.00)"
    )


def text_of(case: dict[str, Any], folder: Path) -> str:
    return (folder / "cases" / f"{case['id']}.txt").read_text(encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--predictions", action="store_true")
    typed = options.parse_args()
    lines = (typed.folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    predictions = [json.dumps(prediction(case, text_of(case, typed.folder)), ensure_ascii=False) for case in cases]
    if typed.predictions:
        print("\n".join(predictions))
        return
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write("\n".join(predictions))
        file.flush()
        subprocess.run([sys.executable, typed.folder / "score.py", file.name, "--dev"], check=True)
    agreement(cases, typed.folder)
    five_megabytes()


if __name__ == "__main__":
    main()
