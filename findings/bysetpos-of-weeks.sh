#!/bin/sh
# BYSETPOS in a rule of weeks, days or hours (RFC 5545 §3.3.10 allows it with every FREQ).
#
# ical.js 2.2.1 (the reader of Thunderbird and Nextcloud) takes no notice of it there, and shows every day of the set; it does
# with months and years. dateutil 2.9.0.post0 shows the days that the rule means.
# Seen on 2026-11-27, of "the first of Monday and Tuesday, each week", three times:
#   ical.js   2027-03-01 2027-03-02 2027-03-08
#   dateutil  2027-03-01 2027-03-08 2027-03-15
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
npm install --silent --no-audit --no-fund ical.js@2.2.1
python3 -m venv venv
venv/bin/pip install --quiet python-dateutil==2.9.0.post0 six==1.17.0

cat > read.mjs <<'END'
import ICAL from "ical.js";
const rule = ICAL.Recur.fromString("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1;COUNT=3");
const days = rule.iterator(ICAL.Time.fromString("2027-03-01T17:00:00Z"));
const found = [];
for (let day = days.next(); day; day = days.next()) found.push(day.toString().slice(0, 10));
console.log(found.join(" "));
END
cat > read.py <<'END'
from datetime import datetime
from dateutil.rrule import rrulestr
rule = rrulestr("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1;COUNT=3", dtstart=datetime(2027, 3, 1, 17))
print(*(f"{day:%Y-%m-%d}" for day in rule))
END
icaljs=$(node read.mjs)
dateutil=$(venv/bin/python read.py)
echo "ical.js   $icaljs"
echo "dateutil  $dateutil"
test "$icaljs" = "2027-03-01 2027-03-02 2027-03-08"
test "$dateutil" = "2027-03-01 2027-03-08 2027-03-15"
