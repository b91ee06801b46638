"""Templates to pages."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from urllib.parse import quote

from jinja2 import Environment, Template
from markupsafe import Markup

from deadlines.domain.instant import stamp
from deadlines.domain.kind import KINDS
from deadlines.domain.moment import Moment, as_written
from deadlines.domain.opportunity import Undated
from deadlines.domain.status import OVER
from deadlines.domain.territory import code_of as territory_of
from deadlines.domain.zone import LOCAL
from deadlines.feeds.neutral import code_of
from deadlines.site.compiled import Compiled
from deadlines.site.structured import structured
from deadlines.web.cache import cache_folder
from deadlines.wording.language import Language
from deadlines.wording.phrases import (
    about,
    applicants_in_words,
    cautions,
    details,
    for_scripts,
    how_to_apply,
    in_utc,
    kind_in_words,
    last_move,
    provenance,
    state,
    status_in_words,
    undated_in_words,
    value_in_words,
    without_end,
)
from deadlines.wording.repeats import repeats_in_words
from deadlines.wording.template_code import escaped
from deadlines.wording.templates import environment, words_in

_QUOTED = re.compile("(.[”»]|[”»]|)(.*)")
"""What closes a quotation, and what follows."""

SLASH = Markup(
    r"if(!/(\/|\/index(\.html)?)$/.test(location.pathname))"
    r"try{history.replaceState(null,'',location.pathname+'/'+location.search+location.hash)}catch{}"
)
"""Where a host answers ``/calendars`` with the page of ``/calendars/``, this makes its links lead where they should.

It stands before them, in the page itself: there is no way yet to a file beside it.
"""
_SLASH_HASH = b64encode(sha256(SLASH.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; script-src 'self' 'sha256-{_SLASH_HASH}'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
"""Nothing is loaded from elsewhere, nothing is sent anywhere (Content Security Policy Level 3)."""


@cache
def _templates() -> Environment:
    templates = environment("deadlines.site")
    templates.bytecode_cache = Compiled(cache_folder() / "templates")
    templates.filters.update(utc=_utc, intl=_intl, mailto=_mailto, contact=_contact)
    templates.globals.update(
        KINDS=KINDS,
        OVER=OVER,
        POLICY=POLICY,
        SLASH=SLASH,
        about=about,
        applicants_in_words=applicants_in_words,
        territory_of=territory_of,
        cautions=cautions,
        code_of=code_of,
        for_scripts=_for_scripts,
        details=details,
        how_to_apply=how_to_apply,
        in_bold=_in_bold,
        in_utc=in_utc,
        kind_in_words=kind_in_words,
        last_move=last_move,
        outward=_outward,
        provenance=provenance,
        repeats=repeats_in_words,
        state=state,
        status_in_words=status_in_words,
        structured=structured,
        undated=_undated,
        value_in_words=value_in_words,
        without_end=without_end,
    )
    templates.globals["dates"] = templates.get_template("dates.html").module
    return templates


@cache
def _template(name: str) -> Template:
    """Return a template with what it may call in one mapping, since each page asks for all of it."""
    found = _templates().get_template(name)
    found.globals = dict(found.globals)
    return found


@cache
def _for_scripts(language: Language) -> Markup:
    """Return what a script needs to say a moment, as JSON in an attribute."""
    words = _templates().from_string("{{ words | tojson | forceescape }}")
    return Markup(words.render(words=for_scripts(language)))  # noqa: S704


@dataclass(frozen=True)
class Renderer:
    """Renders the templates in one language."""

    language: Language
    records_language: str
    """In which the records are written."""

    @cached_property
    def _words(self) -> Mapping[str, object]:
        return words_in(self.language, self.records_language)

    def render(self, template: str, /, **values: object) -> str:
        """Return a template with its values."""
        return _template(template).render(values, **self._words)


def _utc(moment: Moment) -> str:
    """Return a moment for ``<time datetime>``: the instant of one with an hour, else the date or the month.

    The applicant's own time is a local time, which a browser reads by the clocks of whoever looks.
    """
    if moment.all_day or moment.is_local:
        return as_written(moment.written)
    return stamp(moment.instant)


def _in_bold(moment: Moment, language: Language) -> Markup:
    """Return a deadline in words; of one without an hour, only the day is what the eye should find."""
    said, day = language.moment(moment), language.day(moment.day, weekday=True)
    if not moment.all_day or not said.startswith(day):
        return Markup(f"<b>{escaped(said)}</b>")  # noqa: S704
    return Markup(f"<b>{escaped(day)}</b>{escaped(said.removeprefix(day))}")  # noqa: S704


def _undated(deadline: Undated, language: Language, foreign: str) -> Markup:
    """Return the words of a deadline without a date, marked as the record's own; their quotes have their direction."""
    opened, _, after = undated_in_words("\0", language).partition("\0")
    closed, rest = _QUOTED.match(after).groups()  # type: ignore[union-attr]
    return Markup("<bdi{}>{}{}{}</bdi>{}").format(foreign, opened, deadline.stated, closed, rest)


def _intl(zone_name: str | None) -> str:
    """Return a zone's name as browsers know it (ECMA-402): anywhere on Earth is twelve hours behind UTC.

    Empty for that of whoever looks.
    """
    if zone_name is None or zone_name == LOCAL:
        return ""
    return "Etc/GMT+12" if zone_name == "AoE" else zone_name.removeprefix("UTC") or zone_name


def _mailto(address: str, subject: str | None = None) -> str:
    """Return an address as a link; nothing in it can add recipients or headers (RFC 6068 §5)."""
    return f"mailto:{quote(address, safe='@')}" + (f"?subject={quote(subject, safe='')}" if subject else "")


def _contact(contact: str, subject: str | None = None) -> str:
    """Return where mistakes are reported, as a link."""
    return contact if "://" in contact else _mailto(contact, subject)


def _outward(url: str) -> Markup:
    """Return what marks a link that leaves the site: it is told nothing of where it was followed."""
    return Markup(' class="out" rel="noreferrer noopener"') if url.startswith("http") else Markup("")
