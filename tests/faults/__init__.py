"""Twenty ways in which a sender, its relay, its ledger, its machine or its clock fail; what is sent is counted at the relay.

    .venv/bin/python -m tests.faults                          all, on both ledgers
    .venv/bin/python -m tests.faults --ledger sqlite 5 12     some, on one
    .venv/bin/python -m tests.faults --long                   the long run: many reminders, kills at random
    .venv/bin/python -m tests.faults --digests                digests of which a part is refused, kills at random

The senders are real processes that get a real SIGKILL, the relay is `tests.sink`, PostgreSQL is a server of the run's own.
"""
