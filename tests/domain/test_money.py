"""Money in numbers: said as each language writes it, selected by without converting, and wrong in no silent way."""

import json
from pathlib import Path

import pytest
from babel.core import get_global
from babel.numbers import format_decimal

from deadlines.domain.money import CURRENCIES, MEANT, number_in
from deadlines.domain.record import FundingTable
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import language
from deadlines.wording.phrases import funding_in_words
from tests.conftest import Folder, a_call


def test_the_currencies_are_those_that_are_legal_tender_somewhere() -> None:
    known = get_global("territory_currencies").values()
    assert {code for its in known for code, _, end, tender in its if end is None and tender} == CURRENCIES
    assert {code for codes in MEANT.values() for code in codes} <= CURRENCIES


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("number", [7, 999, 1_000, 9_999, 10_000, 60_000, 3_100_000])
def test_a_number_is_written_as_cldr_writes_it(tag: str, number: int) -> None:
    few = tag == "es" and number < 10_000  # minimumGroupingDigits, which babel does not read
    assert language(tag).number(number) == (str(number) if few else format_decimal(number, locale=tag))


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ({"min": 5_000, "max": 60_000}, "EUR\u00a05,000 to EUR\u00a060,000"),
        ({"min": 60_000, "max": 60_000}, "EUR\u00a060,000"),
        ({"max": 60_000}, "up to EUR\u00a060,000"),
        ({"min": 5_000}, "from EUR\u00a05,000"),
        ({"total": 3_100_000, "awards": 3}, "EUR\u00a03,100,000 in all; 3 awards"),
    ],
)
def test_funding_is_said_in_words(amounts: dict[str, int], said: str) -> None:
    assert funding_in_words(FundingTable(currency="EUR", **amounts), language("en")) == said
    assert "EUR" in funding_in_words(FundingTable(currency="EUR", **amounts), language("ar"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("60000", 60_000), ("60 000", 60_000), ("60,000", 60_000), ("60.000", 60_000), ("3’100’000", 3_100_000),
        ("60,5", None), ("sixty", None), ("", None), ("1,00", None), ("9" * 30, None),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(text: str, number: int | None) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("line", "said", "hint"),
    [
        ('min = "60 000"', "is not a whole number", "write 60000"),
        ('min = "€5,000"', "is not a whole number", "write 5000"),
        ("min = 5000.5", "is not a whole number", "write 5000"),
        ("min = 0", "is not a whole number", "write it in digits"),
        ("min = true", "is not a whole number", "write it in digits"),
        ('min = 5\ncurrency = "€"', '"€" is not the code of a currency', 'write "EUR"'),
        ('min = 5\ncurrency = "eur"', '"eur" is not the code of a currency', 'write "EUR"'),
        ('min = 5\ncurrency = "$"', '"$" is not the code of a currency', 'write "USD", "CAD", "AUD"'),
        ('min = 5\ncurrency = "FCFA"', "is not the code of a currency", 'write "XOF", "XAF"'),
        ('min = 5\ncurrency = "ducats"', "is not the code of a currency", 'such as "EUR"'),
        ("min = 5", "an amount has no currency", 'add currency = "EUR"'),
        ('min = 6\nmax = 5\ncurrency = "EUR"', "min is 6, more than max, which is 5", "correct one of the two"),
        ('max = 6\ntotal = 5\ncurrency = "EUR"', "max is 6, more than total, which is 5", "correct one of the two"),
        ('currency = "EUR"', "funding has no amount", "write funding = { min = 5000"),
    ],
)
def test_a_mistake_is_answered_with_what_to_type(project: Folder, line: str, said: str, hint: str) -> None:
    project.record("one", more=f"[funding]\n{line}")
    ran = project.run("check")
    assert ran.code == 1 and said in ran.out and hint in ran.out


@pytest.fixture
def several(project: Folder) -> Folder:
    for id_, funding in {
        "small": 'max = 5000, currency = "EUR"',
        "large": 'min = 5000, max = 60000, currency = "EUR"',
        "total": 'total = 3100000, currency = "EUR"',
        "dollars": 'max = 60000, currency = "USD"',
        "from": 'min = 100, currency = "EUR"',
    }.items():
        project.record(id_, a_call("2026-03-06"), more=f"funding = {{ {funding} }}")
    project.record("silent", a_call("2026-03-06"))
    return project


def test_a_list_is_of_what_one_may_get_and_says_what_it_cannot_compare(several: Folder) -> None:
    options = ("--min-amount", "10 000", "--currency", "eur".upper(), "--as-of", several.NOW)
    ran = several.run("list", "--format", "json", *options)
    assert {one["id"] for one in json.loads(ran.out)} == {"large", "total", "from"}
    assert "2 more state no amount in EUR" in ran.err
    assert json.loads(several.run("show", "large", "--format", "json").out)["funding"] == {
        "min": 5000,
        "max": 60000,
        "currency": "EUR",
    }
    alone = several.run("list", "--min-amount", "10000")
    assert alone.code == 2 and "--currency EUR" in alone.err
    assert several.run("list", "--min-amount", "much", "--currency", "EUR").code == 2


def test_a_further_page_is_a_link_under_its_label(project: Folder) -> None:
    link = 'links = [{ label = "Guidelines", url = "https://example.org/guidelines" }]'
    project.record("one", a_call("2026-03-06"), more=link)
    project.run("export")
    page = project.published()["entries/one.html"].decode()
    assert "<dt>Guidelines</dt>" in page and '<a href="https://example.org/guidelines" class="out"' in page
    assert "Guidelines: https://example.org/guidelines" in project.entry("one@test.example")
    assert "Guidelines: https://example.org/guidelines\n" in project.run("show", "one").out
    added = project.run(
        "add", "--title", "Two", "--kind", "call", "--organisation", "X", "--url", "https://example.org/2", "--due", "2031-03-06",
        "--link", "https://example.org/faq Questions", "--max-amount", "60 000", "--currency", "EUR",
    )  # fmt: skip
    text = (Path(project.root) / added.out.strip()).read_text()
    assert '[[links]]\nlabel = "Questions"' in text and "[funding]\nmax = 60000" in text
    assert project.run("add", "--title", "Three", "--link", "https://example.org/faq").code == 2


def test_search_engines_are_told_what_schema_org_has_a_word_for(project: Folder) -> None:
    more = 'countries = ["SN"]\napplicants = ["organisation"]\nfunding = { min = 5000, max = 60000, currency = "EUR" }'
    project.record("one", a_call("2026-03-06"), more=more)
    project.run("export")
    data = project.published()["entries/one.html"].decode().partition('ld+json">')[2].partition("</script>")[0]
    said = json.loads(data)
    assert said["audience"]["geographicArea"] == [{"@type": "Country", "name": "SN"}]
    assert said["audience"]["audienceType"] == "organisations"
    assert said["about"]["amount"] == {
        "@type": "MonetaryAmount",
        "currency": "EUR",
        "minValue": 5000,
        "maxValue": 60000,
    }
