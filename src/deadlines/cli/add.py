"""``deadlines add``: a record from options, or from answers on a terminal."""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic.fields import FieldInfo

from deadlines.app.project import OpenProject
from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.options import KeyOption, with_options
from deadlines.cli.present import in_words, said, tell
from deadlines.cli.project import open_project, typed_due, typed_moment
from deadlines.domain.key import is_date, is_list, is_named, is_number, key_of, may_be_month, table_in
from deadlines.domain.money import number_in
from deadlines.domain.part import PARTS
from deadlines.domain.record import DeadlineTable, Record

_DEADLINES, _MILESTONES, _LINKS = "deadlines", "milestones", "links"


def _options() -> Iterator[KeyOption]:
    for name, field in Record.model_fields.items():
        table = table_in(field)
        if table is None:
            yield _option("", name, field)
        elif name not in (_MILESTONES, _LINKS) and not is_named(field):
            inside = ((inner, its) for inner, its in table.model_fields.items() if table_in(its) is None)
            yield from (_option(name, inner, its) for inner, its in inside)


def _option(table: str, name: str, field: FieldInfo) -> KeyOption:
    key = key_of(field)
    once_each = "--due" if table == _DEADLINES and not is_list(field) else ""
    return KeyOption(
        key.option if key and key.option else name.replace("_", "-"), name, field, table, once_each=once_each
    )


def _in_order(option: KeyOption) -> tuple[int, bool]:
    key = key_of(option.field)
    return PARTS.index(key.part) if key else len(PARTS), not option.field.is_required()


OPTIONS = tuple(sorted(_options(), key=_in_order))
"""One for each key of a record, of a deadline and of how to apply: by what they are for, what is needed first."""


@with_options(OPTIONS)
def add(
    context: typer.Context,
    milestone: Annotated[
        list[str] | None,
        typer.Option(metavar="'MOMENT LABEL'", help="Another date, such as '2027-06-15 Interviews'. May be repeated."),
    ] = None,
    link: Annotated[
        list[str] | None,
        typer.Option(
            metavar="'URL LABEL'", help="A further page, such as 'https://example.org/faq Questions'. May be repeated."
        ),
    ] = None,
    id_: Annotated[str | None, typer.Option("--id", help="The file's name; made of the title unless given.")] = None,
    from_issue: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Take it from the text of an issue, written with the form; - is standard input."
        ),
    ] = None,
    **typed: Any,
) -> int:
    """Write a new record; on a terminal, what is missing is asked for."""
    from deadlines.app.add import add as write

    project = open_project(context)
    if from_issue is not None:
        if milestone or link or any(typed.values()):
            raise Refusal("--from-issue: the issue says it all; leave the other options out", Exit.USAGE)
        return _from_issue(project, from_issue, context.obj, id_)
    table = _table(typed, milestone or (), link or ())
    needed = _missing(table)
    if not needed:
        print(write(project, table, id_).path)
        return Exit.FINE
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Refusal("{name} is needed", Exit.USAGE, name=needed[0])
    return _interviewed(project, table, id_)


def _from_issue(project: OpenProject, file: str, folder: Path, record_id: str | None) -> int:
    from deadlines.app.add import add as write
    from deadlines.app.issue import MOST_LETTERS, id_of, read_issue

    if file == "-":
        text = sys.stdin.buffer.read(4 * MOST_LETTERS + 1).decode("utf-8", "replace")
    else:
        with (folder / file).open("rb") as opened:
            text = opened.read(4 * MOST_LETTERS + 1).decode("utf-8-sig", "replace")
    table, strange = read_issue(text)
    for heading in strange:
        tell('"{heading}" is not a field of the form, and was left out', heading=heading)
    print(write(project, table, record_id or id_of(table)).path)
    return Exit.FINE


def _missing(table: dict[str, Any]) -> list[str | tuple[str, ...]]:
    """Return the options that are needed still; of a tuple, one."""
    from deadlines.app.add import missing

    options: dict[str | tuple[str, ...], None] = {}
    for keys in missing(table):
        if keys == (_DEADLINES,):
            options["--due", "--stated", "--rolling"] = None
        elif len(keys) == 1 or (keys[0] == _DEADLINES and keys[-1] == "timezone"):
            options[f"--{keys[-1]}"] = None
    return list(options)


