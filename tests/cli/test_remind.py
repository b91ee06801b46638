"""The commands that remind, with a real relay: what they print, what they exit with, and what arrives."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest

from deadlines import clock
from deadlines.cli.watch import Watcher
from tests.conftest import CALL, SETTINGS, Folder
from tests.sink import Sink
from tests.web.peer import Peer

TODAY = clock.now().date()
SOON = TODAY + timedelta(days=5)


def settings(port: int, more: str = "", recipient: str = "") -> str:
    return f"""{SETTINGS}
[ledger]
url = "sqlite:///ledger.sqlite3"

[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "deadlines@test.example"

{more}
[[recipients]]
id = "advocacy"
email = "advocacy@test.example"
lead_times = ["7d", "1d"]
{recipient}
"""


def a_call(due: object = SOON, title: str = "A call") -> str:
    return CALL.replace("due = 2026-03-06", f"due = {due}").replace("A call", title)


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sink]:
    with Sink.start(tmp_path_factory.mktemp("sink")) as started:
        yield started


@pytest.fixture
def sink(relay: Sink) -> Sink:
    relay.forget()
    return relay


@pytest.fixture
def reminded(project: Folder, sink: Sink) -> Folder:
    project.file("deadlines.toml", settings(sink.port))
    project.record("a-call", a_call())
    return project


def test_what_is_due_is_sent_once_and_then_nothing(reminded: Folder, sink: Sink) -> None:
    ran = reminded.run("remind")
    assert (ran.code, ran.out, ran.err) == (0, "sent to advocacy (advocacy@test.example): a-call\n", "")
    assert [list(one.recipients) for one in sink.accepted()] == [["advocacy@test.example"]]
    for _ in range(2):
        again = reminded.run("remind")
        assert (again.code, again.out, again.err) == (0, "", "")
    assert len(sink.accepted()) == 1


def test_nothing_due_is_silent(reminded: Folder, sink: Sink) -> None:
    reminded.record("a-call", a_call(TODAY + timedelta(days=60)))
    ran = reminded.run("remind")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert sink.accepted() == []


def test_the_mail_carries_the_entry_under_the_uid_and_revision_of_the_feed(reminded: Folder, sink: Sink) -> None:
    reminded.export_at(f"{TODAY}T00:00:00Z")
    reminded.record("a-call", a_call(SOON + timedelta(days=1)))
    reminded.export_at(f"{TODAY}T00:00:01Z")
    in_feed = reminded.entry("a-call@test.example")
    reminded.run("remind")
    (mail,) = sink.accepted()
    attached = next(part for part in mail.message.walk() if part.get_content_type() == "text/calendar")
    content = attached.get_content()
    text = (content if isinstance(content, str) else content.decode()).replace("\r\n ", "").replace("\r\n", "\n")
    assert "\nMETHOD:PUBLISH\n" in text and "ORGANIZER:mailto:deadlines@test.example" in text
    assert "SEQUENCE:1" in in_feed
    assert in_feed.replace("\r\n", "\n").partition("END:VEVENT")[0] in text


def test_a_change_that_is_not_exported_yet_is_attached_as_the_next_revision(reminded: Folder, sink: Sink) -> None:
    reminded.export_at(f"{TODAY}T00:00:00Z")
    reminded.record("a-call", a_call(SOON + timedelta(days=1)))
    reminded.run("remind")
    (mail,) = sink.accepted()
    attached = next(part for part in mail.message.walk() if part.get_content_type() == "text/calendar")
    assert "SEQUENCE:1" in str(attached.get_content())


def test_who_reads_another_language_gets_the_texts_and_the_entry_of_that_edition(reminded: Folder, sink: Sink) -> None:
    words = 'language = "fr"\n\n[topics.water]\nfr = "Eau"\n'
    reminded.file(
        "deadlines.toml",
        settings(sink.port, recipient=words).replace("[ledger]", 'languages = ["fr"]\n[ledger]', 1),
    )
    record = a_call().replace("\n\n[", '\ntopics = ["water"]\n\n[')
    reminded.record("a-call", f'{record}\n[translations.fr]\ntitle = "Un appel"\n')
    reminded.export_at(f"{TODAY}T00:00:00Z")
    reminded.run("remind")
    (mail,) = sink.accepted()
    parts = {part.get_content_type(): part for part in mail.message.walk()}
    attached = str(parts["text/calendar"].get_content())
    assert "Date limite : Un appel" in attached.replace("\u00a0", " ") and ",Eau" in attached
    assert "UID:a-call@test.example" in attached
    assert "Un appel" in mail.message["Subject"] and "Un appel" in str(parts["text/plain"].get_content())
    assert '<bdi lang="en">Somebody</bdi>' in str(parts["text/html"].get_content())
    assert "Date limite" in reminded.entry("a-call@test.example", "fr/all")


def test_a_dry_run_says_what_would_go_to_whom_and_why_and_leaves_no_trace(reminded: Folder, sink: Sink) -> None:
    ran = reminded.run("remind", "--dry-run")
    assert ran.code == 0
    assert "To advocacy (email, advocacy@test.example), now:" in ran.out
    assert f"a-call, due {SOON} Europe/Brussels: the 7d reminder is due and unsent" in ran.out
    assert not (reminded.root / "ledger.sqlite3").exists()
    assert sink.accepted() == []


def test_another_day_is_simulated_without_touching_the_ledger(reminded: Folder, sink: Sink) -> None:
    reminded.run("remind")
    before = (reminded.root / "ledger.sqlite3").read_bytes()
    ran = reminded.run("remind", "--as-of", f"{SOON - timedelta(days=1)}T10:00", "--json")
    (message,) = json.loads(ran.out)["messages"]
    assert [(item["record"], item["lead_times"]) for item in message["items"]] == [("a-call", ["1d"])]
    assert (reminded.root / "ledger.sqlite3").read_bytes() == before
    assert len(sink.accepted()) == 1


def test_explain_says_of_every_lead_time_what_it_is_waiting_for(reminded: Folder) -> None:
    reminded.record("rolling", re.sub(r"\n\[\[deadlines.*", "rolling = true\n", CALL, flags=re.DOTALL))
    assert "7d before: due since" in reminded.run("remind", "--explain", "a-call").out
    reminded.run("remind")
    sent = reminded.run("remind", "--explain", "a-call").out
    assert re.search(r"7d before: sent on .* to advocacy@test.example", sent)
    assert "1d before: to come on" in sent
    assert "not due: it has no deadline" in reminded.run("remind", "--explain", "rolling").out
    unknown = reminded.run("remind", "--explain", "nothing")
    assert (unknown.code, unknown.out) == (2, "")


def test_of_what_passed_long_since_explain_does_not_say_that_it_was_missed(reminded: Folder) -> None:
    reminded.record("a-call", a_call(TODAY - timedelta(days=200)))
    assert "not due: its moment has passed" in reminded.run("remind", "--explain", "a-call").out
    reminded.record("a-call", a_call(TODAY - timedelta(days=2)))
    assert "missed: its moment has passed" in reminded.run("remind", "--explain", "a-call").out


def test_a_refusal_for_good_is_said_until_it_is_corrected_and_shown_by_status(reminded: Folder, sink: Sink) -> None:
    sink.behave(unknown=["advocacy@test.example"])
    ran = reminded.run("remind")
    assert ran.code == 1
    assert (
        "NOT SENT to advocacy (advocacy@test.example): a-call: 127.0.0.1 refuses the recipient: 550 5.1.1 no such user"
        in ran.err
    )
    again = reminded.run("remind")
    assert (again.code, again.out, again.err) == (1, "", ran.err), "it is due, and cannot go"
    shown = reminded.run("status")
    assert shown.code == 1
    assert (
        "Refused for good: 1\n  advocacy (advocacy@test.example): a-call: 127.0.0.1 refuses the recipient: 550 5.1.1 no such user"
        in shown.out
    )


def test_a_relay_that_is_busy_is_tried_again(reminded: Folder, sink: Sink) -> None:
    sink.behave(refuse_every=1, refuse_with=["451 4.3.0 try again"])
    ran = reminded.run("remind")
    assert ran.code == 1
    assert (
        "not sent yet to advocacy (advocacy@test.example): 127.0.0.1 refuses the recipient: 451 4.3.0 try again; again at"
        in ran.err
    )
    shown = reminded.run("status")
    assert "Waiting for another try: 1" in shown.out


def test_of_many_that_wait_for_the_same_three_are_named(reminded: Folder, sink: Sink) -> None:
    more = "".join(f'[[recipients]]\nid = "r{number}"\nemail = "r{number}@test.example"\n' for number in range(6))
    reminded.file("deadlines.toml", settings(sink.port) + more)
    sink.behave(refuse_every=1, refuse_at="connect", refuse_with=["421 4.3.2 closing"])
    ran = reminded.run("remind")
    assert ran.code == 1 and ran.err.count("\n") == 2, "one was tried, and the others wait for the same server"
    assert " and 3 more: 127.0.0.1 refuses the greeting: 421 4.3.2 closing; again at the next check\n" in ran.err
    sink.behave()
    assert reminded.run("remind").code == 0 and len(sink.accepted()) == 7


def test_of_a_digest_one_bad_item_is_named_and_goes_when_it_is_edited(reminded: Folder, sink: Sink) -> None:
    for number in range(5):
        reminded.record(f"call-{number}", a_call(title="UNWANTED" if number == 3 else f"Call {number}"))
    sink.behave(unwanted=["UNWANTED"])
    ran = reminded.run("remind")
    named = "NOT SENT to advocacy (advocacy@test.example): call-3: 127.0.0.1 refuses the message: 554 5.6.0 unwanted content; "
    assert (ran.code, named + "it is about what this says, not about the address: change the record" in ran.err) == (
        1,
        True,
    )
    assert sum(len(one.keys) for one in sink.accepted()) == 5
    again = reminded.run("remind")
    assert (again.code, again.out, named in again.err) == (1, "", True)
    assert '"still_refused": [\n    {' in reminded.run("remind", "--json").out
    assert "call-3" in reminded.run("status").out
    assert "7d before: refused on" in reminded.run("remind", "--explain", "call-3").out
    reminded.record("call-3", a_call(title="As it should be"))
    mended = reminded.run("remind")
    assert (mended.code, mended.out, mended.err) == (0, "sent to advocacy (advocacy@test.example): call-3\n", "")


@pytest.mark.parametrize(
    ("modes", "said"),
    [
        (
            {"refuse_every": 1, "refuse_at": "mail", "refuse_with": ["550 5.1.8 who are you"]},
            "refuses the sender in [mail]: 550 5.1.8",
        ),
        (
            {"refuse_every": 1, "refuse_with": ["554 5.7.1 relay access denied"]},
            "refuses the recipient: 554 5.7.1 relay",
        ),
        ({"largest": 1000}, "takes 1000 bytes"),
    ],
)
def test_what_is_our_fault_waits_and_goes_at_the_next_check_when_it_is_mended(
    reminded: Folder, sink: Sink, modes: dict[str, object], said: str
) -> None:
    sink.behave(**modes)
    ran = reminded.run("remind")
    assert (ran.code, said in ran.err, "; again at the next check" in ran.err) == (1, True, True)
    sink.behave()
    ran = reminded.run("remind")
    assert (ran.code, ran.err, len(sink.accepted())) == (0, "", 1)


def test_of_a_broken_record_the_last_good_state_is_used(reminded: Folder, sink: Sink) -> None:
    reminded.record("a-call", a_call(TODAY + timedelta(days=20)))
    reminded.run("remind")
    reminded.file("deadlines.toml", settings(sink.port).replace('"7d"', '"30d"'))
    reminded.record("a-call", "kind = [")
    ran = reminded.run("remind")
    assert ran.code == 1
    assert "opportunities/calls/a-call.toml:1" in ran.err
    assert "a-call is broken; its last good state is used" in ran.err
    assert ran.out == "sent to advocacy (advocacy@test.example): a-call\n"


def test_status_says_when_nothing_checks(reminded: Folder) -> None:
    never = reminded.run("status")
    assert never.code == 1
    assert "Last successful check: never" in never.out
    assert "NO CHECKS RUNNING: no successful check in 120 minutes" in never.err
    assert not (reminded.root / "ledger.sqlite3").exists()
    reminded.run("remind")
    good = reminded.run("status", "--json")
    assert good.code == 0
    shown = json.loads(good.out)
    assert (shown["stale"], shown["retrying"], shown["dead"], shown["missed"]) == (False, [], [], [])
    assert [(item["record"], item["lead_time"]) for item in shown["upcoming"]] == [("a-call", "1d")]


def test_without_recipients_it_says_what_to_add(project: Folder) -> None:
    ran = project.run("remind")
    assert ran.code == 3
    assert "add [[recipients]]" in ran.err


@pytest.mark.slow
def test_a_password_is_in_no_output(reminded: Folder, sink: Sink) -> None:
    reminded.file("deadlines.toml", settings(sink.port).replace('security = "none"', 'username = "us"'))
    ran = reminded.process("remind", DEADLINES_SMTP_PASSWORD="hunter2-hunter2")
    assert "hunter2" not in ran.out + ran.err
    assert "Traceback" not in ran.err
    assert ran.code == 1 and "not sent yet" in ran.err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('email = "not an address"', '"not an address" is not an e-mail address'),
        ('email = "a..b@test.example"', '"a..b@test.example" is not an e-mail address'),
        ('email = "layla@بريد.example"', 'write "layla@xn--ngbof4h.example", which is the same'),
        ('quiet_hours = "late"', '"late" are not quiet hours'),
        ('country = "Senegal"', '"Senegal" is not a country'),
        ('chat = "tgram://token/room"', "this is not the name of an environment variable"),
        ('lead_times = ["soon"]', '"soon" is not a lead time'),
        ('topic = ["nothing-has-this"]', 'the recipient "other" is reminded of nothing'),
        ('id = "advocacy"', 'the recipient "advocacy" exists already'),
    ],
)
def test_check_examines_recipients(reminded: Folder, sink: Sink, wrong: str, said: str) -> None:
    key = wrong.partition(" ")[0]
    lines = ['id = "other"', 'email = "other@test.example"']
    other = "\n".join([line for line in lines if not line.startswith(f"{key} ")] + [wrong])
    reminded.file("deadlines.toml", f"{settings(sink.port)}\n[[recipients]]\n{other}\n")
    ran = reminded.run("check")
    assert ran.code in (1, 3)
    assert re.search(f"[:=] {re.escape(said)}", ran.out.replace("\n", " "))


def test_check_warns_of_a_lead_time_that_never_comes(reminded: Folder, sink: Sink) -> None:
    reminded.record("a-call", a_call(), more=f"published = {SOON - timedelta(days=20)}")
    reminded.file("deadlines.toml", settings(sink.port).replace('"7d"', '"90d"'))
    ran = reminded.run("check")
    assert ran.code == 0
    assert 'warning: "90d" never comes: its deadline was announced closer to its date than that' in ran.out


def test_check_says_that_mail_needs_a_server(project: Folder) -> None:
    project.file("deadlines.toml", f'{SETTINGS}\n[[recipients]]\nid = "a"\nemail = "a@test.example"\n')
    ran = project.run("check")
    assert "nothing says which server sends mail" in ran.out


@pytest.mark.parametrize(
    ("url", "said"),
    [("mysql://x", "is not a ledger"), ("postgresql://me:hunter2@host/db", "there is a password in the file")],
)
def test_check_examines_the_address_of_the_ledger(reminded: Folder, sink: Sink, url: str, said: str) -> None:
    reminded.file("deadlines.toml", settings(sink.port).replace("sqlite:///ledger.sqlite3", url))
    assert said in reminded.run("check").out


@pytest.mark.slow
def test_the_ledger_is_in_the_state_directory_unless_named(reminded: Folder, sink: Sink, tmp_path: Path) -> None:
    text = settings(sink.port).replace('[ledger]\nurl = "sqlite:///ledger.sqlite3"\n', "")
    reminded.file("deadlines.toml", text)
    state = tmp_path / "state"
    ran = reminded.process("remind", XDG_STATE_HOME=str(state))
    assert ran.code == 0, ran.err
    assert (state / "deadlines" / "test.example.sqlite3").exists()


@pytest.mark.slow
def test_watch_sends_exports_and_stops_when_it_is_told_to(reminded: Folder, sink: Sink) -> None:
    command = [sys.executable, "-m", "deadlines", "-C", str(reminded.root), "watch"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ) as watching:
        assert watching.stderr is not None
        said = []
        for line in watching.stderr:
            said.append(line)
            if "sent to advocacy" in line:
                break
        watching.send_signal(signal.SIGTERM)
        said += watching.stderr.readlines()
        assert watching.wait(20) == 0
    assert any("calendars/all.ics" in line for line in said)
    assert said[-1] == "deadlines: stopped\n"
    assert len(sink.accepted()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("what", ["relay", "ping"])
def test_sigterm_ends_watch_within_five_seconds_whatever_hangs(reminded: Folder, sink: Sink, what: str) -> None:
    with Peer(then="hangs") as peer:
        reminded.file("deadlines.toml", settings(sink.port, f'[reminders]\nping = "{peer.address()}"'))
        if what == "relay":
            sink.behave(hang_at="mail")
        command = [sys.executable, "-m", "deadlines", "-C", str(reminded.root), "watch"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ) as watching:
            deadline = monotonic() + 30
            while not (sink.was_reached() or peer.asked) and monotonic() < deadline:
                assert watching.poll() is None
            watching.send_signal(signal.SIGTERM)
            told = monotonic()
            assert watching.wait(20) == 0
            assert monotonic() - told < 5
    assert bool(peer.asked) is (what == "ping")


def test_a_ping_that_is_answered_with_garbage_is_no_fault_of_the_check(reminded: Folder, sink: Sink) -> None:
    with Peer(b"\x00\xff garbage") as peer:
        reminded.file("deadlines.toml", settings(sink.port, f'[reminders]\nping = "{peer.address("/T0KEN")}"'))
        ran = reminded.run("remind")
    assert (ran.code, len(sink.accepted()), ran.err.count("\n")) == (0, 1, 1)
    assert "ping did not answer" in ran.err and "T0KEN" not in ran.err
    assert reminded.run("status").code == 0


def test_watch_survives_wrong_settings_and_says_so_once(
    reminded: Folder, sink: Sink, capsys: pytest.CaptureFixture[str]
) -> None:
    watcher = Watcher(reminded.root, lambda: False, clock.now)
    good = (reminded.root / "deadlines.toml").read_text()
    reminded.file("deadlines.toml", "[project")
    watcher.tick()
    watcher.tick()
    reminded.file("deadlines.toml", good)
    watcher.tick()
    assert len(sink.accepted()) == 1
    said = capsys.readouterr().err
    assert said.count("deadlines.toml:1:") == 2, "once of the export, once of the check"
    assert said.count("all is well again") == 2
