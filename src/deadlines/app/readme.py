"""The README of a new project, for its own staff, in the language of the project."""

from functools import cache
from typing import TYPE_CHECKING

from deadlines.app.hosts import Host
from deadlines.settings.root import CALENDARS, OPPORTUNITIES
from deadlines.wording.language import Language

if TYPE_CHECKING:
    from jinja2 import Environment


def readme(name: str, url: str | None, host: Host | None, language: Language, *, installs: bool) -> str:
    """Return the README; ``installs`` is True where the project names the package that it installs."""
    return (
        _environment()
        .get_template("README.md")
        .render(
            name=name,
            url=url,
            host=host,
            installs=installs,
            say=language.say,
            CALENDARS=CALENDARS,
            OPPORTUNITIES=OPPORTUNITIES,
        )
    )


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(  # noqa: S701  # Markdown, of our own words and the project's name
        loader=PackageLoader("deadlines.app"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
