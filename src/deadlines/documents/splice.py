"""Changes to a TOML text that leave every other byte as it is: comments, order, line ends, inline tables.

Each takes text that the TOML parser has accepted and returns such text. Values are given as TOML writes them.
"""

import re
from collections.abc import Iterable

from deadlines.documents.positions import Positions
from deadlines.domain.problem import Keys

_BLANKS = r"(?:[ \t\r\n]++|#[^\n]*+)*+"
_COMMA = re.compile(rf"{_BLANKS},")
_REST = re.compile(r"[ \t]*(?:#[^\r\n]*)?")
"""What may follow a value on its line."""
_NEWLINE = re.compile(r"\r?\n")
_LF = "\n"
_LINE_END = re.compile(r"[ \t]*(?:\r?\n|\Z)")
_SPACES = re.compile(r"[ \t]*")


def with_value(text: str, keys: Keys, value: str) -> str:
    """Return the text with another value at ``keys``, where there is one."""
    start, end = Positions.of(text).values[keys]
    return text[:start] + value + text[end:]


def with_key(text: str, table: Keys, key: str, value: str, after: Iterable[str]) -> str:
    """Return the text with one more key in a table, behind the last of the keys ``after`` that are in it.

    One of them has to be. In an inline table it stands beside that one, else on a line of its own.
    """
    positions = Positions.of(text)
    anchor = [(*table, name) for name in after if (*table, name) in positions.values][-1]
    start, end = positions.keys[anchor][0], positions.values[anchor][1]
    pair = f"{key} = {value}"
    if _is_inline(positions, table):
        return f"{text[:end]}, {pair}{text[end:]}"
    indent = text[text.rfind("\n", 0, start) + 1 : start]
    line_end = _NEWLINE.search(text, end)
    if line_end is None:
        newline = _NEWLINE.search(text)
        return f"{text}{newline[0] if newline else _LF}{indent}{pair}"
    return f"{text[: line_end.end()]}{indent}{pair}{line_end[0]}{text[line_end.end() :]}"


def with_item(text: str, keys: Keys, value: str) -> str:
    """Return the text with one more value at the end of the list at ``keys``; on a line of its own if the last is."""
    positions = Positions.of(text)
    start, end = positions.values[keys]
    items = [span for path, span in positions.values.items() if path[:-1] == keys]
    if not items:
        return f"{text[: start + 1]}{value}{text[start + 1 :]}"
    first, last = max(items)
    comma = _COMMA.match(text, last, end)
    if comma and "\n" in comma[0]:
        comma = None
    rest = _REST.match(text, comma.end() if comma else last)
    line_end = _NEWLINE.match(text, rest.end()) if rest else None
    line_start = text.rfind("\n", 0, first) + 1
    indent = text[line_start:first]
    if line_end is None or line_start <= start or indent.strip():
        return f"{text[:last]}, {value}{text[last:]}"
    here = line_end.start()
    if comma:
        return f"{text[:here]}{line_end[0]}{indent}{value},{text[here:]}"
    return f"{text[:last]},{text[last:here]}{line_end[0]}{indent}{value}{text[here:]}"


def without(text: str, keys: Keys) -> str:
    """Return the text without a key and its value. A comment behind them stays, and so does all around."""
    positions = Positions.of(text)
    start, end = positions.keys[keys][0], positions.values[keys][1]
    if _is_inline(positions, keys[:-1]):
        if comma := _COMMA.match(text, end):
            text = _cut(text, comma.end() - 1, comma.end())
        elif comma := _COMMA.match(text, _end_before(positions, keys, start)):
            if "\n" not in text[comma.end() : start]:
                return _cut(text, comma.end() - 1, end)
            text = _cut(text, start, end)
            return _cut(text, comma.end() - 1, comma.end())
    return _cut(text, start, end)


def _is_inline(positions: Positions, table: Keys) -> bool:
    return bool(table) and positions.text.startswith("{", positions.values[table][0])


def _end_before(positions: Positions, keys: Keys, start: int) -> int:
    """Return where the value before a key in its inline table ends; the table's beginning where there is none."""
    ends = (span[1] for path, span in positions.values.items() if path[:-1] == keys[:-1] and span[1] <= start)
    return max(ends, default=positions.values[keys[:-1]][0])


def _cut(text: str, start: int, end: int) -> str:
    """Return the text without a part of it, and without its line where nothing else stands there."""
    line_start = text.rfind("\n", 0, start) + 1
    before = text[line_start:start]
    if rest := _LINE_END.match(text, end):
        if not before.strip():
            return text[:line_start] + text[rest.end() :]
        return text[:start] + text[end:]
    blanks = _SPACES.match(text, end)
    if blanks and (not before.strip() or before[-1] in " \t{"):
        end = blanks.end()
    return text[:start] + text[end:]
