"""What publishes a project: workflow files that can be read, a script that keeps the memory, web servers that serve."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import REPOSITORY, SETTINGS, Folder, a_call

READY = REPOSITORY / "docs" / "publish"
GUIDE = REPOSITORY / "docs" / "publish.md"
SCAFFOLD = REPOSITORY / "src/deadlines/app/scaffold"
SCRIPT = "publish.sh"
GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@test.example",
    "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@test.example",
}  # fmt: skip


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True, env=os.environ | GIT
    ).stdout


def clone(origin: Path, folder: Path) -> Folder:
    git(origin, "clone", "--quiet", str(origin), str(folder))
    (folder / ".venv").mkdir()
    (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    return Folder(folder)


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A repository as on a forge, with one record, the script, and nothing exported yet."""
    bare, first = tmp_path / "origin.git", Folder(tmp_path / "first")
    subprocess.run(["git", "init", "--quiet", "--bare", "-b", "main", str(bare)], check=True, env=os.environ | GIT)
    first.file("deadlines.toml", SETTINGS)
    first.file(".gitignore", ".venv\n")
    first.file(SCRIPT, (SCAFFOLD / SCRIPT).read_bytes())
    first.record("one", a_call("2099-03-01"))
    git(first.root, "init", "--quiet", "-b", "main")
    push(first, bare, "a project")
    return bare


def push(folder: Folder, origin: Path, message: str) -> None:
    git(folder.root, "add", "--all")
    git(folder.root, "commit", "--quiet", "-m", message)
    git(folder.root, "push", "--quiet", str(origin), "HEAD:refs/heads/main")


def start(folder: Folder, *served: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        ["sh", SCRIPT, "main", *served], cwd=folder.root, env=os.environ | GIT, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip


def published(origin: Path, name: str = "all.ics") -> str:
    return git(origin, "show", f"main:calendars/{name}")


@pytest.mark.slow
def test_the_memory_is_committed_and_an_export_without_change_commits_nothing(origin: Path, tmp_path: Path) -> None:
    runner = clone(origin, tmp_path / "runner")
    for _ in range(2):
        assert start(runner).wait(timeout=60) == 0
        assert "UID:one@test.example" in published(origin)
        assert git(origin, "log", "--format=%s", "main").splitlines() == ["calendars: exported", "a project"]


@pytest.mark.slow
def test_what_was_pushed_is_sent_to_the_address_of_a_store(origin: Path, tmp_path: Path) -> None:
    there = tmp_path / "www"
    for _ in range(2):
        assert (
            start(clone(origin, Path(tempfile.mkdtemp(dir=tmp_path)) / "runner"), f"file://{there}").wait(timeout=120)
            == 0
        )
        assert "UID:one@test.example" in (there / "all.ics").read_text()
        assert (there / "revisions.tsv").read_text() == published(origin, "revisions.tsv")


@pytest.mark.slow
def test_two_runs_and_a_push_at_the_same_time_lose_nothing(origin: Path, tmp_path: Path) -> None:
    runners = [clone(origin, tmp_path / f"runner-{number}") for number in range(3)]
    writer = clone(origin, tmp_path / "writer")
    writer.record("two", a_call("2099-03-02"))
    running = [start(runner) for runner in runners[:2]]
    push(writer, origin, "a record")
    running.append(start(runners[2]))
    for process in running:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said
    assert {"UID:one@test.example", "UID:two@test.example"} <= set(published(origin).splitlines())
    assert "two@test.example" in published(origin, "revisions.tsv")
    assert "opportunities/calls/two.toml" in git(origin, "ls-tree", "-r", "--name-only", "main")


@pytest.mark.slow
def test_a_broken_record_is_told_and_the_others_are_kept(origin: Path, tmp_path: Path) -> None:
    runner = clone(origin, tmp_path / "runner")
    runner.record("broken", "title = ")
    push(runner, origin, "a mistake")
    assert start(runner).wait(timeout=60) == 1
    assert "UID:one@test.example" in published(origin)


def test_work_that_is_not_committed_is_not_thrown_away(origin: Path, tmp_path: Path) -> None:
    runner = clone(origin, tmp_path / "runner")
    file = runner.record("one", a_call("2099-04-01"))
    process = start(runner)
    assert "not committed" in process.communicate(timeout=60)[1] and process.returncode == 3
    assert "2099-04-01" in file.read_text()


@pytest.mark.slow
def test_a_push_that_is_refused_is_no_success(origin: Path, tmp_path: Path) -> None:
    hook = origin / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    process = start(clone(origin, tmp_path / "runner"))
    assert "may not be pushed to" in process.communicate(timeout=60)[1] and process.returncode == 3


@pytest.mark.slow
def test_what_is_published_on_an_own_server_was_pushed_before(origin: Path, tmp_path: Path) -> None:
    if shutil.which("rsync") is None:
        pytest.skip("RSYNC IS NOT INSTALLED: publishing on an own server was not tried (apt install rsync)")
    runner, served = clone(origin, tmp_path / "runner"), tmp_path / "www" / "calendars"
    served.parent.mkdir()
    hook = origin / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert start(runner, str(served)).wait(timeout=60) == 3 and not served.exists()
    hook.unlink()
    for _ in range(2):
        assert start(runner, str(served)).wait(timeout=60) == 0
        assert (served / "all.ics").read_text() == published(origin)
    dates = {file: file.stat().st_mtime_ns for file in served.rglob("*.ics")}
    writer = clone(origin, tmp_path / "writer")
    writer.record("two", a_call("2099-03-02").replace('"call"', '"prize"'))
    push(writer, origin, "a record")
    assert start(runner, str(served)).wait(timeout=60) == 0
    assert "two@test.example" in (served / "all.ics").read_text()
    assert (served / "calls.ics").stat().st_mtime_ns == dates[served / "calls.ics"]
    assert not list(served.rglob(".*"))


def workflows() -> dict[str, Any]:
    return {file.name: yaml.safe_load(file.read_text()) for file in sorted(SCAFFOLD.glob("*.yml"))}


def test_the_guide_names_every_file_that_is_ready_and_no_other() -> None:
    named = set(re.findall(r"\]\(publish/([\w.-]+)\)", GUIDE.read_text()))
    assert named == {file.name for file in READY.iterdir()}


@pytest.mark.parametrize(
    "file",
    [*sorted(SCAFFOLD.glob("github-*.yml")), REPOSITORY / ".github/workflows/release.yml"],
    ids=lambda file: file.stem,
)
def test_a_run_may_do_only_what_it_needs_and_uses_exactly_what_was_looked_at(file: Path) -> None:
    text = file.read_text()
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    actions = [words for words in re.findall(r"uses: (.*)", text) if not words.startswith("./.github/")]
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action) for action in actions)
    assert "secrets." not in text and "pull_request_target" not in text
    installs = re.findall(r"-m pip install.*", text)
    assert all("--require-hashes" in line or "--no-index" in line for line in installs)


