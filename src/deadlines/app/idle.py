"""A check for reminders that has nothing to do, known for one without reading a record or the settings."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from deadlines.app.outlook import LastCheck
from deadlines.app.refusal import Refusal
from deadlines.app.reminded import Reminded, ping
from deadlines.settings.root import find_root


def remind_idly(directory: Path, clock: Callable[[], datetime]) -> Reminded | None:
    """Make a check that has nothing to do, as ``remind`` does; None where it may have. Raises ``Refusal``."""
    root = find_root(directory) if directory.is_dir() else None
    outlook = LastCheck(root, clock()).outlook() if root else None
    if outlook is None or not outlook.is_empty:
        return None
    from deadlines.reminders.idle import check_idly
    from deadlines.reminders.ledger.database import LedgerError
    from deadlines.reminders.ledger.owner import Owner
    from deadlines.reminders.ledger.place import opened

    try:
        ledger = opened(outlook.ledger, Owner(*outlook.owner))
        try:
            if ledger.edition() != outlook.copies:
                return None
            report = check_idly(ledger, clock, outlook.covers)
        finally:
            ledger.close()
    except LedgerError as error:
        raise Refusal(error.args[0]) from None
    if report is None:
        return None
    return Reminded(report, outlook.all_problems(), ping_failure="" if report.busy else ping(outlook.ping))
