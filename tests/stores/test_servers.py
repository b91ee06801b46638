"""Exports are sent to real servers of S3, Azure's and Google's stores, WebDAV and SSH: whole, with what readers have to be told, and killed at every step."""

import base64
import hmac
import http.client
import json
import os
import posixpath
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest

from deadlines.domain.media_type import CACHE, TYPES
from deadlines.stores.address import parse
from deadlines.stores.open import open_store
from deadlines.stores.sent import FILE
from deadlines.stores.store import Store, is_draft
from tests.conftest import REPOSITORY, Folder, a_call

pytestmark = pytest.mark.slow
STORES = REPOSITORY / ".stores" / "bin" / "python"
KINDS = ("s3", "az", "gs", "webdav", "sftp")
USER, PASSWORD = "anna", "s3cret"
ACCOUNT = "devstoreaccount1"
PASSWORD_IN = "DEADLINES_STORE_PASSWORD"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""The account that every Azurite has, and its key, which Microsoft has published."""
KILLED_EVERY = int(os.environ.get("KILLED_EVERY", "5"))
"""Changes from one at which an export is killed to the next; at each with 1, which takes an hour."""


@dataclass
class Server:
    kind: str
    folder: Path
    port: int
    process: subprocess.Popen[str]
    more: str = ""
    """What stands at the end of the address."""

    @property
    def address(self) -> str:
        return {
            "s3": f"s3://bucket/calendars?region=us-east-1&endpoint=http://127.0.0.1:{self.port}",
            "az": f"az://bucket/calendars?endpoint=http://127.0.0.1:{self.port}/{ACCOUNT}",
            "gs": f"gs://bucket/calendars?endpoint=http://127.0.0.1:{self.port}",
            "webdav": f"webdav://{USER}@127.0.0.1:{self.port}/dav/calendars",
            "openssh": f"sftp://root@127.0.0.1:{self.port}{self.folder}/www",
            "sftp": f"sftp://{USER}@127.0.0.1:{self.port}/srv/calendars",
        }[self.kind] + self.more

    def store(self) -> Store:
        return open_store(parse(self.address), os.environ)

    def held(self) -> dict[str, bytes]:
        """What a reader finds there."""
        store = self.store()
        try:
            held = {name: store.read(name) for name in store.look() if not is_draft(name)}
        finally:
            store.close()
        return {name: content for name, content in held.items() if content is not None}

    def asked(self, method: str, path: str, content: str = "", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, content, headers)
        return connection.getresponse()

    def make_bucket(self) -> None:
        if self.kind == "s3":
            assert self.asked("PUT", "/bucket").status == 200
        elif self.kind == "az":
            assert self.asked("PUT", f"/{ACCOUNT}/bucket?{signed('restype=container')}").status == 201
        elif self.kind == "gs":
            assert (
                self.asked(
                    "POST", "/storage/v1/b?project=p", '{"name": "bucket"}', Authorization="Bearer a-token"
                ).status
                == 200
            )

    def end(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def stop_at(self, number: int, when: str) -> None:
        self.never_stop()
        (self.folder / "stop-at").write_text(f"{number} {when}")

    def never_stop(self) -> None:
        for name in ("stop-at", "stopped"):
            (self.folder / name).unlink(missing_ok=True)

    @property
    def has_stopped(self) -> bool:
        return (self.folder / "stopped").exists()


@pytest.fixture(params=KINDS)
def server(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    kind, folder = request.param, tmp_path / "server"
    python = Path(sys.executable) if kind == "sftp" else STORES
    if not python.exists():
        pytest.skip(f"NOT TRIED: a server of {kind} is not installed; run tests/stores/install")
    folder.mkdir()
    process = subprocess.Popen(
        [str(python), str(Path(__file__).with_name("server.py")), kind, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": ""},
        process_group=0,
    )  # fmt: skip
    assert process.stdout
    port = int(process.stdout.readline())
    server = Server(kind, folder, port, process)
    for name, value in {
        "HOME": str(tmp_path), "AWS_ACCESS_KEY_ID": USER, "AWS_SECRET_ACCESS_KEY": PASSWORD, "DEADLINES_STORE_PASSWORD": PASSWORD,
        "AZURE_STORAGE_ACCOUNT_NAME": ACCOUNT, "AZURE_STORAGE_ACCOUNT_KEY": KEY,
        "GOOGLE_APPLICATION_CREDENTIALS": str(tmp_path / "google.json"),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    (tmp_path / "google.json").write_text(json.dumps(federated(tmp_path, port)))
    if kind == "sftp":
        (tmp_path / ".ssh").mkdir()
        shutil.copy(folder / "known_hosts", tmp_path / ".ssh")
    server.make_bucket()
    yield server
    server.end()


def federated(folder: Path, port: int) -> dict[str, object]:
    """What a pipeline has to show to Google: a token of its own, for which it gets one of Google's."""
    (folder / "token").write_text("of the pipeline")
    return {
        "type": "external_account", "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/a/providers/b",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt", "token_url": f"http://127.0.0.1:{port}/token",
        "credential_source": {"file": str(folder / "token"), "format": {"type": "text"}},
    }  # fmt: skip


