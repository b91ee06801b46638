"""Grants.gov: the answers of ``search2`` and ``fetchOpportunity``.

``12:00:00 AM`` is the start of the closing day and no hour: the day is open to its end; its hour is on the page.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from deadlines.domain.text import Sentence
from deadlines.sources.found import Faulty, Found, Item, Unreadable, list_in, record_of, text_in
from deadlines.sources.json_text import parsed

PAGE = "https://www.grants.gov/search-results-detail"
_TIMED = re.compile(r"([A-Z][a-z]{2} \d{1,2}, \d{4}) (\d{1,2}:\d\d:\d\d [AP]M) ([A-Z]{3})")
_ZONES = {"EDT": "America/New_York", "EST": "America/New_York"}
_FORECAST = "forecast"


def read(content: bytes) -> Iterator[Item]:
    """Yield the opportunities of an answer. Raises ``Unreadable``."""
    answer = parsed(content)
    found = answer.get("data", answer) if isinstance(answer, dict) else {}
    if isinstance(found, dict) and "oppHits" in found:
        for number, hit in enumerate(list_in(found, "oppHits")):
            yield _hit(hit, number)
    elif isinstance(found, dict) and ("synopsis" in found or "forecast" in found):
        yield _detail(found)
    else:
        raise Unreadable("it is no answer of search2 or fetchOpportunity")


def _hit(hit: Any, number: int) -> Item:
    id_ = text_in(hit, "id")
    if not id_:
        return Faulty(f"#{number}", "it has no id")
    remarks: list[str] = []
    closes = text_in(hit, "closeDate")
    due = _american(closes)
    if closes and due is None:
        remarks.append(Sentence('"{text}" is not read as a date', text=closes))
    is_forecast = text_in(hit, "oppStatus") == "forecasted" or text_in(hit, "docType") == _FORECAST
    return Found(
        f"Grants.gov {id_}",
        record_of(
            title=text_in(hit, "title"),
            kind="grant",
            organisation=text_in(hit, "agency") or text_in(hit, "agencyName") or text_in(hit, "agencyCode"),
            url=f"{PAGE}/{id_}",
            status="expected" if is_forecast and due else None,
            published=_american(text_in(hit, "openDate")),
            deadlines=[{"due": due}] if due else [],
        ),
        tuple(remarks),
    )


def _detail(found: dict[str, Any]) -> Found:
    id_ = text_in(found, "id") or text_in(found, "opportunityId")
    is_forecast = "synopsis" not in found
    about = found.get("forecast" if is_forecast else "synopsis")
    stated = text_in(about, "estSynopsisCloseDate" if is_forecast else "responseDate")
    words = text_in(about, "responseDateDesc") or text_in(about, "closeDateExplanation")
    row, remarks = _closing(stated)
    if words:
        remarks.append(f'"{words}"')
    if row and words:
        row["stated"] = words if _says(words, row["due"]) else ""
    return Found(
        f"Grants.gov {id_}",
        record_of(
            title=text_in(found, "opportunityTitle"),
            kind="grant",
            organisation=text_in(about, "agencyName") or text_in(found, "owningAgencyCode"),
            url=f"{PAGE}/{id_}",
            status="expected" if is_forecast and row else None,
            published=(_closing(text_in(about, "postingDate"))[0] or {}).get("due"),
            amount=_amount(about),
            eligibility=text_in(about, "applicantEligibilityDesc"),
            deadlines=[row] if row else [],
        ),
        tuple(remarks),
    )


def _closing(text: str) -> tuple[dict[str, Any] | None, list[str]]:
    """Return the deadline of ``Sep 01, 2026 12:00:00 AM EDT``, and what is to be said of it."""
    if not text:
        return None, []
    if found := _TIMED.search(text):
        at = datetime.strptime(f"{found[1]} {found[2]}", "%b %d, %Y %I:%M:%S %p")  # noqa: DTZ007
        if at.hour == 0 and at.minute == 0:
            return {"due": at.date()}, [
                Sentence('"{text}": midnight is no hour there; the hour is on its page', text=text)
            ]
        if found[3] in _ZONES:
            return {"due": at, "timezone": _ZONES[found[3]]}, []
        return {"due": at.date()}, [Sentence('"{text}": its zone is not known; the hour is left out', text=text)]
    if due := _american(text):
        return {"due": due}, []
    return None, [Sentence('"{text}" is not read as a date', text=text)]


def _american(text: str) -> date | None:
    """Return the date of ``MM/DD/YYYY``; None where it is none."""
    try:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007
    except ValueError:
        return None


def _says(words: str, due: date) -> bool:
    from deadlines.domain.stated import contradictions

    return not list(contradictions(words, due))


def _amount(about: Any) -> str:
    low, high = text_in(about, "awardFloor"), text_in(about, "awardCeiling")
    amounts = [f"{int(one):,}" for one in (low, high) if one.isdecimal() and int(one)]
    return f"USD {'–'.join(amounts)}" if amounts else ""
