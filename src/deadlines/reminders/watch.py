"""The scheduler: APScheduler as a clock, and nothing else. What is due is computed at each run, never kept by it."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

EVERY_SECONDS = 60
"""By the monotonic clock: an instant of the wall clock is never waited for, since that clock may be set back."""

PATIENCE = 3.5
"""Seconds that a run may go on when it is told to stop."""


def watch(
    run: Callable[[], None], stopped: threading.Event, *, every: float = EVERY_SECONDS, patience: float = PATIENCE
) -> bool:
    """Call ``run`` at once and then each minute, until ``stopped`` is set; then a run that has begun has some seconds.

    Return whether it has ended in them; a ledger and files are such that the process may be ended in any case.
    ``run`` must not raise. While one takes longer than a minute, none is begun beside it or made up for afterwards.
    """
    idle = threading.Event()
    idle.set()

    def once() -> None:
        idle.clear()
        try:
            if not stopped.is_set():
                run()
        finally:
            idle.set()

    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
    )
    scheduler.start()
    try:
        while True:
            scheduler.add_job(once, id="run", replace_existing=True)
            if stopped.wait(every):
                return idle.wait(patience)
    finally:
        scheduler.shutdown(wait=False)
