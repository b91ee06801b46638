"""The check: everything that is due and was not sent is sent, once. Idempotent, whoever calls it and however often."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Name, Point
from deadlines.domain.reminder import Recipient, reminded_points
from deadlines.reminders.delivery import Clock, Delivery, Write
from deadlines.reminders.lanes import Lanes
from deadlines.reminders.ledger.ledger import Ledger
from deadlines.reminders.letter import Channel
from deadlines.reminders.plan import plan
from deadlines.reminders.report import Report


def check(
    opportunities: Iterable[Opportunity],
    recipients: Iterable[Recipient],
    ledger: Ledger,
    channels: Mapping[str, Channel],
    write: Write,
    *,
    clock: Clock,
    stopped: Callable[[], bool] = lambda: False,
) -> Report:
    """Send what is due and return what happened. Raises ``LedgerError`` where facts cannot be kept: nothing is sent.

    ``clock`` returns now; it is asked again before each message, since nothing is sent at or after its deadline.
    ``stopped`` is asked between messages, and while they are on their way.
    """
    report = Report()
    known = {opportunity.id: opportunity for opportunity in opportunities}
    people = {(recipient.id, str(recipient.channel)): recipient for recipient in recipients}

    @cache
    def points() -> Mapping[Name, Point]:
        return {point.name.plain: point for one in known.values() for point in reminded_points(one)}

    with ledger.exclusive() as mine:
        if not mine:
            report.busy = True
            return report
        now = clock()
        ledger.release_stale_leases()
        number = ledger.begin(now)
        decided = plan(known.values(), people.values(), ledger.facts(now), now=now, since=ledger.last_good_check(now))
        report.missed = ledger.record(decided.messages, decided.withdrawn, decided.missed, now)
        lanes: Lanes[str] = Lanes(stopped)
        delivery = Delivery(points, people, ledger, channels, write, clock, report, lanes, decided.deferred)
        for message in ledger.ready(now):
            if message.id not in decided.on_hold:
                delivery.put(message.id, message.channel, people.get((message.recipient, message.channel)))
        lanes.run(delivery.begin, delivery.end)
        delivery.name_what_waits(decided, clock())
        ledger.trim()
        ledger.end(number, clock())
    return report
