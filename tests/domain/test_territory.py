"""Countries, regions and groups are known by whatever people call them, and what is in what follows from the data."""

from collections import Counter

import pytest
from babel import Locale

from deadlines.domain import territory
from deadlines.domain.territory import (
    code_of,
    containing,
    countries_in,
    is_country,
    names_in,
    share_a_country,
    suggested,
)
from deadlines.wording.catalogue import LANGUAGES
from tests.domain.generate_territories import FILE, table, written

CODES = names_in("en")
COUNTRIES = {code for code in CODES if is_country(code)}


def test_the_names_are_those_of_cldr() -> None:
    assert FILE.read_text() == table(written()), "python -m tests.domain.generate_territories FOLDER"


def test_every_country_is_in_the_world_and_in_one_region_of_each_level() -> None:
    assert countries_in("001") == COUNTRIES and len(COUNTRIES) == 250
    levels = (
        ("002", "009", "019", "142", "150"),
        ("011", "014", "015", "017", "018", "005", "013", "021", "029", "030", "034", "035", "143", "145"),
    )
    for regions in levels:
        counted = Counter(country for region in regions for country in countries_in(region))
        assert set(counted.values()) == {1}
    assert COUNTRIES - {country for region in levels[0] for country in countries_in(region)} == {"AQ"}


def test_no_name_means_two_territories_and_every_one_is_known_by_each_of_its_names() -> None:
    codes: dict[str, set[str]] = {}
    for code, plain, name in territory._spelled():
        codes.setdefault(plain, set()).add(code)
        assert code_of(name) == code
    assert {plain: its for plain, its in codes.items() if len(its) > 1} == {}
    assert all(names_in(tag).keys() == CODES.keys() and all(names_in(tag).values()) for tag in LANGUAGES)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("SN", "SN"), ("sn", "SN"), ("SEN", "SN"), ("UK", "GB"), ("senegal", "SN"), ("Sénégal", "SN"), ("السنغال", "SN"),
        ("St Lucia", "LC"), ("Antigua and Barbuda", "AG"), ("Cote d'Ivoire", "CI"), ("the Gambia", "GM"), ("West Africa", "011"),
        ("Afrique de l'Ouest", "011"), ("شرق إفريقيا", "014"), ("MENA", "mena"), ("Middle East & North Africa", "mena"),
        ("the Sahel", "sahel"), ("Sub Saharan Africa", "202"), ("011", "011"), ("Global South", None), ("", None),
    ],
)  # fmt: skip
def test_a_territory_is_known_however_it_is_written(written: str, code: str | None) -> None:
    assert code_of(written) == code


def test_what_is_in_what_follows_from_countries() -> None:
    assert containing("SN") == ("002", "011", "202", "sahel")
    assert {"002", "202"} == set(containing("011"))
    assert share_a_country("002", "SN") and share_a_country("011", "sahel") and share_a_country("mena", "002")
    assert not share_a_country("002", "FR") and not share_a_country("013", "005")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Wester Africa", "Western Africa"), ("Senegall", "Senegal"), ("Balkan", "Balkans"), ("Nowhere", None)],
)
def test_a_name_that_is_nearly_one_is_suggested(written: str, meant: str | None) -> None:
    assert suggested(written) == meant


def test_babel_and_the_groups_call_nothing_by_one_name() -> None:
    for tag in LANGUAGES:
        groups = {name for code, name in names_in(tag).items() if code[0].islower()}
        assert groups.isdisjoint(Locale(tag).territories.values())


def test_a_name_as_the_tables_spell_it_means_what_it_means_however_it_is_typed() -> None:
    spelled = territory._spelled_so()
    assert len(spelled) > 1000
    assert {name: code for name, code in spelled.items() if territory._codes()[territory._plain(name)] != code} == {}
