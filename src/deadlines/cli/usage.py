"""What is wrong in how a command was typed, in the reader's language."""

import re
import sys
from typing import Any

import typer

from deadlines.cli.columns import isolated
from deadlines.cli.present import said, tell
from deadlines.cli.reader import reader_language


def say_what_is_wrong(error: typer.TyperException) -> None:
    """Say it in one line, and where to look; a command without anything where something is needed shows its help."""
    context: Any = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.format_message(), file=sys.stderr)
        return
    print(f"deadlines: {isolated(_what(error))}", file=sys.stderr)
    if context is not None:
        tell("{command} --help says what it takes", command=context.command_path)


def _what(error: Any) -> str:
    """Return what is wrong. The classes of Typer's errors are told apart by name, since it exports hardly any."""
    match type(error).__name__:
        case "NoSuchOption" if error.possibilities:
            near = reader_language().either(error.possibilities)
            return said("there is no option {option}; did you mean {near}?", option=error.option_name, near=near)
        case "NoSuchOption":
            return said("there is no option {option}", option=error.option_name)
        case "MissingParameter":
            return said("{name} is needed", name=_name_of(error.param))
        case "BadOptionUsage":
            if "does not take" in error.message:
                return said("{option} takes no value", option=error.option_name)
            return said("{option} needs a value", option=error.option_name)
        case "BadParameter" if getattr(error.param, "max", None) is not None:
            name, its = _name_of(error.param), error.param
            return said("{name} must be a number from {first} to {last}", name=name, first=its.min, last=its.max)
        case "BadParameter":
            return said("{name}: {reason}", name=_name_of(error.param), reason=error.message)
    if extra := re.fullmatch(r"Got unexpected extra argument\(s\) \((.*)\)", error.message):
        return said("unexpected: {words}", words=extra[1])
    message: str = error.format_message()
    return message


def _name_of(parameter: Any) -> str:
    if parameter is None:
        return ""
    if parameter.param_type_name == "option":
        return str(parameter.opts[0])
    return str(parameter.metavar or parameter.name.upper())
