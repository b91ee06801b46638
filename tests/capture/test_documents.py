"""The same announcement as a web page, a Word document, a mail and a PDF gives the same draft."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.documents import FORMATS, as_latex_pdf, as_pdf

from deadlines.capture.draft import Draft, captured
from deadlines.pages.reader import Reader

pytestmark = pytest.mark.slow

TEXTS = {
    "table": (
        "Call for proposals: small grants for civil society\nThe fund supports organisations that defend civic space and that "
        "work in at least two countries of the region; a grant is between EUR 5,000 and EUR 60,000.\nOpening: 1 February 2027\n"
        "Deadline for full proposals: 31 May 2027, 17:00 CET\nResults: 15 July 2027\nSend your proposal to grants@example.org."
    ),
    "long": (
        "Fellowship for defenders at risk 2027\nEvery year the university offers four fellowships of six months to human rights "
        "defenders who need a time of rest and of study, and who will go back to their work afterwards; applications, with a "
        "letter of motivation and a curriculum vitae, are accepted until Friday, 30 April 2027, at 18:00 Central European Time, and "
        "are answered by the end of June 2027."
    ),
    "french": (
        "Appel à candidatures : prix de l’information 2027\nLes candidatures sont ouvertes aux associations.\n"
        "La date limite de dépôt des candidatures est fixée au 1er décembre 2027 à 17 h (heure de Paris).\n"
        "La remise du prix aura lieu le 10 décembre 2027."
    ),
    "spanish": (
        "Convocatoria: premio de derechos humanos 2027\nPueden presentar candidaturas las organizaciones.\n"
        "El plazo de presentación de candidaturas finaliza el 15 de marzo de 2027."
    ),
    "portuguese": "Edital 2027: apoio a defensoras\nAs inscrições podem ser enviadas até 5 de agosto de 2027.",
    "german": (
        "Ausschreibung: Menschenrechtspreis 2027\nBewerben können sich Vereine.\n"
        "Die Bewerbungsfrist endet am 15. August 2027.\nDie Preisverleihung findet am 10. Dezember 2027 statt."
    ),
    "russian": "Конкурс грантов 2027\nЗаявки принимаются до 30 апреля 2027 года.\nИтоги будут объявлены в июне.",
    "ukrainian": "Конкурс грантів 2027\nКінцевий термін подання заявок — 30 квітня 2027 року.",
    "swedish": "Utlysning: stipendium 2027\nSista ansökningsdag är den 30 april 2027.",
    "arabic": "دعوة لتقديم الطلبات: منحة 2027\nآخر موعد لتقديم الطلبات هو 30 أبريل 2027.",
}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as child:
        yield child


def moments(text: str) -> list[tuple[str | None, str | None]]:
    return [
        (one.due.written, one.due.zone_stated)
        for draft in captured(text)
        if isinstance(draft, Draft)
        for one in draft.deadlines
    ]


EXPECTED = {name: moments(text) for name, text in TEXTS.items()}


def test_each_announcement_has_its_deadline() -> None:
    assert all(len(found) == 1 for found in EXPECTED.values()), EXPECTED


@pytest.mark.parametrize("form", FORMATS)
def test_as_a_page_a_word_document_and_a_mail(reader: Reader, form: str) -> None:
    found = {name: moments(reader.read(form, FORMATS[form](text)).text()) for name, text in TEXTS.items()}
    assert found == EXPECTED


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_as_libreoffice_prints_it(reader: Reader, tmp_path: Path) -> None:
    printed = as_pdf(TEXTS, tmp_path)
    assert {name: moments(reader.read("pdf", content).text()) for name, content in printed.items()} == EXPECTED


@pytest.mark.skipif(shutil.which("xelatex") is None, reason="LaTeX is not installed")
def test_as_latex_sets_it(reader: Reader, tmp_path: Path) -> None:
    texts = {name: text for name, text in TEXTS.items() if name != "arabic"}
    printed = as_latex_pdf(texts, tmp_path)
    assert {name: moments(reader.read("pdf", content).text()) for name, content in printed.items()} == {
        name: EXPECTED[name] for name in texts
    }
