"""The settings of a project, read and checked."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from deadlines.documents.document import Document, link_out, parse, read
from deadlines.documents.explain import explain
from deadlines.domain.feed import ALARMS, standard_feeds
from deadlines.domain.fields import fault_of_id
from deadlines.domain.folder import TAKEN
from deadlines.domain.problem import Keys, Problem
from deadlines.domain.reminder import CHANNEL_NAMES
from deadlines.domain.selection import Selection
from deadlines.domain.text import Sentence
from deadlines.domain.zone import find_zone
from deadlines.settings.root import CALENDARS, FILE
from deadlines.settings.tables import Settings
from deadlines.wording.catalogue import LANGUAGES


@dataclass(frozen=True)
class LoadedSettings:
    """The settings, or None, and what is wrong in them."""

    settings: Settings | None
    problems: tuple[Problem, ...]


def load_settings(root: Path) -> LoadedSettings:
    """Read the settings of the project in ``root``; what is wrong is returned with its place."""
    return read_settings(_document(root))


def _document(root: Path) -> Document | Problem:
    return link_out(root / FILE, FILE, os.path.realpath(root)) or read(root / FILE, FILE)


def zone_in(root: Path) -> str | None:
    """Return the project's zone as the settings name it, whatever else is wrong in them; None where they do not."""
    document = _document(root)
    project = document.table.get("project") if isinstance(document, Document) else None
    name = project.get("timezone") if isinstance(project, Mapping) else None
    return name if isinstance(name, str) and find_zone(name) else None


def problems_in_text(text: str) -> tuple[Problem, ...]:
    """Return what is wrong in settings that are not in a file yet."""
    return read_settings(parse(text.encode(), FILE)).problems


def located(root: Path, problems: Iterable[Problem]) -> list[Problem]:
    """Return problems of good settings with their places; nothing where the file cannot be read any more."""
    document = _document(root)
    return document.locate(problems) if isinstance(document, Document) else []


def read_settings(document: Document | Problem) -> LoadedSettings:
    """Return what a document says, or everything that is wrong in it."""
    if isinstance(document, Problem):
        return LoadedSettings(None, (document,))
    try:
        settings = Settings.model_validate(document.table)
    except ValidationError as error:
        return LoadedSettings(None, tuple(document.locate(explain(error, Settings))))
    problems = [problem for rule in (_feed_names, _feed_access, _amounts, _recipients) for problem in rule(settings)]
    return LoadedSettings(None if problems else settings, tuple(document.locate(problems)))


def _feed_names(settings: Settings) -> Iterator[Problem]:
    taken = {feed.name for feed in standard_feeds("")}
    for name in settings.feeds:
        message = Sentence('"{name}" cannot be the name of a feed', name=name)
        if fault := fault_of_id(name):
            hint = fault[1]
        elif name.endswith(ALARMS):
            hint = Sentence(
                "choose another name; those that end in {ending} are of the feeds with alerts", ending=ALARMS
            )
        elif name in taken:
            message = Sentence('the feed "{name}" exists already', name=name)
            hint = Sentence("choose another name; {name}.ics is published without an entry here", name=name)
        elif name in TAKEN or name in LANGUAGES:
            hint = Sentence(
                "choose another name, such as our-{name}; a page, a file or a folder of {folder}/ is called so",
                name=name,
                folder=CALENDARS,
            )
        else:
            continue
        yield Problem(message, hint, ("feeds", name), at_key=True)


def _feed_access(settings: Settings) -> Iterator[Problem]:
    for name, feed in settings.feeds.items():
        if "invitation" in feed.access:
            hint = Sentence("take it out; there is a page of what is by invitation")
            yield Problem(Sentence("what is by invitation is in no feed"), hint, ("feeds", name, "access"))


def _amounts(settings: Settings) -> Iterator[Problem]:
    selections: list[tuple[Keys, Selection]] = [(("feeds", name), feed) for name, feed in settings.feeds.items()]
    selections += [(("recipients", index), one) for index, one in enumerate(settings.recipients)]
    for keys, selection in selections:
        if selection.min_amount and not selection.currency:
            hint = Sentence("add {key} = {value}", key="currency", value='["EUR"]')
            yield Problem(Sentence("an amount has no currency"), hint, (*keys, "min_amount"))


def _recipients(settings: Settings) -> Iterator[Problem]:
    seen: set[str] = set()
    if settings.mail and settings.mail.security == "none" and settings.mail.username:
        hint = Sentence('write security = "starttls" or "tls", or take username out')
        message = Sentence("a password is not sent over a line that anybody can read")
        yield Problem(message, hint, ("mail", "username"))
    for index, recipient in enumerate(settings.recipients):
        if recipient.id in seen:
            hint = Sentence("give each recipient an id of its own")
            message = Sentence('the recipient "{id}" exists already', id=recipient.id)
            yield Problem(message, hint, ("recipients", index, "id"))
        seen.add(recipient.id)
        if not any(getattr(recipient, channel) for channel in CHANNEL_NAMES):
            hint = Sentence('add email = "name@example.org" or webhook = "https://…"')
            yield Problem(Sentence("the recipient has no address"), hint, ("recipients", index))
        if recipient.email is not None and settings.mail is None:
            hint = Sentence('add [mail] with host = "mail.example.org" and sender = "deadlines@example.org"')
            message = Sentence("nothing says which server sends mail")
            yield Problem(message, hint, ("recipients", index, "email"))
