"""Extras: packages that only some commands and settings need, and what to type where one is missing."""

import re
import shlex
import sys
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec
from typing import Literal

Extra = Literal["capture", "serve", "postgres", "holidays", "chat", "stores"]


def how_to_install(extra: Extra) -> str:
    """Return the one line that installs an extra into the environment of this program.

    It names the packages themselves, as ``pyproject.toml`` does: that line is right wherever this program came from.
    """
    tool = f"{shlex.quote(sys.executable)} -m pip install"
    if find_spec("pip") is None:
        tool = f"uv pip install --python {shlex.quote(sys.executable)}"
    return " ".join((tool, *map(shlex.quote, requirements(extra))))


def requirements(extra: Extra) -> list[str]:
    """Return what an extra consists of: ``uvicorn>=0.35``; nothing where this program was not installed."""
    try:
        declared = requires("deadlines") or []
    except PackageNotFoundError:
        return []
    its = re.compile(rf"(?P<needed>[^;]+?)\s*;\s*extra == ['\"]{extra}['\"]")
    return [found["needed"] for line in declared if (found := its.fullmatch(line))]
