"""What only some need is an extra, and a command whose extra is missing says what to type."""

import shlex
import sys
import tomllib
from typing import get_args

import pytest

from deadlines.extras import Extra, how_to_install, requirements
from tests.conftest import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]


@pytest.mark.parametrize("extra", get_args(Extra))
def test_an_extra_is_named_by_its_packages_and_never_by_our_own_name(extra: Extra) -> None:
    expected = PROJECT["optional-dependencies"][extra]
    assert requirements(extra) == expected, "install deadlines again: its metadata is older than pyproject.toml"
    words = shlex.split(how_to_install(extra))
    assert words[-len(expected) :] == expected and sys.executable in words and "install" in words


def test_every_extra_but_that_of_the_tests_is_known() -> None:
    assert {*get_args(Extra), "test"} == set(PROJECT["optional-dependencies"])
