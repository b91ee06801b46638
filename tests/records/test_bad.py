"""Golden pairs: the record ``bad/x.toml`` is answered with ``bad/x.errors.txt``, word for word.

``python -m tests.records.test_bad`` writes the answers anew; read them before you commit them.
"""

from pathlib import Path

import pytest

from deadlines.cli.present import problem_in_full
from deadlines.records.load import load_file

BAD = sorted((Path(__file__).parent / "bad").glob("*.toml"))


def answer(file: Path) -> str:
    found = load_file(file, file.name, "Europe/Brussels")
    assert isinstance(found, list)
    # The names of these files are words joined by _, which no id may have; that problem is not theirs.
    own = [problem for problem in found if "file's name is the id" not in problem.message]
    return "\n\n".join(map(problem_in_full, own)) + "\n"


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_bad_record_is_answered_in_its_own_words(file: Path) -> None:
    assert answer(file) == file.with_suffix(".errors.txt").read_text(encoding="utf-8")


def test_there_are_bad_records() -> None:
    assert len(BAD) >= 10


if __name__ == "__main__":
    for bad in BAD:
        bad.with_suffix(".errors.txt").write_text(answer(bad), encoding="utf-8")
