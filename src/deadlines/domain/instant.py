"""An instant as text, ISO 8601 in UTC with ``Z`` (RFC 3339 §5.6), which sorts as instants do; and as a file's date."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def stamp(moment: datetime) -> str:
    """Return an aware instant in whole seconds: ``2026-03-06T17:00:00Z``."""
    return _stamp(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


@lru_cache(maxsize=4096)
def _stamp(moment: datetime) -> str:
    """Return an instant that is in UTC, where no two are the same by the clock; many records have it."""
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def exact_stamp(moment: datetime) -> str:
    """Return an aware instant in microseconds, for what has to keep its order within a second."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def nanoseconds(moment: datetime) -> int:
    """Return an aware instant in nanoseconds since 1970, as the system dates files."""
    return (moment - _EPOCH) // timedelta.resolution * 1000


def instant(text: str) -> datetime:
    """Read an instant, in UTC. Raises ``ValueError``."""
    return datetime.fromisoformat(text).astimezone(UTC)
