#!/bin/sh
# BYDAY in which some days have a number and others none, as "every Friday and the last Thursday" (RFC 5545 §3.3.10 allows it).
#
# dateutil 2.9.0.post0 and 4.0.0, and rrule 2.8.1 of npm, want a day to be both at once: they show none, and dateutil looks for
# one to the year 9999, whatever UNTIL says. ical.js 2.2.1 shows the days that the rule means.
# Seen on 2026-11-27, of January 2027:
#   ical.js   2027-01-01 2027-01-08 2027-01-15 2027-01-22 2027-01-28 2027-01-29
#   dateutil  (nothing)
#   rrule     (nothing)
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
npm install --silent --no-audit --no-fund ical.js@2.2.1 rrule@2.8.1
python3 -m venv venv
venv/bin/pip install --quiet python-dateutil==2.9.0.post0 six==1.17.0

cat > read.mjs <<'END'
import ICAL from "ical.js";
const days = ICAL.Recur.fromString("FREQ=MONTHLY;BYDAY=FR,-1TH;COUNT=6").iterator(ICAL.Time.fromDateString("2027-01-01"));
const found = [];
for (let day = days.next(); day; day = days.next()) found.push(day.toString());
console.log(found.join(" "));
END
cat > rrule.mjs <<'END'
import rrule from "rrule";
const said = rrule.RRule.parseString("FREQ=MONTHLY;BYDAY=FR,-1TH;UNTIL=20280101T000000Z");
const found = new rrule.RRule({ ...said, dtstart: new Date("2027-01-01T00:00:00Z") }).all();
console.log(found.map((day) => day.toISOString().slice(0, 10)).join(" "));
END
cat > read.py <<'END'
from datetime import datetime
from dateutil.rrule import rrulestr
rule = rrulestr("FREQ=YEARLY;BYMONTH=1;BYDAY=FR,-1TH;UNTIL=20280101T000000", dtstart=datetime(2027, 1, 1))
print(*(f"{day:%Y-%m-%d}" for day in rule))
END
icaljs=$(node read.mjs)
dateutil=$(venv/bin/python read.py)
rrule=$(node rrule.mjs)
echo "ical.js   $icaljs"
echo "dateutil  $dateutil"
echo "rrule     $rrule"
test "$icaljs" = "2027-01-01 2027-01-08 2027-01-15 2027-01-22 2027-01-28 2027-01-29"
test -z "$dateutil"
test -z "$rrule"
