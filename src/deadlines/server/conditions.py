"""Conditional requests: what a client has already is not sent again (RFC 9110 §13)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from typing import Literal

_TAGS = re.compile(r'(?:W/)?"[^"]*"')


def decide(fields: Mapping[str, str], tag: str, modified: datetime | None) -> Literal[200, 304, 412]:
    """Return the status of a GET or HEAD with these fields, by name in small letters, in the order of RFC 9110 §13.2.2.

    ``modified`` is None where no Last-Modified is sent: then dates decide nothing.
    """
    if (wanted := fields.get("if-match")) is not None:
        if wanted.strip() != "*" and tag not in _TAGS.findall(wanted):
            return 412
    elif (limit := http_date(fields.get("if-unmodified-since"))) and modified and modified > limit:
        return 412
    if (held := fields.get("if-none-match")) is not None:
        same = held.strip() == "*" or tag in (found.removeprefix("W/") for found in _TAGS.findall(held))
        return 304 if same else 200
    since = http_date(fields.get("if-modified-since"))
    return 304 if since and modified and modified <= since else 200


def http_date(text: str | None) -> datetime | None:
    """Read a date of HTTP (RFC 9110 §5.6.7); one that cannot be read counts as absent."""
    if text is None:
        return None
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def as_http_date(moment: datetime) -> str:
    """Return an instant as HTTP writes it."""
    return format_datetime(moment, usegmt=True)


@lru_cache(100)
def accepts_gzip(text: str) -> bool:
    """True when a client takes gzip (RFC 9110 §12.5.3)."""
    weights: dict[str, bool] = {}
    for part in text.lower().split(","):
        coding, *parameters = (piece.strip() for piece in part.split(";"))
        weights[coding] = not any(re.fullmatch(r"q=0(\.0*)?", parameter) for parameter in parameters)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", False)))
