#!/bin/sh
# A VFREEBUSY beside a VEVENT in one calendar (RFC 5545 §3.6 allows any mixture of components).
#
# vdirsyncer 0.21.0 (through which khal and many others subscribe) stops at it, and brings none of the events either.
# Seen on 2026-11-27, of a calendar with one event:
#   without VFREEBUSY  1 item
#   with VFREEBUSY     0 items, exit code 1, "Unknown component: VFREEBUSY"
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet vdirsyncer==0.21.0

feed() {
    printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\nBEGIN:VEVENT\r\nUID:one@example.org\r\nDTSTAMP:20270101T000000Z\r\n'
    printf 'SUMMARY:One\r\nDTSTART:20270305T170000Z\r\nDTEND:20270305T171500Z\r\nEND:VEVENT\r\n%b' "$1"
    printf 'END:VCALENDAR\r\n'
}
bring() {
    mkdir "$1"
    feed "$2" > "$1/feed.ics"
    {
        printf '[general]\nstatus_path = "%s/status"\n[pair p]\na = "feed"\nb = "disk"\ncollections = null\n' "$place/$1"
        printf '[storage feed]\ntype = "singlefile"\npath = "%s/feed.ics"\n' "$place/$1"
        printf '[storage disk]\ntype = "filesystem"\npath = "%s/items"\nfileext = ".ics"\n' "$place/$1"
    } > "$1/config"
    mkdir "$1/items"
    venv/bin/vdirsyncer -c "$1/config" discover > /dev/null 2>&1
    code=0
    venv/bin/vdirsyncer -c "$1/config" sync > "$1/said" 2>&1 || code=$?
    echo "$(find "$1/items" -name '*.ics' | wc -l | tr -d ' ') $code"
}
without=$(bring without '')
with=$(bring with 'BEGIN:VFREEBUSY\r\nUID:busy@example.org\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270305T000000Z\r\nDTEND:20270306T000000Z\r\nEND:VFREEBUSY\r\n')
echo "items and exit code without VFREEBUSY: $without; with it: $with"
test "$without" = "1 0"
test "$with" = "0 1"
grep -q "Unknown component: VFREEBUSY" with/said
