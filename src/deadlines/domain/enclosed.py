"""Files that come with a package, read by the loader of it; ``importlib.resources`` takes longer than most commands."""

import sys


def enclosed(package: str, *place: str) -> bytes:
    """Return the content of a file of a package, also of one in an archive. Raises ``OSError``."""
    if package not in sys.modules:
        __import__(package)
    found = sys.modules[package]
    content: bytes = found.__spec__.loader.get_data("/".join((found.__path__[0], *place)))  # type: ignore[union-attr]
    return content
