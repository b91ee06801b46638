"""Who reads: the language of the person at the terminal, and what that terminal can show."""

from __future__ import annotations

import os
import sys
from collections import namedtuple
from collections.abc import Mapping

from deadlines.wording.language import ENGLISH, Language, language

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

_WITH_LINKS = ("iTerm.app", "WezTerm", "vscode", "ghostty", "mintty", "Tabby", "rio")
"""Programs that show hyperlinks, as TERM_PROGRAM names them."""
_WITH_LINKS_BY_VARIABLE = ("KITTY_WINDOW_ID", "KONSOLE_VERSION", "WT_SESSION", "DOMTERM")
_WITH_LINKS_BY_TERM = ("alacritty", "contour", "foot", "wezterm", "xterm-ghostty", "xterm-kitty")
_FIRST_VTE_WITH_LINKS = 5000


def reader_language(environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language that LANGUAGE, LC_ALL, LC_MESSAGES and LANG ask for, as gettext reads them; else English.

    The first of LANGUAGE in which there is a wording counts. The locales C and POSIX are English, whatever it says.
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    if locale in ("C", "POSIX"):
        return ENGLISH
    for asked in (environment.get("LANGUAGE") or locale).split(":"):
        found = language(asked.partition(".")[0].partition("@")[0].replace("_", "-"))
        if not found.is_instead:
            return found
    return ENGLISH


class Terminal(namedtuple("Terminal", ("columns", "colours", "links", "lines"), defaults=(80, False, False, True))):
    """What is written to: how wide it is, and whether it shows colours, hyperlinks and lines."""

    __slots__ = ()

    columns: int
    colours: bool
    links: bool
    lines: bool
    """False where its encoding has no box-drawing characters."""

    @classmethod
    def of(cls, stream: TextIO, environment: Mapping[str, str] = os.environ) -> Terminal:
        """Return what a stream can show.

        NO_COLOR (no-color.org) and TERM=dumb mean plain text. What is no terminal gets it too, unless FORCE_COLOR is
        set. Hyperlinks (OSC 8) are for terminals that are known to have them.
        """
        is_terminal = stream.isatty()
        forced = environment.get("FORCE_COLOR", "") not in ("", "0")
        dumb = environment.get("TERM", "" if environment.get("WT_SESSION") else "dumb") == "dumb"
        plain = bool(environment.get("NO_COLOR")) or environment.get("FORCE_COLOR") == "0"
        colours = not plain and (forced or (is_terminal and not dumb))
        return cls(
            columns=columns(),
            colours=colours,
            links=colours and is_terminal and not dumb and _has_links(environment),
            lines=(stream.encoding or "").casefold().startswith("utf"),
        )


def _has_links(environment: Mapping[str, str]) -> bool:
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _WITH_LINKS
        or environment.get("TERM", "").startswith(_WITH_LINKS_BY_TERM)
        or any(environment.get(name) for name in _WITH_LINKS_BY_VARIABLE)
        or (vte.isdecimal() and int(vte) >= _FIRST_VTE_WITH_LINKS)
    )


def columns() -> int:
    """Return how wide the terminal is: what COLUMNS says, else the terminal itself, else 80."""
    try:
        asked = int(os.environ.get("COLUMNS", ""))
    except ValueError:
        asked = 0
    if asked > 0:
        return asked
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80


def stdout() -> Terminal:
    """Return what data is written to."""
    return Terminal.of(sys.stdout)
