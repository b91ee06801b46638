"""The words that a value may be, while a line is typed. Nothing is imported that this does not need."""

import os
import shlex
from contextlib import suppress
from pathlib import Path
from typing import Any

from deadlines.domain.text import shown
from deadlines.settings.root import FROM, OPPORTUNITIES, find_root

ASKED = {
    "ID": "id",
    "TOPIC": "topics",
    "REGION": "regions",
    "LANGUAGE": "languages",
    "ORGANISATION": "organisation",
    "SERIES": "series",
    "ZONE": "",
    "TIMEZONE": "",
}
"""What a value is called in the help, for those that a script asks for, and the key that records have of it."""


def offer(what: str, line: str) -> None:
    """Print the words that a value may be, for the project or the published records that a line names.

    What goes wrong is not said: somebody is typing.
    """
    with suppress(Exception):
        print("\n".join(word for word in _words(what, line) if shown(word) == word and "\n" not in word))


def _words(what: str, line: str) -> list[str]:
    if not ASKED[what]:
        from zoneinfo import available_timezones

        return sorted(available_timezones())
    from deadlines.records.vocabulary import ids_in, words_in, words_of

    directory, place = _places(line)
    root = find_root(directory)
    if place is None and root is None:
        place = os.environ.get(FROM) or None
    if place is not None:
        return words_of(_published(directory, place), ASKED[what])
    if root is None:
        return []
    return ids_in(root / OPPORTUNITIES) if what == "ID" else words_in(root / OPPORTUNITIES, ASKED[what])


def _places(line: str) -> tuple[Path, str | None]:
    """Return the folder of ``-C`` and the address of ``--from`` in a line that is being typed."""
    try:
        typed = shlex.split(line)
    except ValueError:
        typed = line.split()
    directory, place = Path(), None
    for option, value in zip(typed, [*typed[1:], ""], strict=True):
        if option == "-C":
            directory = Path(value).expanduser()
        elif option == "--from":
            place = value
        elif option.startswith("--from="):
            place = option.removeprefix("--from=")
    return directory, place


def _published(directory: Path, place: str) -> list[Any]:
    """Return the items of a file, or of the last copy of an address: completing asks nothing of the network."""
    from deadlines.app.remote import held_content
    from deadlines.items import parse

    content = held_content(place if "://" in place else directory / place)
    return list(parse(content)) if content else []
