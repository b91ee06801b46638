"""Records and problems as plain values, as ``marshal`` writes them, and back: what comes back says the same.

A record comes back without its model, as a ``Kept`` table that answers like it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from deadlines.domain.answers import MoveAnswers, RecordAnswers, RepeatedAnswers
from deadlines.domain.month import Month
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.part import Key
from deadlines.domain.text import Counted, Sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from deadlines.domain.fields import Table
    from deadlines.domain.problem import Problem

_TABLE, _TEXTS, _TUPLE, _MONTH, _DATE, _TIME = "table", "texts", "tuple", "month", "date", "time"
_SENTENCE, _COUNTED = "sentence", "counted"
_ANSWERS = {"Record": RecordAnswers, "DeadlineTable": RepeatedAnswers, "MoveTable": MoveAnswers}
"""What a table answers beside its values."""


class NotPlain(Exception):  # noqa: N818
    """A value is none of those that are kept."""


class Kept:
    """A table of a record as it was when its model had checked it; what it does not say has its default."""

    purposes: Callable[[], tuple[tuple[str, Key], ...]]

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__ = values

    def model_copy(self, *, update: Mapping[str, Any]) -> Kept:
        """Return the same with other values."""
        return type(self)(self.__dict__ | dict(update))


def plain(value: Any) -> Any:
    """Return a value of a record or a problem as plain values. Raises ``NotPlain``."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Counted):
        rest = {name: plain(one) for name, one in value.values.items() if name != "n"}
        return _COUNTED, *value.forms, value.n, rest
    if isinstance(value, Sentence):
        return _SENTENCE, value.sentence, {name: plain(one) for name, one in value.values.items()}
    if isinstance(value, Month):
        return _MONTH, str(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        if value.tzinfo is not None or value.fold:
            raise NotPlain(value)
        return _TIME, value.isoformat()
    if isinstance(value, date):
        return _DATE, value.toordinal()
    if isinstance(value, tuple):
        return _TUPLE, [plain(one) for one in value]
    if isinstance(value, dict):
        return _TEXTS, {str(name): plain(one) for name, one in value.items()}
    if hasattr(type(value), "model_fields"):
        return _TABLE, type(value).__name__, {name: plain(getattr(value, name)) for name in value.model_fields_set}
    raise NotPlain(value)


def plain_problem(problem: Problem) -> Any:
    """Return a problem as plain values. Raises ``NotPlain``."""
    place = problem.place
    texts = plain(problem.message), plain(problem.hint)
    return *texts, problem.warning, problem.path, (place.line, place.col, place.width, str(place.text))


def shapes_of(model: type[Table]) -> dict[str, Any]:
    """Return, of a model and each in it, by name: its keys with what each is for, and what they are unless given."""
    from deadlines.domain.key import table_in

    found: dict[str, Any] = {}
    ahead = [model]
    while ahead:
        table = ahead.pop()
        if table.__name__ in found:
            continue
        keys = [(name, key.part, key.heading, key.searched, key.translated) for name, key in table.purposes()]
        fields = table.model_fields.items()
        given = {
            name: field.get_default(call_default_factory=True) for name, field in fields if not field.is_required()
        }
        found[table.__name__] = keys, {name: plain(value) for name, value in given.items()}
        ahead += (inner for _, field in fields if (inner := table_in(field)))  # type: ignore[misc]
    return found


class Unpacking:
    """What makes values again of plain ones, by the shapes of the tables."""

    def __init__(self, shapes: dict[str, Any]) -> None:
        self._tables: dict[str, type[Kept]] = {}
        for name, (keys, _) in shapes.items():
            said = tuple((key, Key(part, heading, "", *more)) for key, part, heading, *more in keys)
            bases = (*((_ANSWERS[name],) if name in _ANSWERS else ()), Kept)
            self._tables[name] = type(name, bases, {"purposes": classmethod(lambda cls, its=said: its)})
        self._makers: dict[str, Callable[..., Any]] = {
            _TABLE: lambda name, its: self._tables[name]({key: self.value(one) for key, one in its.items()}),
            _TEXTS: lambda its: {key: self.value(one) for key, one in its.items()},
            _TUPLE: lambda its: tuple(map(self.value, its)),
            _MONTH: Month,
            _DATE: date.fromordinal,
            _TIME: datetime.fromisoformat,
            _SENTENCE: lambda text, its: Sentence(text, **{name: self.value(one) for name, one in its.items()}),
            _COUNTED: lambda one, several, n, its: Counted(
                one, several, n, **{name: self.value(one) for name, one in its.items()}
            ),
        }
        for name, (_, given) in shapes.items():
            for key, value in given.items():
                setattr(self._tables[name], key, self.value(value))

    def value(self, plain: Any) -> Any:
        """Return the value that was made plain."""
        return self._makers[plain[0]](*plain[1:]) if isinstance(plain, tuple) else plain

    def opportunity(self, record: Any, *, id: str, path: str, project_zone: str) -> Opportunity:  # noqa: A002
        """Return the opportunity of a record that was made plain."""
        return Opportunity.of(self.value(record), id=id, path=path, project_zone=project_zone)


def problem_from(plain: Any) -> Problem:
    """Return the problem that was made plain."""
    from deadlines.domain.problem import Place, Problem  # Most records are good.

    message, hint, warning, path, place = plain
    text = Unpacking({}).value
    return Problem(text(message), text(hint), warning=warning, path=path, place=Place(*place))
