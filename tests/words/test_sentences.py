"""Sentences as people write them, in fifty languages: what they say agrees with the record, or contradicts it so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deadlines.domain.moment import Written, parse_written
from deadlines.domain.stated import contradictions

SENTENCES = Path(__file__).with_name("sentences.txt")


def cases() -> Iterator[tuple[str, Written, str | None, str]]:
    """Yield each sentence with due, timezone and the words that a contradiction names; none where they agree."""
    due: Written | None = None
    zone = None
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            _, written, *zones = line.split()
            due, zone = parse_written(written), zones[0] if zones else None
        elif not line.startswith("#"):
            _, _, rest = line.partition(" | ")
            sentence, _, named = rest.partition(" -> ")
            assert due is not None
            yield sentence, due, zone, named


CASES = list(cases())


@pytest.mark.parametrize(("sentence", "due", "zone", "named"), CASES, ids=[f"{case[0]} = {case[1]}" for case in CASES])
def test_a_sentence_contradicts_what_it_contradicts_and_nothing_else(
    sentence: str, due: Written, zone: str | None, named: str
) -> None:
    found = list(contradictions(sentence, due, zone))
    assert [contradiction.message for contradiction in found if not named] == []
    if named:
        assert any(
            named.lstrip("?") in contradiction.message and contradiction.warning == named.startswith("?")
            for contradiction in found
        )


def test_there_are_three_hundred_sentences() -> None:
    assert len(CASES) >= 300
