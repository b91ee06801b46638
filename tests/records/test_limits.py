"""How much a record may hold, and how deep; what is more is refused with the number, and costs nothing."""

import pytest
import tomli_w

from deadlines.domain.fields import LONGEST_ID
from deadlines.domain.problem import Problem
from deadlines.records.load import read_text
from tests.conftest import CALL, Folder


def rounds(number: int) -> str:
    return CALL.partition("[[")[0] + "".join(f'[[deadlines]]\nlabel = "{n}"\ndue = 2026-03-06\n' for n in range(number))


def with_more(line: str) -> str:
    return line + "\n" + CALL


def interviews(number: int) -> str:
    return CALL + "".join(f'[[milestones]]\nlabel = "{n}"\non = 2026-03-06\n' for n in range(number))


def problems_in(text: str, path: str = "opportunities/some-id.toml") -> list[Problem]:
    found = read_text(text, path, "UTC")
    return found if isinstance(found, list) else []


def test_what_the_limits_allow_is_taken() -> None:
    fifty = [f"t{number}" for number in range(50)]
    lists = tomli_w.dumps({"topics": fifty, "regions": fifty, "languages": ["en"] * 50, "summary": "é" * 10_000})
    for text in (rounds(200), interviews(100), with_more(lists), CALL + f'label = "{"é" * 200}"\n'):
        assert problems_in(text) == []
    assert problems_in(CALL, f"opportunities/{'x' * LONGEST_ID}.toml") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (rounds(201), "deadlines has 201 values; at most 200 are taken"),
        (rounds(2000), "deadlines has 2000 values; at most 200 are taken"),
        (interviews(101), "milestones has 101 values; at most 100 are taken"),
        (with_more(tomli_w.dumps({"topics": ["x"] * 51})), "topics has 51 values; at most 50 are taken"),
        (with_more(tomli_w.dumps({"regions": ["x"] * 51})), "regions has 51 values; at most 50 are taken"),
        (with_more(tomli_w.dumps({"languages": ["en"] * 51})), "languages has 51 values; at most 50 are taken"),
        (with_more(f'summary = "{"é" * 10_001}"'), "the text has 20002 bytes; at most 20000 are taken"),
        (with_more(f'location = "{"x" * 20_001}"'), "the text has 20001 bytes; at most 20000 are taken"),
        (CALL.replace(".org/", ".org/" + "x" * 20_000), "the text has 20024 bytes; at most 20000 are taken"),
        (CALL + f'label = "{"x" * 201}"\n', "the label has 201 characters; at most 200 are taken"),
        (CALL + f"previously = [{'2026-03-05, ' * 51}]\n", "previously has 51 values; at most 50 are taken"),
    ],
    ids=lambda value: value if len(value) < 100 else "",
)
def test_what_is_more_is_one_problem_with_the_number_and_the_limit(text: str, message: str) -> None:
    (problem,) = problems_in(text)
    assert problem.message == message and problem.hint and problem.place.line > 0


def test_the_name_of_a_file_is_not_longer_than_other_names_made_of_it_may_be(project: Folder) -> None:
    project.record("x" * LONGEST_ID, CALL)
    assert project.run("check").code == 0 and project.run("export").code == 0
    project.record("y" * (LONGEST_ID + 1), CALL)
    ran = project.run("check")
    assert (
        ran.code == 1 and "has 201 characters; at most 200 are taken" in ran.out and f"to {'y' * 200}.toml" in ran.out
    )


def test_a_feed_has_a_name_that_files_can_have(project: Folder) -> None:
    settings = (project.root / "deadlines.toml").read_text()
    project.file("deadlines.toml", f"{settings}[feeds.{'x' * 201}]\n")
    assert "cannot be the name of a feed" in project.run("check").out


def test_two_hundred_mistakes_are_named_and_the_others_counted() -> None:
    found = problems_in("".join(f"aaa{number} = 1\n" for number in range(1000)) + CALL)
    assert len(found) == 201 and "there are 800 more mistakes" in [problem.message for problem in found]


def test_the_places_of_many_mistakes_share_the_line_that_they_are_in() -> None:
    """Else a megabyte on one line is held once for each mistake in it."""
    text = CALL.partition("[[")[0] + "deadlines = [" + "{due = 1}, " * 200 + "]\n"
    found = problems_in(text)
    assert len(found) == 200 and len({id(problem.place.text) for problem in found}) == 1
    assert [problem.place.col for problem in found] == [21 + 11 * number for number in range(200)]


@pytest.mark.parametrize(
    "deep",
    [
        ".".join(["a"] * 500) + " = 1",
        ".".join(["a"] * 100_000) + " = 1",
        f"[{'.'.join(['a'] * 500)}]",
        "[[" + " . ".join(['"a.b"'] * 500) + "]]",
        "a = " + "[" * 500 + "]" * 500,
        "a = " + "[" * 100_000,
        "a = " + "{b = " * 500 + "1" + "}" * 500,
        "x = 1 # a\n" + "{" * 9,
    ],
    ids=lambda text: text[:20],
)
def test_what_is_nested_deeply_is_a_problem_with_a_place_and_the_others_go_on(project: Folder, deep: str) -> None:
    project.record("deep", f"{deep}\n{CALL}")
    project.record("good")
    ran = project.run("check")
    assert ran.code == 1 and "calls/deep.toml:" in ran.out and "nested too deeply" in ran.out
    assert "good" in project.run("list", "--as-of", "2026-02-01").out


@pytest.mark.parametrize(
    "text",
    [
        'summary = "see a.b.c.d.e.f.g.h.i.j and [[[[[[[[[["',
        "summary = '''\na.b.c.d.e.f.g.h.i.j [[[[[[[[[[ don't'''",
        'summary = """\na.b.c.d.e.f.g.h.i.j \\"" [[[[[[[[[[ don\'t"""',
        'summary = """one "two"""" # "a.b.c.d.e.f.g.h.i.j [[[[[[[[[[',
        "# a.b.c.d.e.f.g.h.i.j [[[[[[[[[[ don't",
        'topics = ["[", "{", "[{[{[{[{[{[{"]',
    ],
)
def test_what_stands_in_texts_and_remarks_is_not_nested(text: str) -> None:
    assert problems_in(with_more(text)) == []
