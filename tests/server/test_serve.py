"""``deadlines serve`` through the network: what calendar programs are answered."""

import gzip
import http.client
import json
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from tests.conftest import CALL, Folder, a_call
from tests.server.conftest import Served

Full = tuple[Folder, Served]
Starting = Callable[..., Served]


def test_a_feed_has_the_bytes_of_the_folder_and_the_headers_that_programs_need(full: Full) -> None:
    project, served = full
    answer = served.ask("/all.ics")
    assert answer.status == 200
    assert answer.body == project.calendar()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=900, must-revalidate"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["ETag"].startswith('"')
    assert "Server" not in answer.headers


def test_head_is_get_without_the_body(full: Full) -> None:
    got, head = full[1].ask("/all.ics"), full[1].ask("/all.ics", method="HEAD")
    assert head.status == 200 and head.body == b""
    assert {k: v for k, v in head.headers.items() if k != "date"} == {
        k: v for k, v in got.headers.items() if k != "date"
    }
    assert head.headers["Content-Length"] == str(len(got.body))


def test_gzip_is_another_representation_with_a_tag_of_its_own(full: Full) -> None:
    plain, packed = full[1].ask("/all.ics"), full[1].ask("/all.ics", Accept_Encoding="br, gzip;q=0.5")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body and len(packed.body) < len(plain.body)
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in full[1].ask("/all.ics", Accept_Encoding="gzip;q=0, br").headers
    unchanged = full[1].ask("/all.ics", Accept_Encoding="gzip", If_None_Match=packed.headers["ETag"])
    assert unchanged.status == 304 and unchanged.body == b""
    assert full[1].ask("/all.ics", Accept_Encoding="gzip", If_None_Match=plain.headers["ETag"]).status == 200


def test_what_a_client_has_is_not_sent_again(full: Full) -> None:
    tag = full[1].ask("/all.ics").headers["ETag"]
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = full[1].ask("/all.ics", If_None_Match=held)
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", tag)
        assert answer.headers["Cache-Control"] and answer.headers["Vary"]
    assert full[1].ask("/all.ics", If_None_Match='"other"').status == 200
    assert full[1].ask("/all.ics", If_Match='"other"').status == 412
    assert full[1].ask("/all.ics", If_Match=tag).status == 200


@pytest.mark.parametrize("method", ["PROPFIND", "PUT", "OPTIONS", "REPORT", "POST", "DELETE", "MKCALENDAR"])
@pytest.mark.parametrize("path", ["/all.ics", "/", "/feed.ics?kind=job", "/health", "/nowhere"])
def test_whoever_would_write_is_told_that_one_may_only_read(full: Full, method: str, path: str) -> None:
    answer = full[1].ask(path, method=method, body=b"<propfind/>")
    assert answer.status == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    assert full[1].ask("/all.ics").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../deadlines.toml", "/%2e%2e/deadlines.toml", "/..%2fdeadlines.toml", "//etc/passwd", "/%2fetc/passwd",
        "/.secret.ics", "/.all.ics.1.new", "/folder/.hidden/a.ics", "/link.ics", "/linked/deadlines.toml", "/all.ics/",
        "/folder/", "/all.ics%00.html", "/..\\deadlines.toml", "/" + "a" * 5000, "/%ff", "/nowhere.ics",
    ],
)  # fmt: skip
def test_nothing_but_plain_files_of_the_folder_is_read(full: Full, path: str) -> None:
    project, served = full
    calendars = project.root / "calendars"
    for hidden in (".secret.ics", ".all.ics.1.new", "folder/.hidden/a.ics"):
        project.file(f"calendars/{hidden}", "hidden")
    for name, target in (("link.ics", "../deadlines.toml"), ("linked", "..")):
        if not (calendars / name).is_symlink():
            (calendars / name).symlink_to(target)
    answer = served.ask(path)
    assert answer.status == 404
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert b"domain" not in answer.body and b"hidden" not in answer.body


