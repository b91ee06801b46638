"""Each fault, on each ledger it applies to: nothing lost, nothing under two ids, no copy without a crash that explains it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.fault import Fault, NotInjected, faults
from tests.faults.world import LedgerKind, World
from tests.sink import Sink

pytestmark = pytest.mark.slow
CASES = list(faults())


@pytest.fixture(scope="module")
def sink(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sink]:
    with Sink.start(tmp_path_factory.mktemp("relay")) as relay:
        yield relay


@pytest.mark.parametrize(("fault", "kind"), CASES, ids=[f"{one.number}-{one.name}-{kind}" for one, kind in CASES])
def test_the_promise_holds(fault: Fault, kind: LedgerKind, sink: Sink, tmp_path: Path) -> None:
    if kind == "postgres":
        pytest.importorskip("pgserver")
    world = World(tmp_path / "world", kind, sink)
    try:
        fault.inject(world)
    except NotInjected as reason:
        pytest.skip(f"not injected: {reason}")
    assert world.wrong() == []


def test_all_twenty_are_there() -> None:
    assert {fault.number for fault, _ in CASES} == set(range(1, 21))
