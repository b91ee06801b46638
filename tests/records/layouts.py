"""Records written as people might write them: every layout that TOML allows, drawn at random."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import tomli_w
from hypothesis import strategies as st

from deadlines.domain.problem import Keys

Draw = Any
COMMENT = """ # due = 2020-01-01, "half a quote [ ' { stated = 'x' } """


@dataclass(frozen=True)
class Line:
    """A line of a record, with the keys whose values are in it."""

    text: str
    keys: frozenset[Keys]


@dataclass(frozen=True)
class Layout:
    lines: tuple[Line, ...]
    newline: str
    bom: bool
    ends: bool
    """True where the last line ends in a newline too."""

    @property
    def content(self) -> bytes:
        text = self.newline.join(line.text for line in self.lines) + (self.newline if self.ends else "")
        return (b"\xef\xbb\xbf" if self.bom else b"") + text.encode()


def layouts(table: dict[str, Any]) -> st.SearchStrategy[Layout]:
    return _layout(table)


@st.composite
def _layout(draw: Draw, table: dict[str, Any]) -> Layout:
    newline = draw(st.sampled_from(("\n", "\r\n")))
    writer = _Writer(draw, newline)
    plain = {key: value for key, value in table.items() if not _is_table(value)}
    headed = []
    for key, value in draw(st.permutations(list(table.items()))):
        if key in plain or draw(st.booleans()):
            writer.pair((), key, value)
        else:
            headed.append((key, value))
    for key, value in headed:
        for number, one in enumerate(value if isinstance(value, list) else [value]):
            place = (key, number) if isinstance(value, list) else (key,)
            name = writer.key(key)
            writer.line(f"[[{name}]]" if isinstance(value, list) else f"[{name}]", frozenset())
            for inner, its in draw(st.permutations(list(one.items()))):
                writer.pair(place, inner, its)
    return Layout(tuple(writer.lines), newline, draw(st.booleans()), draw(st.booleans()))


class _Writer:
    def __init__(self, draw: Draw, newline: str) -> None:
        self._draw, self._newline = draw, newline
        self.lines: list[Line] = []

    def line(self, text: str, keys: frozenset[Keys]) -> None:
        draw = self._draw
        if draw(st.integers(0, 4)) == 0:
            self.lines.append(Line(draw(st.sampled_from(("", "# a remark, of its own", "  "))), frozenset()))
        comment = draw(st.sampled_from(("", "", COMMENT, "  ")))
        *first, last = text.split("\n")
        self.lines += [Line(one, keys) for one in (*first, last + comment)]

    def pair(self, table: Keys, key: str, value: Any) -> None:
        indent = self._draw(st.sampled_from(("", "", "  ", "\t")))
        keys: set[Keys] = set()
        pair = self._pair((*table, key), value, keys)
        self.line(indent + pair, frozenset(keys))

    def _pair(self, place: Keys, value: Any, keys: set[Keys]) -> str:
        equals = self._draw(st.sampled_from((" = ", "=", "  =\t")))
        return f"{self.key(str(place[-1]))}{equals}{self._value(place, value, keys)}"

    def key(self, key: str) -> str:
        return self._draw(st.sampled_from((key, key, f'"{key}"', f"'{key}'", f'"\\u{ord(key[0]):04x}{key[1:]}"')))

    def _value(self, place: Keys, value: Any, keys: set[Keys]) -> str:
        draw = self._draw
        keys.add(place)
        if isinstance(value, dict):
            pairs = [self._pair((*place, key), one, keys) for key, one in draw(st.permutations(list(value.items())))]
            return self._bracketed("{", pairs, "}")
        if isinstance(value, list):
            return self._bracketed("[", [self._value((*place, at), one, keys) for at, one in enumerate(value)], "]")
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, int):
            return str(value)
        if isinstance(value, datetime):
            written = draw(st.sampled_from((value.isoformat(), value.isoformat(" "), value.isoformat("t"))))
            return written.removesuffix(":00") if draw(st.booleans()) else written
        if isinstance(value, date):
            return value.isoformat()
        return self._text(value)

    def _bracketed(self, opens: str, inside: list[str], closes: str) -> str:
        separator = self._draw(st.sampled_from((", ", ",", f",{COMMENT}\n    ", "\n  , ", ",\n\t")))
        ends = self._draw(st.sampled_from(("", " ", ",", f"{COMMENT}\n", ",\n", f",{COMMENT}\n  ", "\n  ,")))
        begins = self._draw(st.sampled_from(("", " ", "\n    ", f"{COMMENT}\n")))
        ends = ends if inside or "," not in ends else ""
        return opens + begins + separator.join(inside) + ends + closes

    def _text(self, text: str) -> str:
        basic = tomli_w.dumps({"x": text}).removeprefix("x = ").removesuffix("\n")
        styles = [basic, f'""{basic}""']
        if "'" not in text and text.isprintable():
            styles += [f"'{text}'", f"'''{text}'''"]
        return self._draw(st.sampled_from(styles))


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))
