"""How often ``verify`` is right: the announcements of a folder of labelled cases, as they are and 14 days stale.

.venv/bin/python -m benchmarks.verify FOLDER      the folder has labels.jsonl and cases/*.txt
"""

import json
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

from deadlines.pages.page import Line, Page
from deadlines.verify.about import Subject
from deadlines.verify.verdict import Claim, Found, judge


def page_of(text: str) -> Page:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return Page(lines[0] if lines else "", tuple(Line(line) for line in lines))


def due_of(deadline: dict) -> date | datetime:
    if deadline["time"] and deadline["time"] != "24:00":
        return datetime.fromisoformat(f"{deadline['date']}T{deadline['time']}")
    return date.fromisoformat(deadline["date"])


def main() -> None:
    folder, verbose = Path(sys.argv[1]), "-v" in sys.argv
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("true", "14 days early", "14 days late")}
    right: Counter[str] = Counter()
    for line in (folder / "labels.jsonl").read_text().splitlines():
        label = json.loads(line)
        dated = [one for one in label["deadlines"] if one["date"]]
        if not label["is_opportunity"] or len(dated) != 1:
            continue
        page = page_of((folder / "cases" / f"{label['id']}.txt").read_text())
        due = due_of(dated[0])
        day = due.date() if isinstance(due, datetime) else due
        for name, shift in (("true", 0), ("14 days early", -14), ("14 days late", 14)):
            claimed = due + timedelta(shift)
            subject = Subject(label["title"], label["organisation"] or "")
            claim = Claim(claimed, dated[0]["iana"])
            (found,) = judge(page, subject, [claim], min(day, day + timedelta(shift)) - timedelta(1))
            counts[name][found.verdict] += 1
            to = found.to.date() if isinstance(found.to, datetime) else found.to
            right[name] += found.verdict == ("confirmed" if shift == 0 else "moved") and (shift == 0 or to == day)
            if verbose and (found.verdict != ("moved" if shift else "confirmed") or (shift and to != day)):
                said(name, label, dated[0], found)
    for name, its in counts.items():
        print(f"{name}: right {right[name]} of {sum(its.values())}; {dict(its)}")


def said(name: str, label: dict, deadline: dict, found: Found) -> None:
    print(f"{name} {label['id']} {label['language']} {deadline['date']} {deadline['text']!r}\n   {found}")


if __name__ == "__main__":
    main()
