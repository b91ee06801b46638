"""One thing at a time of a server, with a pause after it, and servers beside each other."""

from hypothesis import given
from hypothesis import strategies as st

from deadlines.verify.schedule import Schedule


def test_a_server_is_asked_again_after_its_pause_and_others_meanwhile() -> None:
    schedule: Schedule[int] = Schedule()
    for server, job in (("a", 1), ("a", 2), ("b", 3)):
        schedule.add(server, job)
    assert schedule.take(0) == ("a", 1)
    assert schedule.take(0) == ("b", 3)
    assert schedule.take(0) is None and schedule.next_at is None, "a is being asked"
    schedule.done("a", after=12)
    schedule.done("b", after=12)
    assert schedule.next_at == 12 and schedule.take(11.9) is None
    assert schedule.take(12) == ("a", 2)


def test_what_is_put_back_comes_first_and_what_is_dropped_never() -> None:
    schedule: Schedule[int] = Schedule()
    for job in (1, 2, 3):
        schedule.add("a", job)
    _, first = schedule.take(0) or ("", 0)
    schedule.again("a", first)
    schedule.done("a", after=60)
    assert schedule.take(60) == ("a", 1)
    assert schedule.drop("a") == [2, 3]
    schedule.done("a", after=70)
    assert schedule.next_at is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers()), max_size=30))
def test_every_job_is_done_once_in_the_order_of_its_server(jobs: list[tuple[str, int]]) -> None:
    schedule: Schedule[int] = Schedule()
    for server, job in jobs:
        schedule.add(server, job)
    done: list[tuple[str, int]] = []
    now = 0.0
    while (at := schedule.next_at) is not None:
        now = max(now, at)
        found = schedule.take(now)
        assert found
        done.append(found)
        schedule.done(found[0], now + 10)
    assert sorted(done) == sorted(jobs)
    for server in "abc":
        assert [one for one in done if one[0] == server] == [one for one in jobs if one[0] == server]
    assert now == max(0, max((sum(one[0] == server for one in jobs) for server in "abc"), default=0) - 1) * 10
