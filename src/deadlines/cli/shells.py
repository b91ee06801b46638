"""The scripts of ``completion``: what bash, zsh and fish complete, written from the commands as they are."""

import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from deadlines.cli.commands import paragraphs
from deadlines.cli.help_page import spoken
from deadlines.cli.offer import ASKED
from deadlines.cli.verbs import VERBS

FOLDER, FILES = ("DIR", "DIR|URL"), ("FILE", "URL", "PATH", "FEED|URL...", "OLD")


@dataclass(frozen=True)
class Value:
    """What follows an option, or a command, by what the help calls it."""

    name: str
    several: bool = False
    """True where there may be more than one."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words that it may be, where they are always the same."""
        if self.name == "COMMAND":
            return tuple(VERBS)
        return tuple(self.name.split("|")) if "|" in self.name and self.name not in (*FOLDER, *FILES) else ()


@dataclass(frozen=True)
class Option:
    """An option with its names, its value unless it is a flag, and what it is for."""

    names: tuple[str, ...]
    value: Value | None
    repeated: bool
    purpose: str


@dataclass(frozen=True)
class Command:
    """A command with its options, and what comes after it by itself."""

    name: str
    purpose: str
    options: tuple[Option, ...]
    argument: Value

    @classmethod
    def of(cls, name: str, purpose: str, command: Any, context: Any) -> "Command":
        """Return a command of Typer as completion sees it."""
        options, argument = [], Value("")
        for parameter in command.get_params(context):
            if getattr(parameter, "hidden", False):
                continue
            if parameter.param_type_name == "argument":
                argument = Value(parameter.metavar or parameter.name.upper())
            else:
                value = None if parameter.is_flag else Value(parameter.metavar or "", parameter.multiple)
                purpose_of_it = spoken(paragraphs(parameter.help)[:1]).removesuffix(".")
                options.append(Option(tuple(parameter.opts), value, parameter.multiple, purpose_of_it))
        return cls(name, spoken(paragraphs(purpose)).removesuffix("."), tuple(options), argument)


def bash(commands: list[Command]) -> str:
    """Return the script for bash, 3.2 or later."""
    names = " ".join(command.name for command in commands[1:])
    cases = []
    for command in commands:
        for option in command.options:
            if option.value:
                place = "|".join(f"{command.name}:{name}" for name in option.names)
                cases.append(f"        {place}) {_in_bash(option.value)} ;;")
        options = " ".join(name for option in command.options for name in option.names)
        cases.append(f"        {command.name}:*) if [[ $cur == -* ]]; then _deadlines_offer {options}")
        cases.append(
            f"            else {_in_bash(command.argument) if command.name else f'_deadlines_offer {names}'}; fi ;;"
        )
    return _BASH.format(names=names.replace(" ", "|"), cases="\n".join(cases))


def _in_bash(value: Value) -> str:
    if value.words:
        return f"{'comma=1 ' if value.several else ''}_deadlines_offer {' '.join(value.words)}"
    if value.name in ASKED:
        return f"_deadlines_ask {value.name}"
    if value.name in FOLDER:
        return "_deadlines_files -d"
    return "_deadlines_files -f" if value.name in FILES else ":"


_BASH = """\
# deadlines in bash, to be sourced: deadlines completion bash
_deadlines() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} command= quote= comma= i
    if [[ $cur == = ]]; then cur=
    elif [[ $prev == = ]]; then prev=${{COMP_WORDS[COMP_CWORD-2]}}; fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${{COMP_WORDS[i]}} in
            -C) ((i++)) ;;
            {names}) command=${{COMP_WORDS[i]}}; break ;;
        esac
    done
    case $cur in
        [\\"\\']*) quote=${{cur:0:1}} cur=${{cur:1}} ;;
        *) cur=${{cur//\\\\/}} ;;
    esac
    COMPREPLY=()
    case $command:$prev in
{cases}
    esac
}}
_deadlines_offer() {{
    _deadlines_read < <(printf '%s\\n' "$@")
}}
_deadlines_ask() {{
    local program=${{COMP_WORDS[0]/#\\~/$HOME}} line=${{COMP_LINE:0:COMP_POINT}}
    _deadlines_read < <("$program" completion --words "$1" "$line" 2>/dev/null)
}}
_deadlines_read() {{
    local word before=
    [[ $comma ]] && before=${{cur%"${{cur##*,}}"}}
    while IFS= read -r word; do
        [[ $word == "${{cur#"$before"}}"* ]] || continue
        [[ $quote ]] || printf -v word %q "$word"
        COMPREPLY+=("$before$word")
    done
}}
_deadlines_files() {{
    local word
    compopt -o filenames 2>/dev/null
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$1" -- "$cur")
}}
complete -F _deadlines deadlines
"""


