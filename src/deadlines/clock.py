"""The one door to the clock and to the machine's zone; only the command line walks through it."""

import os
from datetime import UTC, datetime

from deadlines.domain.enclosed import enclosed

_ALSO = ("system/bin/getprop", "var/db/zoneinfo", "etc/sysconfig/clock", "etc/conf.d/clock")
"""Where else a system may name its zone."""


def now() -> datetime:
    """Return the present instant, in UTC."""
    return datetime.now(UTC)  # noqa: TID251


def local_zone() -> str | None:
    """Return the IANA name of the machine's zone, or None where it has none that can be named."""
    if plain := linked_zone():
        return plain
    from zoneinfo import ZoneInfoNotFoundError

    import tzlocal  # It looks in all places, which takes longer than all else that a list needs.

    try:
        return tzlocal.get_localzone_name()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def linked_zone(root: str = "/") -> str | None:
    """Return the zone of ``/etc/localtime`` where that is a link to one, and nothing names another; else None."""
    file, named = (os.path.join(root, "etc", name) for name in ("localtime", "timezone"))  # noqa: PTH118
    if os.environ.get("TZ") or any(os.path.lexists(os.path.join(root, place)) for place in _ALSO):  # noqa: PTH118
        return None
    try:
        if not (os.path.islink(file) and os.path.exists(file)):  # noqa: PTH110, PTH114
            return None
        _, _, name = os.path.realpath(file).rpartition("/zoneinfo/")
        if name not in enclosed("tzdata", "zones").decode().split():
            return None
        if os.path.lexists(named):
            with open(named, encoding="ascii") as said:  # noqa: PTH123
                return name if said.read().strip() == name else None
    except (OSError, ValueError):
        return None
    return name
