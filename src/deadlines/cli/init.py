"""``deadlines init``: a new project that exports at once."""

from pathlib import Path
from typing import Annotated

import typer

from deadlines import clock
from deadlines.app.refusal import Exit
from deadlines.cli.present import log
from deadlines.cli.project import reader_zone
from deadlines.settings.root import FILE, find_root


def init(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(help="Where to begin; this folder unless given.")] = Path(),
    name: Annotated[str | None, typer.Option(help="The calendars' name.")] = None,
    domain: Annotated[
        str | None, typer.Option(help="Your domain; it is part of every entry's identity and never changes.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="The address at which calendars/ will be published.")] = None,
    timezone: Annotated[
        str | None,
        typer.Option(metavar="ZONE", help="For dates that name none; the machine's unless given."),
    ] = None,
) -> int:
    """Begin a project: settings, one example record, ready to export."""
    from deadlines.app.init import init as begin

    root: Path = context.obj / directory
    zone_name = reader_zone(timezone)
    above = find_root(root.parent)
    for file in begin(root, name=name, domain=domain, url=url, zone_name=zone_name, today=clock.now().date()):
        print(file)
    if above:
        log(f"this project is inside another, {above}")
    if timezone is None:
        log(f"dates without a zone are read in {zone_name}; change it in {FILE}")
    if domain is None and url is None:
        log(f"set your own domain in {FILE} before anybody subscribes")
    return Exit.FINE
