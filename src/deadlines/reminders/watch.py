"""The scheduler: APScheduler as a clock, and nothing else. What is due is computed at each run, never kept by it."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

EVERY_SECONDS = 60
"""It never sleeps until an instant, since the clock of a suspended machine does not go on."""


def watch(run: Callable[[], None], stopped: threading.Event, now: datetime) -> None:
    """Call ``run`` at once and then each minute, until ``stopped`` is set; a run that has begun is finished.

    ``run`` must not raise. One that takes longer than a minute is followed by one run, not by all that were left out.
    """
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
    )
    scheduler.add_job(run, "interval", seconds=EVERY_SECONDS, next_run_time=now)
    scheduler.start()
    try:
        stopped.wait()
    finally:
        scheduler.shutdown(wait=True)
