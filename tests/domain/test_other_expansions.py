"""The dates of rules as two other programs reckon them: rrule of npm, and ical.js, which Thunderbird and Nextcloud use.

Where they differ, docs/decisions.md says how.
"""

import json
import re
import subprocess

import pytest

from deadlines.domain.occurrences import recurrences
from tests.domain.rules_of_recurrence import LAST, random_rule
from tests.feeds.clients.programs import CLIENTS, needed

SCRIPT = __file__.replace("test_other_expansions.py", "expand.mjs")


def is_plain(rule: str) -> bool:
    """True for what ical.js reckons as everybody does: not days of a year, nor positions, nor a month that is short."""
    parts = dict(part.split("=") for part in rule.split(";"))
    frequency, days = parts["FREQ"], parts.get("BYMONTHDAY", "1")
    if {"BYSETPOS", "BYYEARDAY", "BYWEEKNO"} & parts.keys() or not {*days.split(",")} <= {"1", "2", "15", "28"}:
        return False
    if frequency == "DAILY":
        return "BYMONTHDAY" not in parts
    if frequency == "MONTHLY":
        return "BYMONTH" not in parts
    return frequency == "WEEKLY" or ("BYMONTHDAY" in parts and "BYMONTH" in parts and "BYDAY" not in parts)


@pytest.mark.slow
def test_other_programs_give_the_same_dates() -> None:
    needed("node", CLIENTS / "node_modules/rrule", CLIENTS / "node_modules/ical.js")
    made = [rule for seed in range(3000) if (rule := random_rule(seed))]
    asked = "\n".join(json.dumps([rule, f"{first}", f"{LAST}", is_plain(rule)]) for rule, first in made)
    done = subprocess.run(["node", SCRIPT], input=asked, capture_output=True, text=True, check=True, cwd=CLIENTS)
    both = 0
    for (rule, first), line in zip(made, done.stdout.splitlines(), strict=True):
        by_rrule, by_ical = json.loads(line)
        ours = [f"{day}" for day in recurrences(rule, first, "UTC", last=LAST)]
        # rrule names a date twice that BYSETPOS finds from both ends, and counts it twice, and days that do not exist.
        if "BYSETPOS" not in rule or not ("COUNT" in rule or re.search(r"DAY=[^;]*(29|30|31|366)", rule)):
            assert sorted({*by_rrule}) == ours, (rule, first)
        if by_ical is not None:
            both += 1
            assert by_ical == ours, (rule, first)
    assert len(made) > 2500 and both > 300
