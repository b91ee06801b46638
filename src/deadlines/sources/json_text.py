"""JSON of others: read as they write it, or refused in one line."""

import json
from typing import Any

from deadlines.sources.found import Unreadable


def parsed(content: bytes) -> Any:
    """Return what a JSON text says; control characters inside texts are borne. Raises ``Unreadable``."""
    try:
        return json.loads(content.decode(json.detect_encoding(content)), strict=False)
    except (ValueError, RecursionError):
        raise Unreadable("it is not JSON, or is cut short") from None
