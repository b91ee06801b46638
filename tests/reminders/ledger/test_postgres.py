"""What only a ledger for several machines does: four workers at once, and one that sleeps past its lease."""

import threading
from contextlib import closing
from datetime import timedelta

import pytest

from deadlines.reminders.ledger.owner import Owner
from tests.reminders.ledger.test_contract import NOW, claimed, keys_of, message, next_claim, record

ledgers = pytest.importorskip("deadlines.reminders.ledger.postgres")


@pytest.mark.slow
def test_workers_that_record_and_claim_at_the_same_time_take_each_message_once(a_database: str) -> None:
    messages = [message(f"{number}-a", f"{number}-b", to=f"r{number}") for number in range(20)]
    taken: list[str] = []
    troubles: list[Exception] = []

    def work() -> None:
        try:
            ledger = ledgers.PostgresLedger(a_database)
            record(ledger, *messages)
            while claim := next_claim(ledger, NOW):
                taken.append(claim.id)
                ledger.accepted(claim, keys_of(claim), "250", NOW)
        except Exception as trouble:
            troubles.append(trouble)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert troubles == []
    assert sorted(taken) == sorted(one.id for one in messages)


def test_workers_of_one_project_that_begin_at_the_same_time_share_its_ledger(a_database: str) -> None:
    troubles: list[Exception] = []

    def work(number: int) -> None:
        try:
            with closing(ledgers.PostgresLedger(a_database)) as ledger:
                for _ in range(5):
                    ledger.belongs_to(Owner("", "x.org", "Ours", "", f"/srv/{number}"), "the ledger", "")
        except Exception as trouble:
            troubles.append(trouble)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert troubles == []


def test_a_ledger_is_opened_while_another_worker_changes_it(a_database: str) -> None:
    with closing(ledgers.PostgresLedger(a_database)) as busy:
        record(busy, message("a"))
        with busy.transaction():
            assert busy.changed("UPDATE message SET reply = reply") == 1
            with closing(ledgers.PostgresLedger(a_database)) as other:
                assert [fact.key for fact in other.facts()] == ["a"]


def test_nothing_is_forgotten_while_another_worker_records(a_database: str) -> None:
    with closing(ledgers.PostgresLedger(a_database)) as ledger, closing(ledgers.PostgresLedger(a_database)) as other:
        ledger.checks_behind = 1
        ledger.begin(NOW)
        with other.transaction():
            other.record_alone()
            trimming = threading.Thread(target=ledger.trim)
            trimming.start()
            trimming.join(0.2)
            assert trimming.is_alive(), "it waits for whoever records"
        trimming.join()


def test_a_lease_that_ran_out_is_taken_over_and_the_late_answer_is_fenced(a_database: str) -> None:
    with closing(ledgers.PostgresLedger(a_database)) as frozen, closing(ledgers.PostgresLedger(a_database)) as other:
        record(frozen, message("a"))
        old = claimed(frozen)
        other.release_stale_leases()
        assert next_claim(other, NOW) is None, "it lives"
        other.run("UPDATE message SET lease = '2020-01-01T00:00:00.000000Z'")
        new = claimed(other)
        assert not frozen.accepted(old, ["a"], "250", NOW + timedelta(minutes=9))
        assert other.accepted(new, ["a"], "250", NOW)


def test_what_is_withdrawn_while_another_claims_it_may_have_been_sent(a_database: str) -> None:
    with closing(ledgers.PostgresLedger(a_database)) as other, closing(ledgers.PostgresLedger(a_database)) as ledger:
        record(ledger, message("a"))
        (fact,) = ledger.facts()
        withdraws = threading.Thread(target=ledger.record, args=((), [fact], (), NOW))
        with other.transaction():
            assert other.take([fact.message], NOW)
            withdraws.start()
            while withdraws.is_alive() and not other.run("SELECT 1 FROM pg_locks WHERE NOT granted"):
                pass
        withdraws.join()
        assert [fact.state for fact in other.facts()] == ["unsure"]


def test_a_password_in_an_address_is_in_no_message() -> None:
    from deadlines.reminders.ledger.database import LedgerError

    with pytest.raises(LedgerError) as refused:
        ledgers.PostgresLedger("postgresql://user:hunter2@127.0.0.1:1/none")
    assert "hunter2" not in str(refused.value) and refused.value.__suppress_context__
