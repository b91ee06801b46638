"""The tables of settings in the README, as the docstrings of the settings have them: ``python -m tests.settings_tables``."""

import json
from collections.abc import Iterator
from typing import get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from deadlines.domain.key import choices, is_list, table_in
from deadlines.domain.selection import Selection
from deadlines.settings.tables import Settings
from tests.conftest import REPOSITORY

README = REPOSITORY / "README.md"
BEGIN, END = "<!-- From the docstrings of the settings, by python -m tests.settings_tables -->\n", "<!-- End -->\n"
HEADERS = {"topics": "`[topics.TOPIC]`", "feeds": "`[feeds.NAME]`", "recipients": "`[[recipients]]`"}
"""Of the tables of which there may be several."""


def settings_tables() -> str:
    """Every table of the settings, with its keys; then the keys of a selection, which two of them have."""
    tables = [
        _table(header, model) if (model := table_in(field)) else [f"**{header}**: {_begun(field.description)}"]
        for name, field in Settings.model_fields.items()
        for header in (HEADERS.get(name, f"`[{name}]`"),)
    ]
    return "\n".join("\n".join(table) + "\n" for table in (*tables, _table("A selection", Selection)))


def in_the_readme() -> str:
    return README.read_text().partition(BEGIN)[2].partition(END)[0]


def write() -> None:
    README.write_text(README.read_text().replace(f"{BEGIN}{in_the_readme()}{END}", f"{BEGIN}{settings_tables()}{END}"))


def _table(header: str, model: type[BaseModel]) -> Iterator[str]:
    yield from (f"**{header}**: {_begun(model.__doc__)}", "", "| key | meaning |", "|---|---|")
    own = [key for key in model.__annotations__ if key in model.model_fields]
    for key in own:
        yield f"| `{key}` | {' '.join(_sentences(model.model_fields[key]))} |"
    if inherited := [f"`{key}`" for key in model.model_fields if key not in own]:
        yield f"| {', '.join(inherited)} | A selection, as below. |"


def _sentences(field: FieldInfo) -> Iterator[str]:
    yield _line(field.description)
    if (words := choices(field)) and get_origin(field.annotation) is not dict:
        yield f"{'A list: any' if is_list(field) else 'One'} of {', '.join(f'`{word}`' for word in words)}."
    if field.is_required():
        yield "Needed."
    elif default := field.get_default(call_default_factory=True):
        yield f"`{json.dumps(default)}` unless given."


def _begun(docstring: str | None) -> str:
    """A docstring that goes on a line which another word has begun."""
    meaning = _line(docstring)
    return meaning[:1].lower() + meaning[1:]


def _line(docstring: str | None) -> str:
    return " ".join((docstring or "").split())


if __name__ == "__main__":
    write()