def test_the_image_is_of_pinned_packages_for_a_user_without_rights() -> None:
    text = (READY / "Containerfile").read_text()
    assert (
        re.findall(r"^(USER .*|ENTRYPOINT .*|CMD .*)$", text, re.M)[0] == "USER 10001:10001" and "HEALTHCHECK" in text
    )
    assert all("--require-hashes" in line or "--no-index" in line for line in re.findall(r"pip install.*", text))
    compose = yaml.safe_load((READY / "compose.yml").read_text())
    for name in ("serve", "watch"):
        service = compose["services"][name]
        assert service["read_only"] and service["cap_drop"] == ["ALL"] and service["user"] == "10001:10001"
        assert [place for place in service["volumes"] if not place.endswith(":ro")] == [
            "${PROJECT}/calendars:/project/calendars"
        ]


@pytest.mark.parametrize("unit", [READY / "deadlines-serve.service", REPOSITORY / "docs/reminders/deadlines.service"])
def test_systemd_finds_nothing_wrong_in_a_unit(unit: Path, tmp_path: Path) -> None:
    program = installed("systemd-analyze", "systemd")
    text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(), flags=re.M).replace(
        "User=deadlines", "User=root"
    )
    (tmp_path / unit.name).write_text(text)
    tried = subprocess.run([program, "verify", str(tmp_path / unit.name)], capture_output=True, text=True, check=False)
    assert (tried.returncode, tried.stderr) == (0, "")


@pytest.mark.parametrize("job", ["check", "pages"])
def test_every_line_of_a_script_is_a_line(job: str) -> None:
    assert all(isinstance(line, str) for line in workflows()["gitlab-ci.yml"][job]["script"])


def test_the_daily_run_calls_the_workflow_that_publishes() -> None:
    daily, pages = workflows()["github-daily.yml"], workflows()["github-publish.yml"]
    assert daily["jobs"]["publish"]["uses"] == "./.github/workflows/publish.yml"
    assert "workflow_call" in pages[True]  # "on", which YAML 1.1 takes for true
    assert daily["jobs"]["publish"]["permissions"] == pages["jobs"]["publish"]["permissions"]


def test_every_command_in_the_ready_files_exists(project: Folder) -> None:
    commands = set(re.findall(r"^  (\w+) +\w", project.run("--help").out, re.MULTILINE))
    for file in (*READY.iterdir(), *SCAFFOLD.iterdir(), GUIDE):
        used = set(re.findall(r"\.venv/bin/deadlines(?: -C \S+)? (\w+)", file.read_text()))
        assert used <= commands, file.name


Server = tuple[int, int]
"""The ports at which a server answers in the place of 443 and 80."""


def free_ports() -> Server:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]