def _interviewed(project: OpenProject, table: dict[str, Any], record_id: str | None) -> int:
    from deadlines.app.add import add as write
    from deadlines.app.add import offered, problems_so_far
    from deadlines.app.unfinished import file_of, forget, kept
    from deadlines.cli.interview import Interview

    desk = Terminal(project)
    before = kept(project)
    if before:
        title = before.get("title", "…")
        desk.show(said('Here are your answers about "{title}": Enter keeps one, - takes it out.', title=title))
        desk.show(said("To begin anew, delete {file}.", file=file_of(project)))
    desk.show(said("Where an answer is not needed, Enter goes on. Ctrl-C keeps your answers for another time."))
    for problem in (wrong := problems_so_far(project, table)):
        desk.show(in_words(problem.in_one))
    unsettled = {problem.keys[0] for problem in wrong}
    unsettled |= {_DEADLINES} if "--timezone" in _missing(table) else set()
    settled = table.keys() - unsettled
    table = {key: value for key, value in table.items() if key in settled or key == _DEADLINES}
    interview = Interview(
        desk, lambda so_far: problems_so_far(project, so_far), offered(project), before | table, settled
    )
    try:
        answers = interview.run()
        print(write(project, {key: answers[key] for key in Record.model_fields if key in answers}, record_id).path)
    except (KeyboardInterrupt, EOFError, Refusal) as ended:
        if interview.table:
            print(file=sys.stderr)
            tell("your answers are kept in {file}; deadlines add goes on with them", file=file_of(project))
        if isinstance(ended, Refusal):
            raise
        return Exit.INTERRUPTED
    forget(project)
    return Exit.FINE


class Terminal:
    """The desk at which somebody sits."""

    def __init__(self, project: OpenProject) -> None:
        import contextlib

        with contextlib.suppress(ImportError):
            import readline  # noqa: F401  # It lets input() edit the line.
        sys.stdin.reconfigure(errors="surrogateescape")  # type: ignore[union-attr]
        self._project, self._keeps = project, True

    def ask(self, prompt: str) -> str:
        """Return the line that is typed, asked for on standard error."""
        print(prompt, end="", file=sys.stderr, flush=True)
        return input()

    def show(self, line: str) -> None:
        """Show a line on standard error."""
        print(line, file=sys.stderr, flush=True)

    def keep(self, table: dict[str, Any]) -> None:
        """Keep all answers so far; that they cannot be kept is said once."""
        from deadlines.app.unfinished import keep

        if self._keeps:
            try:
                keep(self._project, table)
            except OSError as error:
                self._keeps = False
                reason = f"{error.filename}: {error.strerror}"
                tell("your answers cannot be kept: {reason}", reason=reason)


def _table(typed: dict[str, Any], milestones: Sequence[str], links: Sequence[str]) -> dict[str, Any]:
    """Return the record that was typed, in the order of its keys."""
    values = {(option.table, option.key): _value(option, typed[option.argument]) for option in OPTIONS}
    given = {place: value for place, value in values.items() if value not in (None, False, [], "")}
    tables = {_DEADLINES: _deadlines(given), _MILESTONES: [_milestone(one, given) for one in milestones]}
    tables[_LINKS] = list(map(_link, links))
    record: dict[str, Any] = {}
    for name, field in Record.model_fields.items():
        if table := table_in(field):
            inside: Any = tables.get(
                name, {key: given[name, key] for key in table.model_fields if (name, key) in given}
            )
            record |= {name: inside} if inside else {}
        elif ("", name) in given:
            record[name] = given["", name]
    return record


def _deadlines(given: dict[tuple[str, str], Any]) -> list[dict[str, Any]]:
    """Return the deadlines of the options: what is given once for each ``--due``, and a zone for all of them."""
    columns = {key: value for (table, key), value in given.items() if table == _DEADLINES}
    number = len(columns.get("due", columns.get("stated", ())))
    for key in columns.keys() & {name for name, field in DeadlineTable.model_fields.items() if is_list(field)}:
        if number > 1:
            raise Refusal("{option} is for one deadline; write it into the file", Exit.USAGE, option=f"--{key}")
        columns[key] = [columns[key]]
    if len(columns.get("timezone", ())) == 1:
        columns["timezone"] *= number
    for key, values in columns.items():
        if len(values) != number:
            option = next(one.name for one in OPTIONS if (one.table, one.key) == (_DEADLINES, key))
            raise Refusal("{option} is needed once for each --due", Exit.USAGE, option=f"--{option}")
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _milestone(typed: str, given: dict[tuple[str, str], Any]) -> dict[str, Any]:
    moment, _, label = typed.strip().partition(" ")
    if not label.strip():
        raise Refusal("--milestone: \"{text}\" has no label; write '2027-06-15 Interviews'", Exit.USAGE, text=typed)
    on = typed_moment(moment, "--milestone")
    zone = given.get((_DEADLINES, "timezone"))
    return {"label": label.strip(), "on": on} | ({"timezone": zone[0]} if zone and isinstance(on, datetime) else {})


def _link(typed: str) -> dict[str, Any]:
    url, _, label = typed.strip().partition(" ")
    if not label.strip():
        raise Refusal(
            "--link: \"{text}\" has no label; write 'https://example.org/faq Questions'", Exit.USAGE, text=typed
        )
    return {"label": label.strip(), "url": url}


def _value(option: KeyOption, typed: Any) -> Any:
    """Return what was typed as a value of TOML."""
    if typed and is_number(option.field):
        return number_in(typed) or typed
    if not is_date(option.field) or not typed:
        return typed
    read = typed_due if may_be_month(option.field) else typed_moment
    if isinstance(typed, list):
        return [read(text, f"--{option.name}") for text in typed]
    return read(typed, f"--{option.name}")
