"""The sentences in the sources, and the catalogues brought up to date with them: ``python -m tests.wording.catalogues``.

What is new comes in empty, to be translated by a person; what is not said any more goes.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from typer.main import get_command

from deadlines.cli.commands import paragraphs
from deadlines.cli.main import app
from deadlines.cli.verbs import VERBS
from deadlines.domain.eligibility import ACCESSES, APPLICANTS
from deadlines.domain.key import described, key_of
from deadlines.domain.kind import KINDS
from deadlines.domain.record import Record
from deadlines.domain.status import RECORD_STATUSES, STATUSES
from deadlines.form.fields import SECTIONS, table_of
from deadlines.wording.catalogue import LANGUAGES, SOURCE
from tests.conftest import REPOSITORY

SOURCES = REPOSITORY / "src" / "deadlines"
CATALOGUES = SOURCES / "wording" / "catalogues"
METHODS = [("lint/**.py", "ignore"), ("**.py", "python"), ("**/templates/**", "jinja2.ext.babel_extract")]
KEYWORDS = {
    "say": None,
    "said": None,
    "tell": None,
    "Refusal": None,
    "Sentence": None,
    "count": (1, 2),
    "tell_count": (1, 2),
    "said_of": (1, 2),
    "Counted": (1, 2),
}
HEADER = """\
msgid ""
msgstr ""
"Language: {tag}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plurals}\\n"
"""
TRANSLATED = tuple(tag for tag in LANGUAGES if tag != SOURCE)


@cache
def in_the_sources() -> Catalog:
    """Every sentence that the code says, with the files that say it."""
    found = Catalog()
    for file, _, message, comments, _ in extract_from_dir(SOURCES, METHODS, keywords=KEYWORDS):
        if any(map(str.isalpha, "".join(message))):
            found.add(message, locations=[(file, None)], auto_comments=comments)  # type: ignore[list-item]
    for file, message in (*of_the_sets(), *of_the_help()):
        found.add(message, locations=[(file, None)])  # type: ignore[list-item]
    return found


def of_the_help() -> Iterator[tuple[str, str]]:
    """What the help of the commands says, with the files that say it."""
    group: Any = get_command(app)
    context = group.make_context("deadlines", [], resilient_parsing=True)
    commands = {"cli/main.py": group} | {
        f"cli/{verb.place.partition(':')[0]}.py": group.get_command(context, name) for name, verb in VERBS.items()
    }
    yield from (("cli/verbs.py", verb.summary) for verb in VERBS.values())
    for file, command in commands.items():
        helps = (command.help, *(one.help for one in command.get_params(context) if not one.hidden))
        yield from ((file, paragraph) for help_ in helps for paragraph in paragraphs(help_))
    for table in (Record, *filter(None, map(table_of, Record.model_fields.values()))):
        yield from (("domain/record.py", described(field)) for field in table.model_fields.values())


def of_the_sets() -> Iterator[tuple[str, str]]:
    """The words of kinds, statuses and keys, which are said where they are defined, with the files that define them."""
    for kind, its in KINDS.items():
        yield from (("domain/kind.py", word) for word in (kind, its.plural))
    yield from (("domain/status.py", status) for status in dict.fromkeys((*STATUSES, *RECORD_STATUSES)))
    yield from (("domain/eligibility.py", words) for words in (*APPLICANTS.values(), *ACCESSES))
    yield from (("form/fields.py", heading) for heading, _ in SECTIONS)
    for table in (Record, *filter(None, map(table_of, Record.model_fields.values()))):
        keys = filter(None, map(key_of, table.model_fields.values()))
        yield from (("domain/record.py", key.heading) for key in keys if key.heading)


def catalogue(tag: str) -> Catalog:
    with (CATALOGUES / f"{tag}.po").open("rb") as file:
        return read_po(file, locale=tag)


def renew(tag: str) -> None:
    file = CATALOGUES / f"{tag}.po"
    if not file.exists():
        file.write_text(HEADER.format(tag=tag, plurals=Catalog(tag).plural_forms))
    said, header = catalogue(tag), file.read_bytes().partition(b"\n\n")[0].rstrip()
    renewed = Catalog(tag)
    for message in in_the_sources():
        if message.id:
            old = said.get(message.id)
            if old and not old.fuzzy:
                message.string = old.string
            renewed[message.id] = message
    with file.open("wb") as target:
        target.write(header + b"\n\n")
        write_po(target, renewed, width=116, omit_header=True, sort_output=True, include_lineno=False)


if __name__ == "__main__":
    for tag in TRANSLATED:
        renew(tag)
