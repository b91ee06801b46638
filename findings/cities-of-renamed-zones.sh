#!/bin/sh
# The city of a time zone in another language, by CLDR's exemplar cities (UTS 35 Part 4, "Using Time Zone Names").
#
# babel 2.18.0 has them: Locale("fr").time_zones["Asia/Calcutta"]["city"] is "Calcutta", "ar" has its own. But for every zone that IANA has
# renamed, get_timezone_location(…, return_city=True) gives the last part of IANA's newer name, in whatever language, by the
# old name too: it turns the name into the newer one first, while CLDR keeps the data under the one that a zone had first.
# Where zones are grouped, "America/Argentina/Buenos_Aires", it gives "Argentina/Buenos Aires".
# Seen on 2026-11-27:
#   Africa/Cairo  Le Caire  القاهرة
#   Asia/Kolkata  Kolkata  Kolkata  and in the data: Calcutta  كالكتا
#   Asia/Calcutta  Kolkata  Kolkata  and in the data: Calcutta  كالكتا
#   America/Argentina/Buenos_Aires  Argentina/Buenos Aires  Argentina/Buenos Aires  and in the data: none  بوينوس أيرس
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet babel==2.18.0

cat > read.py <<'END'
from babel import Locale
from babel.dates import get_timezone_location

FIRST = {"Asia/Kolkata": "Asia/Calcutta", "Asia/Calcutta": "Asia/Calcutta", "America/Argentina/Buenos_Aires": "America/Buenos_Aires"}
for zone in ("Africa/Cairo", "Asia/Kolkata", "Asia/Calcutta", "America/Argentina/Buenos_Aires"):
    said = [get_timezone_location(zone, locale=tag, return_city=True) for tag in ("fr", "ar")]
    if zone in FIRST:
        held = [Locale(tag).time_zones.get(FIRST[zone], {}).get("city", "none") for tag in ("fr", "ar")]
        said += ["and in the data: " + "  ".join(held)]
    print("  ".join((zone, *said)))
END
seen=$(venv/bin/python read.py)
echo "$seen"
test "$seen" = "Africa/Cairo  Le Caire  القاهرة
Asia/Kolkata  Kolkata  Kolkata  and in the data: Calcutta  كالكتا
Asia/Calcutta  Kolkata  Kolkata  and in the data: Calcutta  كالكتا
America/Argentina/Buenos_Aires  Argentina/Buenos Aires  Argentina/Buenos Aires  and in the data: none  بوينوس أيرس"
