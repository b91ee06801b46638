"""A stranger's project, of nothing but a wheel: begun, pushed, checked, published, by the steps of its own workflow files.

The forge is a bare repository; the runner reads the workflow that ``init`` wrote and runs the ``run`` lines of a job one
after another, as a host does: in a fresh folder, with a shell that ends at the first mistake. What only the host itself
can do (checking out, handing the folder to its pages) is done here by hand.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import REPOSITORY
from tests.test_publish import GIT

pytestmark = pytest.mark.slow
HOSTS = ("github", "gitlab", "forgejo")
RECORD = """\
title = "Call for input"
kind = "call"
organisation = "OHCHR"
url = "https://example.org/call"

[[deadlines]]
due = 2099-03-05
"""
ISSUE = """\
### Titre

Appel; $(touch /tmp/pwned) `touch /tmp/pwned`

### Type

appel

### Organisation

OHCHR "&& exit

### Adresse de l’annonce

https://example.org/appel

### Date limite

2099-05-01
"""


def plain_environment(**more: str) -> dict[str, str]:
    """The environment without anything of this checkout."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return kept | GIT | {"LANG": "C.UTF-8", "LANGUAGE": "en", "PIP_NO_COMPILE": "1"} | more


def run(*command: object, cwd: Path, code: int | None = 0, **more: str) -> str:
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=plain_environment(**more), capture_output=True, text=True, check=False
    )
    assert code is None or done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@dataclass
class Ran:
    ok: bool
    said: str
    outputs: dict[str, dict[str, str]]
    folder: Path


@dataclass
class Forge:
    """A bare repository, and a runner of the workflows that are in it."""

    origin: Path
    work: Path
    host: str
    wheels: Path
    """A folder of packages, in the place of an index."""
    numbers: list[int] = field(default_factory=list)

    def clone(self, ref: str = "main") -> Path:
        """Check a branch out as a host does."""
        self.numbers.append(len(self.numbers))
        folder = self.work / f"run-{len(self.numbers)}-{threading.get_ident()}"
        run("git", "clone", "--quiet", "--branch", ref, self.origin, folder, cwd=self.work)
        return folder

    def files(self, ref: str, path: str) -> str:
        return run("git", "show", f"{ref}:{path}", cwd=self.origin)

    def job(self, name: str, ref: str = "main", event: dict[str, Any] | None = None) -> Ran:
        """Run a job of the workflow that is at a branch."""
        folder, temporary = self.clone(ref), self.work / f"temporary-{len(self.numbers)}-{threading.get_ident()}"
        temporary.mkdir()
        (temporary / "event.json").write_text(json.dumps(event or {}))
        paths = {
            "github": f".github/workflows/{'record' if name == 'record' else 'publish'}.yml",
            "gitlab": ".gitlab-ci.yml",
            "forgejo": ".forgejo/workflows/publish.yml",
        }
        workflow = yaml.safe_load((folder / paths[self.host]).read_text())
        if self.host == "gitlab":
            job = workflow["pages" if name == "publish" else name]
            steps: list[dict[str, Any]] = [{"run": "\n".join(job["script"])}]
            steps[0]["run"] = re.sub(r"git remote set-url .*", "true", steps[0]["run"])
        else:
            job = workflow["jobs"][name]
            steps = job["steps"]
        variables = {
            "RUNNER_TEMP": str(temporary),
            "GITHUB_EVENT_PATH": str(temporary / "event.json"),
            "GITHUB_OUTPUT": str(temporary / "output"),
            "CI_DEFAULT_BRANCH": "main",
            "ADDRESS": str(self.origin),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "NUMBER": "7",
            "COMMIT": "7",
            "PATH": f"{self.tools(temporary)}{os.pathsep}{os.environ['PATH']}",
        }
        if self.host == "forgejo":
            shutil.rmtree(folder)
            folder.mkdir()
        return self._steps(steps, folder, variables)

    def tools(self, temporary: Path) -> Path:
        """Stand-ins for what a host has: gh writes down what it is asked for."""
        folder = temporary / "tools"
        folder.mkdir()
        (folder / "gh").write_text(f'#!/bin/sh\necho "$@" >>"{self.work}/gh.txt"\n')
        (folder / "gh").chmod(0o755)
        (folder / "python3").symlink_to(Path(sys.base_prefix) / "bin" / "python3")
        return folder

    def _steps(self, steps: list[dict[str, Any]], folder: Path, variables: dict[str, str]) -> Ran:
        ok, said, outputs = True, "", {}
        for step in steps:
            if "run" not in step or not (ok and self._is_meant(step.get("if", ""), outputs)):
                continue
            assert "${{" not in step["run"], "a value is put into a line of the shell"
            output = Path(variables["GITHUB_OUTPUT"])
            output.write_text("")
            done = subprocess.run(
                ["bash", "-e", "-c", step["run"]], cwd=folder, env=plain_environment(**variables), capture_output=True,
                text=True, check=False, stdin=subprocess.DEVNULL,
            )  # fmt: skip
            said += done.stdout + done.stderr
            if "id" in step:
                lines = (line.partition("=") for line in output.read_text().splitlines())
                outputs[step["id"]] = {key: value for key, _, value in lines}
            ok = ok and done.returncode == 0
        return Ran(ok, said, outputs, folder)

    def _is_meant(self, condition: str, outputs: dict[str, dict[str, str]]) -> bool:
        if not condition:
            return True
        found = re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+) != '(\w+)'", condition)
        assert found, condition
        return outputs.get(found[1], {}).get(found[2], "") != found[3]

    def site(self, ran: Ran) -> dict[str, str]:
        """What the host publishes after a run."""
        if self.host == "forgejo":
            names = run("git", "ls-tree", "-r", "--name-only", "pages", cwd=self.origin).splitlines()
            return {name: self.files("pages", name) for name in names if name.endswith((".ics", ".html"))}
        folder = ran.folder / ("public" if self.host == "gitlab" else "calendars")
        return {
            file.relative_to(folder).as_posix(): file.read_text()
            for file in folder.rglob("*")
            if file.suffix in (".ics", ".html")
        }


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clone, target = tmp_path_factory.mktemp("source") / "clone", tmp_path_factory.mktemp("wheel")
    run("git", "clone", "--quiet", REPOSITORY, clone, cwd=target)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", target, cwd=clone)
    run(sys.executable, "-m", "pip", "download", "--quiet", "--dest", target / "all", *target.glob("*.whl"), cwd=target)
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def deadlines(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as a stranger has it."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", folder, cwd=folder)
    run(
        folder / "bin/python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--find-links",
        wheel.parent / "all",
        wheel,
        cwd=folder,
    )
    return folder / "bin/deadlines"


