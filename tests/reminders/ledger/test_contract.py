"""What a ledger promises, on both databases."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from deadlines.domain.reminder import Notice, reminded_points
from deadlines.reminders.decision import Missed, Owed
from deadlines.reminders.ledger.claims import Claim
from deadlines.reminders.ledger.database import LedgerError
from deadlines.reminders.ledger.ledger import Ledger
from deadlines.reminders.plan import Message, id_of
from tests.reminders.ledger.conftest import Open
from tests.reminders.world import opportunity, recipient

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = timedelta(minutes=1)
ONE = opportunity("one", date(2026, 3, 6))
LEADS = recipient("x", "7d").lead_times["call"]


def message(*keys: str, to: str = "advocacy", due: date | None = None) -> Message:
    point = next(reminded_points(opportunity("one", due or date(2026, 3, 6))))
    items = [Owed(Notice(key, "due", point), LEADS) for key in keys]
    return Message(id_of(keys), recipient(to), tuple(items))


def record(ledger: Ledger, *messages: Message, now: datetime = NOW) -> None:
    ledger.record(messages, (), (), now)


def next_claim(ledger: Ledger, now: datetime = NOW, on_hold: Collection[str] = ()) -> Claim | None:
    """Take the first that is ready, as a check does."""
    ready = [message.id for message in ledger.ready(now) if message.id not in on_hold]
    return ledger.claim(ready, now) if ready else None


def claimed(ledger: Ledger, now: datetime = NOW) -> Claim:
    claim = next_claim(ledger, now)
    assert claim is not None
    return claim


def keys_of(claim: Claim) -> list[str]:
    return [fact.key for fact in claim.items]


def test_what_is_recorded_is_claimed_whole_and_by_one(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("a", "b"))
    claim = claimed(ledger)
    assert (claim.id, claim.attempt, claim.created, keys_of(claim)) == (id_of(["a", "b"]), 1, NOW, ["a", "b"])
    assert claim.items[0].moment == ONE.deadlines[0].moment
    assert next_claim(ledger, NOW) is None


def test_a_key_is_recorded_once_whatever_message_it_comes_in(open_ledger: Open) -> None:
    first, second = open_ledger(), open_ledger()
    record(first, message("a", "b"))
    record(second, message("a", "c"))
    record(second, message("b"))
    claims = [claimed(first), claimed(first)]
    assert next_claim(first, NOW) is None
    assert sorted(key for claim in claims for key in keys_of(claim)) == ["a", "b", "c"]


def test_what_was_accepted_is_a_fact_and_never_claimed_again(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("a"))
    assert ledger.accepted(claimed(ledger), ["a"], "250 taken", NOW)
    record(ledger, message("a"))
    other = open_ledger()
    assert next_claim(other, NOW + timedelta(days=1)) is None
    assert [(fact.key, fact.state, fact.counts_as_sent, fact.attempted_at) for fact in other.facts()] == [
        ("a", "sent", True, NOW)
    ]


def test_with_what_was_accepted_the_next_is_claimed(open_ledger: Open) -> None:
    ledger, other = open_ledger(), open_ledger()
    record(ledger, *(message(key, to=key) for key in "abcd"))
    ids = [one.id for one in ledger.ready(NOW)]
    first = ledger.claim(ids, NOW)
    assert first is not None and first.id == ids[0]
    taken = other.claim(ids, NOW)
    assert taken is not None and taken.id == ids[1]
    second = ledger.accepted_and_next(first, keys_of(first), "250", NOW, ids[1:])
    assert second is not None and (second.id, second.attempt, len(second.items)) == (ids[2], 1, 1)
    assert ledger.accepted_and_next(second, keys_of(second), "250", NOW, ids[:3]) is None, "they are others'"
    assert [fact.state for fact in open_ledger().facts() if fact.message in (first.id, second.id)] == ["sent"] * 2
    assert [one.id for one in ledger.ready(NOW)] == ids[3:]


def test_where_the_next_cannot_be_claimed_nothing_is_recorded_of_the_one_before(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("a", to="a"), message("b", to="b"))
    claim = claimed(ledger)
    with pytest.raises(LedgerError):
        ledger.accepted_and_next(claim, keys_of(claim), "250", NOW, [object()])  # type: ignore[list-item]
    assert {fact.message: fact.state for fact in open_ledger().facts()} == dict.fromkeys(map(id_of, "ab"), "open")
    assert ledger.accepted(claim, keys_of(claim), "250", NOW), "it is on its way still"


def test_what_was_postponed_waits_and_keeps_its_id_and_date(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("a"))
    ledger.postponed(claimed(ledger), "451 later", NOW, NOW + LATER, unsure=False)
    assert next_claim(ledger, NOW + LATER - timedelta(seconds=1)) is None
    claim = claimed(ledger, NOW + LATER)
    assert (claim.id, claim.created, claim.attempt) == (id_of(["a"]), NOW, 2)


@pytest.mark.parametrize(("unsure", "state"), [(False, None), (True, "unsure")])
def test_what_is_withdrawn_after_a_lost_reply_is_unsure(open_ledger: Open, unsure: bool, state: str | None) -> None:
    ledger = open_ledger()
    record(ledger, message("a"))
    ledger.postponed(claimed(ledger), "", NOW, NOW, unsure=unsure)
    ledger.postponed(claimed(ledger), "451", NOW, NOW, unsure=False)
    (fact,) = ledger.facts()
    assert fact.counts_as_sent is unsure
    ledger.record((), [fact], (), NOW)
    assert [fact.state for fact in ledger.facts()] == ([state] if state else [])
    assert next_claim(ledger, NOW) is None


def test_what_was_withdrawn_can_be_recorded_again_under_the_same_id(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("a"))
    ledger.record((), ledger.facts(), (), NOW)
    record(ledger, message("a"), now=NOW + LATER)
    assert claimed(ledger, NOW + LATER).id == id_of(["a"])


def test_a_refusal_for_good_is_a_fact_of_that_address(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("a"))
    ledger.refused(claimed(ledger), ["a"], "550 no such user", NOW)
    right = replace(message("a"), recipient=recipient("advocacy", address="right@example.org"))
    record(ledger, right, now=NOW + LATER)
    assert [(fact.state, fact.address) for fact in ledger.facts()] == [
        ("dead", "advocacy@example.org"), ("open", "right@example.org"),
    ]  # fmt: skip
    assert claimed(ledger, NOW + LATER).address == "right@example.org"


def test_a_message_that_is_refused_for_what_it_says_goes_on_as_two(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("a", "b", "c"))
    claim = claimed(ledger)
    assert ledger.split(claim, ["a", "b", "c"], "554 no", NOW) == [id_of(["a"]), id_of(["b", "c"])]
    assert ledger.split(claim, ["a", "b", "c"], "554 no", NOW) == [], "it is settled"
    other = open_ledger()
    assert {one.id for one in other.ready(NOW)} == {id_of(["a"]), id_of(["b", "c"])}
    first, second = claimed(other), claimed(other)
    assert sorted([keys_of(first), keys_of(second)]) == [["a"], ["b", "c"]]
    assert (first.attempt, second.attempt, {first.address, second.address}) == (1, 1, {"advocacy@example.org"})
    record(ledger, message("b"))
    assert next_claim(ledger) is None, "a key is in one message"


def test_what_is_refused_for_what_it_says_is_a_fact_of_that_and_comes_again_under_its_id(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("a"))
    ledger.postponed(claimed(ledger), "", NOW, NOW, unsure=True)
    ledger.refused(claimed(ledger, NOW + LATER), ["a"], "554 no", NOW + LATER, content="digest")
    (fact,) = ledger.facts()
    assert (fact.state, fact.refused, fact.attempted_at) == ("dead", "digest", NOW + LATER)
    assert ledger.reply_to(fact.message) == "554 no"
    record(ledger, message("b"))
    ledger.refused(claimed(ledger), ["b"], "554 no", NOW, content="digest")
    record(ledger, message("b"), now=NOW + LATER)
    assert claimed(ledger, NOW + LATER).id == id_of(["b"])


def test_what_was_never_tried_comes_before_what_failed(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("a", to="a"))
    ledger.postponed(claimed(ledger), "451", NOW, NOW, unsure=False)
    record(ledger, message("b", to="b", due=date(2026, 3, 30)))
    assert [one.recipient for one in ledger.ready(NOW)] == ["b", "a"]


def test_a_refusal_after_a_lost_reply_leaves_it_unsure(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("a"))
    ledger.postponed(claimed(ledger), "", NOW, NOW, unsure=True)
    ledger.refused(claimed(ledger), ["a"], "550", NOW)
    assert [fact.state for fact in ledger.facts()] == ["unsure"]


def test_who_dies_with_a_claim_leaves_it_unconfirmed_to_the_next_at_once(open_ledger: Open) -> None:
    dead = open_ledger()
    record(dead, message("a"))
    claimed(dead)
    dead.close()
    ledger = open_ledger()
    ledger.release_stale_leases()
    claim = claimed(ledger)
    assert (claim.id, claim.attempt) == (id_of(["a"]), 2)
    assert [fact.counts_as_sent for fact in ledger.facts()] == [True]


def test_a_late_answer_to_a_claim_that_was_taken_over_changes_nothing(open_ledger: Open) -> None:
    frozen = open_ledger()
    record(frozen, message("a"))
    old = claimed(frozen)
    frozen.postponed(old, "", NOW, NOW, unsure=True)
    new = claimed(frozen)
    assert not frozen.refused(old, ["a"], "550", NOW)
    assert frozen.accepted(new, ["a"], "250", NOW)
    assert [fact.state for fact in frozen.facts()] == ["sent"]


def test_an_item_that_is_deferred_stays_open_when_the_others_are_sent(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("a", "b"))
    claim = claimed(ledger)
    ledger.accepted(claim, ["a"], "250", NOW)
    assert {fact.key: fact.state for fact in ledger.facts()} == {"a": "sent", "b": "open"}
    assert next_claim(ledger, NOW, [claim.id]) is None
    assert keys_of(claimed(ledger)) == ["b"]


def test_what_holds_no_more_is_taken_out_of_a_claim_before_it_leaves(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("a", "b"))
    claim = claimed(ledger)
    ledger.expired(claim, ["a"], NOW)
    ledger.accepted(claim, ["b"], "250", NOW)
    assert {fact.key: fact.state for fact in ledger.facts()} == {"b": "sent"}


def test_the_soonest_deadline_is_claimed_first(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("later", to="a", due=date(2026, 3, 9)), message("sooner", to="b", due=date(2026, 3, 7)))
    assert keys_of(claimed(ledger)) == ["sooner"]


def test_nothing_is_kept_of_a_transaction_that_fails(open_ledger: Open) -> None:
    ledger = open_ledger()
    with pytest.raises(LedgerError), ledger.transaction():
        record_inside = "INSERT INTO run (worker, started) VALUES (?, ?)"
        ledger.run(record_inside, ("x", "y"))
        ledger.run("SELECT nothing FROM nowhere")
    assert ledger.run("SELECT * FROM run") == []


def test_the_last_good_check_is_one_that_ended_and_is_not_ahead_of_the_clock(open_ledger: Open) -> None:
    ledger = open_ledger()
    assert ledger.last_good_check(NOW) is None
    ledger.begin(NOW)
    assert ledger.last_good_check(NOW + LATER) is None
    ledger.end(ledger.begin(NOW), NOW)
    ledger.end(ledger.begin(NOW), NOW.replace(year=2036))
    assert ledger.last_good_check(NOW + LATER) == NOW
    assert ledger.last_good_check(NOW - LATER) is None
    ledger.begin(NOW + timedelta(days=30))
    assert ledger.last_good_check(NOW + timedelta(days=30)) == NOW


def test_what_is_missed_is_noted_once_and_taken_back_when_it_is_sent_after_all(open_ledger: Open) -> None:
    ledger = open_ledger()
    missed = Missed(recipient(), next(reminded_points(ONE)), "a", ("7d",))
    assert ledger.record((), (), [missed], NOW) == [missed]
    assert ledger.record((), (), [missed], NOW) == []
    assert [(late.record, late.covers) for late in ledger.missed(NOW - LATER)] == [("one", "7d")]
    record(ledger, message("a"))
    ledger.accepted(claimed(ledger), ["a"], "250", NOW)
    assert ledger.missed(NOW - LATER) == []


def test_waiting_and_refused_messages_are_shown_with_the_last_answer(open_ledger: Open) -> None:
    ledger = open_ledger()
    record(ledger, message("a", to="a"), message("b", to="b"))
    ledger.postponed(claimed(ledger), "451 later", NOW, NOW + LATER, unsure=False)
    second = claimed(ledger)
    ledger.refused(second, keys_of(second), "550 gone", NOW)
    found = {one.state: (one.reply, one.attempt, one.records) for one in ledger.waiting(NOW - LATER)}
    assert found == {"open": ("451 later", 1, ("one",)), "dead": ("550 gone", 1, ("one",))}
    assert [one.state for one in ledger.waiting(NOW)] == ["open"]
    claimed(ledger, NOW + LATER)
    assert [one.is_on_its_way for one in open_ledger().waiting(NOW)] == [True]


def sent(ledger: Ledger, id_: str, *dues: date) -> None:
    for due in dues:
        point = next(reminded_points(opportunity(id_, due)))
        key = f"{id_} {due}"
        record(ledger, Message(id_of([key]), recipient(), (Owed(Notice(key, "due", point), LEADS),)))
        ledger.accepted(claimed(ledger), [key], "250", NOW)


OLD, NEW = date(2025, 3, 1), date(2026, 3, 20)


def test_a_check_is_given_the_facts_of_records_that_may_be_due_and_all_of_these(open_ledger: Open) -> None:
    ledger = open_ledger()
    sent(ledger, "old", OLD)
    sent(ledger, "moved", OLD, NEW)
    sent(ledger, "open", OLD)
    late = next(reminded_points(opportunity("open", OLD)))
    record(ledger, Message(id_of(["o"]), recipient(), (Owed(Notice("o", "moved", late), LEADS),)))
    assert [fact.record for fact in ledger.facts(NOW)] == ["moved", "moved", "open", "open"]
    assert len(ledger.facts()) == 5
    ledger.end(ledger.begin(NOW), NOW - timedelta(days=300))
    assert len(ledger.facts(NOW)) == 5, "what passed since the last good check may be missed"


def test_records_that_passed_long_since_are_forgotten_with_their_messages(open_ledger: Open) -> None:
    ledger = open_ledger()
    sent(ledger, "old", OLD)
    sent(ledger, "moved", OLD, NEW)
    ledger.begin(NOW)
    ledger.trim()
    assert [fact.record for fact in ledger.facts()] == ["moved", "moved"]
    assert len(ledger.run("SELECT * FROM message")) == 2
    ledger.trim()
    assert len(ledger.facts()) == 2


def sent_of_rule(ledger: Ledger, *days: date, moved: dict[date, date] | None = None) -> None:
    """Tell of the deadline of each month by one record, and of what some of them were moved to."""
    moves = [{"from": day, "to": to} for day, to in (moved or {}).items()]
    deadline = {"repeats": "FREQ=MONTHLY", "moved": moves}
    whole = opportunity("rule", date(2025, 1, 1), deadline=deadline).reaching(date(2027, 1, 1))
    for point in reminded_points(whole):
        if point.name.day in days:
            key = f"{point.name.day} {point.moment.written}"
            record(ledger, Message(id_of([key]), recipient(), (Owed(Notice(key, "due", point), LEADS),)))
            ledger.accepted(claimed(ledger), [key], "250", NOW)


def test_of_what_repeats_the_dates_that_passed_long_since_are_forgotten(open_ledger: Open) -> None:
    ledger = open_ledger()
    first, second, third, coming = (date(2025, 1 + month, 1) for month in (0, 1, 2, 11))
    sent_of_rule(ledger, first, second, third, coming)
    sent_of_rule(ledger, second, moved={second: date(2026, 3, 20)})
    record(ledger, message("open"))
    ledger.run("UPDATE item SET record = 'rule', day = ? WHERE key = 'open'", (third.isoformat(),))
    ledger.begin(NOW)
    ledger.trim()
    assert [(fact.day, fact.moment.day) for fact in ledger.facts()] == [
        (second, second), (third, third), (coming, coming), (second, date(2026, 3, 20)), (third, date(2026, 3, 6)),
    ]  # fmt: skip
    assert len(ledger.run("SELECT * FROM message")) == 5
    assert len(open_ledger().facts()) == 5


def test_a_check_forgets_a_little_of_many_years_and_the_next_goes_on(open_ledger: Open) -> None:
    ledger = open_ledger()
    old = [next(reminded_points(opportunity(f"old-{number}", OLD))) for number in range(70)]
    items = tuple(Owed(Notice(str(number), "due", point), LEADS) for number, point in enumerate(old))
    record(ledger, Message(id_of(["all"]), recipient(), items))
    ledger.accepted(claimed(ledger), [item.notice.key for item in items], "250", NOW)
    ledger.begin(NOW)
    ledger.trim()
    assert 0 < len(ledger.facts()) < 70 and len(ledger.run("SELECT * FROM message")) == 1
    ledger.trim()
    assert ledger.facts() == [] and ledger.run("SELECT * FROM message") == []


def test_what_was_missed_long_since_is_forgotten_and_what_was_of_late_is_not(open_ledger: Open) -> None:
    ledger = open_ledger()
    for key, noted in (("long ago", NOW - timedelta(days=400)), ("of late", NOW - timedelta(days=80))):
        ledger.record((), (), [Missed(recipient(), next(reminded_points(ONE)), key, ("7d",))], noted)
    ledger.begin(NOW)
    ledger.trim()
    assert [row["key"] for row in ledger.run("SELECT key FROM missed")] == ["of late"]


def test_a_clock_that_runs_ahead_makes_a_ledger_forget_nothing(open_ledger: Open) -> None:
    ledger = open_ledger()
    sent(ledger, "new", NEW)
    ledger.begin(NOW)
    for _ in range(3):
        ledger.begin(NOW.replace(year=2036))
        ledger.trim()
    assert [fact.record for fact in ledger.facts()] == ["new"]


def test_a_ledger_of_the_first_version_goes_on(open_ledger: Open) -> None:
    ledger = open_ledger()
    sent(ledger, "new", NEW)
    record(ledger, message("on its way"))
    on_its_way = claimed(ledger, NOW + LATER)
    ledger.run("ALTER TABLE item DROP COLUMN refused")
    ledger.run("ALTER TABLE item DROP COLUMN day")
    ledger.run("CREATE TABLE attempt (message TEXT, number INTEGER, started TEXT, PRIMARY KEY (message, number))")
    ledger.run("INSERT INTO attempt SELECT id, attempt, started FROM message")
    ledger.run("ALTER TABLE message DROP COLUMN started")
    ledger.run("UPDATE ledger SET version = 1")
    again = open_ledger()
    assert [(fact.key, fact.refused, fact.attempted_at) for fact in again.facts()] == [
        (f"new {NEW}", None, NOW), ("on its way", None, NOW + LATER),
    ]  # fmt: skip
    ledger.run("INSERT INTO attempt VALUES ('of a program that still runs', 1, '')")
    assert again.accepted(on_its_way, ["on its way"], "250", NOW + LATER)
    assert [row["version"] for row in open_ledger().run("SELECT version FROM ledger")] == [4]


def test_good_records_are_kept_replaced_and_forgotten(open_ledger: Open) -> None:
    ledger = open_ledger()
    ledger.remember([("one", "a/one.toml", "1 2", "title = 1")])
    ledger.remember([("one", "b/one.toml", "3 4", "title = 2"), ("two", "two.toml", "5 6", "")], forget=["two"])
    assert open_ledger().good_records() == {"one": ("b/one.toml", "3 4")}
    assert ledger.good_record("one") == ("b/one.toml", "title = 2")
    assert ledger.good_record("two") is None


def test_a_ledger_of_a_newer_version_is_left_alone(open_ledger: Open) -> None:
    open_ledger().run("UPDATE ledger SET version = 99")
    with pytest.raises(LedgerError, match="newer version"):
        open_ledger()