def test_files_of_the_page_have_their_types(full: Full) -> None:
    project, served = full
    for name, content, media_type in (
        ("about.html", "<!doctype html>", "text/html; charset=utf-8"),
        ("page/style.css", "a{}", "text/css; charset=utf-8"),
        ("page/search.js", "1", "text/javascript; charset=utf-8"),
        ("qr.svg", "<svg/>", "image/svg+xml; charset=utf-8"),
        ("opportunities.json", "[]", "application/json"),
        ("fr/atom.xml", '<feed xmlns="http://www.w3.org/2005/Atom"/>', "application/atom+xml; charset=utf-8"),
        ("sitemap.xml", "<urlset/>", "application/xml; charset=utf-8"),
    ):
        project.file(f"calendars/{name}", content)
        assert served.ask(f"/{name}").headers["Content-Type"] == media_type
    assert served.ask("/").body == served.ask("/index.html").body == project.published()["index.html"]
    project.file("calendars/fr/index.html", "<!doctype html><p>fr")
    moved = served.ask("/fr")
    assert (moved.status, moved.headers["Location"]) == (307, "fr/")
    assert served.ask("/fr/").text == "<!doctype html><p>fr"


def test_a_date_decides_only_when_it_can_tell(full: Full) -> None:
    project, served = full
    file = project.file("calendars/dated.ics", "one")
    assert "Last-Modified" not in served.ask("/dated.ics").headers  # it may change again in this second
    os_utime(file, 1_700_000_000)
    answer = served.ask("/dated.ics")
    assert parsedate_to_datetime(answer.headers["Last-Modified"]).timestamp() == 1_700_000_000
    since = answer.headers["Last-Modified"]
    assert served.ask("/dated.ics", If_Modified_Since=since).status == 304
    assert served.ask("/dated.ics", If_Modified_Since="Tue, 14 Nov 2023 22:13:19 GMT").status == 200
    assert served.ask("/dated.ics", If_Modified_Since=since, If_None_Match='"other"').status == 200
    assert served.ask("/dated.ics", If_Unmodified_Since="Tue, 14 Nov 2023 22:13:19 GMT").status == 412
    assert served.ask("/dated.ics", If_Modified_Since="soon").status == 200


def os_utime(file: Path, when: int) -> None:
    import os

    os.utime(file, (when, when))


def uids(calendar: bytes) -> list[str]:
    return [line[4:].decode() for line in calendar.split(b"\r\n") if line.startswith(b"UID:")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=job", ["a-job@test.example"]),
        ("kind=job&kind=call", ["a-call@test.example", "a-job@test.example"]),
        ("language=fr", ["a-job@test.example"]),
        ("topic=sant%C3%A9", ["a-call@test.example"]),
        ("kind=prize", ["long-past@test.example"]),
        ("words=call&language=en&kind=call", ["a-call@test.example"]),
        ("", ["a-call@test.example", "a-job@test.example"]),
    ],
)
def test_any_selection_is_a_feed(full: Full, query: str, found: list[str]) -> None:
    answer = full[1].ask(f"/feed.ics?{query}")
    assert answer.status == 200 and answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert uids(answer.body) == found


def test_a_feed_by_query_has_the_entries_of_the_folder_byte_for_byte(full: Full) -> None:
    project, served = full

    def entries(calendar: bytes) -> set[bytes]:
        return {piece.partition(b"END:VEVENT")[0] for piece in calendar.split(b"BEGIN:VEVENT")[1:]}

    assert entries(served.ask("/feed.ics?kind=job").body) == entries(project.calendar("jobs"))
    assert entries(served.ask("/feed.ics?alarms=1&kind=job").body) == entries(project.calendar("jobs-alarms"))
    tag = served.ask("/feed.ics?kind=job&language=fr").headers["ETag"]
    assert served.ask("/feed.ics?language=fr&kind=job", If_None_Match=tag).status == 304


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("knd=job", 'did you mean "kind"?'),
        ("kind=jobb", 'did you mean "job"?'),
        ("within=30d", "keeps what is past"),
        ("alarms=yes", "alarms=1"),
        ("kind=", "has no value"),
        ("words=" + "a" * 101, "too long"),
        ("kind=job&" * 30, "at most 20 words"),
        ("words=a&" * 200, "too long"),
        ("topic=a%0D%0ASUMMARY:x", "control character"),
        ("topic=%ff", "joined by &"),
        ("language=french!", "BCP 47"),
    ],
)
def test_a_word_that_cannot_be_meant_is_answered_with_what_to_type(full: Full, query: str, hint: str) -> None:
    answer = full[1].ask(f"/feed.ics?{query}")
    assert answer.status == 400 and hint in answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("query", ["topic=nothing", "kind=grant", "kind=fellowship"])
def test_no_calendar_is_ever_empty(full: Full, query: str) -> None:
    answer = full[1].ask(f"/feed.ics?{query}")
    assert answer.status == 404 and "no deadline matches" in answer.text