def signed(query: str, permissions: str = "racwdl", key: str = KEY) -> str:
    """A query that lets whoever has it do something to the account, for a year: a shared access signature."""
    granted = {"sv": "2021-12-02", "ss": "b", "srt": "sco", "sp": permissions, "se": "2099-01-01T00:00:00Z"}
    fields = (ACCOUNT, granted["sp"], granted["ss"], granted["srt"], "", granted["se"], "", "", granted["sv"], "", "")
    made = hmac.digest(base64.b64decode(key), "\n".join(fields).encode(), "sha256")
    return "&".join(filter(None, (query, urlencode(granted | {"sig": base64.b64encode(made).decode()}))))


@pytest.fixture
def site(tmp_path: Path) -> Folder:
    from tests.conftest import SETTINGS

    folder = Folder(tmp_path / "project")
    folder.file("deadlines.toml", SETTINGS)
    folder.record("a-call", a_call("2099-03-06"))
    return folder


def start(site: Folder, server: Server) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "deadlines", "-C", str(site.root), "export", "--to", server.address],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def export(site: Folder, server: Server) -> str:
    process = start(site, server)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0 and PASSWORD not in out + err, err
    return out.splitlines()[-1]


def export_killed(site: Folder, server: Server) -> bool:
    """Export until the server has stopped, and kill it there; return whether it came to its end before."""
    end_when_stopped(start(site, server), server, signal.SIGKILL)
    return not server.has_stopped


def end_when_stopped(process: subprocess.Popen[str], server: Server, how: signal.Signals) -> str:
    """Signal a process when the server has stopped; return what it says on stderr then."""
    while process.poll() is None and not server.has_stopped:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.05)
    process.send_signal(how)
    return process.communicate(timeout=20)[1]


def assert_consistent(held: Mapping[str, bytes], old: Mapping[str, bytes], new: Mapping[str, bytes]) -> None:
    for name, content in held.items():
        assert name == FILE or content in (old.get(name), new.get(name)), f"{name} is in part"
        for entry in re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT", content, re.DOTALL) if name == "all.ics" else ():
            uid, revision = (re.search(rb"\r\n%s:(\S+)" % key, entry) for key in (b"UID", b"SEQUENCE"))
            assert uid and revision
            row = re.search(rb"^%s\t(\d+)" % re.escape(uid[1]), held["revisions.tsv"], re.MULTILINE)
            assert row and int(row[1]) >= int(revision[1])
    reached, waiting = set[str](), ["index.html"]
    while waiting:
        name = waiting.pop()
        reached.add(name)
        assert name in held, f"a page leads to {name}, which is not there"
        for link in re.findall(rb'href="([a-z0-9][a-z0-9./-]*\.(?:html|ics|css|json|xml|svg))[#"]', held[name]):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), link.decode()))
            waiting += [target] if target not in reached else []
    assert len(reached) > 15


def test_an_export_is_sent_whole_and_only_what_differs_is_sent_again(server: Server, site: Folder) -> None:
    said = export(site, server)
    assert said.endswith(f": {len(site.published())} files sent, unchanged: 0")
    held = server.held()
    assert held.pop(FILE) and held == site.published()
    assert export(site, server).endswith(f"0 files sent, unchanged: {len(held)}")
    store = server.store()
    store.delete("all.ics")
    store.put("index.html", b"by hand", "text/html")
    store.put("theirs.txt", b"theirs", "text/plain")
    store.close()
    assert ": 2 files sent" in export(site, server)
    shutil.rmtree(site.root / "calendars")
    site.record("a-call", a_call("2099-03-07", previously="[2099-03-06]"))
    export(site, server)
    held = server.held()
    assert held.pop("theirs.txt") == b"theirs" and held.pop(FILE) and held == site.published()
    assert "SEQUENCE:1\r\n" in site.entry("a-call@test.example")


