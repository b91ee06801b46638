"""Recipients: who is reminded, from the settings."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from importlib.util import find_spec
from typing import Any

from deadlines.domain.kind import KINDS, Kind
from deadlines.domain.lead_time import LeadTime
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.domain.reminder import CHANNEL_NAMES, QuietHours, Recipient
from deadlines.domain.text import Counted, Sentence
from deadlines.domain.weekend import SATURDAY_AND_SUNDAY, DaysOff, weekdays, weekend_of
from deadlines.extras import how_to_install
from deadlines.settings.tables import RecipientTable, Settings, parse_all, selection_of

_NAMED = 12
"""How many parts of a country a message names."""


class NoHolidays(Exception):  # noqa: N818
    """Public holidays are asked for, and cannot be known."""

    def __init__(self, message: str, hint: str) -> None:
        """``hint`` says what to type."""
        self.message, self.hint = message, hint
        super().__init__(Sentence("{reason}; {hint}", reason=message, hint=hint))


def recipients(settings: Settings, now: datetime) -> tuple[Recipient, ...]:
    """Return who is reminded, one for each address. Raises ``NoHolidays``."""
    leads, way = settings.lead_times(), f"{settings.project.name} {settings.mail}"
    return tuple(one for table in settings.recipients for one in _recipient(settings, table, leads, way, now))


def problems_of(settings: Settings, opportunities: Iterable[Opportunity]) -> Iterator[Problem]:
    """Yield a problem for each recipient whose selection matches nothing, and a warning for each idle lead time.

    A lead time is idle when every deadline it is for was published later than that before: it never comes in time.
    """
    opportunities = tuple(opportunities)
    for index, table in enumerate(settings.recipients):
        yield from _country_without_holidays(table, index)
        selection = selection_of(table)
        mine = [found for found in opportunities if selection.matches(found)]
        if not mine:
            message = Sentence('the recipient "{id}" is reminded of nothing', id=table.id)
            yield Problem(message, Sentence("correct its words, or take it out"), ("recipients", index, "id"))
        for number, written in enumerate(table.lead_times or ()):
            spans = [
                (LeadTime.parse(written).before(deadline.moment).date(), found.record.published)
                for found in mine
                for deadline in found.deadlines
            ]
            comes_again = any(found.repeats for found in mine)
            if spans and not comes_again and all(published is not None and day < published for day, published in spans):
                yield Problem(
                    Counted(
                        '"{text}" never comes: its deadline was announced closer to its date than that',
                        '"{text}" never comes: each of its {n} deadlines was announced closer to its date than that',
                        len(spans),
                        text=written,
                    ),
                    Sentence("shorten it, or take it out"),
                    ("recipients", index, "lead_times", number),
                    warning=True,
                )


def _country_without_holidays(table: RecipientTable, index: int) -> Iterator[Problem]:
    if table.country is None or find_spec("holidays") is None:
        return
    try:
        _public_holidays(table.country)
    except NoHolidays as unknown:
        yield Problem(unknown.message, unknown.hint, ("recipients", index, "country"))


def _recipient(
    settings: Settings, table: RecipientTable, leads: Mapping[Kind, tuple[LeadTime, ...]], way: str, now: datetime
) -> Iterator[Recipient]:
    """Yield a recipient for each address; ``leads`` are the lead times of those who have no others."""
    if table.lead_times is not None:
        leads = dict.fromkeys(KINDS, parse_all(table.lead_times))
    opens = parse_all(settings.reminders.opens if table.opens is None else table.opens)
    counts_days_off = any(lead.unit.skips_days_off for some in (*leads.values(), opens) for lead in some)
    days_off = _days_off(table, now) if counts_days_off else SATURDAY_AND_SUNDAY
    for channel in CHANNEL_NAMES:
        if address := getattr(table, channel):
            yield Recipient(
                id=table.id,
                channel=channel,
                address=address,
                selection=selection_of(table),
                lead_times=leads,
                opens=opens,
                timezone=table.timezone or settings.project.timezone,
                language=table.language or settings.project.language,
                quiet_hours=QuietHours.parse(table.quiet_hours) if table.quiet_hours else None,
                days_off=days_off,
                way=way if channel == "email" else settings.project.name,
            )


def _days_off(table: RecipientTable, now: datetime) -> DaysOff:
    """Return what are no working days to a recipient, from the last year to the third after this one."""
    weekend = weekdays(weekend_of(table.country or "") if table.weekend is None else table.weekend)
    if table.country is None:
        return DaysOff(weekend)
    found = _public_holidays(table.country, range(now.year - 1, now.year + 4))
    return DaysOff(weekend, frozenset(found), frozenset(found.weekend_workdays))


def _public_holidays(country: str, years: Iterable[int] = ()) -> Any:
    """Return the calendar of a country or a part of it. Raises ``NoHolidays``."""
    try:
        import holidays
    except ModuleNotFoundError:
        raise NoHolidays(
            Sentence("public holidays need one more package"),
            Sentence("type {command}, or take country out", command=how_to_install("holidays")),
        ) from None
    code, _, part = country.partition("-")
    try:
        return holidays.country_holidays(code, subdiv=part or None, years=years)
    except NotImplementedError:
        pass
    try:
        parts = [f"{code}-{known}" for known in holidays.country_holidays(code).subdivisions if known.isalnum()]
    except NotImplementedError:
        message = Sentence('the public holidays of "{country}" are not known', country=code)
        raise NoHolidays(message, Sentence("take country out")) from None
    hint = Sentence("write {value}", value=code)
    if parts:
        words = ", ".join(parts[:_NAMED]) + (" …" if len(parts) > _NAMED else "")
        hint = Sentence("write {words} or {country}", words=words, country=code)
    raise NoHolidays(Sentence('"{country}" has no public holidays of its own', country=country), hint)
