"""``deadlines init``: a new project that exports at once."""

import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from deadlines import clock
from deadlines.cli.project import Stop, reader_zone
from deadlines.settings.load import CALENDARS, FILE, OPPORTUNITIES, find_root, read_settings


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
    import tomli_w

    from deadlines.documents.document import parse
    from deadlines.files import create
    from deadlines.records.schema import FILE as SCHEMA
    from deadlines.records.schema import schema_text
    from deadlines.records.write import record_text

    root: Path = context.obj / directory
    if (root / FILE).exists():
        raise Stop(f"{root / FILE} exists already; this is a project", 2)
    zone_name = reader_zone(timezone)
    host = urlsplit(url).hostname if url else None
    domain = domain or host or "example.org"
    project = {"name": name or _name_of(root), "domain": domain, "timezone": zone_name}
    if url:
        project["url"] = url
    settings_text = _REMARK + tomli_w.dumps({"project": project})
    if wrong := read_settings(parse(settings_text.encode(), FILE)).problems:
        raise Stop("; ".join(f"{problem.message}; {problem.hint}" for problem in wrong), 2)
    opportunities = root / OPPORTUNITIES
    example = opportunities / "calls" / "example-call.toml"
    due = clock.now().date() + timedelta(days=90)
    record = {
        "title": "Example call: replace me",
        "kind": "call",
        "organisation": project["name"],
        "url": url or f"https://{domain}/",
        "summary": "Write your own record beside this one, then delete this file.",
        "deadlines": [{"due": due, "stated": f"{due.isoformat()}"}],
    }
    above = find_root(root.parent)
    for file, text in (
        (example, record_text(record, example, opportunities)),
        (opportunities / SCHEMA, schema_text()),
        (root / ".gitattributes", f"{CALENDARS}/** -text\n"),
        (root / FILE, settings_text),
    ):
        if not file.exists():
            create(file, text.encode())
            print(file)
    if above:
        print(f"deadlines: this project stands inside another, {above}", file=sys.stderr)
    if timezone is None:
        print(f"deadlines: dates without a zone are read in {zone_name}; change it in {FILE}", file=sys.stderr)
    if domain == "example.org":
        print(f"deadlines: set your own domain in {FILE} before anybody subscribes", file=sys.stderr)
    return 0


_REMARK = """\
# What each line means, and what else may stand here: README.md of deadlines, "Settings".
"""


def _name_of(folder: Path) -> str:
    words = re.sub(r"[-_]+", " ", folder.resolve().name).strip()
    return f"{words[:1].upper()}{words[1:]}" if words else "Opportunities"
