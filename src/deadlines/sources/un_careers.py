"""UN Careers: its feed of jobs. A deadline is an American date, a clock of 24 hours with "PM", and New York's time."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from deadlines.domain.text import Sentence
from deadlines.sources.found import Faulty, Found, Item, record_of

NEW_YORK = "America/New_York"
_DEADLINE = re.compile(r"Deadline\s*:\s*(\d{1,2}/\d{1,2}/\d{4})\s+(\d{1,2}:\d\d:\d\d)\s*(?:[AP]M)?\s*(\([^)]*\))?")
_ORGANISATION = re.compile(r"(?:Department/Office|Organization)\s*:\s*([^\n|]+)")
_STATION = re.compile(r"Duty Station\s*:\s*([^\n|]+)")


def read(rows: Sequence[Sequence[str]]) -> Iterator[Item]:
    """Yield the jobs of the feed; a row has id, title, address, day, text."""
    for id_, title, link, _, text in rows:
        deadline = _DEADLINE.search(text)
        if not title or not deadline:
            yield Faulty(title or id_, "it has no title, or no deadline")
            continue
        try:
            due = datetime.strptime(f"{deadline[1]} {deadline[2]}", "%m/%d/%Y %H:%M:%S")  # noqa: DTZ007
        except ValueError:
            yield Faulty(title, f'"{deadline[0]}" is not read as a date')
            continue
        remarks = []
        is_new_york = "new york" in (deadline[3] or "").lower()
        if not is_new_york:
            remarks.append(Sentence('"{text}": its zone is not known; the hour is left out', text=deadline[0]))
        organisation, station = _ORGANISATION.search(text), _STATION.search(text)
        yield Found(
            f"UN Careers {_number(link) or id_}",
            record_of(
                title=title,
                kind="job",
                organisation=organisation[1].strip() if organisation else "United Nations",
                url=link,
                location=station[1].strip() if station else None,
                deadlines=[{"due": due, "timezone": NEW_YORK} if is_new_york else {"due": due.date()}],
            ),
            tuple(remarks),
        )


def _number(link: str) -> str:
    found = re.search(r"(\d{4,})", link)
    return found[1] if found else ""
