import tomllib
from datetime import datetime

import pytest

from deadlines.domain.moment import Moment
from deadlines.domain.zone import find_zone, suggest_zone
from deadlines.words.zones import places
from tests.conftest import REPOSITORY


@pytest.mark.parametrize("name", ["Europe/Zurich", "UTC", "AoE", "UTC+05:45", "UTC-12:00", "Pacific/Kiritimati"])
def test_a_zone_has_one_of_four_forms(name: str) -> None:
    assert find_zone(name) is not None


@pytest.mark.parametrize(
    "name",
    ["CET", "EST", "PT", "BST", "GMT", "Europe/Geneva", "UTC+5", "UTC+15:00", "UTC+05:75", "Etc/GMT+5", "", "../x"],
)
def test_what_people_read_differently_is_no_zone(name: str) -> None:
    assert find_zone(name) is None


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Europe/Geneva", "Europe/Zurich"),
        ("europe/zurich", "Europe/Zurich"),
        ("Geneva", "Europe/Zurich"),
        ("Europe/Bruxelles", "Europe/Brussels"),
        ("America/Washington", "America/New_York"),
        ("Strasbourg", "Europe/Paris"),
        ("Asia/Delhi", "Asia/Kolkata"),
        ("New York", "America/New_York"),
        ("CET", "Europe/Paris"),
        ("PT", "America/Los_Angeles"),
        ("BST", "Europe/London"),
        ("UTC+2", "UTC+02:00"),
        ("GMT-5:30", "UTC-05:30"),
        ("aoe", "AoE"),
        ("Europe/Zürich", "Europe/Zurich"),
        ("Zürich", "Europe/Zurich"),
        ("Genève", "Europe/Zurich"),
        ("São Paulo", "America/Sao_Paulo"),
        ("America/São_Paulo", "America/Sao_Paulo"),
        ("Bogotá", "America/Bogota"),
        ("Kraków", "Europe/Warsaw"),
        ("Montréal", "America/Toronto"),
        ("Bruxelles", "Europe/Brussels"),
        ("Москва", "Europe/Moscow"),
        ("PT", "America/Vancouver"),
        ("PST", "America/Vancouver"),
        ("MT", "America/Edmonton"),
        ("CT", "America/Winnipeg"),
        ("Pacific Time", "America/Los_Angeles"),
        ("Pacific Time", "America/Vancouver"),
        ("Eastern Time", "America/New_York"),
        ("Central European Time", "Europe/Paris"),
        ("heure d'Europe centrale", "Europe/Paris"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("SA Pacific Standard Time", "America/Bogota"),
        ("anywhere on earth", "AoE"),
        ("europe/zuric", "Europe/Zurich"),
    ],
)
def test_the_zone_that_is_meant_is_proposed(name: str, meant: str) -> None:
    assert f'"{meant}"' in suggest_zone(name)


def test_whatever_is_proposed_exists() -> None:
    assert [name for name in sorted(places()) if find_zone(name) is None] == []


def test_the_least_tzdata_that_is_taken_knows_the_rules_of_the_day() -> None:
    """With older ones, a deadline in Rabat or Vancouver is an hour off from the winter of 2026 on."""
    wanted = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["dependencies"]
    floor = next(one.removeprefix("tzdata>=") for one in wanted if one.startswith("tzdata"))
    assert tuple(map(int, floor.split("."))) >= (2026, 3)
    for name, hours in (("Africa/Casablanca", 0), ("America/Vancouver", -7)):
        assert Moment(datetime.fromisoformat("2026-12-01T17:00"), name).instant.hour == (17 - hours) % 24, name
