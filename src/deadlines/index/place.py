"""Where the index of a project is: in the user's folder for what can be made again."""

import os
import sys
from zlib import crc32


def index_file(root: str) -> str:
    """Return the file of the index of a project, whose root is a real path."""
    name = os.fsencode(root)
    return os.path.join(_cache(), "index", f"{crc32(name):08x}{crc32(name[::-1]):08x}.sqlite3")  # noqa: PTH118


def _cache() -> str:
    """Return what ``web.cache.cache_folder`` does; on a plain Linux without waiting for the library that knows all."""
    base, home = os.environ.get("XDG_CACHE_HOME"), os.environ.get("HOME", "")
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        if base and base == base.strip() and base.startswith("/"):
            return os.path.join(base, "deadlines")  # noqa: PTH118
        if not base and home.startswith("/"):
            return os.path.join(home, ".cache", "deadlines")  # noqa: PTH118
    from deadlines.web.cache import cache_folder

    return str(cache_folder())