def begin(deadlines: Path, wheel: Path, tmp_path: Path, host: str, *more: str) -> tuple[Forge, Path]:
    """A project as ``init`` writes it, pushed to a new repository; the program is its own ``--package``."""
    project, origin = tmp_path / "ours", tmp_path / "origin.git"
    options = ("--domain", "ours.example", "--timezone", "Europe/Brussels", "--language", "fr", "--language", "en")
    said = run(deadlines, "init", "ours", *options, "--host", host, *more, cwd=tmp_path)
    assert "requirements.txt" in said, said
    run("git", "init", "--quiet", "--bare", "-b", "main", origin, cwd=tmp_path)
    run("git", "init", "--quiet", "-b", "main", cwd=project)
    run("git", "remote", "add", "origin", origin, cwd=project)
    push(project, "begun")
    return Forge(origin, tmp_path, host, wheel.parent / "all"), project


def push(project: Path, message: str, branch: str = "main") -> None:
    run("git", "add", "--all", cwd=project)
    run("git", "commit", "--quiet", "-m", message, cwd=project)
    run("git", "push", "--quiet", "origin", f"HEAD:refs/heads/{branch}", cwd=project)


@pytest.mark.parametrize("host", HOSTS)
def test_a_project_of_a_wheel_alone_publishes_itself(deadlines: Path, wheel: Path, tmp_path: Path, host: str) -> None:
    forge, project = begin(deadlines, wheel, tmp_path, host)
    assert str(REPOSITORY) not in "".join(
        file.read_text(errors="replace") for file in project.rglob("*") if file.is_file() and ".git/" not in str(file)
    )
    first = forge.job("publish")
    assert first.ok, first.said
    assert "index.html" in forge.site(first) and not any("example-call" in text for text in forge.site(first).values())
    assert "calendars: exported" in run("git", "log", "--format=%s", "main", cwd=forge.origin)

    record = project / "opportunities/calls/ohchr-2099.toml"
    record.write_text(RECORD.replace("2099-03-05", "2099-02-30"))
    run("git", "checkout", "--quiet", "-b", "change", cwd=project)
    push(project, "a record", "change")
    run("git", "update-ref", "refs/pull/7/head", "refs/heads/change", cwd=forge.origin)
    refused = forge.job("check", "change")
    assert not refused.ok and "ohchr-2099.toml" in refused.said
    record.write_text(RECORD)
    push(project, "the right day", "change")
    run("git", "update-ref", "refs/pull/7/head", "refs/heads/change", cwd=forge.origin)
    checked = forge.job("check", "change")
    assert checked.ok, checked.said
    run("git", "fetch", "--quiet", "origin", "main", cwd=project)
    run("git", "checkout", "--quiet", "-B", "main", "origin/main", cwd=project)
    run("git", "merge", "--quiet", "--no-edit", "change", cwd=project)
    run("git", "push", "--quiet", "origin", "main", cwd=project)
    second = forge.job("publish")
    assert second.ok, second.said
    assert "UID:ohchr-2099@ours.example" in forge.site(second)["all.ics"]
    assert "ohchr-2099@ours.example" in forge.files("main", "calendars/revisions.tsv")

    if host == "gitlab":
        return  # It runs one job after another: resource_group.
    two = [forge.clone(), forge.clone()]
    for number, folder in enumerate(two):
        (folder / f"opportunities/calls/push-{number}.toml").write_text(
            RECORD.replace("Call", f"Call {number}").replace("/call", f"/{number}")
        )
    push(two[0], "one push")
    run("git", "pull", "--quiet", "--rebase", cwd=two[1], code=None)
    push_after(two[1])
    ran: list[Ran] = []
    threads = [threading.Thread(target=lambda: ran.append(forge.job("publish"))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(one.ok for one in ran), "\n".join(one.said for one in ran)
    memory = forge.files("main", "calendars/revisions.tsv")
    assert all(f"{id_}@ours.example" in memory for id_ in ("ohchr-2099", "push-0", "push-1"))
    assert all(f"push-{number}" in forge.site(ran[-1])["all.ics"] for number in range(2))


def push_after(folder: Path) -> None:
    """Push after another has pushed, as git asks for it."""
    run("git", "add", "--all", cwd=folder)
    run("git", "commit", "--quiet", "-m", "another push", cwd=folder)
    run("git", "pull", "--quiet", "--rebase", cwd=folder)
    run("git", "push", "--quiet", "origin", "HEAD:refs/heads/main", cwd=folder)


def test_a_broken_record_is_red_and_the_others_are_published(deadlines: Path, wheel: Path, tmp_path: Path) -> None:
    forge, project = begin(deadlines, wheel, tmp_path, "github")
    (project / "opportunities/calls/good.toml").write_text(RECORD)
    (project / "opportunities/calls/bad.toml").write_text("title = ")
    push(project, "two records")
    ran = forge.job("publish")
    assert not ran.ok and "bad.toml" in ran.said and "UID:good@ours.example" in forge.site(ran)["all.ics"]


def test_an_issue_becomes_a_record_in_a_pull_request(deadlines: Path, wheel: Path, tmp_path: Path) -> None:
    forge, _ = begin(deadlines, wheel, tmp_path, "github")
    pwned = Path("/tmp/pwned")
    ran = forge.job("record", event={"issue": {"number": 7, "body": ISSUE.replace("\n", "\r\n")}})
    assert ran.ok and not pwned.exists(), ran.said
    (path,) = run("git", "diff", "--name-only", "main...record-7", cwd=forge.origin).split()
    assert path.startswith("opportunities/calls/appel-")
    assert 'organisation = "OHCHR \\"&& exit"' in forge.files("record-7", path)
    asked = (tmp_path / "gh.txt").read_text()
    assert asked.startswith("pr create --base main --head record-7") and "Closes #7" in asked and "touch" not in asked
    refused = forge.job("record", event={"issue": {"number": 7, "body": "$(touch /tmp/pwned)"}})
    assert not refused.ok and not pwned.exists()
    assert "issue comment 7 --body-file" in (tmp_path / "gh.txt").read_text()


def test_what_is_installed_is_what_was_named_and_nothing_else(deadlines: Path, wheel: Path, tmp_path: Path) -> None:
    _, project = begin(deadlines, wheel, tmp_path, "own", "--package", str(wheel))
    requirements = (project / "requirements.txt").read_text()
    lines = [line for line in requirements.splitlines() if line and not line.startswith((" ", "#"))]
    assert lines[0] == f"./packages/{wheel.name} \\" and all("==" in line for line in lines[1:]) and len(lines) > 15
    kept = project / "packages" / wheel.name
    assert kept.read_bytes() == wheel.read_bytes()
    kept.write_bytes(kept.read_bytes() + b"x")
    run(sys.executable, "-m", "venv", project / ".venv", cwd=project)
    pip = (project / ".venv/bin/python", "-m", "pip", "install", "--require-hashes", "-r", "requirements.txt")
    assert "DO NOT MATCH THE HASHES" in run(*pip, cwd=project, code=1)


def test_an_address_is_named_with_its_hash_or_refused(deadlines: Path, wheel: Path, tmp_path: Path) -> None:
    address = f"https://example.org/releases/{wheel.name}"
    options = ("init", "ours", "--domain", "ours.example", "--timezone", "UTC", "--package")
    said = run(deadlines, *options, address, cwd=tmp_path, code=2)
    assert "does not say which wheel is meant" in said and not (tmp_path / "ours").exists()
    run(deadlines, *options, f"{address.replace('0.1.0', '0.0.9')}#sha256={'0' * 64}", cwd=tmp_path, code=2)
    run(deadlines, *options, f"{address}#sha256={'0' * 64}", "--host", "gitlab", cwd=tmp_path)
    begins = (tmp_path / "ours/requirements.txt").read_text()
    assert begins.startswith(f"deadlines @ {address} \\\n    --hash=sha256:{'0' * 64}\n")


def test_a_project_that_is_there_gets_what_its_host_needs_and_loses_nothing(deadlines: Path, tmp_path: Path) -> None:
    options = ("--domain", "ours.example", "--timezone", "UTC")
    run(deadlines, "init", *options, cwd=tmp_path)
    (tmp_path / "publish.sh").write_text("mine")
    before = (tmp_path / "deadlines.toml").read_text()
    said = run(deadlines, "init", "--host", "github", cwd=tmp_path)
    assert ".github/workflows/publish.yml" in said
    assert ((tmp_path / "publish.sh").read_text(), (tmp_path / "deadlines.toml").read_text()) == ("mine", before)
