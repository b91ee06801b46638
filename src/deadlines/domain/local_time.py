"""What a clock change does to a local time: it may be skipped, or happen twice."""

from datetime import UTC, datetime, time, tzinfo
from enum import Enum

from deadlines.domain.moment import Written
from deadlines.domain.month import Month


class LocalTime(Enum):
    """What a clock change does to a local time."""

    ONCE = "happens once"
    SKIPPED = "is skipped"
    DOUBLED = "happens twice"


def occurrence(written: Written, where: tzinfo) -> LocalTime:
    """Say whether a local date or date-time happens once, never or twice in a zone (PEP 495)."""
    if isinstance(written, Month):
        return LocalTime.ONCE
    if not isinstance(written, datetime):
        noon = occurrence(datetime.combine(written, time(12)), where)
        return LocalTime.SKIPPED if noon is LocalTime.SKIPPED else LocalTime.ONCE
    first, second = (written.replace(tzinfo=where, fold=fold).utcoffset() for fold in (0, 1))
    if first == second:
        return LocalTime.ONCE
    there_and_back = written.replace(tzinfo=where).astimezone(UTC).astimezone(where).replace(tzinfo=None, fold=0)
    return LocalTime.DOUBLED if there_and_back == written else LocalTime.SKIPPED
