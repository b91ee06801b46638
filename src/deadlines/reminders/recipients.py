"""Recipients: who is reminded, from the settings."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from deadlines.domain.kind import KINDS
from deadlines.domain.lead_time import LeadTime
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.domain.reminder import CHANNEL_NAMES, QuietHours, Recipient
from deadlines.settings.tables import RecipientTable, Settings, parse_all, selection_of


class NoHolidays(Exception):  # noqa: N818
    """Public holidays are asked for, and cannot be known; says what to type."""


def recipients(settings: Settings, now: datetime) -> tuple[Recipient, ...]:
    """Return who is reminded, one for each address. Raises ``NoHolidays``."""
    return tuple(one for table in settings.recipients for one in _recipient(settings, table, now))


def problems_of(settings: Settings, opportunities: Iterable[Opportunity]) -> Iterator[Problem]:
    """Yield a problem for each recipient whose selection matches nothing, and a warning for each idle lead time.

    A lead time is idle when every deadline it is for was published later than that before: it never comes in time.
    """
    opportunities = tuple(opportunities)
    for index, table in enumerate(settings.recipients):
        selection = selection_of(table).model_copy(update={"language": ()})
        mine = [found for found in opportunities if selection.matches(found)]
        if not mine:
            hint = "correct its words, or take it out"
            yield Problem(f'the recipient "{table.id}" is reminded of nothing', hint, ("recipients", index, "id"))
        for number, written in enumerate(table.lead_times or ()):
            spans = [
                (LeadTime.parse(written).before(deadline.moment).date(), found.record.published)
                for found in mine
                for deadline in found.deadlines
            ]
            if spans and all(published is not None and day < published for day, published in spans):
                yield Problem(
                    f'"{written}" never comes: each of its {len(spans)} deadlines was announced later than that before',
                    "shorten it, or take it out",
                    ("recipients", index, "lead_times", number),
                    warning=True,
                )


def _recipient(settings: Settings, table: RecipientTable, now: datetime) -> Iterator[Recipient]:
    leads = settings.lead_times()
    if table.lead_times is not None:
        leads = dict.fromkeys(KINDS, parse_all(table.lead_times))
    opens = parse_all(settings.reminders.opens if table.opens is None else table.opens)
    counts_days_off = any(lead.unit.skips_days_off for some in (*leads.values(), opens) for lead in some)
    days_off = _public_holidays(table.country, now) if table.country and counts_days_off else frozenset()
    for channel in CHANNEL_NAMES:
        if address := getattr(table, channel):
            yield Recipient(
                id=table.id,
                channel=channel,
                address=address,
                selection=selection_of(table).model_copy(update={"language": ()}),
                lead_times=leads,
                opens=opens,
                timezone=table.timezone or settings.project.timezone,
                language=table.language or settings.project.language,
                quiet_hours=QuietHours.parse(table.quiet_hours) if table.quiet_hours else None,
                days_off=days_off,
            )


def _public_holidays(country: str, now: datetime) -> frozenset[date]:
    try:
        import holidays
    except ModuleNotFoundError:
        message = "public holidays need one more package; type ./bootstrap full, or take country out"
        raise NoHolidays(message) from None
    try:
        found = holidays.country_holidays(country, years=range(now.year - 1, now.year + 4))
    except NotImplementedError:
        raise NoHolidays(f'the public holidays of "{country}" are not known; take country out') from None
    return frozenset(found)
