"""``deadlines export --to`` an address: what it says, and what it refuses."""

from pathlib import Path

import pytest

from tests.cli.test_export import run
from tests.conftest import Folder, a_call


def test_an_export_is_sent_to_an_address_and_what_it_says_of_it(
    project: Folder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    there = tmp_path_factory.mktemp("there") / "www"
    address = f"file://{there}"
    project.record("a-call", a_call("2099-03-06"))
    ran = run(project, "--to", address)
    files = len(project.published())
    assert ran.exit_code == 0 and ran.stdout.splitlines()[-1] == f"{address}: {files} files sent, unchanged: 0"
    assert "calendars/all.ics: 1 entry, written" in ran.stdout
    assert {name: (there / name).read_bytes() for name in project.published()} == project.published()
    (there / "all.ics").unlink()
    ran = run(project, "--to", address, "--check")
    assert ran.exit_code == 1 and ran.stdout == f"1 file differs at {address}; run deadlines export --to again\n"
    (project.root / "calendars").rename(project.root / "elsewhere")
    ran = run(project, "--to", address)
    assert f"calendars/ did not have all that is published at {address}" in ran.stderr
    assert ran.stdout.splitlines()[-1] == f"{address}: 1 file sent, unchanged: {files - 1}"
    assert run(project, "--to", address, "--check").stdout == ""


def test_one_that_has_nothing_to_do_says_what_one_says_that_remembers_nothing(
    project: Folder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    there = tmp_path_factory.mktemp("there") / "www"
    project.record("a-call", a_call("2099-03-06"))
    project.record("broken", a_call("about 2099-03-06"))
    for _ in range(2):
        run(project, "--to", f"file://{there}")
    first = run(project, "--to", f"file://{there}")
    in_full = run(project, "--to", f"file://{there}", "--no-index")
    assert (first.exit_code, first.stdout, first.stderr) == (in_full.exit_code, in_full.stdout, in_full.stderr)
    assert first.exit_code == 1 and ": 0 files sent, unchanged: " in first.stdout
    (project.root / "calendars/all.ics").write_bytes(b"damaged")
    (there / "index.html").unlink()
    assert ": 1 file sent, unchanged: " in run(project, "--to", f"file://{there}").stdout
    assert {name: (there / name).read_bytes() for name in project.published()} == project.published()


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--to", "sftp://anna:s3cret@127.0.0.1/www"), 2, "set DEADLINES_STORE_PASSWORD instead"),
        (("--to", "s3://bucket", "--as-of", "2026-01-01"), 2, "--as-of is for a folder"),
        (("--to", "az://container/www"), 3, "no account is named; write ?account=… at the end of the address"),
        (("--to", "s3://bucket?endpoint=http://127.0.0.1:1"), 3, "no region is named; write ?region=… at the end"),
        (
            ("--to", "webdav://127.0.0.1:1/www"),
            3,
            "webdav://127.0.0.1:1/www: Connection refused; see whether it can be reached",
        ),
    ],
)
def test_an_address_that_cannot_be_used_is_said_and_nothing_is_written(
    project: Folder, options: tuple[str, ...], code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("AZURE_STORAGE_ACCOUNT_NAME", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(variable, raising=False)
    project.record("a-call")
    ran = run(project, *options)
    assert ran.exit_code == code and said in ran.stderr and "s3cret" not in ran.stderr and ran.stdout == ""
    assert not Path(project.root / "calendars").exists()
