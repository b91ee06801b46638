"""Which record is meant by what was typed: its id, or enough of its beginning."""

import difflib
from collections.abc import Collection
from pathlib import PurePath

from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.opportunity import Opportunity
from deadlines.records.load import Loaded


def record_meant(typed: str, loaded: Loaded) -> Opportunity:
    """Return the opportunity that is meant.

    Raises ``Refusal``: with its problems where its record is broken, else with what may be meant.
    """
    known = {opportunity.id: opportunity for opportunity in loaded.good}
    name = name_meant(typed.removesuffix(".toml"), known.keys() | loaded.broken_ids, "record")
    if name not in known:
        broken = tuple(problem for problem in loaded.problems if PurePath(problem.path).stem == name)
        raise Refusal("", Exit.FOUND, broken)
    return known[name]


def name_meant(typed: str, names: Collection[str], noun: str) -> str:
    """Return the one of the names that begins with what was typed. Raises ``Refusal`` where it is none or several."""
    ordered = sorted(names)
    meant = [typed] if typed in names else [name for name in ordered if name.startswith(typed)] if typed else []
    if len(meant) > 1:
        raise Refusal(f'"{typed}" may be {_or(meant)}', Exit.USAGE)
    if not meant:
        inside = [name for name in ordered if typed and typed in name]
        alike = [
            name for name in ordered if difflib.get_close_matches(typed, (name, name[: len(typed)]), n=1, cutoff=0.7)
        ]
        near = inside or alike
        hint = f"did you mean {_or(near)}?" if near else "deadlines list --all shows all"
        raise Refusal(f'there is no {noun} "{typed}"; {hint}', Exit.USAGE)
    return meant[0]


def _or(names: list[str]) -> str:
    shown = names if len(names) <= 5 else [*names[:5], f"{len(names) - 5} others"]
    return " or ".join(shown)
