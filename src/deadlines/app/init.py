"""A new project: settings, one example record, and what keeps a checkout from changing the feeds."""

import re
import secrets
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import tomli_w

from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.text import slug
from deadlines.files import create
from deadlines.records.schema import FILE as SCHEMA
from deadlines.records.schema import schema_text
from deadlines.records.write import record_text
from deadlines.settings.load import problems_in_text
from deadlines.settings.root import CALENDARS, FILE, OPPORTUNITIES

_REMARK = """\
# What each line means, and what else may stand here: README.md of deadlines, "Settings".
"""


def init(
    root: Path, *, name: str | None, domain: str | None, url: str | None, zone_name: str, today: date
) -> Iterator[Path]:
    """Begin a project in ``root``, and yield each file that was written; what is there already stays.

    Raises ``Refusal`` where there is a project already, or where the values are refused as settings.
    """
    if (root / FILE).exists():
        raise Refusal(f"{root / FILE} exists already; this is a project", Exit.USAGE)
    name = name or _name_of(root)
    project = {
        "name": name,
        "domain": domain or (urlsplit(url).hostname if url else None) or _placeholder(name),
        "id": secrets.token_hex(6),
        "timezone": zone_name,
    }
    if url:
        project["url"] = url
    settings_text = _REMARK + tomli_w.dumps({"project": project})
    if wrong := problems_in_text(settings_text):
        raise Refusal("; ".join(f"{problem.message}; {problem.hint}" for problem in wrong), Exit.USAGE)
    opportunities = root / OPPORTUNITIES
    example = opportunities / "calls" / "example-call.toml"
    due = today + timedelta(days=90)
    record = {
        "title": "Example call: replace me",
        "kind": "call",
        "organisation": project["name"],
        "url": url or f"https://{project['domain']}/",
        "summary": "Write your own record beside this one, then delete this file.",
        "deadlines": [{"due": due, "stated": due.isoformat()}],
    }
    for file, text in (
        (example, record_text(record, example, opportunities)),
        (opportunities / SCHEMA, schema_text()),
        (root / ".gitattributes", f"{CALENDARS}/** -text\n"),
        (root / FILE, settings_text),
    ):
        if not file.exists():
            create(file, text.encode())
            yield file


def _placeholder(name: str) -> str:
    """Return a domain that is nobody's, and no other project's: names in ``example`` are kept free (RFC 2606 §2)."""
    return f"{slug(name)[:40].strip('-')}-{secrets.token_hex(3)}.example"


def _name_of(folder: Path) -> str:
    words = re.sub(r"[-_]+", " ", folder.resolve().name).strip()
    return f"{words[:1].upper()}{words[1:]}" if words else "Opportunities"
