"""Whether a page is about a record at all: not an error, a gate, another thing, or another year."""

import re
from dataclasses import dataclass

from deadlines.domain.text import Sentence
from deadlines.pages.page import Page
from deadlines.words.announcements import fold

FEWEST_WORDS, FEWEST_LETTERS = 12, 120
"""What has fewer of both is no page about an opportunity; some scripts have no blanks between words."""
_SHORT = 3_000
"""Characters of a page on which a notice about cookies may be all there is."""
_WORD = re.compile(r"\w{2,}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Subject:
    """What a page should be about."""

    title: str
    organisation: str
    languages: tuple[str, ...] = ()
    """In which one may apply."""


def no_page(page: Page) -> Sentence | None:
    """Return why what was answered is probably no page about anything; nothing where it may be."""
    shown = fold("\n".join((page.title, *(line.text for line in page.lines))))
    heads = fold("\n".join((page.title, *(line.text for line in page.lines if line.heading))))
    if _LOST.search(heads) or _NUMBER.search(heads):
        return Sentence("the page says that it was not found")
    if _GUARDED.search(heads) or (len(shown) < _SHORT and _GUARDED.search(shown)):
        return Sentence("the page asks who reads it, and shows nothing else")
    if len(_WORD.findall(shown)) < FEWEST_WORDS and sum(map(str.isalpha, shown)) < FEWEST_LETTERS:
        return Sentence("the page has hardly any words")
    return None


def not_its_page(page: Page, subject: Subject) -> Sentence | None:
    """Return why a page is probably not about the record; nothing where it is."""
    shown = fold("\n".join((page.title, *(line.text for line in page.lines))))
    names = {word for word in _WORD.findall(fold(subject.title)) if len(word) > 3 and not word.isdigit()}
    known = sum(word in shown for word in names)
    if known * 2 < len(names) and fold(subject.organisation) not in shown:
        return Sentence("neither the title nor the organisation stands on the page")
    return None


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(fold(phrase)) for phrase in phrases))


_NUMBER = re.compile(r"^\W*(?:(?:error|erreur|fehler)\W+)?404\b", re.MULTILINE)
_LOST = _any_of(
    "not found", "doesn't exist", "does not exist", "no longer exists", "page introuvable", "n'existe pas",
    "no encontrada", "no se encuentra", "no existe", "não encontrada", "não existe", "pagina non trovata",
    "nicht gefunden", "niet gevonden", "hittades inte", "ikke funnet", "ikke fundet", "не найдена", "не існує",
    "не знайдено", "غير موجودة", "الصفحة غير موجودة",
)  # fmt: skip
_GUARDED = _any_of(
    "just a moment", "attention required", "verify you are human", "verify that you are human", "are you a robot",
    "captcha", "checking your browser", "before you continue", "we value your privacy", "accept cookies",
    "accept all cookies", "access denied", "enable javascript", "sign in to continue", "log in to continue",
    "please log in", "avant de continuer", "nous respectons votre vie privée", "accepter les cookies",
    "antes de continuar", "aceptar las cookies", "bevor sie fortfahren", "cookies akzeptieren",
)  # fmt: skip


def years_of_another_edition(page: Page, subject: Subject) -> list[str]:
    """Return the years that the title and headings of a page name, where it never names that of the record's title."""
    ours = set(_YEAR.findall(subject.title))
    if not ours or ours & set(_YEAR.findall("\n".join((page.title, *(line.text for line in page.lines))))):
        return []
    return sorted(set(_YEAR.findall("\n".join((page.title, *(line.text for line in page.lines if line.heading))))))
