"""Files that come with a package, read by the loader of it; ``importlib.resources`` takes longer than most commands."""

import sys
from importlib import import_module


def enclosed(package: str, *place: str) -> bytes:
    """Return the content of a file of a package, also of one in an archive. Raises ``OSError``."""
    found = sys.modules.get(package) or import_module(package)
    content: bytes = found.__spec__.loader.get_data("/".join((found.__path__[0], *place)))  # type: ignore[union-attr]
    return content
