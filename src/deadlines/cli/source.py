"""Where ``list`` and ``show`` read the records: from the project around, or as another project publishes them."""

from __future__ import annotations

import os
from collections import namedtuple
from collections.abc import Mapping
from datetime import datetime, timedelta

from deadlines import clock
from deadlines.app.refusal import Refusal
from deadlines.cli.present import said, tell
from deadlines.settings.root import FILE, FROM, root_above

TYPE_CHECKING = False
if TYPE_CHECKING:
    import typer

    from deadlines.domain.opportunity import Opportunity
    from deadlines.index.looked import Looked
    from deadlines.records.loaded import Loaded
    from deadlines.wording.language import Language

FROM_HELP = f"What a project publishes, at an address or in a file; {FROM} is used outside of a project."
NO_INDEX_HELP = "Read all records of the project, also those that are known not to have changed."
COMMANDS = ("list", "show")
_FROM = "deadlines.from"


class Place(namedtuple("Place", ("directory", "named", "is_fresh"), defaults=(None, False))):
    """Where records are read."""

    __slots__ = ()

    directory: str
    """That of ``-C``."""
    named: str | None
    """By ``--from``, which may stand before the command or after it."""
    is_fresh: bool
    """True where the records of a project are read one by one, whatever is known of them."""


def read_from(context: typer.Context, place: str) -> None:
    """Note what ``--from`` names, for the command that follows."""
    if context.invoked_subcommand not in COMMANDS:
        context.fail(said("--from is for list and show"))
    context.meta[_FROM] = place


def place_of(context: typer.Context, named: str | None) -> Place:
    """Return where a command reads; ``named`` is by ``--from`` after the command."""
    return Place(str(context.obj), named or context.meta.get(_FROM))


def _language() -> Language:
    from deadlines.cli.reader import reader_language  # What programs read is said in no language.

    return reader_language()


def load_records(place: Place, now: datetime, *, also_over: bool = True) -> Loaded:
    """Return the records as of ``now``; see ``_read``. Those that are over may be left out, unless ``also_over``."""
    from deadlines.domain.occurrences import horizon_at

    return _read(place, None if also_over else now).reaching(horizon_at(now))


def is_indexed(place: Place) -> bool:
    """True where the records of a project are read, and not one by one."""
    return place.named is None and not place.is_fresh and root_above(place.directory) is not None


def look_at_records(place: Place) -> Looked | None:
    """Return a look at the records of the project, if that is what is read, and not one by one."""
    if not is_indexed(place):
        return None
    from deadlines.app.indexed import IndexedProject

    return IndexedProject(place.directory, clock.now()).look()


def known_record(typed: str, place: Place, now: datetime) -> Opportunity | None:
    """Return the record of the project that is meant without doubt, as of ``now``; None where all have to be asked."""
    if not is_indexed(place):
        return None
    from deadlines.app.indexed import IndexedProject

    project = IndexedProject(place.directory, clock.now())
    found = project.known_record(typed.removesuffix(".toml"))
    if found is None:
        return None
    from deadlines.domain.translation import in_language

    shown = in_language(found, _language().tag, project.topics(_language().tag))
    if not shown.repeats:
        return shown
    from deadlines.domain.occurrences import horizon_at  # Few repeat.

    return shown.reaching(horizon_at(now))


def _read(place: Place, since: datetime | None) -> Loaded:
    """Read the records: of ``--from``, of the project, or of the address in DEADLINES_FROM, in this order.

    They are as those see them who read the reader's language. Those that were over before ``since`` may be left out.

    To look at records, the organiser's words are not compared with the dates: ``check`` and ``export`` do that.
    """
    named = place.named
    if named is None and root_above(place.directory) is None and os.path.isdir(place.directory):  # noqa: PTH112
        named = os.environ.get(FROM) or None
        if named is None:
            raise Refusal(
                "no {file} here or above; name what a project publishes with --from, or the folder of one with -C; "
                "deadlines init begins one",
                file=FILE,
            )
    if named is None and place.is_fresh:
        from pathlib import Path

        from deadlines.app.project import open_project
        from deadlines.settings.reading import topics_in

        project = open_project(Path(place.directory))
        loaded, topics = project.load(words=False), topics_in(project.settings, _language())
        return _as_read(loaded, topics)
    if named is None:
        from deadlines.app.indexed import IndexedProject

        indexed = IndexedProject(place.directory, clock.now())
        return _as_read(indexed.load(since), indexed.topics(_language().tag))
    if "://" in named:
        return _as_read(_published(named), {})
    return _as_read(_file(os.path.join(place.directory, named)), {})  # noqa: PTH118


def _as_read(loaded: Loaded, topics: Mapping[str, str]) -> Loaded:
    from dataclasses import replace  # One record that is known needs none.

    from deadlines.domain.translation import in_language

    tag = _language().tag
    return replace(loaded, opportunities=tuple(in_language(found, tag, topics) for found in loaded.good), drafts=())


def _published(typed: str) -> Loaded:
    from deadlines.app.remote import is_protected, read_published
    from deadlines.records.loaded import Loaded

    now = clock.now()
    found = read_published(typed, now)
    address = found.address
    if not is_protected(address):
        tell(
            "{address} is not protected: whoever is on the way can change its dates; write https:// if it answers",
            address=address,
        )
    if found.unreachable:
        tell("{address} cannot be read: {reason}", address=address, reason=found.unreachable)
        when, age = f"{found.checked:%Y-%m-%d %H:%M} UTC", _age(now - found.checked)
        tell("this is the copy of {when}, {age} old", when=when, age=age)
    if found.not_kept:
        tell("no copy is kept for when you are offline: {reason}", reason=found.not_kept)
    return Loaded(found.opportunities, found.problems, len(found.opportunities))


def _file(file: str) -> Loaded:
    from pathlib import Path

    from deadlines.app.remote import read_file
    from deadlines.records.loaded import Loaded

    good, problems = read_file(Path(file))
    return Loaded(good, problems, len(good))


def _age(age: timedelta) -> str:
    language = _language()
    minutes = int(age.total_seconds() // 60)
    if minutes >= 24 * 60:
        return language.count("{n} day", "{n} days", minutes // (24 * 60))
    if minutes >= 60:
        return language.count("{n} hour", "{n} hours", minutes // 60)
    return language.count("{n} minute", "{n} minutes", minutes) if minutes else language.say("less than a minute")
