"""What a coordinator does when a reminder does not arrive: mend the settings, try them out, ask what is due."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.test_remind import SOON, a_call, settings
from tests.conftest import Folder, Ran
from tests.sink import Sink


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sink]:
    with Sink.start(tmp_path_factory.mktemp("sink")) as started:
        yield started


@pytest.fixture
def sink(relay: Sink) -> Sink:
    relay.forget()
    return relay


@pytest.fixture
def unreachable(project: Folder) -> Folder:
    """A project whose mail server is not there, with a message that waits."""
    project.file("deadlines.toml", settings(1))
    project.record("a-call", a_call())
    assert "not sent yet to advocacy" in project.run("remind").err
    return project


def test_after_a_mended_setting_what_waits_is_sent_at_once(unreachable: Folder, sink: Sink) -> None:
    unreachable.file("deadlines.toml", settings(sink.port))
    ran = unreachable.run("remind")
    assert ran == Ran(0, "sent to advocacy (advocacy@test.example): a-call\n", "") and len(sink.accepted()) == 1


def test_a_test_message_goes_through_the_real_channel_and_is_recorded_nowhere(project: Folder, sink: Sink) -> None:
    project.file("deadlines.toml", settings(sink.port, recipient='language = "fr"'))
    project.record("a-call", a_call())
    ran = project.run("remind", "--test", "adv")
    assert ran.code == 0 and ran.out.startswith(
        "test message to advocacy (email, advocacy@test.example): accepted: 250"
    )
    (message,) = sink.accepted()
    said = message.message
    assert "advocacy@test.example" in said["To"] and said["Subject"] == "Test\u00a0: rappels de Test opportunities"
    assert "les rappels de Test opportunities vous parviennent" in " ".join(
        said.get_body(("plain",)).get_content().split()
    )  # type: ignore[union-attr]
    assert not (project.root / "ledger.sqlite3").exists()
    assert project.run("remind").out.startswith("sent to advocacy")


def test_a_test_message_that_is_not_accepted_says_why(project: Folder) -> None:
    project.file("deadlines.toml", settings(1))
    ran = project.run("remind", "--test", "advocacy")
    assert ran.code == 1 and "NOT ACCEPTED" in ran.out and "127.0.0.1" in ran.out
    as_json = json.loads(project.run("remind", "--test", "advocacy", "--json").out)
    assert [(one["recipient"], one["accepted"]) for one in as_json] == [("advocacy", False)]
    nobody = project.run("remind", "--test", "nobody")
    assert nobody.code == 2 and '"nobody" is not a recipient; deadlines.toml has advocacy' in nobody.err
    assert project.run("remind", "--test", "advocacy", "--dry-run").code == 2


def test_explain_takes_the_beginning_of_an_id(project: Folder) -> None:
    project.file("deadlines.toml", settings(1))
    project.record("a-call-2026", a_call())
    project.record("another", a_call(title="Another"))
    assert "advocacy (email)" in project.run("remind", "--explain", "a-c").out
    assert project.run("remind", "--explain", "a").code == 2
    assert "did you mean a-call-2026?" in project.run("remind", "--explain", "a-kall-2026").err
    project.record("broken", a_call("2026-02-30"))
    broken = project.run("remind", "--explain", "broken")
    assert broken.code == 1 and "2026-02-30 is not a date" in broken.err


def test_as_of_a_day_is_its_end(project: Folder) -> None:
    project.file("deadlines.toml", settings(1))
    project.record("a-call", a_call())
    day = f"{SOON - timedelta(days=1)}"
    assert "the 1d reminder is due" in project.run("remind", "--as-of", day).out
    assert "the 1d reminder is due" not in project.run("remind", "--as-of", f"{day}T00:00").out
    assert Path(project.root / "ledger.sqlite3").exists() is False
