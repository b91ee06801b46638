"""The pages of the form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from markupsafe import Markup

from deadlines.domain.problem import Problem
from deadlines.domain.text import Sentence
from deadlines.form.fields import TICKED, Field, Group, Row, Section
from deadlines.form.said import helped, said
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import Language, language
from deadlines.wording.phrases import kind_in_words
from deadlines.wording.templates import environment, words_in

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Nothing is loaded or sent elsewhere, nothing runs, and no other page shows this one (Content Security Policy 3)."""


def style() -> bytes:
    """Return what the pages look like beyond the style of the site."""
    return (files(__package__) / "static" / "form.css").read_bytes()


@dataclass(frozen=True)
class Named:
    """A problem as it is named above the form, with a link to its field."""

    message: str
    hint: str
    label: str
    """Of the field, in English; empty where it is of none."""
    link: str


def named(sections: Sequence[Section], problems: Sequence[Problem]) -> list[Named]:
    """Return the problems in the order of the page, with the field or the rows beside which each stands.

    Those of none come first.
    """
    found: list[Named] = []
    shown: set[tuple[str, str]] = set()
    for item in (item for section in sections for item in section.items):
        for beside in (item, *_parts_of(item)):
            for problem in beside.problems:
                found.append(Named(problem.message, problem.hint, beside.label, beside.name))
                shown.add((problem.message, problem.hint))
    others = [Named(one.message, one.hint, "", "") for one in problems if (one.message, one.hint) not in shown]
    return others + found


def _parts_of(item: Field | Group) -> Iterator[Row | Field]:
    if isinstance(item, Group):
        yield from item.fields
        for row in item.rows:
            yield row
            yield from row.fields


@dataclass(frozen=True)
class Pages:
    """The pages of one project in one language."""

    language: Language
    project: str
    """Its name."""
    records_language: str
    """In which the records are written."""
    root: str
    """The address of the pages in all languages, which ends in a slash."""

    @property
    def here(self) -> str:
        """The address of the pages in this language."""
        return f"{self.root}{self.language.tag}/"

    @cached_property
    def _words(self) -> dict[str, object]:
        return {
            **words_in(self.language, self.records_language),
            "TICKED": TICKED,
            "kind_in_words": kind_in_words,
            "languages": [language(tag) for tag in LANGUAGES],
            "said": self._said,
            "helped": lambda text: helped(text, self.language),
            "project": self.project,
            "root": self.root,
            "here": self.here,
        }

    def render(self, template: str, /, **values: object) -> str:
        """Return a template with its values."""
        return environment("deadlines.form").get_template(template).render(values, **self._words)

    def form(
        self,
        place: str,
        sections: Sequence[Section],
        problems: Sequence[Named],
        *,
        digest: str = "",
        name: str = "",
        title: str = "",
        expected: bool = False,
        offered: Mapping[str, Sequence[str]],
        focus: str = "",
        message: str = "",
        id_problems: Sequence[Problem] = (),
    ) -> str:
        """Return the form of a record, at ``place`` in this language; without a digest that of a new one.

        ``message`` is said of the whole; ``focus`` is the name of the field where one goes on.
        """
        return self.render(
            "record.html",
            place=place,
            sections=sections,
            problems=problems,
            digest=digest,
            name=name,
            title=title,
            expected=expected,
            offered=offered,
            focus=focus,
            message=message,
            id_problems=id_problems,
        )

    def _said(self, text: str) -> Markup:
        """Return a sentence about a record in this language; one that no catalogue has is marked as English."""
        if isinstance(text, Sentence):
            return Markup("{}").format(said(text, self.language))
        return Markup('<span lang="en" dir="ltr">{}</span>').format(text)