@pytest.mark.slow
def test_a_record_that_changes_is_published_under_the_same_uid(project: Folder, starting: Starting) -> None:
    project.record("moving", a_call("2099-03-06"))
    served = starting(project)
    before = served.ask("/all.ics")
    project.record("moving", a_call("2099-04-06", previously="[2099-03-06]"))
    served.until("current: ")
    after = served.ask("/all.ics", If_None_Match=before.headers["ETag"])
    assert after.status == 200
    assert uids(after.body) == uids(before.body) == ["moving@test.example"]
    assert b"DTSTART;VALUE=DATE:20990406" in after.body and b"SEQUENCE:1" in after.body
    assert served.ask("/feed.ics?kind=call").body.count(b"DTSTART;VALUE=DATE:20990406") == 1


@pytest.mark.slow
def test_a_broken_record_keeps_its_entry_in_every_feed(project: Folder, starting: Starting) -> None:
    project.record("sound", a_call("2099-03-06"))
    project.record("breaking", a_call("2099-03-07"), more='languages = ["fr"]')
    served = starting(project)
    paths = ("/all.ics", "/feed.ics?language=fr", "/feed.ics?kind=call&words=call")
    before = [served.ask(path).body for path in paths]
    project.record("breaking", "title = ")
    assert any("breaking is broken and keeps" in line for line in served.until("current: "))
    assert [served.ask(path).body for path in paths] == before
    assert json.loads(served.ask("/health").body) | {"exported": ""} == {
        "status": "serving", "exported": "", "problems": 1, "restored": None,
    }  # fmt: skip
    served.stop()
    again = starting(project)  # which never knew what the record said
    assert [again.ask(path).body for path in paths] == before


@pytest.mark.slow
def test_settings_that_break_stop_the_exports_and_nothing_else(project: Folder, starting: Starting) -> None:
    project.record("one", a_call("2099-03-06"))
    served = starting(project)
    before = served.ask("/all.ics")
    settings = (project.root / "deadlines.toml").read_text()
    project.file("deadlines.toml", settings.replace("Europe/Brussels", "Europe/Geneva"))
    served.until("not exported: deadlines.toml is wrong")
    assert served.ask("/all.ics").body == before.body
    health = served.ask("/health")
    assert health.status == 200 and json.loads(health.body)["status"] == "failing"
    project.file("deadlines.toml", settings)
    project.record("two", a_call("2099-03-07"))
    served.until("current: ")
    assert json.loads(served.ask("/health").body)["status"] == "serving"


@pytest.mark.slow
def test_all_records_deleted_at_once_withdraws_nothing(project: Folder, starting: Starting) -> None:
    file = project.record("one", a_call("2099-03-06"))
    served = starting(project)
    before = served.ask("/all.ics").body
    file.unlink()
    served.until("is not withdrawn all at once")
    assert served.ask("/all.ics").body == before


@pytest.mark.slow
def test_a_record_that_is_gone_is_shown_as_removed_to_those_who_followed_it(
    project: Folder, starting: Starting
) -> None:
    project.record("stays", a_call("2099-03-06"))
    file = project.record("goes", a_call("2099-03-07"), more='languages = ["fr"]')
    served = starting(project)
    file.unlink()
    served.until("goes@test.example is published as cancelled")
    served.until("current: ")
    assert b"SUMMARY:REMOVED: Deadline: A call" in served.ask("/feed.ics?language=fr").body
    assert served.ask("/feed.ics?language=es").status == 404


