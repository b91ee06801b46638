"""What is sent, when, and what is not: the check through its door, with a clock of ours and a relay that obeys."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deadlines.domain.lead_time import UNITS, LeadTime, Unit
from deadlines.domain.reminder import Notice, QuietHours
from deadlines.domain.weekend import DaysOff
from deadlines.reminders.check import check
from deadlines.reminders.letter import Letter
from tests.reminders.world import NOW, World, opportunity, recipient

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
IN_BRUSSELS = 8  # 9:00 of a winter day there, in UTC


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "ledger.sqlite3")


def at(day: int, month: int = 3, hour: int = IN_BRUSSELS, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=UTC)


def test_a_reminder_goes_out_when_its_lead_time_comes_and_once(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    world.people = [recipient("advocacy", "7d")]
    assert world.check(at=at(27, 2, 7, 59, 59)) and not world.sent()
    assert world.check(at=at(27, 2))
    assert world.sent() == [("due", "2026-03-06")]
    for minutes in (0, 1, 60, 1440):
        world.check(later=minutes * MINUTE)
    assert len(world.relay.taken) == 1


def test_an_hour_is_reminded_of_at_the_same_wall_time_across_a_clock_change(world: World) -> None:
    world.put(opportunity(due=datetime(2026, 3, 31, 17), deadline={"timezone": "Europe/Berlin"}))
    world.people = [recipient("advocacy", "14d")]
    world.check(at=at(17, hour=15, minute=59, second=59))
    assert not world.sent()
    world.check(at=at(17, hour=16))
    assert world.sent() == [("due", "2026-03-31T17:00:00")]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.abbreviation)
@pytest.mark.parametrize("amount", [1, 2, 50])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "AoE"])
def test_a_reminder_in_any_unit_is_sent_when_it_comes(world: World, unit: Unit, amount: int, zone: str) -> None:
    """However far ahead the deadline is: public holidays for two months make working days longer."""
    holidays = DaysOff(holidays=frozenset(date(2026, 11, 1) + number * DAY for number in range(60)))
    due = opportunity(due=datetime(2026, 12, 31, 17), deadline={"timezone": zone})
    lead = LeadTime(amount, unit)
    comes = lead.before(due.deadlines[0].moment, holidays)
    world.put(due)
    world.people = [recipient("advocacy", str(lead), days_off=holidays)]
    world.check(at=comes - timedelta(seconds=1))
    assert not world.sent()
    world.check(at=comes)
    assert world.sent() == [("due", "2026-12-31T17:00:00")]


@pytest.mark.parametrize(("zone", "ends"), [("Pacific/Kiritimati", at(6, hour=10)), ("AoE", at(7, hour=12))])
def test_nothing_is_sent_at_or_after_the_deadline(world: World, zone: str, ends: datetime) -> None:
    world.put(opportunity(due=date(2026, 3, 6), deadline={"timezone": zone}))
    world.check(at=ends - timedelta(seconds=1))
    assert world.sent() == [("due", "2026-03-06")]
    late = World(world.file.with_name("late"), records=world.records)
    late.check(at=ends)
    assert late.sent() == []


def test_an_outage_over_two_lead_times_gives_one_message(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    world.people = [recipient("advocacy", "30d", "7d", "3d")]
    world.check(at=at(1, 2))
    report = world.check(at=at(4))
    assert report and report.missed == []
    assert world.sent() == [("due", "2026-03-06")]
    world.check(at=at(5))
    assert len(world.relay.taken) == 1


def test_one_message_for_each_person_holds_all_items_soonest_first(world: World) -> None:
    world.put(opportunity("later", date(2026, 3, 7)), opportunity("sooner", date(2026, 3, 6)))
    world.people = [recipient("one"), recipient("two")]
    world.check(at=at(4))
    assert [[one.point.opportunity.id for one in taken.notices] for taken in world.relay.taken] == [
        ["sooner", "later"]
    ] * 2


def test_a_deadline_that_moves_before_anybody_was_notified_is_simply_the_new_one(world: World) -> None:
    world.put(opportunity(due=date(2026, 6, 1)))
    world.check()
    world.put(opportunity(due=date(2026, 3, 6)))
    world.check(at=at(4))
    assert world.sent() == [("due", "2026-03-06")]


def test_who_was_notified_learns_of_each_move_once_and_later_lead_times_go_on(world: World) -> None:
    first, second = date(2026, 3, 6), date(2026, 3, 20)
    world.put(opportunity(due=first))
    world.check(at=at(4))
    world.put(opportunity(due=second))
    world.check(later=MINUTE)
    world.check(later=MINUTE)
    world.put(opportunity(due=first))
    world.check(later=MINUTE)
    assert world.sent() == [("due", "2026-03-06"), ("moved", "2026-03-20"), ("moved", "2026-03-06")]
    world.check(at=at(5))
    assert world.sent()[3:] == [("due", "2026-03-06")]


def test_a_move_there_and_back_between_two_checks_is_none(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    world.check(at=at(4))
    world.put(opportunity(due=date(2026, 3, 20)))
    world.put(opportunity(due=date(2026, 3, 6)))
    world.check(later=MINUTE)
    assert len(world.sent()) == 1


@pytest.mark.parametrize("status", ["cancelled", "closed"])
def test_who_was_notified_learns_once_that_it_is_off_and_that_it_is_on_again(world: World, status: str) -> None:
    world.put(opportunity())
    world.check(at=at(1))
    world.put(opportunity(status=status))
    for _ in range(3):
        world.check(later=DAY)
    assert [kind for kind, _ in world.sent()] == ["due", status]
    world.put(opportunity())
    world.check(later=MINUTE)
    world.put(opportunity(status=status))
    world.check(later=MINUTE)
    assert [kind for kind, _ in world.sent()] == ["due", status, "reinstated", status]


def test_nobody_is_notified_that_something_is_off_of_which_nobody_knew(world: World) -> None:
    world.put(opportunity(status="cancelled"))
    world.check(at=at(4))
    assert world.sent() == []


def test_of_an_expected_date_nothing_is_sent(world: World) -> None:
    world.put(opportunity(status="expected"))
    world.check(at=at(4))
    assert world.sent() == []


def test_a_deleted_record_is_silent_and_goes_on_when_it_is_restored(world: World) -> None:
    one = opportunity(due=date(2026, 3, 6))
    world.put(one)
    world.check(at=at(28, 2))
    world.records.clear()
    world.check(at=at(1))
    world.put(one)
    world.check(at=at(2))
    assert len(world.sent()) == 1
    world.check(at=at(5))
    assert len(world.sent()) == 2


def test_a_lead_time_that_is_added_is_sent_once_unless_something_was_sent_since(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 20)))
    world.people = [recipient("advocacy", "7d")]
    world.check(at=at(9))
    world.people = [recipient("advocacy", "7d", "14d")]
    world.check(at=at(10))
    assert len(world.sent()) == 1
    world.check(at=at(13))
    world.people = [recipient("advocacy", "7d", "14d", "10d")]
    world.check(at=at(14))
    assert len(world.sent()) == 2


def test_a_new_recipient_gets_one_message_that_catches_up(world: World) -> None:
    world.put(
        opportunity("a", date(2026, 3, 6)), opportunity("b", date(2026, 3, 10)), opportunity("c", date(2026, 6, 1))
    )
    world.check(at=at(5))
    world.people.append(recipient("new"))
    world.check(at=at(5, hour=9))
    news = world.relay.taken[-1]
    assert news.letter.address == "new@example.org"
    assert [one.point.opportunity.id for one in news.notices] == ["a", "b"]


def test_another_title_address_zone_name_or_quiet_hours_repeat_nothing(world: World) -> None:
    due = datetime(2026, 3, 6, 18)
    world.put(opportunity(due=due, deadline={"timezone": "Europe/Kyiv"}))
    world.check(at=at(5))
    assert len(world.sent()) == 1
    world.put(opportunity(due=due, deadline={"timezone": "Europe/Kiev"}, title="A better title"))
    world.people = [
        recipient(address="new@example.org", quiet_hours=QuietHours.parse("22:00-07:00"), timezone="Asia/Kathmandu")
    ]
    world.check(at=at(5, hour=15))
    assert len(world.sent()) == 1


def test_a_temporary_refusal_is_tried_again_as_the_same_message(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    report = world.check("451", at=at(5))
    assert report and [one.reply for one in report.postponed] == ["451 try again later"]
    world.check(later=timedelta(seconds=20))
    assert not world.sent()
    world.check(later=MINUTE)
    assert len(world.sent()) == 1
    assert world.relay.taken[0].letter.date == at(5)


def test_an_answer_that_was_lost_repeats_the_same_id_and_date(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    for answer in ("lost", "451", "gone", "ok", "ok"):
        world.check(answer, later=timedelta(hours=1), at=at(5) if not world.relay.taken else None)
    first, second = world.relay.taken
    assert (first.letter.id, first.letter.date) == (second.letter.id, second.letter.date)


def test_a_relay_that_was_down_across_the_next_lead_time_gets_one_message(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    world.people = [recipient("advocacy", "7d", "3d")]
    world.check("451", at=at(27, 2))
    world.check("451", at=at(1))
    world.check(at=at(3))
    world.check(later=timedelta(hours=3))
    assert len(world.relay.taken) == 1


def test_a_message_that_was_refused_and_whose_deadline_moved_is_sent_as_the_new_one(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    world.check("451", at=at(4))
    world.put(opportunity(due=date(2026, 3, 10)))
    world.check(later=timedelta(hours=1))
    assert world.sent() == [("due", "2026-03-10")]


def test_an_unconfirmed_message_whose_deadline_moved_is_followed_by_a_notice(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    world.check("gone", at=at(4))
    world.put(opportunity(due=date(2026, 3, 10)))
    world.check(later=timedelta(hours=1))
    world.check(later=timedelta(hours=1))
    assert world.sent() == [("moved", "2026-03-10")]


def test_a_refusal_for_good_stops_one_and_no_other(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    world.people = [recipient("gone", "7d", "1d"), recipient("here", "7d", "1d")]
    report = world.check("550", at=at(27, 2))
    assert report and [one.recipient for one in report.refused] == ["gone"]
    assert [one.recipient for one in report.sent] == ["here"]
    world.check(later=timedelta(hours=2))
    assert len(world.relay.taken) == 1
    world.check("550", at=at(5))
    assert len(world.relay.taken) == 2


def three(world: World) -> None:
    world.put(*(opportunity(id_, date(2026, 3, 6)) for id_ in ("good", "bad", "fine")))


def test_more_than_one_message_can_hold_goes_in_several_soonest_first(world: World) -> None:
    world.put(*(opportunity(f"a-{number:03}", date(2026, 3, 6 + number // 100)) for number in range(170)))
    world.people = [recipient("advocacy", "30d")]
    world.check(at=at(4))
    assert [len(taken.notices) for taken in world.relay.taken] == [80, 80, 10]
    world.check(later=MINUTE)
    assert len(world.sent()) == 170 == len(set().union(*(taken.letter.keys for taken in world.relay.taken)))


def test_one_bad_item_of_a_digest_is_found_and_costs_the_others_nothing(world: World) -> None:
    three(world)
    world.people = [recipient("one", "7d", "1d"), recipient("two", "7d", "1d")]
    world.relay.refuses = {"bad"}
    report = world.check(at=at(27, 2))
    assert report and sorted((one.recipient, one.records, one.cause) for one in report.refused) == [
        ("one", ("bad",), "content"), ("two", ("bad",), "content")
    ]  # fmt: skip
    sent = [(taken.letter.address, one.point.opportunity.id) for taken in world.relay.taken for one in taken.notices]
    assert sorted(sent) == [(f"{who}@example.org", id_) for who in ("one", "two") for id_ in ("fine", "good")]
    tried = len(world.relay.tried)
    again = world.check(later=MINUTE)
    assert again and sorted((one.recipient, one.records, one.reply) for one in again.still_refused) == [
        ("one", ("bad",), "554 unwanted content"), ("two", ("bad",), "554 unwanted content")
    ]  # fmt: skip
    assert (len(world.relay.tried), again.all_is_well) == (tried, False)


def test_what_was_refused_for_what_it_says_is_tried_again_when_that_changes_or_a_day_has_passed(world: World) -> None:
    three(world)
    world.people = [recipient("advocacy", "7d")]
    world.relay.refuses = {"bad"}
    world.check(at=at(27, 2))
    world.people = [recipient("advocacy", "7d", way="another server")]
    report = world.check(later=MINUTE)
    assert report and [one.records for one in report.refused] == [("bad",)]
    report = world.check(later=DAY)
    assert report and [one.records for one in report.refused] == [("bad",)]
    world.put(opportunity("bad", date(2026, 3, 6), title="A better title"))
    world.relay.refuses = set()
    report = world.check(later=MINUTE)
    assert report and report.all_is_well and world.relay.tried[-1] == ("bad",)
    assert len(world.sent()) == 3
    world.check(later=MINUTE)
    assert len(world.sent()) == 3


def test_a_letter_that_cannot_be_written_is_parted_like_one_that_is_refused(world: World) -> None:
    three(world)
    write = world.relay.write

    def fails_at(kind: Exception) -> Callable[..., Letter]:
        def failing(notices: Sequence[Notice], *more: Any) -> Letter:
            if any(one.point.opportunity.id == "bad" for one in notices):
                raise kind
            return write(notices, *more)

        return failing

    world.now = at(5)
    with closing(world.ledger()) as ledger:
        ours = check(
            world.records.values(), world.people, ledger, {"email": world.relay}, fails_at(PermissionError("calendars")),
            clock=lambda: world.now,
        )  # fmt: skip
        assert ([one.cause for one in ours.postponed], world.sent()) == (["us"], [])
        its = check(
            world.records.values(), world.people, ledger, {"email": world.relay}, fails_at(ValueError("odd")),
            clock=lambda: world.now,
        )  # fmt: skip
    assert [one.records for one in its.refused] == [("bad",)]
    assert len(world.sent()) == 2


def test_a_refusal_of_content_after_a_lost_reply_loses_nothing_either(world: World) -> None:
    three(world)
    world.relay.refuses = {"bad"}
    world.check("gone", at=at(5))
    world.check(later=timedelta(hours=1))
    assert sorted(one.point.opportunity.id for taken in world.relay.taken for one in taken.notices) == ["fine", "good"]
    world.put(opportunity("bad", date(2026, 3, 6), title="A better title"))
    world.relay.refuses = set()
    world.check(later=MINUTE)
    assert len(world.sent()) == 3


def test_what_is_due_and_waits_is_named_until_it_goes(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    world.check("451", at=at(5))
    report = world.check(later=timedelta(seconds=10))
    assert report and not report.all_is_well
    ((waiting),) = report.waiting
    assert (waiting.records, waiting.reply, waiting.again_at is not None) == (("a-call",), "451 try again later", True)
    report = world.check(later=MINUTE)
    assert report and report.all_is_well


def test_a_corrected_address_gets_what_the_wrong_one_refused(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    world.check("550", at=at(4))
    world.people = [recipient(address="right@example.org")]
    world.check(later=MINUTE)
    world.check(later=DAY)
    assert [taken.letter.address for taken in world.relay.taken] == ["right@example.org"] * 2
    assert world.sent() == [("due", "2026-03-06")] * 2


def test_what_passed_unsent_is_reported_as_missed_once(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    world.check(at=at(1))
    report = world.check(at=at(9))
    assert report and [(one.point.opportunity.id, one.lead_times) for one in report.missed] == [("a-call", ("1d",))]
    again = world.check(later=MINUTE)
    assert again and again.missed == []


def test_old_records_and_a_first_check_miss_nothing(world: World) -> None:
    world.put(opportunity(due=date(2026, 1, 6)))
    first = world.check()
    world.put(opportunity("older", due=date(2026, 1, 31)))
    second = world.check(later=MINUTE)
    assert first and second and first.missed == second.missed == []


def test_quiet_hours_hold_a_message_and_not_beyond_its_deadline(world: World) -> None:
    world.put(opportunity("can-wait", date(2026, 3, 6)))
    world.people = [
        recipient("advocacy", "7d", "1d", quiet_hours=QuietHours.parse("22:00-10:00"), timezone="Africa/Dakar")
    ]
    world.check(at=at(27, 2))
    assert not world.sent()
    world.check(at=at(27, 2, 9, 59, 59))
    assert not world.sent()
    world.put(opportunity("cannot", datetime(2026, 2, 27, 10), deadline={"timezone": "UTC"}))
    world.check(at=at(27, 2, 9, 59, 59))
    assert [one.point.opportunity.id for one in world.relay.taken[0].notices] == ["cannot"]
    world.check(at=at(27, 2, 10))
    assert [one.point.opportunity.id for one in world.relay.taken[1].notices] == ["can-wait"]


def test_a_retry_keeps_the_quiet_hours_too(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    world.people = [recipient("advocacy", "7d", quiet_hours=QuietHours.parse("09:30-10:30"), timezone="UTC")]
    world.check("451", at=at(27, 2, 9))
    world.check(at=at(27, 2, 9, 45))
    assert not world.sent()
    world.check(at=at(27, 2, 10, 30))
    assert len(world.sent()) == 1


def test_who_asks_for_it_is_reminded_of_an_opening(world: World) -> None:
    world.put(opportunity(due=date(2026, 5, 1), opens=date(2026, 3, 6)))
    one = recipient("advocacy", "7d")
    world.people = [
        one,
        replace(one, id="early", address="early@example.org", opens=recipient("x", "1d").lead_times["call"]),
    ]
    world.check(at=at(5))
    assert [(taken.letter.address, taken.notices[0].point.role) for taken in world.relay.taken] == [
        ("early@example.org", "opens")
    ]


def test_a_clock_that_runs_ahead_and_is_put_back_loses_nothing(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    world.check(at=at(27, 2))
    for wrong in (NOW.replace(year=2036), NOW.replace(year=2016), at(28, 2)):
        world.check(at=wrong)
    world.check(at=at(5))
    world.check(at=at(5, hour=9))
    assert world.sent() == [("due", "2026-03-06")] * 2


def test_what_a_clock_that_ran_ahead_put_off_does_not_wait_for_that_day(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    world.people = [recipient("advocacy", "7d")]
    world.check("451", at=at(2))
    world.check(at=at(28, 2))
    assert world.sent() == [("due", "2026-03-06")]


def test_twelve_checks_at_the_same_moment_send_one_message(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    for _ in range(12):
        world.check(at=at(5))
    assert len(world.relay.taken) == 1


def test_a_deadline_that_passes_while_others_are_sent_is_not_handed_over(world: World) -> None:
    world.put(opportunity(due=datetime(2026, 3, 6, 12), deadline={"timezone": "UTC"}))
    world.people = [recipient("one"), recipient("two")]
    ticks = iter([at(6, hour=11, minute=59)] * 4)
    ledger = world.ledger()
    check(
        world.records.values(), world.people, ledger, {"email": world.relay}, world.relay.write,
        clock=lambda: next(ticks, at(6, hour=12)),
    )  # fmt: skip
    assert len(world.relay.taken) == 1


def test_a_stop_comes_between_two_messages_and_the_next_check_goes_on(world: World) -> None:
    world.put(opportunity(due=date(2026, 3, 6)))
    world.people = [recipient("one"), recipient("two")]
    world.now = at(5)
    with closing(world.ledger()) as ledger:
        check(
            world.records.values(), world.people, ledger, {"email": world.relay}, world.relay.write,
            clock=lambda: world.now, stopped=lambda: bool(world.relay.taken),
        )  # fmt: skip
    assert len(world.relay.taken) == 1
    world.check()
    assert len(world.relay.taken) == 2
