"""An opportunity proposed as an issue: the form that people fill in, and the text of it made a record.

The text is written by anybody: it is read as values, which are checked as those of any record, and as nothing else.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deadlines.app.refusal import Exit, Refusal
from deadlines.domain.kind import KINDS
from deadlines.domain.moment import parse_due
from deadlines.domain.slug import hashed_slug
from deadlines.domain.text import fold
from deadlines.records.load import id_from
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import Language, language
from deadlines.wording.phrases import kind_in_words, kind_of

MOST_LETTERS = 60_000
"""Of an issue: what the hosts take is not much more."""
_LONGEST_NAME = 80
_NOTHING = "_No response_"
"""What the hosts write where a field was left empty."""
_HEADING = re.compile(r"^### +(.+?) *$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class _Field:
    """A field of the form, and the key of the record that it fills."""

    table: str
    key: str
    label: str
    """In English; the catalogues have the others."""
    hint: str = ""
    needed: bool = False
    several: bool = False
    """True where each line, or each part between commas, is a value."""
    long: bool = False


def _fields() -> tuple[_Field, ...]:
    say = language("en").say
    return (
        _Field("", "title", say("Title"), needed=True),
        _Field("", "kind", say("Kind"), needed=True),
        _Field("", "organisation", say("Organisation"), needed=True),
        _Field("", "url", say("Address of the announcement"), "https://…", needed=True),
        _Field(
            "deadlines",
            "due",
            say("Deadline"),
            say("2027-03-05, or with its time 2027-03-05T18:00, or a month 2027-03; empty if there is none"),
        ),
        _Field("deadlines", "timezone", say("Time zone of the deadline"), "Europe/Zurich"),
        _Field("deadlines", "stated", say("What the announcement says about the deadline, word for word")),
        _Field("", "summary", say("Summary"), long=True),
        _Field("", "eligibility", say("Who may apply"), long=True),
        _Field("", "amount", say("Amount")),
        _Field("", "location", say("Location")),
        _Field(
            "",
            "languages",
            say("Languages"),
            say("Languages in which applications are accepted: en, fr, es, ar …"),
            several=True,
        ),
        _Field("", "topics", say("Topics"), several=True),
        _Field("apply", "url", say("Apply at"), "https://…"),
        _Field("apply", "email", say("Write to"), "name@example.org"),
        _Field("apply", "documents", say("Documents"), several=True, long=True),
    )


FIELDS = _fields()
_DUE = next(field for field in FIELDS if field.key == "due")


def form(spoken: Language) -> str:
    """Return the form as GitHub and Forgejo read it; each text is JSON, which YAML contains."""
    name, described = spoken.say("Opportunity"), spoken.say("Propose a call, prize, job, grant, fellowship or training")
    lines = [f"name: {_quoted(name)}", f"description: {_quoted(described)}", "body:"]
    for field in FIELDS:
        kind = "dropdown" if field.key == "kind" else "textarea" if field.long else "input"
        lines += [f"  - type: {kind}", f"    id: {field.table or 'record'}-{field.key}", "    attributes:"]
        lines.append(f"      label: {_quoted(spoken.say(field.label))}")
        if field.hint:
            lines.append(f"      description: {_quoted(spoken.say(field.hint))}")
        if field.key == "kind":
            lines += ["      options:", *(f"        - {_quoted(kind_in_words(kind, spoken))}" for kind in KINDS)]
        if field.needed:
            lines += ["    validations:", "      required: true"]
    return "\n".join(lines) + "\n"


def template(spoken: Language) -> str:
    """Return the text to be filled in where the host has no forms."""
    parts = []
    for field in FIELDS:
        hint = spoken.say(field.hint) if field.hint else ""
        if field.key == "kind":
            hint = spoken.listing(kind_in_words(kind, spoken) for kind in KINDS)
        parts.append(f"### {spoken.say(field.label)}\n" + (f"\n<!-- {hint} -->\n" if hint else "\n"))
    return "\n".join(parts)


def read_issue(text: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the record that the text of an issue proposes, and the headings that are none of the form.

    Raises ``Refusal`` where it is none of ours, or a date in it is none.
    """
    if len(text) > MOST_LETTERS:
        raise Refusal("the text of an issue has at most {most} letters", Exit.FOUND, most=MOST_LETTERS)
    labels = _labels()
    found: dict[tuple[str, str], Any] = {}
    asked = set()
    strange = []
    for heading, answer in _answers(text):
        field = labels.get(fold(heading))
        if field is None:
            strange.append(heading)
            continue
        asked.add(field.key)
        if answer and (field.table, field.key) not in found:
            found[field.table, field.key] = _value(field, answer)
    if not found:
        raise Refusal(
            'this is not an opportunity; write a line "### {title}" and its text below it',
            Exit.FOUND,
            title=FIELDS[0].label,
        )
    if missing := [field.label for field in FIELDS if field.needed and (field.table, field.key) not in found]:
        raise Refusal("nothing is written below {labels}", Exit.FOUND, labels=", ".join(missing))
    if "due" not in asked:  # Only a deadline that was left empty on purpose is none.
        raise Refusal('there is no line "### {label}"', Exit.FOUND, label=_DUE.label)
    record: dict[str, Any] = {}
    for (table, key), value in found.items():
        (record.setdefault(table, {}) if table else record)[key] = value
    if deadline := record.pop("deadlines", None):
        record["deadlines"] = [deadline]
    else:
        record["rolling"] = True
    return record, tuple(strange)


def id_of(record: Mapping[str, Any]) -> str:
    """Return an id for a record whose author cannot be asked for one: made of the title, in whatever script that is."""
    name = id_from(record["title"])
    return name if 0 < len(name) <= _LONGEST_NAME else hashed_slug(record["title"])


def _labels() -> Mapping[str, _Field]:
    """Return the fields by what each is called in any of our languages."""
    return {fold(language(tag).say(field.label)): field for tag in LANGUAGES for field in FIELDS}


def _answers(text: str) -> Iterator[tuple[str, str]]:
    parts = _HEADING.split(_COMMENT.sub("", text.replace("\r\n", "\n")))
    for heading, answer in zip(parts[1::2], parts[2::2], strict=True):
        yield heading, answer.strip().removeprefix(_NOTHING)


def _value(field: _Field, answer: str) -> Any:
    if field.several:
        separated = answer.split("\n") if field.long else re.split("[,\n،]", answer)
        return [one for part in separated if (one := re.sub(r"^[-*] ", "", part.strip()))]
    if field.key == "due":
        try:
            return parse_due(answer)
        except ValueError as error:
            raise Refusal("{name}: {reason}", Exit.FOUND, name=field.label, reason=error) from None
    if field.key == "kind":
        return kind_of(answer) or answer
    return answer if field.long else " ".join(answer.split())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
