"""The check: everything that is due and was not sent is sent, once. Idempotent, whoever calls it and however often."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache

from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import Name, Point
from deadlines.domain.reminder import Recipient, reminded_points
from deadlines.reminders.delivery import Clock, Delivery, Write
from deadlines.reminders.fact import Fact
from deadlines.reminders.lanes import Lanes
from deadlines.reminders.ledger.ledger import Ledger
from deadlines.reminders.letter import Channel
from deadlines.reminders.near import ids_of
from deadlines.reminders.plan import plan
from deadlines.reminders.report import Report

Suffices = Callable[[datetime, Sequence[Fact], datetime | None], bool]
"""From now, the facts and the last good check: whether all that may be due then is of the records at hand."""


class TooFew(Exception):  # noqa: N818
    """Something may be due of records that are not at hand; nothing was done."""


def check(
    opportunities: Iterable[Opportunity],
    recipients: Iterable[Recipient],
    ledger: Ledger,
    channels: Mapping[str, Channel],
    write: Write,
    *,
    clock: Clock,
    stopped: Callable[[], bool] = lambda: False,
    suffices: Suffices = lambda *_: True,
    everything: Callable[[], Iterable[Opportunity]] | None = None,
) -> Report:
    """Send what is due and return what happened. Raises ``LedgerError`` where facts cannot be kept: nothing is sent.

    ``clock`` returns now; it is asked again before each message, since nothing is sent at or after its deadline.
    ``stopped`` is asked between messages, and while they are on their way. Where the opportunities are not all that
    there are, it is asked whether they suffice, and ``TooFew`` is raised where they do not; ``everything`` returns all,
    for messages that another worker records meanwhile.
    """
    report = Report()
    known = {opportunity.id: opportunity for opportunity in opportunities}
    people = {(recipient.id, str(recipient.channel)): recipient for recipient in recipients}
    at_hand = cache(lambda: {id_ for one in known.values() for id_ in ids_of(one)})
    points_at_hand = cache(lambda: _points(known.values()))
    all_points = cache(lambda: _points(everything() if everything else ()))

    def points(record: str) -> Mapping[Name, Point]:
        return points_at_hand() if everything is None or record in at_hand() else all_points()

    with ledger.exclusive() as mine:
        if not mine:
            report.busy = True
            return report
        now = clock()
        ledger.release_stale_leases()
        facts, since = ledger.facts(now), ledger.last_good_check(now)
        if not suffices(now, facts, since):
            raise TooFew
        number = ledger.begin(now)
        decided = plan(known.values(), people.values(), facts, now=now, since=since)
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


def _points(opportunities: Iterable[Opportunity]) -> Mapping[Name, Point]:
    return {point.name.plain: point for one in opportunities for point in reminded_points(one)}
