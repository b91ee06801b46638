"""What was seen on organisers' pages, and when: kept outside the project, so that the next look asks only for news.

Of a page nothing is kept but the sentences that a verdict rests on, and a digest of its clauses.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_type_hints

from deadlines.domain.text import Sentence
from deadlines.verify.verdict import VERDICTS, Verdict
from deadlines.web.cache import Representation

SECOND_LOOK = timedelta(hours=1)
"""After which the same verdict counts: a page may be caught while it is being changed."""
AGAIN = timedelta(hours=23)
"""Within which no page is asked for twice, but for a second look. Less than a day, so that a daily run is one."""
DAYS_APART = timedelta(days=2)
"""Between two answers that there is no page, before it is gone."""
_FORM = 1


@dataclass(frozen=True)
class Seen:
    """A verdict about one deadline, and when it was reached first and last."""

    label: str | None
    verdict: Verdict
    reason: str
    sentence: str
    to: str | None
    """As TOML writes it."""
    first: datetime
    last: datetime

    @property
    def is_sure(self) -> bool:
        """True where it was reached again an hour or more after the first time."""
        return self.last - self.first >= SECOND_LOOK


@dataclass(frozen=True)
class Evidence:
    """What is known of the page of one record."""

    address: str
    """Which was asked for."""
    claims: str
    """A digest of what the record said then."""
    asked: datetime
    status: int = 0
    final: str = ""
    """Where the answer came from."""
    etag: str | None = None
    modified: str | None = None
    clauses: str = ""
    """A digest of the clauses with dates."""
    missing: datetime | None = None
    """Since when there is no page."""
    trouble: str = ""
    """Why it could not be read the last time."""
    seen: tuple[Seen, ...] = ()
    """The verdicts when it was read last."""

    def held(self, claims: str) -> Representation | None:
        """Return the validators, where an unchanged page would mean that the verdicts stand; else nothing is held."""
        if self.claims != claims or not self.seen or not (self.etag or self.modified):
            return None
        return Representation(b"", self.etag, self.modified)

    def is_fresh(self, claims: str, now: datetime) -> bool:
        """True where the page need not be asked for: it was a while ago, and no second look is due."""
        if self.claims != claims or not timedelta(0) <= now - self.asked < AGAIN:
            return False
        waits = self.trouble or any(one.verdict in ("moved", "closed") and not one.is_sure for one in self.seen)
        return not waits or now - self.asked < SECOND_LOOK


def followed(before: Evidence | None, seen: Seen) -> Seen:
    """Return a verdict with the time at which it was reached first."""
    earlier = next((one for one in before.seen if one.label == seen.label), None) if before else None
    if earlier and (earlier.verdict, earlier.to) == (seen.verdict, seen.to) and earlier.first <= seen.last:
        return replace(seen, first=earlier.first)
    return seen


def as_bytes(known: Mapping[str, Evidence]) -> bytes:
    """Return all evidence as it is kept."""
    records = {id_: _packed(one) for id_, one in sorted(known.items())}
    return json.dumps({"form": _FORM, "records": records}, default=datetime.isoformat, ensure_ascii=False).encode()


def read_evidence(content: bytes) -> dict[str, Evidence]:
    """Return the evidence that is kept; what is damaged is not there, and is seen again."""
    try:
        kept = json.loads(content)
        records = kept["records"] if kept["form"] == _FORM else {}
        return {str(id_): one for id_, table in records.items() if (one := _read(table))}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}


def _packed(evidence: Evidence) -> dict[str, Any]:
    """Return evidence as JSON has it; a sentence with its values, so that it can be said in another language."""
    table = asdict(evidence)
    table["trouble"] = _in_parts(evidence.trouble)
    for seen, one in zip(table["seen"], evidence.seen, strict=True):
        seen["reason"] = _in_parts(one.reason)
    return table


def _in_parts(text: str) -> Any:
    if isinstance(text, Sentence):
        return [text.sentence, {name: str(value) for name, value in text.values.items()}]
    return text


def _whole(parts: Any) -> str:
    return Sentence(str(parts[0]), **parts[1]) if isinstance(parts, list) else str(parts)


def _read(table: Any) -> Evidence | None:
    try:
        table["trouble"] = _whole(table["trouble"])
        for one in table["seen"]:
            one["reason"] = _whole(one["reason"])
        seen = tuple(Seen(**_timed(Seen, one)) for one in table.pop("seen"))
        found = Evidence(**_timed(Evidence, table), seen=seen)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    return found if all(one.verdict in VERDICTS for one in found.seen) else None


def _timed(model: type, table: dict[str, Any]) -> dict[str, Any]:
    """Return a table with its instants read; they are in UTC."""
    instants = {name for name, type_ in get_type_hints(model).items() if type_ in (datetime, datetime | None)}
    return {
        name: datetime.fromisoformat(value).astimezone(UTC) if name in instants and value is not None else value
        for name, value in table.items()
    }
