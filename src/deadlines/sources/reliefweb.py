"""ReliefWeb: jobs and training of its API (version 2), from a saved answer or the API itself.

A closing date is stored as a day and indexed as midnight in UTC: that is no hour, and the day is open to its end.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from deadlines.domain.text import Sentence
from deadlines.sources.found import Faulty, Found, Item, Unreadable, list_in, record_of, text_in
from deadlines.sources.json_text import parsed

API = "https://api.reliefweb.int/v2"
MOST = 1_000
"""Entries of one answer."""
_CALL_FOR_PAPERS = "4608"


def address(what: str, appname: str) -> str:
    """Return where the API lists the newest ``jobs`` or ``training``; ``appname`` is one that it has approved."""
    query = [("appname", appname), ("preset", "latest"), ("profile", "full"), ("limit", str(MOST))]
    return f"{API}/{what}?{urlencode(query)}"


def read(content: bytes) -> Iterator[Item]:
    """Yield the entries of an answer. Raises ``Unreadable``."""
    answer = parsed(content)
    if isinstance(answer, dict) and "error" in answer:
        raise Unreadable(text_in(answer, "error", "message") or "it answers with an error")
    entries = answer if isinstance(answer, list) else list_in(answer, "data")
    if not entries and not isinstance(answer, list) and "data" not in (answer if isinstance(answer, dict) else {}):
        raise Unreadable("it is no answer of the ReliefWeb API")
    for number, entry in enumerate(entries):
        yield _entry(entry, number)


def _entry(entry: Any, number: int) -> Item:
    fields = entry.get("fields") if isinstance(entry, dict) else None
    id_ = text_in(entry, "id") or text_in(fields, "id")
    if not isinstance(fields, dict) or not id_:
        return Faulty(f"#{number}", "it has no id or no fields")
    dates = fields.get("date")
    is_training = "registration" in dates or "start" in dates if isinstance(dates, dict) else False
    key = "registration" if is_training else "closing"
    stated = text_in(dates, key)
    remarks: list[str] = []
    deadlines = []
    if stated:
        try:
            deadlines.append({"due": date.fromisoformat(stated[:10])})
        except ValueError:
            remarks.append(Sentence('"{text}" is not read as a date', text=stated))
        if not stated[10:].startswith("T00:00:00") and stated[10:]:
            remarks.append(Sentence('"{text}" names an hour, which ReliefWeb does not mean', text=stated))
    types = {text_in(one, "id") for one in list_in(fields, "type")}
    kind = ("call" if _CALL_FOR_PAPERS in types else "training") if is_training else "job"
    return Found(
        f"ReliefWeb {id_}",
        record_of(
            title=text_in(fields, "title"),
            kind=kind,
            organisation=next(iter(_names(fields, "source")), None),
            partners=_names(fields, "source")[1:],
            url=text_in(fields, "url_alias") or text_in(fields, "url"),
            published=_day(text_in(dates, "created")),
            regions=_names(fields, "country"),
            languages=[code for one in list_in(fields, "language") if len(code := text_in(one, "code")) == 2],
            rolling=None if deadlines or remarks else True,
            deadlines=deadlines,
        ),
        tuple(remarks),
    )


def _names(fields: dict[str, Any], key: str) -> list[str]:
    return [name for one in list_in(fields, key) if (name := text_in(one, "name"))]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
