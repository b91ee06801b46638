"""How deeply a TOML text is nested, before anything reads it that would go down there with it."""

import re

DEEPEST = 8
"""Brackets inside one another, and dotted parts of a key; a record needs three."""

_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\[^\n])*+"|'[^'\n]*+')"""
_DOTTED = rf"""(?<![A-Za-z0-9_-])(?P<dotted>{_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{DEEPEST}}})"""
_TEXT = (
    r"""(?P<text>"{3}(?:[^\\]|\\.)*?(?:"{3}(?!")|\Z)|'{3}.*?(?:'{3}(?!')|\Z)|"(?:[^"\\\n]|\\[^\n])*+"?"""
    r"""|'[^'\n]*+'?|\#[^\n]*+)"""
)
_TOKENS = re.compile(rf"{_DOTTED}|{_TEXT}|[A-Za-z0-9_-]++|(?P<opens>[\[{{])|(?P<closes>[\]}}])", re.DOTALL)
"""Every alternative takes what it has looked at, so that any text is looked at once."""
_LINE = r'"(?!"")[^"\\\n]*+"'
_OUTLINE = re.compile(
    rf"[^\[\]{{}}.\"'#]++|{_LINE}|{_TEXT}|(?P<marks>[\[\]{{}}.]++)".replace("?P<text>", "?:"), re.DOTALL
)
"""What is found is the brackets and dots; all else is passed over."""


def nesting_in(text: str) -> tuple[int, int] | None:
    """Return where a text is nested more deeply than a record can be meant to be, or None. Any text is taken."""
    return None if _is_shallow(text) else too_deep_in(text)


def too_deep_in(text: str) -> tuple[int, int] | None:
    """Return the same, after a look at each bracket and key."""
    depth = 0
    for token in _TOKENS.finditer(text):
        what = token.lastgroup
        if what == "opens":
            depth += 1
        elif what == "closes":
            depth -= depth > 0
        if depth > DEEPEST or what == "dotted":
            return token.span()
    return None


def _is_shallow(text: str) -> bool:
    """True for nearly every text that is not nested deeply: its brackets stand in pairs, and its dots not in rows."""
    outline = "".join(_OUTLINE.findall(text))
    if "." * DEEPEST in outline:
        return False
    brackets = outline.replace(".", "").replace("{", "[").replace("}", "]")
    for _ in range(DEEPEST):
        brackets = brackets.replace("[]", "")
        if not brackets:
            return True
    return False
