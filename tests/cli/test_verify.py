"""``deadlines verify`` against pages on this machine."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import Folder
from tests.verify.test_visits import NO_RULES, answer
from tests.web.peer import Peer

PAGE = """<!doctype html><title>{title}</title><h1>{title}</h1>
<p>Somebody invites organisations that work for human rights to send in what they have seen in their own country and what
they propose to do about it in the coming years.</p><p>{says}</p>"""
RECORD = """\
title = "{title}"
kind = "call"
organisation = "Somebody"
url = "{url}"

[[deadlines]]
due = 2027-04-30
stated = "Deadline: 30 April 2027"
"""
pytestmark = pytest.mark.slow
FIRST, SECOND, LATER = "2027-03-01T10:00:00Z", "2027-03-01T11:30:00Z", "2027-03-04T10:00:00Z"


@pytest.fixture
def peer() -> Iterator[Peer]:
    with Peer({"/robots.txt": NO_RULES}) as peer:
        yield peer


@pytest.fixture
def asking(project: Folder, peer: Peer, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setenv("XDG_STATE_HOME", str(project.root / "state"))
    return project


def shows(peer: Peer, name: str, says: str, title: str = "A call for reports", *headers: str) -> None:
    assert isinstance(peer.says, dict)
    peer.says[f"/{name}"] = answer(
        "200 OK", "Content-Type: text/html", *headers, content=PAGE.format(title=title, says=says)
    )


def record(project: Folder, peer: Peer, name: str) -> Any:
    return project.record(name, RECORD.format(title="A call for reports", url=peer.address(f"/{name}")))


def verified(project: Folder, at: str, *options: str) -> tuple[int, dict[str, dict[str, Any]]]:
    ran = project.run("verify", "--private", "--as-of", at, "--format", "json", *options)
    return ran.code, {item["id"]: item for item in json.loads(ran.out[: ran.out.rindex("]") + 1])}


def test_each_open_record_is_compared_with_its_page(asking: Folder, peer: Peer) -> None:
    for name in ("confirmed", "moved", "closed", "nothing"):
        record(asking, peer, name)
    shows(peer, "confirmed", "Deadline: 30 April 2027")
    shows(peer, "moved", "Deadline extended to 14 May 2027")
    shows(peer, "closed", "This call is closed.")
    shows(peer, "nothing", "We look forward to your reports.")
    record(asking, peer, "lost")
    code, found = verified(asking, FIRST)
    assert code == 1
    assert {name: one["verdict"] for name, one in found.items()} == {
        "confirmed": "confirmed", "moved": "moved", "closed": "closed", "nothing": "unclear", "lost": "unreachable",
    }  # fmt: skip
    assert found["moved"] == {
        "id": "moved", "deadline": None, "verdict": "moved", "reason": "the page names a later date",
        "from": "2027-04-30", "to": "2027-05-14", "sentence": "Deadline extended to 14 May 2027",
        "url": peer.address("/moved"), "first_seen": True,
    }  # fmt: skip


def test_what_is_seen_twice_is_proposed_and_written_only_when_told_to(asking: Folder, peer: Peer) -> None:
    moved, closed = record(asking, peer, "moved"), record(asking, peer, "closed")
    before = moved.read_text(), closed.read_text()
    shows(peer, "moved", "Deadline: 14 May 2027")
    shows(peer, "closed", "This call is closed.")
    assert asking.run("verify", "--private", "--as-of", FIRST, "--write", "--yes").code == 1
    assert (moved.read_text(), closed.read_text()) == before, "once may be a mistake"
    shown = asking.run("verify", "--private", "--as-of", SECOND, "--write")
    assert "+previously = [2027-04-30]" in shown.out and '+status = "closed"' in shown.out
    assert shown.err.endswith("deadlines: these edits are not written; deadlines verify --write --yes writes them\n")
    assert (moved.read_text(), closed.read_text()) == before
    asking.run("verify", "--private", "--as-of", SECOND, "--write", "--yes")
    assert "due = 2027-05-14\n" in moved.read_text() and 'stated = "Deadline: 14 May 2027"' in moved.read_text()
    assert 'status = "closed"' in closed.read_text()
    assert asking.run("check").code == 0


def test_of_what_repeats_the_next_date_is_compared_and_moved_alone(asking: Folder, peer: Peer) -> None:
    file = record(asking, peer, "again")
    file.write_text(
        file.read_text()
        .replace("due = 2027-04-30\n", 'due = 2027-04-30\nrepeats = "FREQ=YEARLY"\n')
        .replace("stated", "#")
    )
    shows(peer, "again", "Deadline: 30 April 2027")
    assert verified(asking, FIRST)[1]["again"]["verdict"] == "confirmed"
    shows(peer, "again", "Deadline: 14 May 2027")
    assert verified(asking, SECOND)[1]["again"]["to"] == "2027-05-14"
    asking.run("verify", "--private", "--as-of", LATER, "--write", "--yes")
    assert "moved = [" in file.read_text() and asking.run("check").code == 0


def test_what_is_confirmed_gets_the_day_and_an_unchanged_page_is_not_read_again(asking: Folder, peer: Peer) -> None:
    file = record(asking, peer, "same")
    shows(peer, "same", "Deadline: 30 April 2027", "A call for reports", 'ETag: "a"')
    assert verified(asking, FIRST, "--write")[0] == 0
    assert "verified = 2027-03-01\n" in file.read_text()
    assert isinstance(peer.says, dict)
    peer.says["/same"] = answer("304 Not Modified")
    code, found = verified(asking, LATER, "--write")
    assert (code, found["same"]["verdict"]) == (0, "confirmed")
    assert 'If-None-Match: "a"' in peer.asked[-1]
    assert "verified = 2027-03-04\n" in file.read_text()
    file.write_text(file.read_text().replace("due = 2027-04-30\nstated", "due = 2027-05-01\n#"))
    verified(asking, LATER)
    assert "If-None-Match" not in peer.asked[-1], "what the record claims is another thing now"


def test_status_says_when_pages_were_asked_and_what_they_said(asking: Folder, peer: Peer) -> None:
    assert "pages" not in asking.run("status").out
    for name, says in (("a", "30 April 2027"), ("b", "14 May 2027")):
        record(asking, peer, name)
        shows(peer, name, f"Deadline: {says}")
    verified(asking, FIRST)
    shown = asking.run("status").out
    assert "Organisers’ pages: 2 asked, last 2027-03-01 10:00 UTC\n  moved: b → 2027-05-14\n" in shown
    assert json.loads(asking.run("status", "--json").out)["pages"]["alarms"] == [
        {"record": "b", "verdict": "moved", "to": "2027-05-14", "seen": "2027-03-01T10:00:00Z"}
    ]


def test_a_page_is_gone_when_it_is_not_there_for_days(asking: Folder, peer: Peer) -> None:
    record(asking, peer, "lost")
    assert isinstance(peer.says, dict)
    peer.says["/lost"] = answer("404 Not Found")
    code, found = verified(asking, FIRST)
    assert (code, found["lost"]["verdict"]) == (0, "unreachable")
    assert verified(asking, SECOND)[1]["lost"]["verdict"] == "unreachable"
    code, found = verified(asking, LATER)
    assert (code, found["lost"]["verdict"]) == (1, "gone")
    shows(peer, "lost", "Deadline: 30 April 2027")
    assert verified(asking, LATER)[1]["lost"]["verdict"] == "confirmed"


def test_a_miss_in_between_does_not_make_a_move_look_new(asking: Folder, peer: Peer) -> None:
    record(asking, peer, "moved")
    shows(peer, "moved", "Deadline: 14 May 2027")
    verified(asking, FIRST)
    assert isinstance(peer.says, dict)
    again = peer.says["/moved"]
    peer.says["/moved"] = answer("403 Forbidden")
    assert verified(asking, SECOND)[1]["moved"]["verdict"] == "unreachable"
    peer.says["/moved"] = again
    assert verified(asking, LATER)[1]["moved"]["first_seen"] is False


def test_without_private_this_machine_is_not_asked(asking: Folder, peer: Peer) -> None:
    record(asking, peer, "confirmed")
    ran = asking.run("verify", "--as-of", FIRST)
    assert ran.code == 0 and "which is not on the public Internet" in ran.out and peer.asked == []


def test_a_redirect_to_the_front_page_is_unclear(asking: Folder, peer: Peer) -> None:
    record(asking, peer, "old")
    assert isinstance(peer.says, dict)
    peer.says["/old"] = answer("302 Found", "Location: /")
    peer.says["/"] = answer(
        "200 OK",
        "Content-Type: text/html",
        content=PAGE.format(title="A call for reports", says="Deadline: 14 May 2027"),
    )
    found = verified(asking, FIRST)[1]["old"]
    assert (found["verdict"], found["reason"]) == ("unclear", "it leads to the front page of the site")


def test_the_report_for_people_begins_with_what_leaves_less_time(asking: Folder, peer: Peer) -> None:
    for name, says in (("a-later", "14 May"), ("b-earlier", "16 April"), ("c-same", "30 April")):
        record(asking, peer, name)
        shows(peer, name, f"Deadline: {says} 2027")
    ran = asking.run("verify", "--private", "--as-of", FIRST)
    assert ran.out.startswith(
        "moved: b-earlier, 2027-04-30 → 2027-04-16 (first seen)\n"
        "  the page names an EARLIER date\n"
        "  “Deadline: 16 April 2027”\n"
    )
    assert "c-same" not in ran.out and ran.err == "confirmed: 1\nmoved: 2\n"
    github = asking.run("verify", "--private", "--as-of", SECOND, "--format", "github", "a-later")
    assert github.out.startswith(
        "::warning file=opportunities/calls/a-later.toml::moved: a-later, 2027-04-30 → 2027-05-14%0A"
    )


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"form": 1, "records": {"confirmed": {"seen": []}}}', "\0"])
def test_damaged_evidence_is_none(asking: Folder, peer: Peer, damage: str) -> None:
    record(asking, peer, "confirmed")
    shows(peer, "confirmed", "Deadline: 30 April 2027")
    verified(asking, FIRST)
    (file,) = (asking.root / "state").rglob("*.json")
    file.write_text(damage)
    assert verified(asking, SECOND)[1]["confirmed"]["verdict"] == "confirmed"
