"""``./bootstrap``: nothing is installed or built with what is not pinned by its hash."""

import re
import tomllib

import pytest

from tests.conftest import REPOSITORY

BUILD = "requirements-build.lock"
LOCKS = ("src/deadlines/app/scaffold/requirements.lock", "requirements-full.lock", "requirements-test.lock")


def pinned(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[^\]]+\])?==([^ ;]+)", (REPOSITORY / lock).read_text(), re.MULTILINE))


def test_every_installation_is_by_hash_or_from_the_checkout_with_the_tools_that_are_there() -> None:
    script = (REPOSITORY / "bootstrap").read_text()
    commands = [line for line in script.splitlines() if "pip install" in line]
    assert len(commands) == 4
    for command in commands:
        if "--require-hashes" in command:
            assert f'-r "$lock" -r {BUILD}' in command
        else:
            assert "--no-deps --no-build-isolation --editable ." in command


def test_what_builds_is_pinned_whole() -> None:
    backend = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["build-system"]["requires"]
    names = {re.split(r"[<>=]", wanted)[0] for wanted in backend}
    assert names | {"editables"} <= pinned(BUILD).keys()
    assert (REPOSITORY / BUILD).read_text().count("--hash=sha256:") >= len(pinned(BUILD))


@pytest.mark.parametrize("lock", LOCKS)
def test_both_locks_can_be_installed_together(lock: str) -> None:
    found, build = pinned(lock), pinned(BUILD)
    assert {name: found[name] for name in build.keys() & found.keys()} == {
        name: build[name] for name in build.keys() & found.keys()
    }


def test_what_the_weekly_look_installs_is_what_the_full_lock_has() -> None:
    found, full = pinned("src/deadlines/app/scaffold/requirements-verify.lock"), pinned("requirements-full.lock")
    assert found == {name: full[name] for name in ("lxml", "protego")}