def zsh(commands: list[Command]) -> str:
    """Return the script for zsh, sourced after ``compinit`` or as ``_deadlines`` in a folder of ``fpath``."""
    first, *others = commands
    named = [shlex.quote(f"{command.name}:{command.purpose}") for command in others]
    cases = [
        f"                {command.name}) _arguments {' '.join((*_specs(command), _rest_in_zsh(command)))} ;;"
        for command in others
    ]
    return _ZSH.format(options=" ".join(_specs(first)), commands=" ".join(named), cases="\n".join(cases))


def _specs(command: Command) -> Iterator[str]:
    for option in command.options:
        purpose = _of_zsh(option.purpose)
        others = f"({' '.join(option.names)})" if len(option.names) > 1 else ""
        for name in option.names:
            ends = "=" if option.value and name.startswith("--") else ""
            value = f":{_named(option.value)}:{_in_zsh(option.value)}" if option.value else ""
            yield shlex.quote(f"{'*' if option.repeated else others}{name}{ends}[{purpose}]{value}")


def _rest_in_zsh(command: Command) -> str:
    return shlex.quote(f"*:{_named(command.argument)}:{_in_zsh(command.argument)}")


def _named(value: Value) -> str:
    return " " if "|" in value.name or not value.name else value.name


def _in_zsh(value: Value) -> str:
    if value.words and value.several:
        return f"_sequence compadd - {' '.join(value.words)}"
    if value.words:
        return f"({' '.join(value.words)})"
    if value.name in ASKED:
        return f"_deadlines_ask {value.name}"
    if value.name in FOLDER:
        return "_files -/"
    return "_files" if value.name in FILES else "true"


def _of_zsh(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "[]:\\" else letter for letter in text)


_ZSH = """\
#compdef deadlines
# deadlines in zsh, to be sourced after compinit: deadlines completion zsh
_deadlines() {{
    local -a line commands deadlines_line=("${{(@)words[1,CURRENT]}}")
    local curcontext=$curcontext context state state_descr
    typeset -A opt_args
    _arguments -C {options} '1:command:->command' '*::argument:->argument'
    case $state in
        command)
            commands=({commands})
            _describe command commands ;;
        argument)
            case $line[1] in
{cases}
            esac ;;
    esac
}}
_deadlines_ask() {{
    local -a found=("${{(@f)$(${{(Q)deadlines_line[1]}} completion --words $argv[-1] "$deadlines_line" 2>/dev/null)}}")
    compadd "${{(@)argv[1,-2]}}" -a found
}}
if [[ $funcstack[1] == _deadlines ]]; then _deadlines "$@"; else compdef _deadlines deadlines; fi
"""


def fish(commands: list[Command]) -> str:
    """Return the script for fish, 3.0 or later."""
    others = commands[1:]
    lines = []
    for command in others:
        lines.append(_of_fish("", "-a", command.name, "-d", shlex.quote(command.purpose)))
    for command in commands:
        for option in command.options:
            named = [part for name in option.names for part in ("-l" if name[:2] == "--" else "-s", name.lstrip("-"))]
            lines.append(_of_fish(command.name, *named, *_in_fish(option.value), "-d", shlex.quote(option.purpose)))
        if command.name and command.argument.name:
            lines.append(_of_fish(command.name, *(part for part in _in_fish(command.argument) if part != "-x")))
    names = " ".join(command.name for command in others)
    return _FISH.format(names=names, lines="\n".join(lines))


def _of_fish(command: str, *parts: str) -> str:
    return " ".join(("complete -c deadlines -n", f"'__deadlines_is \"{command}\"'", *parts))


def _in_fish(value: Value | None) -> Iterable[str]:
    if value is None:
        return ()
    if value.words and value.several:
        return "-x", "-a", f"'(__deadlines_several {' '.join(value.words)})'"
    if value.words:
        return "-x", "-a", f"'{' '.join(value.words)}'"
    if value.name in ASKED:
        return "-x", "-a", f"'(__deadlines_ask {value.name})'"
    if value.name in FOLDER:
        return "-x", "-a", "'(__fish_complete_directories)'"
    return ("-r", "-F") if value.name in FILES else ("-x",)


_FISH = """\
# deadlines in fish: deadlines completion fish > ~/.config/fish/completions/deadlines.fish
function __deadlines_command
    set -l typed (commandline -opc)
    set -l value no
    for word in $typed[2..-1]
        if test $value = yes
            set value no
            continue
        end
        switch $word
            case -C --from
                set value yes
            case {names}
                echo $word
                return
        end
    end
end
function __deadlines_is
    test "$argv[1]" = (__deadlines_command | string collect; or echo "")
end
function __deadlines_ask
    set -l typed (commandline -opc)
    $typed[1] completion --words $argv[1] (commandline -cp | string collect) 2>/dev/null
end
function __deadlines_several
    set -l typed (commandline -ct | string replace -r '^--[^=]*=' '' | string replace -r '[^,]*$' '')
    printf '%s\\n' "$typed"$argv
end
complete -c deadlines -f
{lines}
"""

SCRIPTS: dict[str, Callable[[list[Command]], str]] = {"bash": bash, "zsh": zsh, "fish": fish}
