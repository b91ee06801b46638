"""The JSON Schema of a record, generated from the model."""

import json
from pathlib import Path, PurePath
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from deadlines.domain.record import Record

FILE = "record.schema.json"
"""Its name in the folder of the records."""

_FOR_TOMBI = {"x-tombi-toml-version": "v1.1.0"}
"""So that the editor tombi accepts an hour without seconds, which TOML 1.0 has not."""


class _Draft7(GenerateJsonSchema):
    schema_dialect = "http://json-schema.org/draft-07/schema#"
    ref_template = "#/definitions/{model}"

    def generate(self, schema: Any, mode: Any = "validation") -> JsonSchemaValue:
        generated = super().generate(schema, mode)
        generated["definitions"] = generated.pop("$defs")
        return generated


def record_schema() -> dict[str, Any]:
    """Return the schema (draft-07, which TOML editors read), with the meaning of every key as hover text."""
    generated = Record.model_json_schema(ref_template=_Draft7.ref_template, schema_generator=_Draft7)
    plain = {key: _without_titles(value) for key, value in generated.items()}
    return {"$schema": _Draft7.schema_dialect, **_FOR_TOMBI, **plain, "title": "An opportunity"}


def schema_text() -> str:
    """Return the schema as the file that is committed with the records."""
    return json.dumps(record_schema(), ensure_ascii=False, indent=2) + "\n"


def schema_line(record: Path, folder: Path) -> str:
    """Return the first line of a record, by which editors find its schema."""
    upward = PurePath(*[".."] * (len(record.relative_to(folder).parts) - 1))
    return f"#:schema {(upward / FILE).as_posix()}\n"


def _without_titles(value: Any) -> Any:
    """Drop the titles that pydantic makes of names; a property called title stays."""
    if isinstance(value, dict):
        return {
            key: _without_titles(inner)
            for key, inner in value.items()
            if not (key == "title" and isinstance(inner, str))
        }
    return [_without_titles(inner) for inner in value] if isinstance(value, list) else value
