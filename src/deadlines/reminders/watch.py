"""The scheduler: APScheduler as a clock, and nothing else. What is due is computed at each turn, never kept by it."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

EVERY_SECONDS = 60
"""A suspended machine's clock stands still: it is asked again each minute, and no instant is slept for."""


def watch(turn: Callable[[], None], stopped: threading.Event, now: datetime) -> None:
    """Take a turn at once and then each minute, until ``stopped`` is set; a turn that has begun is finished.

    ``turn`` has to survive whatever goes wrong in it. A turn that takes longer than a minute is followed by one, not by
    all that were left out.
    """
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
    )
    scheduler.add_job(turn, "interval", seconds=EVERY_SECONDS, next_run_time=now)
    scheduler.start()
    try:
        stopped.wait()
    finally:
        scheduler.shutdown(wait=True)
