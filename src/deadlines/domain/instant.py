"""An instant as text: ISO 8601 in UTC with ``Z`` (RFC 3339 §5.6); such texts sort as their instants do."""

from datetime import UTC, datetime


def stamp(moment: datetime) -> str:
    """Return an aware instant in whole seconds: ``2026-03-06T17:00:00Z``."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def exact_stamp(moment: datetime) -> str:
    """Return an aware instant in microseconds, for what has to keep its order within a second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def instant(text: str) -> datetime:
    """Read an instant, in UTC. Raises ``ValueError``."""
    return datetime.fromisoformat(text).astimezone(UTC)
