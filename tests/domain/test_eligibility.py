"""Who may apply, as what and from where: what says nothing of it rules nobody out, and a region is in those around it."""

import json
from pathlib import Path

import pytest

from deadlines.domain.eligibility import APPLICANTS, MEANT, is_in, may_be_in
from tests.conftest import SETTINGS, Folder, a_call


@pytest.mark.parametrize(
    ("countries", "regions", "wanted", "expected"),
    [
        (["SN", "ML"], [], "SN", True),
        (["SN", "ML"], [], "FR", False),
        (["ML"], ["Africa"], "SN", False),  # the countries are the stricter word
        ([], ["Western Africa"], "SN", True),
        ([], ["Africa", "Europe"], "FR", True),
        ([], ["Europe"], "SN", False),
        ([], ["Senegal"], "SN", True),
        ([], ["worldwide"], "SN", True),
        ([], ["Europe", "Global South"], "SN", True),  # nobody knows which countries these are
        ([], [], "SN", True),
    ],
)
def test_a_country_is_ruled_out_only_by_what_is_stated(
    countries: list[str], regions: list[str], wanted: str, *, expected: bool
) -> None:
    assert may_be_in(countries, regions, [wanted]) is expected


@pytest.mark.parametrize(
    ("territories", "wanted", "expected"),
    [
        (["Senegal"], "Africa", True),
        (["Sahel"], "Western Africa", True),
        (["Africa"], "Sénégal", True),
        (["SN"], "sub-saharan africa", True),
        (["Europe"], "Africa", False),
        (["Global South"], "global south", True),
        (["Global South"], "Africa", False),
        ([], "Africa", False),
    ],
)
def test_a_region_meets_what_has_a_country_of_it(territories: list[str], wanted: str, *, expected: bool) -> None:
    assert is_in(territories, wanted) is expected


def test_what_people_mean_is_one_of_the_set() -> None:
    assert set(MEANT.values()) <= set(APPLICANTS) and not set(MEANT) & set(APPLICANTS)


@pytest.fixture
def several(project: Folder) -> Folder:
    for id_, more in {
        "sahel": 'regions = ["Sahel"]\napplicants = ["organisation", "group"]',
        "mali": 'countries = ["ML"]\napplicants = ["individual"]',
        "europe": 'regions = ["Europe"]',
        "silent": "",
    }.items():
        project.record(id_, a_call("2026-03-06"), more=more or "draft = false")
    return project


def ids(project: Folder, *options: str) -> set[str]:
    ran = project.run("list", "--format", "json", "--as-of", project.NOW, *options)
    return {one["id"] for one in json.loads(ran.out)}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--country", "SN"), {"sahel", "silent"}),
        (("--country", "Mali"), {"sahel", "mali", "silent"}),
        (("--country", "SN,FR"), {"sahel", "europe", "silent"}),
        (("--region", "Africa"), {"sahel", "mali"}),
        (("--region", "Afrique"), {"sahel", "mali"}),
        (("--region", "Senegal"), {"sahel"}),
        (("--applicant", "organisation"), {"sahel", "europe", "silent"}),
        (("--applicant", "particuliers"), {"mali", "europe", "silent"}),
        (("subsaharienne",), {"mali"}),
        (("sahel",), {"sahel", "mali"}),
    ],
)
def test_a_list_is_what_is_open_to_us(several: Folder, options: tuple[str, ...], expected: set[str]) -> None:
    assert ids(several, *options) == expected


def test_how_much_of_a_list_says_nothing_is_said(several: Folder) -> None:
    said = several.run("list", "--country", "SN", "--applicant", "state", "--as-of", several.NOW).err
    assert "1 of them says nothing of where applicants have to be" in said
    assert "1 of them does not say in applicants who may apply" in said
    assert several.run("list", "--region", "Africa", "--as-of", several.NOW).err == ""


def test_a_feed_selects_by_the_same_words_and_a_region_has_its_parts(several: Folder) -> None:
    feeds = '[feeds.ours]\ncountry = ["SN"]\napplicant = ["organisation"]\n'
    several.file("deadlines.toml", f'{SETTINGS}languages = ["fr"]\nfeeds_by = ["region"]\n{feeds}')
    several.run("export")
    uids = {
        name: content.count(b"BEGIN:VEVENT") for name, content in several.published().items() if name.endswith(".ics")
    }
    assert uids["ours.ics"] == 2 and uids["region-sahel.ics"] == 2 and uids["region-europe.ics"] == 1
    pages = {name: content.decode() for name, content in several.published().items() if name.endswith(".html")}
    assert ">particuliers</span>" in pages["fr/index.html"] and "Candidats de" in pages["fr/entries/mali.html"]
    assert 'data-v="150">Europe</bdi>' in pages["index.html"] and 'data-v="ML">Mali</span>' in pages["index.html"]


@pytest.mark.parametrize(
    ("line", "said", "hint"),
    [
        ('countries = ["Senegal"]', '"Senegal" is not the code of a country', 'write "SN"'),
        ('countries = ["UK"]', '"UK" is not the code of a country', 'write "GB"'),
        ('countries = ["Senegall"]', "is not the code of a country", 'did you mean "SN", Senegal?'),
        ('countries = ["Africa"]', '"Africa" is a region and not a country', 'write regions = ["Africa"]'),
        ('countries = "SN"', "countries", '["SN"]'),
        ('applicants = ["NGOs"]', '"NGOs" is not a value of applicants', 'write "organisation"'),
        ('applicants = ["organization"]', "is not a value of applicants", 'did you mean "organisation"?'),
        ('regions = ["Wester Africa"]', "warning: \"Wester Africa\" is no region that is known", 'did you mean "Western Africa"?'),
        ('regions = ["Global South"]', "warning: \"Global South\" is no region", "or leave it so"),
    ],
)  # fmt: skip
def test_a_mistake_is_answered_with_what_to_type(project: Folder, line: str, said: str, hint: str) -> None:
    project.record("one", more=line)
    ran = project.run("check")
    assert said in ran.out and hint in ran.out
    assert ran.code == (0 if "warning" in said else 1)


def test_the_countries_of_a_group_are_countries() -> None:
    rows = (Path(__file__).parents[2] / "src/deadlines/domain/data/groups.tsv").read_text().splitlines()[2:]
    assert [
        row.split("\t")[0] for row in rows if len(set(row.split("\t")[1].split())) < 3 and "asia-pacific" not in row
    ] == []
