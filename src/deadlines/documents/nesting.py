"""How deeply a TOML text is nested, before anything reads it that would go down there with it."""

import re

DEEPEST = 8
"""Brackets inside one another, and dotted parts of a key; a record needs three."""

_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\[^\n])*+"|'[^'\n]*+')"""
_MANY_DOTS = re.compile(rf"(?:\.[^.\n]*){{{DEEPEST}}}")
_DOTTED = rf"""(?<![A-Za-z0-9_-])(?P<dotted>{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{DEEPEST}}})"""
_TEXT = (
    r"""(?P<text>"{3}(?:[^\\]|\\.)*?(?:"{3}(?!")|\Z)|'{3}.*?(?:'{3}(?!')|\Z)|"(?:[^"\\\n]|\\[^\n])*+"?"""
    r"""|'[^'\n]*+'?|\#[^\n]*+)"""
)
_BRACKET = r"(?P<opens>[\[{])|(?P<closes>[\]}])"
_BRACKETS = re.compile(rf"{_TEXT}|{_BRACKET}", re.DOTALL)
_BRACKETS_AND_DOTS = re.compile(rf"{_DOTTED}|{_TEXT}|[A-Za-z0-9_-]++|{_BRACKET}", re.DOTALL)
"""Every alternative takes what it has looked at, so that any text is looked at once."""


def nesting_in(text: str) -> tuple[int, int] | None:
    """Return where a text is nested more deeply than a record can be meant to be, or None. Any text is taken."""
    tokens = _BRACKETS_AND_DOTS if _MANY_DOTS.search(text) else _BRACKETS
    if tokens is _BRACKETS and text.count("[") + text.count("{") <= DEEPEST:
        return None
    depth = 0
    for token in tokens.finditer(text):
        what = token.lastgroup
        if what == "opens":
            depth += 1
        elif what == "closes":
            depth -= depth > 0
        if depth > DEEPEST or what == "dotted":
            return token.span()
    return None
