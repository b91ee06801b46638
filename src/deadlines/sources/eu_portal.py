"""The EU's Funding & Tenders portal: ``grantsTenders.json``, and answers of its search.

Grants have days whose hour is lost (midnight in UTC), tenders have instants. A list of cut-offs has the past ones too.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from deadlines.domain.moment import day_of
from deadlines.domain.text import Sentence
from deadlines.domain.zone import zone
from deadlines.sources.found import Faulty, Found, Item, Unreadable, list_in, record_of, text_in
from deadlines.sources.json_text import parsed

BRUSSELS = "Europe/Brussels"
PAGE = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities/topic-details"
ORGANISATION = "European Commission"
_LAST_MS = 4_102_444_800_000
"""The year 2100, in milliseconds."""


def read(content: bytes, today: date) -> Iterator[Item]:
    """Yield the calls and tenders with a deadline from ``today`` on. Raises ``Unreadable``."""
    answer = parsed(content)
    items = list_in(answer, "fundingData", "GrantTenderObj") or (answer if isinstance(answer, list) else [])
    results = list_in(answer, "results")
    if not items and not results and "fundingData" not in (answer if isinstance(answer, dict) else {}):
        raise Unreadable("it is neither grantsTenders.json nor an answer of the search")
    for number, item in enumerate(items):
        yield _item(item, number, today)
    for number, result in enumerate(results):
        yield _result(result, number, today)


def _item(item: Any, number: int, today: date) -> Item:
    id_, title = text_in(item, "identifier"), text_in(item, "title")
    if not id_ or not title:
        return Faulty(f"#{number}", "it has no identifier or no title")
    stamps = [one for one in list_in(item, "deadlineDatesLong") if isinstance(one, int) and 0 < one < _LAST_MS]
    rows: list[dict[str, Any]] = []
    is_hour_lost = False
    for stamp in sorted(set(stamps)):
        at = datetime.fromtimestamp(stamp / 1000, UTC)
        if (at.hour, at.minute) == (0, 0):
            rows.append({"due": at.date()})
            is_hour_lost = True
        else:
            local = at.astimezone(zone(BRUSSELS)).replace(tzinfo=None)
            rows.append({"due": local, "timezone": BRUSSELS})
    return _found(id_, title, rows, today, text_in(item, "callTitle"), is_hour_lost=is_hour_lost)


def _result(result: Any, number: int, today: date) -> Item:
    about = result.get("metadata") if isinstance(result, dict) else None
    id_ = next(iter(map(str, list_in(about, "identifier"))), "")
    title = next(iter(map(str, list_in(about, "title"))), "") or text_in(result, "summary")
    if not id_ or not title:
        return Faulty(f"#{number}", "it has no identifier or no title")
    rows = []
    for text in map(str, list_in(about, "deadlineDate")):
        try:
            rows.append({"due": date.fromisoformat(text[:10])})
        except ValueError:
            return Faulty(id_, f'"{text}" is not read as a date')
    return _found(id_, title, rows, today, "", is_hour_lost=bool(rows))


def _found(id_: str, title: str, rows: list[dict[str, Any]], today: date, call: str, *, is_hour_lost: bool) -> Found:
    coming = [row for row in rows if day_of(row["due"]) >= today]
    remarks: list[str] = []
    if rows and not coming:
        remarks.append(Sentence("all its deadlines have passed, whatever its status says"))
    if coming and is_hour_lost:
        remarks.append(Sentence("its hour is lost in this list (mostly 17:00 in Brussels); it is on its page"))
    if len(coming) > 1:
        coming = [row | {"label": f"Cut-off {row['due']:%Y-%m-%d}"} for row in coming]
    return Found(
        f"EU portal {id_}",
        record_of(
            title=title,
            kind="grant",
            organisation=ORGANISATION,
            url=f"{PAGE}/{id_.lower()}",
            summary=call,
            deadlines=coming or rows[-1:],
        ),
        tuple(remarks),
    )
