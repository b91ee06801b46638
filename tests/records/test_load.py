import json
import tempfile
from datetime import date, datetime
from pathlib import Path

import tomli_w
from hypothesis import example, given
from hypothesis import strategies as st

from deadlines.cli.present import problems_as
from deadlines.documents.document import Document, parse
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.domain.record import Record
from deadlines.records.load import id_from, load, load_file, read_record
from deadlines.records.write import record_text
from tests.conftest import CALL, REPOSITORY, Folder, a_call

KEYS = st.sampled_from([*Record.model_fields, "titel", "deadline", "due", "timezone", "label", "previously", "stated"])
SCALARS = st.one_of(
    st.text(max_size=20),
    st.integers(-(2**63), 2**63 - 1),
    st.booleans(),
    st.floats(allow_nan=False),
    st.dates(),
    st.datetimes(),
    st.sampled_from(["call", "Europe/Paris", "CET", "expected", "https://example.org/", "2026-03-06", "6 March 2026"]),
    st.sampled_from([date(2026, 3, 6), datetime(2026, 3, 29, 2, 30)]),
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8
)
TABLES = st.dictionaries(KEYS, VALUES, max_size=10)


def check_places(document: Document, problems: list[Problem]) -> None:
    lines = document.text.splitlines() or [""]
    for problem in problems:
        assert problem.message and problem.path == document.path
        assert 1 <= problem.place.line <= len(lines) + 1
        assert problem.place.col >= 1 and problem.place.width >= 1


@given(TABLES)
@example({"deadlines": [{"due": date(2026, 3, 6)}, 1], "rolling": "x"})
@example({"title": "T", "deadline": [{"due": date(2026, 3, 6)}]})
def test_any_table_is_an_opportunity_or_problems_with_places(table: dict[str, object]) -> None:
    document = parse(tomli_w.dumps(table).encode(), "opportunities/some-id.toml")
    if isinstance(document, Problem):
        return
    found = read_record(document, "Europe/Brussels")
    if isinstance(found, list):
        assert found
        check_places(document, found)
        assert problems_as("full", found)
    else:
        assert isinstance(found, Opportunity)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode) | st.just(CALL.encode()).flatmap(
    lambda text: st.tuples(st.integers(0, len(text)), st.binary(max_size=3)).map(lambda at: text[: at[0]] + at[1] + text[at[0] :])
))  # fmt: skip
def test_any_bytes_are_an_opportunity_or_problems(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "some-id.toml"
        file.write_bytes(content)
        found = load_file(file, "some-id.toml", "Europe/Brussels")
    if isinstance(found, list):
        assert found
        for form in ("full", "concise", "json", "github"):
            assert problems_as(form, found)


def test_each_mistake_is_one_problem() -> None:
    one_mistake = [
        CALL.replace("title", "titel"),
        CALL.replace("[[deadlines]]", "[[deadline]]"),
        CALL.replace("due", "deu"),
        CALL.replace('"call"', '"cal"'),
        CALL.replace("2026-03-06", '"2026-03-06"'),
        CALL.replace("2026-03-06", "2026-03-06T18:00:00"),
        CALL.replace("2026-03-06", "2026-03-06T18:00:00Z"),
        CALL.replace("2026-03-06", "2026-02-30"),
        CALL + 'timezone = "CET"\n',
        CALL + "previously = 2026-03-01\n",
        CALL.replace("[[deadlines]]", "[deadlines]"),
        CALL.partition("[[")[0],
    ]
    for text in one_mistake:
        document = parse(text.encode(), "opportunities/some-id.toml")
        found = [document] if isinstance(document, Problem) else read_record(document, "UTC")
        assert isinstance(found, list)
        assert len(found) == 1, (text, found)


def test_a_record_is_known_by_its_name_and_not_by_its_folder(tmp_path: Path) -> None:
    for folder in ("a", "b/c"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "a/one.toml").write_text(CALL)
    (tmp_path / "b/c/two.toml").write_text(CALL)
    (tmp_path / "a/.hidden.toml").write_text("not read")
    loaded = load(tmp_path, "UTC", shown_from=tmp_path)
    assert [found.id for found in loaded.opportunities] == ["one", "two"] and not loaded.problems


def test_an_empty_and_an_absent_folder(tmp_path: Path) -> None:
    assert load(tmp_path, "UTC", shown_from=tmp_path).problems == ()
    (problem,) = load(tmp_path / "nowhere", "UTC", shown_from=tmp_path).problems
    assert "cannot be read" in problem.message


def test_ids_are_made_of_titles() -> None:
    assert id_from("Václav Havel Prize 2026") == "vaclav-havel-prize-2026"
    assert id_from("L'été à Genève") == "lete-a-geneve"


def test_the_records_of_this_repository_are_good() -> None:
    loaded = load(REPOSITORY / "opportunities", "Europe/Brussels", shown_from=REPOSITORY)
    assert loaded.problems == ()
    kinds = {found.record.kind for found in loaded.opportunities}
    assert kinds == {"call", "prize", "job", "grant", "fellowship", "training"}


def test_an_hour_needs_no_seconds_and_is_shown_with_them(project: Folder) -> None:
    text = a_call("2026-03-06T18:00", timezone='"Europe/Paris"', previously="[2026-03-05T18:00, 2026-03-05 17:30]")
    project.record("one", text, more="opens = 2026-01-06T09:00")
    assert project.run("check").out == ""
    (one,) = json.loads(project.run("list", "--as-of", "2026-02-01", "--format", "json").out)
    (deadline,) = one["deadlines"]
    assert (one["opens"], deadline["due"]) == ("2026-01-06T09:00:00", "2026-03-06T18:00:00")
    assert deadline["previously"] == ["2026-03-05T18:00:00", "2026-03-05T17:30:00"]


def test_what_we_write_has_seconds() -> None:
    record = {"title": "T", "deadlines": [{"due": datetime(2026, 3, 6, 18)}]}
    assert "due = 2026-03-06T18:00:00\n" in record_text(record, Path("a/b.toml"), Path("a"))
