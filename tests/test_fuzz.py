"""Of a few thousand inputs of the fuzzer in ``benchmarks``, none raises; a million are a command."""

import pytest
from benchmarks.fuzz import TARGETS, made, run


@pytest.mark.slow
def test_nothing_raises() -> None:
    results = run(1, range(1_000 * len(TARGETS)))
    assert {name: result.count for name, result in results.items()} == dict.fromkeys(TARGETS, 1_000)


def test_an_input_can_be_made_again_from_its_number() -> None:
    for name in TARGETS:
        assert made(name, 7, 3) == made(name, 7, 3) != made(name, 7, 4)
