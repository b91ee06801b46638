"""The questions of ``deadlines add``. An answer is checked at once, and asked for again with what to type."""

from collections.abc import Callable, Collection, Mapping
from copy import deepcopy
from datetime import datetime
from itertools import pairwise
from typing import Any, Protocol

from deadlines.cli.present import in_words, said
from deadlines.cli.project import fault_of_year
from deadlines.cli.reader import reader_language
from deadlines.domain.key import choices, described, field_at, is_list
from deadlines.domain.moment import Written, as_written, parse_due, parse_written
from deadlines.domain.problem import Keys, Problem
from deadlines.domain.record import Record
from deadlines.wording.phrases import kind_in_words, kind_of

NOTHING = "-"
"""What is typed to take an earlier answer out."""
_FIRST = ("title", "kind", "organisation", "url")
_LAST: tuple[Keys, ...] = (
    ("languages",),
    ("topics",),
    ("series",),
    ("apply", "url"),
    ("apply", "email"),
    ("applicants",),
    ("countries",),
)


class Desk(Protocol):
    """Where the questions are put, and what is done with the answers."""

    def ask(self, prompt: str) -> str:
        """Return the line that is typed. Raises ``EOFError`` or ``KeyboardInterrupt``."""

    def show(self, line: str) -> None:
        """Show a line."""

    def keep(self, table: dict[str, Any]) -> None:
        """Keep all answers so far."""


