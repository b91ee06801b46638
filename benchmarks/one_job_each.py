"""The other design: one persisted APScheduler job for each reminder. Needs sqlalchemy, which the project does not.

one_job_each.py STORE PORT COUNT GRACE: jobs in the SQLite file STORE, made when there is none; GRACE is seconds, or none.
"""

import smtplib
import sys
import threading
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler


def send(port: int, number: int) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        "us@example.org",
        f"r{number}@example.org",
        f"reminder {number}",
    )
    message.set_content("due")
    with smtplib.SMTP("127.0.0.1", port) as relay:
        relay.send_message(message)


def main(store: str, port: int, count: int, grace: str) -> None:
    new = not Path(store).exists()
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(f"sqlite:///{store}")},
        executors={"default": ThreadPoolExecutor(4)},
        job_defaults={} if grace == "default" else {"misfire_grace_time": None, "coalesce": True},
        timezone=UTC,
    )
    scheduler.start(paused=True)
    if new:
        soon = datetime.now(UTC) + timedelta(seconds=0.5)  # noqa: TID251
        for number in range(count):
            scheduler.add_job(send, "date", run_date=soon, args=(port, number))
    print("ready", flush=True)
    scheduler.resume()
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
