"""How deeply a TOML text is nested, before anything reads it that would go down there with it."""

import re

DEEPEST = 8
"""Brackets inside one another, and dotted parts of a key; a record needs three."""

_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\[^\n])*+"|'[^'\n]*+')"""
_MANY_DOTS = re.compile(rf"(?:\.[^.\n]*){{{DEEPEST}}}")
_TOKEN = re.compile(
    rf"""(?<![A-Za-z0-9_-])(?P<dotted>{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{DEEPEST}}})"""
    r"""|"{3}(?:[^\\]|\\.)*?(?:"{3}(?!")|\Z)|'{3}.*?(?:'{3}(?!')|\Z)|"(?:[^"\\\n]|\\[^\n])*+"?|'[^'\n]*+'?"""
    r"""|\#[^\n]*+|[A-Za-z0-9_-]++|(?P<opens>[\[{])|(?P<closes>[\]}])""",
    re.DOTALL,
)
"""Every alternative takes what it has looked at, so that any text is looked at once."""


def nesting_in(text: str) -> tuple[int, int] | None:
    """Return where a text is nested more deeply than a record can be meant to be, or None. Any text is taken."""
    if text.count("[") + text.count("{") <= DEEPEST and not _MANY_DOTS.search(text):
        return None
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token["opens"] is not None) - (token["closes"] is not None and depth > 0)
        if depth > DEEPEST or token["dotted"]:
            return token.span()
    return None
