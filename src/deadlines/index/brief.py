"""A record in brief: what tells whether a list has it, and the cells of its rows, in plain values and instants.

That is enough for nearly all records and lists. Of the others ``dues`` is None, and the record itself has to be asked.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from deadlines.domain.moment import Moment
    from deadlines.domain.opportunity import Opportunity

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
NEVER = (datetime.max.replace(tzinfo=UTC) - _EPOCH) // _MICROSECOND
"""After every instant."""


Due = tuple[int, int, str, str, bool, int | None]
"""A deadline with a date, or a local time in a zone. Its last instant; of a date alone, the number of the day (else 0);
as it is written; its zone; whether that is stated; from which instant one can apply, if that is said of it alone."""
Undated = tuple[str, int | None]
"""A deadline without a date: the words of the announcement, and from which instant one can apply for it."""
Brief = tuple[
    str, str, str, str, str, bool, bool, str, int, int | None, tuple[Due, ...] | None, tuple[Undated, ...]
]  # fmt: skip
"""Id, kind, title, organisation, the ``status`` in the record, whether it is a draft, and rolling, access, the number
of the day on which it was published (1 where none is known), from which instant one can apply, the deadlines with a
date, and those without. Instants are microseconds since 1970, days are numbered as ``date.toordinal`` does."""


def brief_of(opportunity: Opportunity) -> Brief:
    """Return an opportunity in brief."""
    record = opportunity.record
    moments = [*(one.moment for one in opportunity.deadlines), *(one.moment for one in opportunity.openings)]
    is_plain = not opportunity.repeats and all(one.precision != "month" and not one.is_local for one in moments)
    published = record.published.toordinal() if record.published else 1
    whole = (
        opportunity.id,
        record.kind,
        record.title,
        record.organisation,
        record.status,
        record.draft,
        record.rolling,
    )
    if not is_plain:
        return *whole, record.access, published, None, None, ()
    dues = tuple(
        (
            number_of(one.moment.instant),
            one.moment.day.toordinal() if one.moment.all_day else 0,
            one.moment.written.isoformat(),  # type: ignore[union-attr]
            one.moment.zone_name,
            one.moment.zone_stated,
            _start(one.opens),
        )
        for one in sorted(opportunity.deadlines, key=lambda one: one.moment.instant)
    )
    undated = tuple((one.stated, _start(one.opens)) for one in opportunity.undated)
    return *whole, record.access, published, _start(opportunity.opens), dues, undated


def end_of(brief: Brief) -> int:
    """Return the last instant of all dates, after which the status is one of ``AFTERWARDS``; else ``NEVER``."""
    rolling, dues, undated = brief[6], brief[10], brief[11]
    return dues[-1][0] if dues and not rolling and not undated else NEVER


def _start(moment: Moment | None) -> int | None:
    return None if moment is None else number_of(moment.starts_at)


def number_of(instant: datetime) -> int:
    """Return an aware instant in microseconds since 1970."""
    return (instant - _EPOCH) // _MICROSECOND
