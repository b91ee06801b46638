"""A check that finds nothing to do, and imports nothing that only others need."""

from collections.abc import Callable
from datetime import datetime

from deadlines.reminders.ledger.ledger import Ledger
from deadlines.reminders.report import Report


def check_idly(
    ledger: Ledger, clock: Callable[[], datetime], is_idle: Callable[[datetime, datetime | None], bool]
) -> Report | None:
    """Note in the ledger that a check was made which had nothing to do; None where it may have, and nothing is noted.

    That is so where the ledger has facts of use, or a message to be sent; ``is_idle`` says of now and the last good
    check that no record has.
    """
    with ledger.exclusive() as mine:
        if not mine:
            return Report(busy=True)
        now = clock()
        if not is_idle(now, ledger.last_good_check(now)) or ledger.has_open() or ledger.facts(now):
            return None
        number = ledger.begin(now)
        ledger.trim()
        ledger.end(number, clock())
    return Report()
