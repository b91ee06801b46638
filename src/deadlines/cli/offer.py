"""The words that a value may be, while a line is typed: at each key, so nothing is imported that this does not need."""

import os

from deadlines.settings.root import FROM, OPPORTUNITIES, root_above

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
    try:
        print("\n".join(word for word in _words(what, line) if word.isprintable() or _is_shown(word)))
    except Exception:
        return


def _is_shown(word: str) -> bool:
    from deadlines.domain.text import shown  # Hardly any word has what is not printed.

    return shown(word) == word and "\n" not in word


def _words(what: str, line: str) -> list[str]:
    if not ASKED[what]:
        from zoneinfo import available_timezones

        return sorted(available_timezones())
    directory, place = _places(line)
    root = root_above(directory)
    if place is None and root is None:
        place = os.environ.get(FROM) or None
    if place is not None:
        from deadlines.records.vocabulary import words_of

        return words_of(_published(directory, place), ASKED[what])
    if root is None:
        return []
    if what == "ID":
        return _ids_in(os.path.join(root, OPPORTUNITIES))  # noqa: PTH118
    return _words_in(root, ASKED[what])


def _ids_in(folder: str) -> list[str]:
    """Return the ids of all records under a folder, broken ones too."""
    found: set[str] = set()
    for _, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.update(name[: -len(".toml")] for name in names if name.endswith(".toml") and not name.startswith("."))
    return sorted(found)


def _words_in(root: str, key: str) -> list[str]:
    from deadlines import clock
    from deadlines.app.indexed import IndexedProject

    return IndexedProject(root, clock.now(), whatever_settings=True).look().words(key)


def _places(line: str) -> tuple[str, str | None]:
    """Return the folder of ``-C`` and the address of ``--from`` in a line that is being typed."""
    typed = _split(line)
    directory, place = "", None
    for option, value in zip(typed, [*typed[1:], ""], strict=True):
        if option == "-C":
            directory = os.path.expanduser(value)  # noqa: PTH111
        elif option == "--from":
            place = value
        elif option.startswith("--from="):
            place = option.removeprefix("--from=")
    return directory, place


def _split(line: str) -> list[str]:
    """Return the words of a line as a shell parts them."""
    if line.isascii() and not {"'", '"', "\\"} & set(line):
        return line.split()
    import shlex

    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def _published(directory: str, place: str) -> list[object]:
    """Return the items of a file, or of the last copy of an address: completing asks nothing of the network."""
    from pathlib import Path

    from deadlines.app.remote import held_content
    from deadlines.items import parse

    content = held_content(place if "://" in place else Path(directory) / place)
    return list(parse(content)) if content else []
