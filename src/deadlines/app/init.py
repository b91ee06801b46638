"""A new project: settings, an example record, and all that publishes it; what is there already is never overwritten."""

import os
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from pathlib import Path
from urllib.parse import urlsplit

import tomli_w

from deadlines.app.hosts import Host, files_of
from deadlines.app.package import FOLDER, Package
from deadlines.app.project import OpenProject
from deadlines.app.readme import readme
from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.slug import slug
from deadlines.domain.text import Sentence
from deadlines.files import create
from deadlines.records.schema import FILE as SCHEMA
from deadlines.records.schema import schema_text
from deadlines.records.write import record_text
from deadlines.settings.load import problems_in_text
from deadlines.settings.root import CALENDARS, FILE, OPPORTUNITIES
from deadlines.wording.language import Language, language

REQUIREMENTS = "requirements.txt"
"""What a project installs, each package with its hashes."""

_MORE_OF_THE_PROJECT = """\
# contact = "name@example.org"      # where readers report mistakes
# neutral_feed = true               # one more calendar, which names no opportunity, for devices that others see
# feeds_by = ["topic", "region"]    # a feed for each value that the records name; also "organisation", "language"
"""
_MORE = """
# A feed of your own, published as french-jobs.ics; the words are those of deadlines list.
# [feeds.french-jobs]
# title = "Jobs in French"
# kind = ["job"]
# language = ["fr"]

# [reminders]
# lead_times = ["30d", "7d", "1d"]

# Who is reminded, once somebody or something runs deadlines remind.
# [[recipients]]
# id = "advocacy"                   # never used again for anybody else; the address may change
# email = "advocacy@example.org"    # or webhook = "https://…"
# kind = ["call"]
# timezone = "Africa/Dakar"
# language = "fr"

# [mail]                            # the password: DEADLINES_SMTP_PASSWORD in the environment
# host = "mail.example.org"
# sender = "deadlines@example.org"
# username = "deadlines"
"""
_IGNORED = f"""\
.venv/
*.sqlite3*
{CALENDARS}/**/.*.new
"""
_ATTRIBUTES = f"""\
# The published files are the same bytes everywhere. Of the memory a merge keeps both sides, which an export resolves.
{CALENDARS}/** -text
{CALENDARS}/**/*.tsv merge=union
"""


@dataclass(frozen=True)
class Answers:
    """What has to be known of a new project."""

    name: str | None
    """The calendars' name; that of the folder unless given."""
    domain: str | None
    url: str | None
    zone_name: str
    languages: Sequence[str] = ("en",)
    """The first is the project's own."""
    host: Host | None = None
    package: Package | None = None


def init(root: Path, answers: Answers, today: date) -> Iterator[Path]:
    """Begin a project in ``root``, and yield each file that was written; what is there already stays.

    Raises ``Refusal`` where there is a project already, or where the values are refused as settings.
    """
    if (root / FILE).exists():
        raise Refusal("{file} exists already; this is a project", Exit.USAGE, file=root / FILE)
    name, url, host, package = answers.name or _name_of(root), answers.url, answers.host, answers.package
    domain = answers.domain or (urlsplit(url).hostname if url else None) or _placeholder(name)
    settings_text = _settings(name, domain, answers)
    if wrong := problems_in_text(settings_text):
        each = (problem.in_one for problem in wrong)
        raise Refusal(reduce(lambda all_, one: Sentence("{reason}; {hint}", reason=all_, hint=one), each), Exit.USAGE)
    spoken = language(answers.languages[0])
    example = root / OPPORTUNITIES / "calls" / "example-call.toml"
    texts = {
        example: record_text(_example(name, url or f"https://{domain}/", today), example, root / OPPORTUNITIES),
        root / OPPORTUNITIES / SCHEMA: schema_text(),
        root / ".gitattributes": _ATTRIBUTES,
        root / ".gitignore": _IGNORED,
        root / "README.md": readme(name, url, host, spoken, installs=package is not None),
    }
    contents = {file: text.encode() for file, text in texts.items()}
    if package:
        contents |= _publishing(root, host, package, spoken)
    contents[root / FILE] = settings_text.encode()  # Last, since it makes a project of the folder.
    yield from _created(contents)


def publish_from(project: OpenProject, host: Host, package: Package) -> Iterator[Path]:
    """Give a project what a host needs to publish it, and yield each file that was written."""
    spoken = language(project.settings.project.language)
    yield from _created(_publishing(project.root, host, package, spoken))


def _publishing(root: Path, host: Host | None, package: Package, spoken: Language) -> dict[Path, bytes]:
    contents = {root / REQUIREMENTS: package.requirements.encode()}
    if package.wheel:
        contents[root / FOLDER / package.wheel[0]] = package.wheel[1]
    if host:
        contents |= {root / path: content for path, content in files_of(host, spoken).items()}
    return contents


def _created(contents: Mapping[Path, bytes]) -> Iterator[Path]:
    for file, content in contents.items():
        if not file.exists():
            create(file, content)
            yield file


def _settings(name: str, domain: str, answers: Answers) -> str:
    own, *others = answers.languages
    project: dict[str, object] = {
        "name": name,
        "domain": domain,
        "id": secrets.token_hex(6),
        "timezone": answers.zone_name,
        "language": own,
    }
    project |= {"languages": others} if others else {}
    project |= {"url": answers.url} if answers.url else {}
    url = "" if answers.url else f'# url = "https://{domain}/{CALENDARS}/"   # where {CALENDARS}/ is published\n'
    return f"{tomli_w.dumps({'project': project})}{url}{_MORE_OF_THE_PROJECT}{_MORE}"


def _example(organisation: str, url: str, today: date) -> dict[str, object]:
    due = today + timedelta(days=90)
    return {
        "title": "Example call: replace me",
        "kind": "call",
        "organisation": organisation,
        "url": url,
        "draft": True,
        "summary": "Copy this file, take draft = true out of the copy, and change what it says.",
        "deadlines": [{"due": due, "stated": due.isoformat()}],
    }


def _placeholder(name: str) -> str:
    """Return a domain that is nobody's, and no other project's: names in ``example`` are kept free (RFC 2606 §2)."""
    return f"{slug(name)[:40].strip('-')}-{secrets.token_hex(3)}.example"


def _name_of(folder: Path) -> str:
    words = re.sub(r"[-_]+", " ", Path(os.path.realpath(folder)).name).strip()
    return f"{words[:1].upper()}{words[1:]}" if words else "Opportunities"
