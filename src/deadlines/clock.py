"""The one door to the clock and to the machine's zone; only the command line walks through it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfoNotFoundError


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)  # noqa: TID251


def local_zone() -> str | None:
    """Return the IANA name of the machine's zone, or None where it has none that can be named."""
    import tzlocal  # Who names a zone needs none of the machine's.

    try:
        return tzlocal.get_localzone_name()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
