"""Options that are made of the keys of a model, so that a new key is an option without being listed anywhere."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from keyword import iskeyword
from typing import Annotated, Any

import typer
from pydantic.fields import FieldInfo

from deadlines.domain.key import choices, described, is_date, is_list, may_have_hour

ID = Annotated[str, typer.Argument(metavar="ID", help="A record's id, or enough of its beginning.")]
NOTE = Annotated[str | None, typer.Option(help="Why; people who look at it are shown this.")]


@dataclass(frozen=True)
class KeyOption:
    """An option for one key of a table."""

    name: str
    """Without the dashes: ``apply-url``."""
    key: str
    field: FieldInfo
    table: str = ""
    """The key of the table that the key is in; empty for the keys of the document."""

    commas: bool = False
    """True where several values may be given in one, with commas."""
    once_each: str = ""
    """Where there may be several of its table: the option of which there is one for each."""

    @property
    def argument(self) -> str:
        """The name by which the command is given its value."""
        name = self.name.replace("-", "_")
        return f"{name}_" if iskeyword(name) else name

    @property
    def repeats(self) -> bool:
        """True for an option that may be given several times."""
        return bool(self.once_each) or is_list(self.field)

    @property
    def is_flag(self) -> bool:
        """True for an option that takes no value."""
        return self.field.annotation is bool


def with_options(options: Iterable[KeyOption]) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command options in the place of its ``**``, before its own; what is not typed is None, or False."""

    def decorate(verb: Callable[..., int]) -> Callable[..., int]:
        context, *own = inspect.signature(verb).parameters.values()
        parameters = [context, *map(_parameter, options), *own[:-1]]
        named = [one.replace(kind=inspect.Parameter.POSITIONAL_OR_KEYWORD) for one in parameters]
        verb.__signature__ = inspect.Signature(named, return_annotation=int)  # type: ignore[attr-defined]
        return verb

    return decorate


def _parameter(option: KeyOption) -> inspect.Parameter:
    values: Any = bool if option.is_flag else list[str] | None if option.repeats else str | None
    annotation = Annotated[values, typer.Option(f"--{option.name}", metavar=_shown(option), help=_help(option))]
    default = False if option.is_flag else None
    return inspect.Parameter(option.argument, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _shown(option: KeyOption) -> str:
    """Return what stands for the value in the help; completion goes by it, too."""
    if is_date(option.field):
        return "MOMENT" if may_have_hour(option.field) else "DATE"
    return "|".join(choices(option.field)) or option.name.rpartition("-")[2].upper()


def _help(option: KeyOption) -> str:
    """Return paragraphs, which are translated one by one."""
    field = option.field
    sentences = [described(field)]
    if option.once_each:
        sentences.append(f"Where there are several, once for each {option.once_each}.")
    elif is_list(field):
        sentences.append("Several with commas, or repeated." if option.commas else "May be repeated.")
    return "\n\n".join(sentences)