class Interview:
    """One record, question by question.

    ``check`` returns what is wrong in the answers so far; ``offered`` are words that others have, by key; what is in
    ``table`` is proposed again, and what ``settled`` names is not asked for.
    """

    def __init__(
        self,
        desk: Desk,
        check: Callable[[dict[str, Any]], list[Problem]],
        offered: Mapping[str, Collection[str]],
        table: dict[str, Any],
        settled: Collection[str] = (),
    ) -> None:
        self._desk, self._check, self._offered, self._settled = desk, check, offered, settled
        self.table = table

    def run(self) -> dict[str, Any]:
        """Ask for everything, and return the record."""
        for key in _FIRST:
            self._ask_unless_settled((key,), needed=True)
        if not {"deadlines", "rolling"} & set(self._settled):
            self._deadlines()
        if not self.table.get("rolling"):
            self._ask_unless_settled(("opens",))
        if "milestones" not in self._settled:
            self._milestones()
        for keys in _LAST:
            self._ask_unless_settled(keys)
        return self.table

    def _ask_unless_settled(self, keys: Keys, *, needed: bool = False) -> None:
        if keys[0] not in self._settled:
            self._ask(keys, needed=needed)

    def _deadlines(self) -> None:
        for number in range(len(self.table.get("deadlines", ())) + 1_000):
            table: Keys = ("deadlines", number)
            if number:
                text = said(
                    "Another deadline: 2027-03-05, with its time 2027-03-05T18:00, or a month 2027-03. "
                    "Enter where there is no other."
                )
            else:
                text = said(
                    "The deadline: 2027-03-05, with its time 2027-03-05T18:00, or a month 2027-03. "
                    "Enter where no date is named."
                )
            if self._ask((*table, "due"), text=text) is None:
                if number or not self._undated(table):
                    self._cut("deadlines", number)
                break
            if number:
                for one in (("deadlines", 0), table) if number == 1 else (table,):
                    due = as_written(_at(self.table, one)["due"])
                    text = said("What the deadline of {due} is for, such as Papers.", due=due)
                    self._ask((*one, "label"), needed=True, text=text)
            while not self._zone(table, "due"):
                self._ask((*table, "due"), needed=True, text=said("The deadline, with a time that exists."))
            self._ask((*table, "stated"))
        if self.table.get("deadlines"):
            self.table.pop("rolling", None)
        else:
            self.table["rolling"] = True
        self._desk.keep(self.table)

    def _undated(self, table: Keys) -> bool:
        """Ask for the words of a deadline without a date; False where there is none at all."""
        text = said(
            "What the announcement says of the deadline, without a date. "
            "Enter where there is none: open until filled, or all year."
        )
        stated = _at(self.table, table).get("stated")
        self._cut("deadlines", 0)
        self.table |= {"deadlines": [{"stated": stated}]} if stated else {}
        return self._ask((*table, "stated"), text=text) is not None

    def _milestones(self) -> None:
        for number in range(len(self.table.get("milestones", ())) + 1_000):
            table: Keys = ("milestones", number)
            text = said("Another date, such as interviews or results. Enter where there is none.")
            if self._ask((*table, "on"), text=text) is None:
                self._cut("milestones", number)
                return
            self._ask((*table, "label"), needed=True)
            while not self._zone(table, "on"):
                self._ask((*table, "on"), needed=True, text=said("The date, with a time that exists."))

    def _zone(self, table: Keys, moment: str) -> bool:
        """Ask for the zone of a moment; False where its hour is skipped or doubled there."""
        keys = (*table, "timezone")
        inside = _at(self.table, table)
        has_hour = isinstance(inside[moment], datetime)
        if moment == "on" and not has_hour:
            return True
        text = said('Whose clocks are meant: an IANA name, "UTC", "UTC+05:45", "AoE", or "local": the applicant’s own.')
        if moment == "on":
            text = said('Whose clocks are meant: an IANA name, "UTC", "UTC+05:45" or "AoE".')
        if not has_hour:
            skipped = said("Enter where the announcement names none.")
            text = f"{text} {skipped}"
        self._ask(keys, needed=has_hour, text=text)
        wrong = self._wrong(self.table, (*table, moment))
        for line in wrong:
            self._desk.show(line)
        if wrong:
            inside.pop("timezone", None)
        return not wrong

    def _ask(self, keys: Keys, *, needed: bool = False, text: str = "") -> Any:
        """Ask until the answer is right, set it in the table, and return it; None where nothing was answered."""
        field = field_at(Record, keys)
        words = choices(field) if field else ()
        if keys == ("kind",):
            words = tuple(kind_in_words(kind, reader_language()) for kind in words)
        offered = words or tuple(self._offered.get(str(keys[-1]), ()))
        listed = ", ".join(offered)
        choice = said("One of: {words}.", words=listed) if words else said("Here there are: {words}.", words=listed)
        question = text or (said(described(field)) if field else "")
        self._desk.show(f"{question} {choice}" if offered else question)
        before = _at(self.table, keys[:-1]).get(keys[-1]) if _at(self.table, keys[:-1]) else None
        prompt = (
            f"{' '.join(str(key) for key in keys if isinstance(key, str) and key not in ('deadlines', 'milestones'))}"
        )
        while True:
            typed = self._desk.ask(f"{prompt}{'' if before is None else f' [{_shown(before)}]'}> ").strip()
            if ((not typed and before is None) or typed == NOTHING) and not needed:
                value = None
            elif not typed and before is None:
                self._desk.show(said("this is needed"))
                continue
            else:
                try:
                    value = before if not typed else _parsed(typed, keys)
                except ValueError as error:
                    self._desk.show(in_words(error.args[0]))
                    continue
            table = _with(self.table, keys, value)
            if wrong := self._wrong(table, keys):
                for line in wrong:
                    self._desk.show(line)
                before = None
                continue
            self.table = table
            self._desk.keep(table)
            return value

    def _wrong(self, table: dict[str, Any], keys: Keys) -> list[str]:
        """Return what is wrong in one answer; that its hour needs a zone is asked for afterwards.

        Where an opening does not agree with a deadline, the rule names the deadline.
        """
        if keys[-1] in ("due", "on") and isinstance(_at(table, keys[:-1]).get(keys[-1]), datetime):
            table = deepcopy(table)
            _at(table, keys[:-1]).setdefault("timezone", "UTC")
        found = [problem for problem in self._check(table) if keys == ("opens",) or problem.keys[: len(keys)] == keys]
        return [in_words(problem.in_one) for problem in found]

    def _cut(self, key: str, length: int) -> None:
        self.table = {**self.table, key: self.table.get(key, [])[:length]}
        if not self.table[key]:
            del self.table[key]
        self._desk.keep(self.table)


def _parsed(typed: str, keys: Keys) -> Any:
    if keys[-1] in ("due", "on", "opens"):
        written: Written = parse_due(typed) if keys[-1] == "due" else parse_written(typed)
        if fault := fault_of_year(written):
            raise ValueError(fault)
        return written
    if keys == ("kind",):
        return kind_of(typed) or typed
    field = field_at(Record, keys)
    if field and is_list(field):
        return [word.strip() for word in typed.split(",") if word.strip()]
    return typed


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    return value if isinstance(value, str) else as_written(value)


def _at(table: Any, keys: Keys) -> Any:
    """Return what is at a place; an empty table where nothing is there."""
    for key in keys:
        try:
            table = table[key]
        except (KeyError, IndexError):
            return {}
    return table


def _with(table: dict[str, Any], keys: Keys, value: Any) -> dict[str, Any]:
    """Return the table with another value at a place; without one where that is None."""
    changed: Any = deepcopy(table)
    inside = changed
    for key, inner in pairwise(keys):
        if isinstance(key, int):
            if key == len(inside):
                inside.append({})
            inside = inside[key]
        else:
            inside = inside.setdefault(key, [] if isinstance(inner, int) else {})
    if value is None:
        inside.pop(keys[-1], None)
    else:
        inside[keys[-1]] = value
    return {key: one for key, one in changed.items() if one not in ({}, [], [{}])}
