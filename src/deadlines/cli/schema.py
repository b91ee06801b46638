"""``deadlines schema``: the JSON Schema of a record, for editors."""

from deadlines.records.schema import schema_text


def schema() -> int:
    """Print the JSON Schema of a record (draft-07), with which editors complete and check while one types."""
    print(schema_text(), end="")
    return 0
