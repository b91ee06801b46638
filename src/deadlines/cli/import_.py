"""``deadlines import``: drafts of records out of the lists of other systems."""

import json
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.present import in_words, note, said, tell, tell_count
from deadlines.cli.project import name_problems, now_or, open_project, reader_zone
from deadlines.cli.typed import one_of
from deadlines.domain.moment import as_written
from deadlines.sources.formats import Format

if TYPE_CHECKING:
    from deadlines.app.imports import Imported
    from deadlines.app.project import OpenProject

FORMATS = ("toml", "json")
SYSTEMS = get_args(Format)
SYSTEMS_HELP = "csv, xlsx, ods, ics, rss, reliefweb, grants-gov, eu-portal, common-grants, un-careers or euraxess."
Many = list[str] | None


def import_(
    context: typer.Context,
    system: Annotated[str, typer.Argument(metavar="FORMAT", help=SYSTEMS_HELP)],
    source: Annotated[
        str, typer.Argument(help="A file or an address; for reliefweb also jobs or training, which asks its API.")
    ],
    words: Annotated[Many, typer.Argument(metavar="WORDS", help="Only what has all these words.")] = None,
    topic: Annotated[Many, typer.Option(help="Only what has this topic.")] = None,
    country: Annotated[Many, typer.Option(help="Only what is of this country, by its code or name.")] = None,
    map_: Annotated[
        Many, typer.Option("--map", metavar="COLUMN=KEY", help="Which key of a record a column of a sheet is.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Write what is new; move what has moved.")] = False,
    format_: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help="How the drafts are printed; toml unless given.")
    ] = "toml",
    as_of: Annotated[str | None, typer.Option(metavar="MOMENT", help="As seen at this moment instead of now.")] = None,
) -> int:
    """Draft a record of each opportunity in a list of another system.

    What was imported before is not drafted again; where its deadline is another one now, that is proposed. Nothing is
    written without --write.
    """
    from deadlines.app.imports import Imported, Selection, as_item, content_of, imported
    from deadlines.sources.found import Faulty

    kind = one_of("FORMAT", system, SYSTEMS)
    one_of("--format", format_, FORMATS)
    project = open_project(context)
    now = now_or(as_of, reader_zone(None) if as_of else "UTC")
    columns = dict(map(_pair, map_ or ()))
    selection = Selection(tuple(words or ()), tuple(topic or ()), tuple(country or ()))
    name, content = content_of(project, context.obj, kind, source)
    found: list[Imported] = []
    code = Exit.FINE
    for one in imported(project, kind, name, content, now, columns=columns, selection=selection):
        if isinstance(one, Faulty):
            tell("{place} is left out: {why}", place=one.place, why=one.why)
        else:
            found.append(one)
    if format_ == "json":
        print(json.dumps([as_item(one) for one in found], ensure_ascii=False, indent=2))
    for one in found:
        code = max(code, _settle(project, one, write=write, quiet=format_ == "json"))
    if same := sum(one.known is not None and one.moved_to is None for one in found):
        tell_count("{n} is there already", "{n} are there already", same)
    return code


def _pair(text: str) -> tuple[str, str]:
    column, equals, key = text.rpartition("=")
    if not equals or not column.strip():
        raise Refusal('--map: write "COLUMN=KEY", such as "Closing date=due"', Exit.USAGE)
    return column.strip(), key.strip()


def _settle(project: "OpenProject", one: "Imported", *, write: bool, quiet: bool) -> int:
    """Write or print one draft."""
    from deadlines.app import imports

    if write:
        try:
            path = imports.write(project, one)
        except Refusal as refusal:
            name_problems(refusal.problems)
            note(refusal.message)
            return Exit.FOUND
        if path and not quiet:
            print(path, flush=True)
    elif one.known and one.moved_to and not one.is_next:
        command = f"deadlines extend {one.known.id} {as_written(one.moved_to)}"
        tell("{path} has another deadline now; to move it: {command}", path=one.known.path, command=command)
    elif not quiet and (one.known is None or one.is_next):
        needed = [said("{name} is needed", name=key) for key in one.needed]
        comments = [f"# {line}" for line in (one.path, *map(in_words, one.found.remarks), *needed)]
        print("\n".join((*comments, one.text)), flush=True)
    return Exit.FINE