@pytest.mark.slow
@pytest.mark.parametrize(("how", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_after_what_is_being_sent(project: Folder, starting: Starting, how: int, code: int) -> None:
    project.record("one", CALL)
    project.file("calendars/large.ics", b"x" * 20_000_000)
    served = starting(project)
    with socket.create_connection(("127.0.0.1", served.port)) as slow:
        slow.settimeout(20)
        slow.sendall(b"GET /large.ics HTTP/1.1\r\nHost: here\r\n\r\n")
        received = len(slow.recv(1000))
        served.process.send_signal(how)
        while piece := slow.recv(1_000_000):
            received += len(piece)
    assert received > 20_000_000
    assert served.process.wait(timeout=20) == code


@pytest.mark.slow
def test_this_machine_alone_unless_told_otherwise(full: Full, project: Folder, starting: Starting) -> None:
    assert full[1].address.startswith("http://127.0.0.1:")
    project.record("one", CALL)
    wide = starting(project, "--host", "0.0.0.0")
    assert "https" in wide.until("whoever reaches this machine")[-1]


@pytest.mark.slow
def test_a_port_that_is_taken_is_said_in_a_line(full: Full) -> None:
    ran = full[0].process("serve", "--port", str(full[1].port))
    assert ran.code == 3 and "choose with --host and --port" in ran.err and "Traceback" not in ran.err


def test_a_head_that_never_ends_is_refused(full: Full) -> None:
    with socket.create_connection(("127.0.0.1", full[1].port)) as connection:
        connection.settimeout(20)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: here\r\nX: " + b"a" * 100_000)
        assert connection.recv(1000).startswith(b"HTTP/1.1 400")


@pytest.mark.slow
def test_whoever_sends_a_request_drop_by_drop_is_not_waited_for(full: Full) -> None:
    for beginning in (
        b"",
        b"GET /all.ics HTTP/1.1\r\nHost",
        b"PUT / HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\nx",
    ):
        with socket.create_connection(("127.0.0.1", full[1].port)) as connection:
            connection.settimeout(20)
            connection.sendall(beginning)
            with suppress(ConnectionResetError):
                while connection.recv(1000):
                    pass


HALF = b"GET /all.ics HTTP/1.1\r\nHost"


@pytest.mark.slow
@pytest.mark.parametrize(
    "sent", [b"", HALF, b"HEAD /all.ics HTTP/1.1\r\nHost: here\r\n\r\n"], ids=["nothing", "half", "idle"]
)
def test_a_client_with_hundreds_of_connections_shuts_out_nobody_else(full: Full, sent: bytes) -> None:
    patient = socket.create_connection(("127.0.0.1", full[1].port))
    patient.settimeout(20)
    patient.sendall(HALF)
    crowd = [socket.create_connection(("127.0.0.1", full[1].port), source_address=("127.0.0.2", 0)) for _ in range(520)]
    try:
        for connection in crowd:
            with suppress(ConnectionError):
                connection.sendall(sent)
        assert full[1].ask("/all.ics").status == 200
        patient.sendall(b": here\r\n\r\n")
        assert patient.recv(1000).startswith(b"HTTP/1.1 200 ")
    finally:
        for connection in (patient, *crowd):
            connection.close()


@pytest.mark.slow
@pytest.mark.parametrize("asked_before", [True, False])
@pytest.mark.parametrize("damage", [b"", b"BEGIN:VCALENDAR\r\n", None], ids=["emptied", "truncated", "removed"])
def test_a_damaged_file_is_never_served_and_is_written_again(
    project: Folder, starting: Starting, damage: bytes | None, *, asked_before: bool
) -> None:
    project.record("a-call", a_call("2099-03-06"))
    served = starting(project)
    good, file = project.calendar(), project.root / "calendars" / "all.ics"
    if asked_before:
        assert served.ask("/all.ics").body == good
    assert json.loads(served.ask("/health").text)["restored"] is None
    file.unlink()
    if damage is not None:
        file.write_bytes(damage)
    answer = served.ask("/all.ics")
    assert (answer.status, answer.body) == (200, good)
    served.until("current: ")
    assert file.read_bytes() == good
    assert json.loads(served.ask("/health").text)["restored"]


def test_header_lines_that_are_repeated_count_as_one_list(full: Full) -> None:
    tag = full[1].ask("/all.ics").headers["ETag"]

    def status_with(*lines: tuple[str, str]) -> tuple[int, str | None]:
        connection = http.client.HTTPConnection("127.0.0.1", full[1].port, timeout=20)
        connection.putrequest("GET", "/all.ics", skip_accept_encoding=True)
        for name, value in lines:
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, answer.headers["Content-Encoding"]

    assert status_with(("If-None-Match", '"other"'), ("If-None-Match", tag))[0] == 304
    assert status_with(("If-None-Match", tag), ("If-None-Match", '"other"'))[0] == 304
    assert status_with(("Accept-Encoding", "br"), ("Accept-Encoding", "gzip"))[1] == "gzip"
    assert status_with(("Accept-Encoding", "gzip;q=0"), ("Accept-Encoding", "br"))[1] is None


def test_pages_of_other_sites_may_read_what_is_public(full: Full) -> None:
    for path in ("/all.ics", "/opportunities.json", "/feed.ics?kind=job", "/nowhere", "/health"):
        assert full[1].ask(path, Origin="https://elsewhere.example").headers["Access-Control-Allow-Origin"] == "*"
