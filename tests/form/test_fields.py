"""Every key of a record has its field, is read from the file and written back, whatever else is in the file."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deadlines.documents.document import Document, parse
from deadlines.domain.key import key_of
from deadlines.domain.part import PARTS
from deadlines.domain.problem import Problem
from deadlines.domain.record import Record
from deadlines.form.fields import SECTIONS, Field, Group, table_of, typed_of
from deadlines.form.typed import NotOurForm, filled, first_fields, sections
from deadlines.records.rewrite import rewrite
from deadlines.records.write import record_text
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import language
from tests.domain.samples import ZONE, records, variants
from tests.records.layouts import layouts
from tests.records.test_edit import plain
from tests.records.test_edit import table_of as table_in
from tests.wording.catalogues import in_the_sources

ODD = ["title = 5", "kind = 'cal'", "topics = 'one'", "topics = [1, 'a\\nb']", "deadlines = 'none'", "apply = []", "deadlines = 5", "deadlines = [1, { due = 2026-01-01 }]", "apply = 5",
       "translations = 5", "translations = {}", "translations = { fr = 5 }", "translations = { fr = {}, x = { titel = 1, title = 'a\\nb' } }",
     "deadlines = [1]", "other = 1", "opens = 2026-01-01T10:00:00.5+01:00", "milestones = [{ other = 2, label = 'x' }]",
     "summary = 'a\\r\\nb\\rc'", "published = '2026-01-01'", "rolling = 'yes'", "draft = 1", "status = true"]  # fmt: skip
"""Lines that are in no record, and may be in a file."""


def keys_of(model: Any, place: str = "") -> set[str]:
    found = set()
    for name, field in model.model_fields.items():
        inner = table_of(field)
        found |= keys_of(inner, f"{name}.") if inner and not place else {place + name}
    return found


def all_items() -> list[Field | Group]:
    made = sections({f"{key}.0.was": "" for key in first_fields()}, {}, [])
    return [item for section in made for item in section.items]


def all_fields() -> list[Field]:
    items = all_items()
    rows = [row for item in items if isinstance(item, Group) for row in item.rows]
    return [one for item in items for one in ([item] if isinstance(item, Field) else item.fields)] + [
        one for row in rows for one in row.fields
    ]


def test_every_key_of_the_model_has_a_field_with_a_label_and_a_help() -> None:
    found = all_fields()
    for item in all_items():
        if isinstance(item, Group):
            assert item.label[0].isupper() and item.help
    assert {re.sub(r"\.\d+", "", field.name) for field in found} == keys_of(Record)
    assert [field.name for field in found if not field.label[0].isupper() or not field.help] == []
    assert {part for _, parts in SECTIONS for part in parts} == set(PARTS)
    assert all(key_of(field.field) for field in found)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_value_to_choose_has_words_in_every_language(tag: str) -> None:
    known = {message.id for message in in_the_sources()}
    offered = [words for field in all_fields() for _, words in field.options]
    assert (
        len(offered) > 15 and [words for words in offered if words not in known or not language(tag).say(words)] == []
    )


def test_of_several_values_those_that_are_chosen_are_ticked_in_their_order() -> None:
    field = Field(("applicants",), Record.model_fields["applicants"], "state\nother")
    assert field.control == "several" and [value for value, _ in field.options][:3] == [
        "state",
        "other",
        "organisation",
    ]
    typed = {"applicants": "state\norganisation", "title": "A"}
    assert filled(typed, {}).table == {"title": "A", "applicants": ["state", "organisation"]}


@pytest.mark.parametrize("variant", list(variants()), ids=lambda variant: variant.key)
def test_a_key_is_written_and_read_back(variant: Any, tmp_path: Path) -> None:
    one, other = (
        plain(Record.model_validate(table).model_dump(exclude_unset=True)) for table in (variant.one, variant.other)
    )
    for before, after in ((one, other), (other, one)):
        (tmp_path / "a.toml").write_text(record_text(before, tmp_path / "a.toml", tmp_path))
        rows = typed_of(before)
        typed = {name: rows.get(name, "") if name.endswith(".was") else text for name, text in typed_of(after).items()}
        found = filled({name: text for name, text in typed.items() if not name.endswith(".keep")}, before)
        assert found.unread == []
        assert said(found.table) == said(after)
        changed = rewrite(tmp_path / "a.toml", "opportunities/a.toml", ZONE, found.table, found.removed)
        assert not isinstance(changed, list), changed


def stripped(value: Any) -> Any:
    """What a form makes of a value: nobody means the spaces around it."""
    if isinstance(value, dict):
        return {key: stripped(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [stripped(one) for one in value]
    return value.strip() if isinstance(value, str) else value


def said(table: dict[str, Any]) -> dict[str, Any]:
    """What a table says beyond what holds without it."""
    return {
        key: [said(one) if isinstance(one, dict) else one for one in value] if isinstance(value, list) else value
        for key, value in ((key, said(one) if isinstance(one, dict) else one) for key, one in table.items())
        if value not in ([], {}, False) and (key, value) not in (("status", "announced"), ("access", "open"))
    }


@pytest.mark.slow
@settings(deadline=None, max_examples=50, suppress_health_check=list(HealthCheck))
@given(records().map(lambda record: plain(record.model_dump(exclude_unset=True))))
def test_what_is_typed_for_a_new_record_is_what_any_other_hand_would_write(table: dict[str, Any]) -> None:
    typed = {name: "" if name.endswith(".was") else text for name, text in typed_of(table).items()}
    found = filled(typed, {})
    assert (found.table, found.unread, found.removed) == (said(stripped(table)), [], [])
    file = Path("/o/calls/a.toml")
    assert record_text(found.table, file, Path("/o")) == record_text(said(stripped(table)), file, Path("/o"))
    again = filled(typed_of(found.table), found.table)
    assert again.table == found.table


@pytest.mark.slow
@settings(deadline=None, max_examples=50, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_saved_unchanged_is_the_same_file_however_it_is_written(
    tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    layout = data.draw(layouts(plain(data.draw(records()).model_dump(exclude_unset=True))))
    table = table_in(layout)
    found = filled(typed_of(table), table)
    assert (found.table, found.removed) == (table, [])
    file = tmp_path_factory.getbasetemp() / "a.toml"
    file.write_bytes(layout.content)
    changed = rewrite(file, "opportunities/a.toml", ZONE, found.table)
    assert not isinstance(changed, list) and changed.content == layout.content


@pytest.mark.parametrize("line", ODD)
def test_what_a_form_cannot_show_is_not_lost(line: str) -> None:
    document = parse(f"{line}\n".encode(), "opportunities/a.toml")
    assert isinstance(document, Document)
    found = filled(typed_of(document.table), document.table)
    assert (found.table, found.removed, found.unread) == (document.table, [], [])


def test_a_translation_has_a_language_and_each_language_one() -> None:
    typed = {
        f"translations.{number}.{key}": text
        for number, (tag, title) in enumerate((("fr", "Un"), ("", "Deux"), ("fr", "Trois"), ("ar", "")))
        for key, text in (("was", ""), ("language", tag), ("title", title))
    }
    found = filled(typed, {})
    assert found.table == {"translations": {"fr": {"title": "Un"}}}
    assert [(problem.keys, problem.message) for problem in found.unread] == [
        (("translations", 1, "language"), "this is needed"),
        (("translations", 2, "language"), "this language is there already"),
    ]
    wrong = [*found.unread, Problem("wrong", keys=("translations", "ar", "title"))]
    made = sections(typed, {key: [number for _, number in its] for key, its in found.rows.items()}, wrong)
    rows = next(item.rows for section in made for item in section.items if item.name == "translations")
    beside = {field.name: [one.message for one in field.problems] for row in rows for field in row.fields}
    assert {name: said for name, said in beside.items() if said} == {
        "translations.1.language": ["this is needed"],
        "translations.2.language": ["this language is there already"],
        "translations.3.title": ["wrong"],
    }


@pytest.mark.parametrize("was", ["1", "-1", "x", "²", "9999999"])
def test_a_row_that_is_not_in_the_file_is_refused(was: str) -> None:
    with pytest.raises(NotOurForm):
        filled({"milestones.0.was": was, "milestones.0.label": "Results"}, {"milestones": [{}]})
    with pytest.raises(NotOurForm):
        filled({"milestones.0.was": "0", "milestones.1.was": "0"}, {"milestones": [{}]})
