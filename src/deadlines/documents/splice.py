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
_EMPTY_LINES = re.compile(r"\A(?:[ \t]*\r?\n)+")


def with_value(text: str, keys: Keys, value: str) -> str:
    """Return the text with another value at ``keys``, where there is one."""
    start, end = Positions.of(text).values[keys]
    return text[:start] + value + text[end:]


def with_key(text: str, table: Keys, key: str, value: str, after: Iterable[str]) -> str:
    """Return the text with one more key in a table, behind the last of the keys ``after`` that are in it, else first.

    In an inline table it stands beside that one, else on a line of its own.
    """
    positions = Positions.of(text)
    is_dotted = bool(table) and table not in positions.values
    pair = f"{'.'.join(map(str, (*table, key))) if is_dotted else key} = {value}"
    beside = ((*table, name) for name in after)
    anchors = [
        keys
        for keys in beside
        if keys in positions.values and not (_has_header(positions, keys) or _has_header(positions, (*keys, 0)))
    ]
    if not anchors:
        return _with_first_key(positions, table, pair)
    anchor = anchors[-1]
    start, end = positions.keys[anchor][0], positions.values[anchor][1]
    if _is_inline(positions, table):
        return f"{text[:end]}, {pair}{text[end:]}"
    indent = text[text.rfind("\n", 0, start) + 1 : start]
    line_end = _NEWLINE.search(text, end)
    if line_end is None:
        newline = _NEWLINE.search(text)
        return f"{text}{newline[0] if newline else _LF}{indent}{pair}"
    return f"{text[: line_end.end()]}{indent}{pair}{line_end[0]}{text[line_end.end() :]}"


def _with_first_key(positions: Positions, table: Keys, pair: str) -> str:
    text = positions.text
    if _is_inline(positions, table):
        start, end = positions.values[table]
        comma = "," if any(path[:-1] == table for path in positions.values) else ""
        rest = text[start + 1 : end] if comma else " }"
        return f"{text[:start]}{{ {pair}{comma}{rest}{text[end:]}"
    newline = newline_of(text)
    if table in positions.values:
        end = positions.values[table][1]
        line_end = _NEWLINE.search(text, end)
        at = line_end.end() if line_end else len(text)
        return f"{text[:at]}{'' if line_end else newline}{pair}{newline}{text[at:]}"
    inside = (start for path, (start, _) in positions.keys.items() if path[: len(table)] == table)
    start = min(inside, default=len(text))
    at = text.rfind("\n", 0, start) + 1
    return f"{text[:at]}{pair}{newline}{text[at:]}"


def newline_of(text: str) -> str:
    """Return how the lines of a text end."""
    newline = _NEWLINE.search(text)
    return newline[0] if newline else _LF


def with_table(text: str, block: str, after: Keys | None) -> str:
    """Return the text with a table more, whose lines are given with their header and end in a line feed.

    It stands behind the table that is ``after``, else at the end, after an empty line.
    """
    newline = newline_of(text)
    lines = block.replace("\n", newline)
    if after is not None:
        at = _table_end(Positions.of(text), after)
        if text[at:].strip():
            return f"{text[:at]}{newline}{lines}{text[at:]}"
    ends = text.endswith("\n") or not text
    return f"{text}{'' if ends else newline}{newline}{lines if ends else lines.removesuffix(newline)}"


def without_table(text: str, table: Keys) -> str:
    """Return the text without a table that has a header, and what stands between its header and its last value."""
    positions = Positions.of(text)
    start, end = text.rfind("\n", 0, positions.values[table][0]) + 1, _table_end(positions, table)
    before, after = text[:start], text[end:]
    if after.strip():
        return before + _EMPTY_LINES.sub("", after, count=1)
    return before.rstrip("\r\n") + (newline_of(text) if text.endswith("\n") else "")


def _table_end(positions: Positions, table: Keys) -> int:
    """Return where the line ends on which the last value of a table with a header stands."""
    last = max(end for path, (_, end) in positions.values.items() if path[: len(table)] == table)
    line_end = _NEWLINE.search(positions.text, last)
    return line_end.end() if line_end else len(positions.text)


def has_header(text: str, table: Keys) -> bool:
    """True for a table, or one of several, that begins with ``[table]`` or ``[[table]]``."""
    return _has_header(Positions.of(text), table)


def _has_header(positions: Positions, table: Keys) -> bool:
    return table in positions.values and positions.keys.get(table) == positions.values[table]


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
    """Return the text without a key and its value, or without an item of a list.

    A comment behind them stays, and so does all around.
    """
    positions = Positions.of(text)
    is_item = isinstance(keys[-1], int)
    start, end = (positions.values if is_item else positions.keys)[keys][0], positions.values[keys][1]
    if is_item or _is_inline(positions, keys[:-1]):
        if comma := _COMMA.match(text, end):
            text = _cut(text, comma.end() - 1, comma.end())
        elif comma := _COMMA.match(text, _end_before(positions, keys, start)):
            if "\n" not in text[comma.end() : start]:
                return _cut(text, comma.end() - 1, end)
            text = _cut(text, start, end)
            return _cut(text, comma.end() - 1, comma.end())
    return _cut(text, start, end)


def _is_inline(positions: Positions, table: Keys) -> bool:
    return table in positions.values and positions.text.startswith("{", positions.values[table][0])


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
