"""The keys of a deadline that repeats. Two of them are words of Python, so their tables are made and not written."""

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, create_model

from deadlines.domain.answers import MoveAnswers, RepeatedAnswers
from deadlines.domain.dates import DateOrTime, Day
from deadlines.domain.fields import MOST_VALUES, AtMost, Line, ListOf, Table
from deadlines.domain.moment import Dated
from deadlines.domain.part import Key, Part


class _Move(MoveAnswers, Table):
    """One date of a deadline that repeats, and when that is due instead."""

    if TYPE_CHECKING:
        to: Dated


class _Repeated(RepeatedAnswers, Table):
    """What makes many deadlines of one."""

    repeats: Annotated[Line | None, Key(Part.DATES, "Repeats")] = None
    """The rule by which it comes again, from `due` on (RFC 5545): "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1"."""

    if TYPE_CHECKING:
        moved: tuple["MoveTable", ...]


if TYPE_CHECKING:

    class MoveTable(_Move):
        """As below."""

    class RepeatedTable(_Repeated):
        """As below."""

else:
    MoveTable = create_model(
        "MoveTable",
        __base__=_Move,
        __doc__=_Move.__doc__,
        **{
            "from": (
                Annotated[Day, Key(Part.DATES, "Instead of", example="2027-03-01")],
                Field(description="The date by the rule."),
            ),
            "to": (
                Annotated[DateOrTime, Key(Part.DATES, "Date", example="2027-03-15")],
                Field(description="When it is due instead: a date, or a local date-time."),
            ),
        },
    )
    RepeatedTable = create_model(
        "RepeatedTable",
        __base__=_Repeated,
        **{
            "except": (
                Annotated[ListOf[Day], AtMost(MOST_VALUES), Key(Part.DATES, "Not on")],
                Field(default=(), description="Dates of the rule on which it does not come."),
            ),
            "moved": (
                Annotated[ListOf[MoveTable], AtMost(MOST_VALUES), Key(Part.DATES, "Moved")],
                Field(
                    default=(),
                    description="Dates of the rule that were moved, each with when it is due instead: "
                    "`{ from = 2027-03-01, to = 2027-03-15 }`.",
                ),
            ),
        },
    )
