"""Which key of a record a column of a sheet is, by its name in any language of the page, or as the person says."""

from collections.abc import Mapping, Sequence
from importlib.resources import files

from deadlines.domain.fields import Table
from deadlines.domain.key import key_of
from deadlines.domain.record import DeadlineTable, Record
from deadlines.domain.text import fold
from deadlines.sources.found import Unreadable
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import language

HOUR, NUMBER = "hour", "id"
"""Besides keys: the time of day of the deadline, and what the row is known by."""
TEXTS = (
    "title", "kind", "organisation", "url", "summary", "eligibility", "amount", "location", "contract", "salary",
    "contact", "series", "source",
)  # fmt: skip
LISTS = ("languages", "regions", "countries", "applicants", "topics", "partners")
DATES = ("due", "opens", "published", "verified")
OTHERS = ("timezone", "label", "stated", "email", "reference", HOUR, NUMBER)
KEYS = (*TEXTS, *LISTS, *DATES, *OTHERS)


def columns_of(headings: Sequence[str], said: Mapping[str, str]) -> dict[int, str]:
    """Return the key of each column that is known; ``said`` are keys by heading, as the person gives them.

    Raises ``Unreadable`` where what is said names no column or no key, or no column is the title.
    """
    by_name = {
        fold(heading).strip(): column for column, heading in reversed(list(enumerate(headings))) if heading.strip()
    }
    found: dict[int, str] = {}
    for heading, key in said.items():
        if fold(heading).strip() not in by_name:
            raise Unreadable(f'there is no column "{heading}"; there are {", ".join(filter(None, headings))}')
        if key not in KEYS:
            raise Unreadable(f'"{key}" is no key for a column; write one of {", ".join(KEYS)}')
        found[by_name[fold(heading).strip()]] = key
    names = _names()
    for name, column in by_name.items():
        known = names.get(name.rstrip(" :*"))
        if known and column not in found and known not in found.values():
            found[column] = known
    if "title" not in found.values():
        there_are = ", ".join(filter(None, headings))
        raise Unreadable(f'no column is known as the title; name it with --map "COLUMN=title"; there are {there_are}')
    return found


def _names() -> dict[str, str]:
    """Return the keys by what columns of them are called, folded: the key itself, its heading, other words."""
    names: dict[str, str] = {}
    text = (files(__package__) / "columns.txt").read_text("utf-8")
    others = dict(line.split(": ", 1) for line in text.splitlines() if not line.startswith("#"))
    for key in KEYS:
        tables: tuple[type[Table], ...] = (Record, DeadlineTable)
        fields = (table.model_fields[key] for table in tables if key in table.model_fields)
        headings = [its.heading for field in fields if (its := key_of(field)) and its.heading]
        spoken = [language(tag).say(heading) for tag in LANGUAGES for heading in headings]
        for name in (key, key.replace("_", " "), *spoken, *others.get(key, key).split(", ")):
            names.setdefault(fold(name), key)
    return names
