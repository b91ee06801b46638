"""Every key of a record reaches every place, or is named here with the reason why it does not."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import tomli_w

from deadlines.cli.add import OPTIONS
from deadlines.domain.key import field_at, is_list, key_of, table_in
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.part import Part
from deadlines.domain.point import points_of
from deadlines.domain.record import TRANSLATED, Record
from deadlines.domain.reminder import Notice, Recipient
from deadlines.domain.selection import Selection
from deadlines.domain.translation import in_language
from deadlines.records.schema import record_schema
from deadlines.reminders.compose import compose
from tests.conftest import SETTINGS, Folder
from tests.domain.samples import ZONE, sample, variants

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
ONE_DEADLINE = "a mail is about one deadline, and names the other deadlines and the opening"
SAID_OTHERWISE = "what a mail says of it is said by the kind of its notice"
NO_DATE = "there is no reminder, since there is no date"
IN_THE_FILE = "there may be several, which are written into the file"
IN_NO_MAIL = "nobody is reminded of a draft"
NOT_YET = "nothing shows the editions of a series yet"
WITHOUT: dict[str, dict[str, str]] = {
    "show": {},
    "page": {"series": NOT_YET},
    "calendar": {"series": NOT_YET},
    "mail": {
        "series": NOT_YET,
        "rolling": NO_DATE,
        "draft": IN_NO_MAIL,
        "status": SAID_OTHERWISE,
        "deadlines.previously": SAID_OTHERWISE,
        "milestones.label": ONE_DEADLINE,
        "milestones.on": ONE_DEADLINE,
        "milestones.timezone": ONE_DEADLINE,
    },
    "add": {
        "links.label": IN_THE_FILE,
        "links.url": IN_THE_FILE,
        "deadlines.moved": IN_THE_FILE,
        "milestones.label": IN_THE_FILE,
        "milestones.on": IN_THE_FILE,
        "milestones.timezone": IN_THE_FILE,
        **{f"translations.{key}": IN_THE_FILE for key in TRANSLATED},
    },
}
"""Which key does not reach which place, and why."""
PARTS_WITHOUT = {"calendar": {Part.PROVENANCE}, "mail": {Part.PROVENANCE, Part.SEARCH}}
"""Parts of which no key has to reach a place: ``Part`` says so."""


def check_reached(place: str, missing: Iterable[str]) -> None:
    """Fail where a key does not reach a place and nothing says why, or where what is said is not true."""
    parts = PARTS_WITHOUT.get(place, set())
    unexplained = {key for key in missing if part_of(key) not in parts} ^ set(WITHOUT[place])
    assert unexplained == set(), f"show them in the {place}, or say in WITHOUT why not"


def part_of(place: str) -> str:
    field = field_at(Record, tuple(place.split(".")))
    key = key_of(field) if field else None
    assert key, place
    return key.part


@dataclass(frozen=True)
class Shown:
    """A project with two records for each key of the model, which differ in that key alone."""

    project: Folder

    def same(self, place: Callable[[Folder, str], str]) -> Iterator[str]:
        """Yield the keys which change nothing in a place."""
        for number, variant in enumerate(variants()):
            one, other = (
                re.sub(rf"v{number}-\w+|[0-9A-F]{{6}}", "ID", place(self.project, f"v{number}-{side}"))
                for side in ("one", "other")
            )
            if one == other:
                yield variant.key


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    project = Folder(tmp_path_factory.mktemp("variants"))
    project.file("deadlines.toml", SETTINGS)
    for number, variant in enumerate(variants()):
        for side, table in (("one", variant.one), ("other", variant.other)):
            project.file(f"opportunities/v{number}-{side}.toml", tomli_w.dumps(table))
    assert project.run("export").code == 0
    return Shown(project)


def show(project: Folder, id_: str) -> str:
    return project.run("show", id_, "--as-of", project.NOW, "--timezone", "UTC").out


def page(project: Folder, id_: str) -> str:
    file = project.root / "calendars" / "entries" / f"{id_}.html"
    return file.read_text() if file.exists() else ""


def calendar(project: Folder, id_: str) -> str:
    file = project.root / "calendars" / "entries" / f"{id_}.ics"
    return file.read_text() if file.exists() else ""


@pytest.mark.parametrize("place", [show, page, calendar])
def test_every_key_is_shown(shown: Shown, place: Callable[[Folder, str], str]) -> None:
    check_reached(place.__name__, shown.same(place))


def mail(table: dict[str, Any]) -> str:
    one = Opportunity.of(Record.model_validate(table), id="some-id", path="some-id.toml", project_zone=ZONE)
    if not one.deadlines:
        return ""
    notice = Notice("key", "due", next(points_of(in_language(one, "en"))))
    to = Recipient("me", "email", "me@example.org", Selection(), {}, (), "UTC", "en")
    return compose([notice], to, id="ab", date=NOW, now=NOW, calendar=None, sender="us", records_language="en").text


def test_every_key_is_in_a_mail() -> None:
    mails = {found.key: (mail(found.one), mail(found.other)) for found in variants()}
    check_reached("mail", (key for key, (one, other) in mails.items() if one == other or not other))


def test_every_key_has_one_option_of_add_which_writes_it(project: Folder) -> None:
    names = [option.name for option in OPTIONS]
    assert sorted(names) == sorted(set(names)), "two keys have the same option; give one Key(option=…)"
    found = {f"{option.table}.{option.key}".strip(".") for option in OPTIONS}
    check_reached("add", {variant.key for variant in variants()} - found)
    for number, option in enumerate(OPTIONS):
        model = table_in(Record.model_fields[option.table]) if option.table else Record
        assert model
        value = sample(model, option.key, 0)
        given = {"title": f"Call {number}", "kind": "call", "organisation": "X", "url": f"https://example.org/{number}"}
        given |= {} if option.name == "rolling" else {"due": "2031-03-06"}
        given |= {"currency": "EUR", "min-amount": "1"} if option.table == "funding" else {}
        typed = () if option.is_flag else tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)
        given |= {"repeats": "FREQ=YEARLY"} if option.name == "except" else {}
        given.pop(option.name, None)
        options = [f"--{name}={text}" for name, text in given.items()]
        options += [f"--{option.name}={text}" for text in typed] or [f"--{option.name}"]
        ran = project.run("add", "--id", f"id-{number}", *options)
        assert ran.code == 0, (option.name, ran.err)
        record = Record.model_validate(tomllib.loads((project.root / ran.out.strip()).read_text()))
        table: Any = getattr(record, option.table) if option.table else record
        assert getattr(table[0] if isinstance(table, tuple) else table, option.key) == value, option.name


def test_every_key_is_in_the_schema_with_its_meaning() -> None:
    schema = record_schema()
    tables = {"": schema, **{name.lower(): table for name, table in schema["definitions"].items()}}
    for variant in variants():
        table, _, key = variant.key.rpartition(".")
        its = tables[f"{table.removesuffix('s')}table" if table else ""]["properties"][key]
        assert its["description"], variant.key


def test_every_key_says_what_it_is_for() -> None:
    for model in (Record, *filter(None, map(table_in, Record.model_fields.values()))):
        for name, field in model.model_fields.items():
            key = key_of(field)
            assert key, f"{model.__name__}.{name} needs a Key"
            assert key.heading, f"{model.__name__}.{name} needs a heading, which is its label in a form, too"
            placed_by_hand = key.part in (Part.IDENTITY, Part.DATES, Part.STATE) or table_in(field)
            assert not (is_list(field) and key.option == "" and not placed_by_hand), f"{name}: one value is an option"


def test_what_was_written_in_one_record_is_not_what_was_written_in_another() -> None:
    table = {"title": "A call", "kind": "call", "organisation": "O", "url": "https://example.org/", "rolling": True}
    one, other = Record.model_validate(table), Record.model_validate(table)
    changed = one.model_copy(update={"summary": "More"})
    assert changed.model_dump(exclude_unset=True) == table | {"summary": "More"}
    assert one.model_dump(exclude_unset=True) == other.model_dump(exclude_unset=True) == table