@pytest.fixture
def published_folder(tmp_path: Path) -> Folder:
    served = Folder(tmp_path / "srv")
    served.file("calendars/all.ics", "BEGIN:VCALENDAR\r\n" * 200)
    served.file("calendars/index.html", "<!doctype html>")
    served.file("calendars/fr/atom.xml", "<feed/>")
    served.file("calendars/.all.ics.1.new", "hidden")
    served.file("deadlines.toml", "hidden")
    return served


@pytest.fixture
def nginx(tmp_path: Path, published_folder: Folder) -> Iterator[Server]:
    """The snippet served by a real nginx, with loopback ports in the place of the certificate."""
    program = installed("nginx", "nginx-light")
    port, plain = free_ports()
    (published_folder.root / "calendars" / "link.ics").symlink_to("../deadlines.toml")
    snippet = (READY / "nginx.conf").read_text().replace("/srv/www", str(published_folder.root))
    snippet = re.sub(r"\n  ssl_certificate.*", "", snippet).replace("443 ssl", f"127.0.0.1:{port}")
    snippet = snippet.replace("listen 80;", f"listen 127.0.0.1:{plain};")
    temporary = " ".join(
        f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    settings = tmp_path / "nginx.conf"
    settings.write_text(
        f"{'user root; ' if os.getuid() == 0 else ''}daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; worker_processes 1;\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\n{snippet}\n}}\n"
    )
    command = [program, "-p", str(tmp_path), "-c", str(settings)]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0 and "[warn]" not in tried.stderr, tried.stderr
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as running:
        for _ in range(1000):
            if (tmp_path / "pid").exists() and not _refused(port):
                break
        yield port, plain
        running.terminate()


@pytest.fixture
def caddy(tmp_path: Path, published_folder: Folder) -> Iterator[Server]:
    """The snippet served by a real Caddy, in plain text at a loopback port."""
    program = installed("caddy", "caddy")
    port, _ = free_ports()
    snippet = (READY / "Caddyfile").read_text().replace("/srv/www", str(published_folder.root))
    snippet = snippet.replace("example.org {", f"http://127.0.0.1:{port} {{\n\tbind 127.0.0.1")
    settings = tmp_path / "Caddyfile"
    settings.write_text("{\n\tadmin off\n\tauto_https off\n}\n" + snippet)
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    command = [program, "run", "--config", str(settings), "--adapter", "caddyfile"]
    with subprocess.Popen(command, env=os.environ | home, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr and any("serving initial configuration" in line for line in running.stderr)
        yield port, 0
        running.terminate()


def installed(name: str, package: str) -> str:
    program = shutil.which(name, path=os.environ["PATH"] + os.pathsep + "/usr/sbin")
    if program is None:
        pytest.skip(f"{name} IS NOT INSTALLED: its file in docs/publish was not tried (apt install {package})")
    return program


def _refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return True
    return False


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers={key.replace("_", "-"): value for key, value in headers.items()})
    answer = connection.getresponse()
    found = answer.status, answer.headers, answer.read()
    connection.close()
    return found


@pytest.mark.parametrize("server", ["nginx", "caddy"])
def test_a_server_says_what_calendar_programs_need(server: str, request: pytest.FixtureRequest) -> None:
    port, _ = request.getfixturevalue(server)
    status, headers, body = ask(port, "/calendars/all.ics")
    assert (status, len(body)) == (200, 3400)
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=900, must-revalidate"
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Referrer-Policy"] == "no-referrer"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Last-Modified"] and "/" not in headers["Server"]
    assert ask(port, "/calendars/all.ics", If_None_Match=headers["ETag"])[0] == 304
    assert ask(port, "/calendars/all.ics", Accept_Encoding="gzip")[1]["Content-Encoding"] == "gzip"
    assert ask(port, "/calendars/", "HEAD")[:1] == (200,)
    atom = ask(port, "/calendars/fr/atom.xml")[1]
    assert (atom["Content-Type"], atom["X-Content-Type-Options"]) == ("application/atom+xml; charset=utf-8", "nosniff")
    for method in ("PROPFIND", "PUT", "OPTIONS", "REPORT", "DELETE", "POST"):
        status, headers, _ = ask(port, "/calendars/all.ics", method)
        assert (method, status, headers["Allow"]) == (method, 405, "GET, HEAD")
    for path in ("/calendars/.all.ics.1.new", "/deadlines.toml", "/calendars/../deadlines.toml", "/"):
        assert b"hidden" not in ask(port, path)[2] and ask(port, path)[0] in (400, 404)


def test_nginx_follows_no_link_and_redirects_port_80_where_programs_look_for_webcal(nginx: Server) -> None:
    port, plain = nginx
    assert ask(port, "/calendars/link.ics")[0] in (403, 404)
    status, headers, _ = ask(plain, "/calendars/all.ics?x=1", Host="example.org")
    assert (status, headers["Location"]) == (301, "https://example.org/calendars/all.ics?x=1")
