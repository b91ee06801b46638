"""``deadlines init``: a new project that exports at once, and publishes itself where a host and a package are named."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from deadlines import clock
from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.present import note, said, tell
from deadlines.cli.project import reader_zone
from deadlines.settings.root import FILE, find_root
from deadlines.wording.catalogue import LANGUAGES

if TYPE_CHECKING:
    from deadlines.app.hosts import Host


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
    languages: Annotated[
        list[str] | None,
        typer.Option("--language", help=f"One of {', '.join(LANGUAGES)}; the first is the project's. May be repeated."),
    ] = None,
    host: Annotated[
        str | None, typer.Option(help="Who keeps and publishes it: github, gitlab, forgejo (as Codeberg) or own.")
    ] = None,
    package: Annotated[
        str | None,
        typer.Option(
            metavar="WHEEL",
            help="What it installs: a wheel's path, or its address with #sha256=…; that of this program unless given.",
        ),
    ] = None,
) -> int:
    """Begin a project that publishes itself; on a terminal, what is missing is asked for.

    In a project that is there already, --host adds what that host needs. No file is overwritten.
    """
    from deadlines.app.hosts import HOSTS
    from deadlines.app.init import Answers, publish_from
    from deadlines.app.init import init as begin
    from deadlines.app.package import own_package, package_named
    from deadlines.app.project import open_project

    root: Path = context.obj / directory
    kept_at = _host(host) if host else None
    installed = package_named(package, context.obj) if package else own_package()
    if (root / FILE).exists():
        if not kept_at:
            raise Refusal("{file} exists already; this is a project", Exit.USAGE, file=root / FILE)
        if installed is None:
            raise Refusal("it is not known what this project should install; name a wheel with --package", Exit.USAGE)
        for file in publish_from(open_project(root), kept_at, installed):
            print(file)
        return Exit.FINE
    asks = sys.stdin.isatty() and sys.stderr.isatty()
    if asks:
        name = name or _asked(said("The calendars’ name"), root.resolve().name)
        domain = (
            domain or _asked(said("Your domain, a part of every entry’s identity, which never changes"), "") or None
        )
        timezone = timezone or _asked(said("Time zone of dates that name none"), reader_zone(None), reader_zone)
        languages = (
            languages
            or _asked(said("Languages, of {known}; the first is the project’s", known=LANGUAGES), "en").split()
        )
        kept_at = kept_at or _host(_asked(said("Who keeps and publishes it: {known}", known=HOSTS), "own", _host))
    zone_name = reader_zone(timezone)
    tags = list(dict.fromkeys(_one_of(tag, LANGUAGES) for tag in languages or ("en",)))
    above = find_root(root.parent)
    answers = Answers(name, domain, url, zone_name, tags, kept_at, installed)
    for file in begin(root, answers, clock.now().date()):
        print(file)
    if above:
        tell("this project is inside another, {folder}", folder=above)
    if timezone is None:
        tell("for dates without a zone, {zone} is assumed; change it in {file}", zone=zone_name, file=FILE)
    if domain is None and url is None:
        tell("set your own domain in {file} before anybody subscribes", file=FILE)
    if kept_at and installed is None:
        tell(
            "nothing was written for {host}: it is not known what it should install; name a wheel with --package",
            host=kept_at,
        )
    return Exit.FINE


def _asked(question: str, offered: str, check: Callable[[str], str] = str) -> str:
    """Ask until the answer can be meant."""
    while True:
        answer: str = typer.prompt(question, default=offered, show_default=bool(offered), err=True)
        try:
            return check(answer.strip())
        except Refusal as refusal:
            note(refusal.message)


def _host(word: str) -> "Host":
    from deadlines.app.hosts import HOSTS

    _one_of(word, HOSTS)
    return next(host for host in HOSTS if host == word)


def _one_of(word: str, known: tuple[str, ...]) -> str:
    if word in known:
        return word
    raise Refusal('"{word}" is not known; write one of {known}', Exit.USAGE, word=word, known=known)
