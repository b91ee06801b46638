"""What capture reads in labelled announcements, as ``score.py`` of the labels wants it.

.venv/bin/python benchmarks/capture.py FOLDER > predictions.jsonl       the cases of FOLDER/labels.jsonl
"""

import argparse
import calendar
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from deadlines.capture.draft import Draft, captured
from deadlines.capture.moment import Due
from deadlines.domain.moment import Moment


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


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    folder = options.parse_args().folder
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        text = (folder / "cases" / f"{case['id']}.txt").read_text(encoding="utf-8")
        json.dump(prediction(case, text), sys.stdout, ensure_ascii=False)
        print()


if __name__ == "__main__":
    main()