def test_killed_at_any_change_a_reader_sees_nothing_in_part_and_the_next_export_finishes_it(
    server: Server, site: Folder
) -> None:
    export(site, server)
    old, kills, finished = site.published(), 0, False
    while not finished:
        kills += 1
        site.record("a-call", a_call(f"2099-03-{1 + kills % 28:02}", previously="[2099-01-01]"))
        if kills % 2:
            another = site.record("another", a_call("2099-04-06"), more=f'topics = ["topic {kills}"]')
        else:
            another.unlink()
        server.stop_at(1 + (kills - 1) * KILLED_EVERY, ("before", "after")[kills % 4 // 2])
        finished = export_killed(site, server)
        server.never_stop()
        new = site.published()
        assert_consistent(server.held(), old, new)
        export(site, server)
        held = server.held()
        assert held.pop(FILE) and held == new
        old = new
    assert kills * KILLED_EVERY > 20


def test_interrupted_while_a_server_does_not_answer_it_ends_at_once(server: Server, site: Folder) -> None:
    server.stop_at(6, "before")
    process = start(site, server)
    said = end_when_stopped(process, server, signal.SIGINT)
    assert process.returncode == 130 and "Traceback" not in said
    server.never_stop()
    export(site, server)
    held = server.held()
    assert held.pop(FILE) and held == site.published()


def test_what_readers_are_told_goes_with_each_object(server: Server, site: Folder) -> None:
    if server.kind not in ("s3", "az", "gs"):
        pytest.skip("that is for the web server there to say")
    export(site, server)
    assert said_of(server, "all.ics") == ["text/calendar; charset=utf-8", CACHE]
    assert said_of(server, "atom.xml") == [TYPES[".atom"], CACHE]


def said_of(server: Server, name: str) -> list[str]:
    """What others than OpenDAL are told of an object: Amazon's own package, or who asks Azure's or Google's as its documentation says."""
    if server.kind == "gs":
        said = json.load(
            server.asked("GET", f"/storage/v1/b/bucket/o/calendars%2F{name}", Authorization="Bearer a-token")
        )
        return [said["contentType"], said["cacheControl"]]
    if server.kind == "az":
        headers = server.asked("HEAD", f"/{ACCOUNT}/bucket/calendars/{name}?{signed('')}").headers
        return [headers["Content-Type"], headers["Cache-Control"]]
    script = (
        "import boto3, sys; "
        "said = boto3.client('s3', endpoint_url=sys.argv[1]).head_object(Bucket='bucket', Key=sys.argv[2]); "
        "print(said['ContentType'], said['CacheControl'], sep='\\n')"
    )
    address = f"http://127.0.0.1:{server.port}"
    return subprocess.run(
        [str(STORES), "-c", script, address, f"calendars/{name}"],
        capture_output=True, text=True, check=True, env=os.environ | {"AWS_REGION": "us-east-1", "PYTHONPATH": ""},
    ).stdout.splitlines()  # fmt: skip


def failing(server: Server, change: Callable[[str], str], **environment: str | None) -> str:
    of_this = {name: value for name, value in (os.environ | environment).items() if value is not None}
    process = subprocess.run(
        [sys.executable, "-m", "deadlines", "-C", str(server.folder.parent / "project"), "export", "--to", change(server.address)],
        capture_output=True, text=True, timeout=120, env=of_this,
    )  # fmt: skip
    assert process.returncode == 3 and "Traceback" not in process.stderr and PASSWORD not in process.stderr
    assert not (server.folder.parent / "project" / "calendars").exists()
    return process.stderr


NO_BUCKET = "see how the address is written, or make the bucket first"
UNSIGNED = "there are no credentials that can be used; set"
WRONG: Mapping[str, tuple[tuple[str, str | None, str], ...]] = {
    "s3": (("AWS_SECRET_ACCESS_KEY", None, f"{UNSIGNED} AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY"),),
    "az": (
        ("AZURE_STORAGE_ACCOUNT_KEY", "Zm9v", "see whether the key in the environment and the clock of this machine are right"),
        ("AZURE_STORAGE_ACCOUNT_KEY", None, f"{UNSIGNED} AZURE_STORAGE_ACCOUNT_NAME, AZURE_STORAGE_ACCOUNT_KEY"),
    ),
    "gs": (("GOOGLE_APPLICATION_CREDENTIALS", "/no-such-file", f"{UNSIGNED} GOOGLE_APPLICATION_CREDENTIALS"),),
    "webdav": ((PASSWORD_IN, "wrong", "the server answers 401; see whether the credentials"),),
    "sftp": ((PASSWORD_IN, "wrong", "Permission denied for user anna on host 127.0.0.1; see whether ssh lets this user in"),),
}  # fmt: skip


def test_what_is_wrong_at_a_store_is_said_in_a_sentence_with_what_to_do(server: Server, site: Folder) -> None:
    for variable, value, expected in WRONG[server.kind]:
        said = failing(server, str, **{variable: value})
        assert expected in said and "then run deadlines export --to again" in said
    if server.kind in ("s3", "az", "gs"):
        assert NO_BUCKET in failing(server, lambda address: address.replace("bucket", "no-such-bucket"))
    if server.kind == "sftp":
        (server.folder.parent / ".ssh" / "known_hosts").unlink()
        assert "this machine does not know its key; connect once with ssh" in failing(server, str)
    server.end()
    reached = "there are no credentials that can be used" if server.kind == "gs" else "see whether it can be reached"
    assert reached in failing(server, str)


def test_azure_lets_in_whom_the_address_names_with_a_key_or_a_signature(
    server: Server, site: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    if server.kind != "az":
        pytest.skip("there are no accounts there")
    monkeypatch.delenv("AZURE_STORAGE_ACCOUNT_NAME")
    server.more = f"&account={ACCOUNT}"
    assert ": 0 files sent" not in export(site, server)
    monkeypatch.delenv("AZURE_STORAGE_ACCOUNT_KEY")
    monkeypatch.setenv("AZURE_STORAGE_SAS_TOKEN", signed(""))
    assert ": 0 files sent" in export(site, server)
    monkeypatch.setenv("AZURE_STORAGE_SAS_TOKEN", signed("", "rl"))
    (site.root / "calendars").rename(site.root / "elsewhere")
    site.record("another")
    with pytest.raises(
        AssertionError, match="using this permission; see whether the credentials in the environment may"
    ):
        export(site, server)


def test_openssh_lets_in_whom_ssh_lets_in_and_replaces_each_file_in_one_step(
    site: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sshd = Path("/usr/sbin/sshd")
    if not sshd.exists() or os.geteuid() != 0:
        pytest.skip("NOT TRIED: OpenSSH's server is not installed, or this is not root; apt-get install openssh-server")
    import asyncssh

    keys = {name: asyncssh.generate_private_key("ssh-ed25519") for name in ("host", "user")}
    (tmp_path / ".ssh").mkdir(mode=0o700)
    keys["host"].write_private_key(str(tmp_path / "host"))
    keys["user"].write_private_key(str(tmp_path / ".ssh" / "id_ed25519"))
    (tmp_path / "host").chmod(0o600)
    (tmp_path / "authorized").write_bytes(keys["user"].export_public_key())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / ".ssh" / "known_hosts").write_bytes(f"[127.0.0.1]:{port} ".encode() + keys["host"].export_public_key())
    (tmp_path / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {tmp_path}/host\nAuthorizedKeysFile {tmp_path}/authorized\nStrictModes no\n"
        "PermitRootLogin yes\nPasswordAuthentication no\nUsePAM no\nPidFile none\nSubsystem sftp internal-sftp\n"
    )
    Path("/run/sshd").mkdir(exist_ok=True)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("DEADLINES_STORE_PASSWORD", raising=False)
    process = subprocess.Popen(
        [str(sshd), "-D", "-e", "-f", str(tmp_path / "config")], stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr and any("listening" in line for line in process.stderr)
        server = Server("openssh", tmp_path, port, process)
        for sent in (True, False):
            assert (": 0 files sent" in export(site, server)) is not sent
        there = tmp_path / "www"
        held = {file.relative_to(there).as_posix(): file.read_bytes() for file in there.rglob("*") if file.is_file()}
        assert held.pop(FILE) and held == site.published()
    finally:
        process.kill()
        process.communicate()
