"""Which record is meant by what was typed: its id, or enough of its beginning."""

from __future__ import annotations

from collections.abc import Collection

from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.opportunity import Opportunity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from deadlines.records.loaded import Loaded

    Noun = Literal["record", "series"]


def record_meant(typed: str, loaded: Loaded) -> Opportunity:
    """Return the opportunity that is meant.

    Raises ``Refusal``: with its problems where its record is broken, else with what may be meant.
    """
    known = {opportunity.id: opportunity for opportunity in loaded.good}
    name = name_meant(typed.removesuffix(".toml"), known.keys() | loaded.broken_ids, "record")
    if name not in known:
        from pathlib import PurePath

        broken = tuple(problem for problem in loaded.problems if PurePath(problem.path).stem == name)
        raise Refusal("", Exit.FOUND, broken)
    return known[name]


def name_meant(typed: str, names: Collection[str], noun: Noun) -> str:
    """Return the one of the names that begins with what was typed. Raises ``Refusal`` where it is none or several."""
    ordered = sorted(names)
    meant = [typed] if typed in names else [name for name in ordered if name.startswith(typed)] if typed else []
    if len(meant) > 1:
        raise Refusal('"{typed}" may be {names}', Exit.USAGE, typed=typed, names=tuple(meant))
    if meant:
        return meant[0]
    import difflib  # Who types what is meant waits for nothing.

    near = [name for name in ordered if typed and typed in name] or [
        name for name in ordered if difflib.get_close_matches(typed, (name, name[: len(typed)]), n=1, cutoff=0.7)
    ]
    raise _nothing(typed, tuple(near), noun)


def _nothing(typed: str, near: tuple[str, ...], noun: Noun) -> Refusal:
    if noun == "series" and near:
        return Refusal('there is no series "{typed}"; did you mean {names}?', Exit.USAGE, typed=typed, names=near)
    if noun == "series":
        return Refusal('there is no series "{typed}"; deadlines list --all shows all', Exit.USAGE, typed=typed)
    if near:
        return Refusal('there is no record "{typed}"; did you mean {names}?', Exit.USAGE, typed=typed, names=near)
    return Refusal('there is no record "{typed}"; deadlines list --all shows all', Exit.USAGE, typed=typed)
