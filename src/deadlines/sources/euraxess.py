"""EURAXESS: its list of jobs and funding. Each deadline has its hour, and the zone by its IANA name."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urljoin

from deadlines.domain.zone import find_zone
from deadlines.sources.found import Faulty, Found, Item, record_of

SITE = "https://euraxess.ec.europa.eu/"
_MOMENT = re.compile(r"(\d{1,2} [A-Z][a-z]{2} \d{4})(?: - (\d{1,2}:\d\d))?(?: \(([^)]+)\))?")


def read(rows: Sequence[Sequence[str]]) -> Iterator[Item]:
    """Yield the opportunities of a list; a row has the words of a link, its address, a label, and a moment."""
    for title, link, label, moment in rows:
        if label and "deadline" not in label.lower():
            continue
        found = _MOMENT.search(moment)
        if not title or not link or not found:
            yield Faulty(title or moment, "it has no title, no address or no date")
            continue
        due = datetime.strptime(f"{found[1]} {found[2] or '00:00'}", "%d %b %Y %H:%M")  # noqa: DTZ007
        zone_name = found[3] if found[3] and find_zone(found[3]) else None
        has_hour = found[2] is not None and zone_name is not None
        yield Found(
            f"EURAXESS {link.rstrip('/').rpartition('/')[2]}",
            record_of(
                title=title,
                kind="fellowship" if "funding" in link else "job",
                url=urljoin(SITE, link),
                deadlines=[
                    {
                        "due": due if has_hour else due.date(),
                        "timezone": zone_name if has_hour else None,
                        "stated": found[0],
                    }
                ],
            ),
        )
