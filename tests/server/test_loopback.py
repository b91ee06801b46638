"""The form through a real socket: what it writes, what it refuses, and who may ask."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from deadlines.server.loopback import MOST_BYTES, MOST_FIELDS
from tests.conftest import CALL, Folder, a_call
from tests.form.filling import FORM, Page, Visitor, visiting
from tests.form.test_fields import ODD

BY_HAND = """\
# of ours
title = 'A call'    # as they write it
kind = "call"
organisation = "Somebody"
url = "https://example.org/call"
topics = [
  "one", # the first
]

[[deadlines]]
due = 2026-03-06   # a Friday
"""


@pytest.fixture
def visitor(project: Folder) -> Iterator[Visitor]:
    project.record("one", BY_HAND)
    with visiting(project.root) as found:
        yield found


def test_a_record_is_changed_and_its_other_lines_stay(project: Folder, visitor: Visitor) -> None:
    saved = visitor.send("en/record/one", deadlines__0__due="2026-03-20", topics="one\r\ntwo", amount=" EUR 5 ")
    assert saved.status == 200 and "opportunities/calls/one.toml" in saved.said
    assert 'subscribers will see "Deadline: A call (Somebody) (extended from 6 March)", Friday, 20 March' in saved.said
    assert (project.root / "opportunities/calls/one.toml").read_text() == BY_HAND.replace(
        'call"\ntopics = [\n  "one", # the first\n',
        'call"\namount = "EUR 5"\ntopics = [\n  "one", # the first\n  "two",\n',
    ).replace("due = 2026-03-06   # a Friday\n", "due = 2026-03-20   # a Friday\npreviously = [2026-03-06]\n")
    assert project.run("check").code == 0


def test_what_was_due_is_kept_unless_the_box_is_cleared_or_it_was_only_expected(
    project: Folder, visitor: Visitor
) -> None:
    project.record(
        "two", f'status = "expected"\n{a_call("2026-05-06")}'.replace("A call", "Another").replace("/call", "/2")
    )
    values = visitor.get("en/record/one").values
    assert values.pop("deadlines.0.keep") == "yes"
    visitor.post("en/record/one", {**values, "deadlines.0.due": "2026-03-20", "do": "save"})
    assert "previously" not in (project.root / "opportunities/calls/one.toml").read_text()
    assert "deadlines.0.keep" not in visitor.get("en/record/two").values
    visitor.send("en/record/two", deadlines__0__due="2026-05-20", deadlines__0__keep="yes", status="announced")
    assert (project.root / "opportunities/calls/two.toml").read_text() == a_call("2026-05-20").replace(
        "A call", "Another"
    ).replace("/call", "/2")


def test_a_new_record_is_the_file_that_add_writes(project: Folder, visitor: Visitor) -> None:
    typed = ("--title", "Zebra 2026", "--kind", "prize", "--organisation", "Zoo", "--url", "https://zoo.example/",
             "--due", "2026-03-06T18:00", "--timezone", "Europe/Zurich", "--stated", "6 March 2026", "--previously", "2026-02-01",
             "--language", "fr", "--topic", "one", "--apply-email", "a@zoo.example", "--summary", "What it is", "--draft")  # fmt: skip
    assert project.run("add", *typed).code == 0
    file = project.root / "opportunities/prizes/zebra-2026.toml"
    by_add = file.read_bytes()
    file.unlink()
    saved = visitor.send(
        "en/new", title="Zebra 2026", kind="prize", organisation="Zoo", url="https://zoo.example/", languages="fr",
        deadlines__0__due="2026-03-06 18:00", deadlines__0__timezone="Europe/Zurich", deadlines__0__stated="6 March 2026",
        deadlines__0__previously="2026-02-01", topics="one", apply__email="a@zoo.example", summary="What it is", draft="yes",
    )  # fmt: skip
    assert saved.status == 200 and "it is a draft" in saved.said, saved.said
    assert file.read_bytes() == by_add
    again = visitor.send(
        "en/new", title="Zebra 2026", kind="prize", organisation="Z", url="https://z.example/", rolling="yes"
    )
    assert again.status == 422 and 'there is a record "zebra-2026" already' in again.said
    assert file.read_bytes() == by_add


def test_what_is_needed_is_said_beside_the_field_and_nothing_is_written(project: Folder, visitor: Visitor) -> None:
    page = visitor.send("fr/new", deadlines__0__timezone="Europe/Zurich", opens="tomorrow")
    assert page.status == 422 and "Rien n’a encore été enregistré" in page.said
    for name in ("title", "kind", "organisation", "url", "deadlines.0.due"):
        assert page.beside(name) == "cette réponse est nécessaire", name
        assert re.search(rf'id="{re.escape(name)}"[^>]*aria-invalid="true"', page.text)
    assert page.beside("opens").startswith("cette date n’existe pas")
    assert page.values["opens"] == "tomorrow" and page.values["deadlines.0.timezone"] == "Europe/Zurich"
    assert len(list((project.root / "opportunities").rglob("*.toml"))) == 1
    page = visitor.send("en/record/one", deadlines__0__due="2026-03-06T18:00", languages="fr\r\nenglish!")
    assert page.beside("deadlines.0.timezone") == "this is needed"
    assert page.beside("languages").startswith('"english!" is not a language tag')
    page = visitor.send("en/record/one", deadlines__0__stated="7 March 2026")
    assert "but “Deadline” is 2026-03-06" in page.beside("deadlines.0.stated")
    assert (project.root / "opportunities/calls/one.toml").read_text() == BY_HAND


def test_what_may_be_meant_is_written_and_doubted(project: Folder, visitor: Visitor) -> None:
    page = visitor.send("en/record/one", deadlines__0__due="2095-03-06")
    assert page.status == 200 and "the year 2095 seems to mean that there is no deadline" in page.said
    assert "due = 2095-03-06" in (project.root / "opportunities/calls/one.toml").read_text()


def test_rows_come_and_go_without_a_script(project: Folder, visitor: Visitor) -> None:
    more = visitor.send("en/record/one", "add deadlines", deadlines__0__label="Papers")
    assert more.status == 200 and 'id="deadlines.1.due"' in more.text and 'name="deadlines.1.due"' in more.text
    assert re.search(r'id="deadlines\.1\.due"[^>]*autofocus', more.text)
    both = more.values | {"deadlines.1.due": "2026-05-06"}
    assert visitor.post("en/record/one", {**both, "do": "save"}).beside("deadlines.1.label") == "this is needed"
    assert visitor.post("en/record/one", {**both, "deadlines.1.label": "Talks", "do": "save"}).status == 200
    assert (project.root / "opportunities/calls/one.toml").read_text() == BY_HAND.replace(
        "due = 2026-03-06   # a Friday\n",
        'due = 2026-03-06   # a Friday\nlabel = "Papers"\n\n[[deadlines]]\nlabel = "Talks"\ndue = 2026-05-06\n',
    )
    less = visitor.send("en/record/one", "remove deadlines 0")
    assert "Papers" not in less.said and less.values["deadlines.1.was"] == "1"
    assert visitor.post("en/record/one", {**less.values, "deadlines.1.label": "", "do": "save"}).status == 200
    assert (project.root / "opportunities/calls/one.toml").read_text() == BY_HAND.replace(
        "2026-03-06   # a Friday", "2026-05-06"
    )


def test_rows_are_put_in_another_order_without_a_script(project: Folder, visitor: Visitor) -> None:
    more = visitor.send("en/record/one", "add deadlines", deadlines__0__label="Papers")
    both = more.values | {"deadlines.1.due": "2026-05-06", "deadlines.1.label": "Talks"}
    assert visitor.post("en/record/one", {**both, "do": "save"}).status == 200
    up = visitor.send("en/record/one", "up deadlines 1")
    assert (up.values["deadlines.0.was"], up.values["deadlines.0.label"]) == ("1", "Talks")
    assert visitor.post("en/record/one", {**up.values, "do": "down deadlines 0"}).values["deadlines.0.was"] == "0"
    assert visitor.post("en/record/one", {**up.values, "do": "down deadlines 1"}).values == up.values
    assert visitor.post("en/record/one", {**up.values, "do": "up deadlines 7"}).values == up.values
    assert visitor.post("en/record/one", {**up.values, "do": "save"}).status == 200
    written = (project.root / "opportunities/calls/one.toml").read_text()
    assert written.index("Talks") < written.index("Papers") and written.count("[[deadlines]]") == 2
    assert visitor.get("en/record/one").values["deadlines.0.label"] == "Talks"


def test_who_was_slower_is_told_and_overwrites_nothing(project: Folder, visitor: Visitor) -> None:
    values = visitor.get("en/record/one").values
    theirs = project.record("one", BY_HAND.replace("Somebody", "They"))
    page = visitor.post("en/record/one", {**values, "title": "Mine", "do": "save"})
    assert page.status == 409 and "The file has changed since this page was opened" in page.said
    assert page.values["title"] == "Mine"
    assert visitor.post("en/record/one", {**page.values, "do": "save"}).status == 409
    assert theirs.read_text() == BY_HAND.replace("Somebody", "They")


def test_what_is_wrong_in_a_file_is_shown_and_can_be_mended(project: Folder, visitor: Visitor) -> None:
    broken = project.record("two", a_call("2026-03-06T18:00:00").replace('"call"', '"cal"').replace("A call", "Two"))
    listed = visitor.get("en/").said
    assert "A call" in listed and "Something is wrong in it" in listed
    page = visitor.get("en/record/two")
    assert page.beside("kind").startswith('"cal" is not a value of “Kind”') and "needs a time zone" in page.beside(
        "deadlines.0.due"
    )
    assert visitor.send("en/record/two", kind="prize", deadlines__0__timezone="UTC").status == 200
    assert 'kind = "prize"' in broken.read_text() and project.run("check").code == 0
    broken.write_text("title = ")
    assert visitor.get("en/record/two").status == 409
    assert visitor.get("en/record/nothing").status == 404 and visitor.get("en/record/../one").status == 404


@pytest.mark.slow
@pytest.mark.parametrize("line", ODD)
def test_a_file_with_anything_in_it_has_a_page_and_is_not_written(project: Folder, visitor: Visitor, line: str) -> None:
    file = project.file("opportunities/calls/odd.toml", f"{line}\n")
    page = visitor.get("ar/record/odd")
    assert page.status == 200 and page.values["digest"]
    for do in ("save", "add deadlines", "add milestones", "remove deadlines 0"):
        assert visitor.send("ar/record/odd", do, title="عنوان").status in (200, 400, 422)
    assert file.read_text() == f"{line}\n"


def test_records_are_found_by_words(project: Folder, visitor: Visitor) -> None:
    project.record("two", a_call("2026-03-06").replace("A call", "Défense").replace("/call", "/two"))
    found = visitor.get("en/?" + urlencode({"q": "defense some"}))
    assert "Défense" in found.said and "A call" not in found.said and "1 record" in found.said


@pytest.mark.parametrize("tag", ["en", "fr", "es", "ar"])
def test_what_others_wrote_is_shown_and_never_run(project: Folder, visitor: Visitor, tag: str) -> None:
    evil = '</textarea><script>alert(1)</script>" autofocus onfocus="alert(1)'
    text = CALL.replace('"A call"', f"'{evil}'").replace("/call", "/evil")
    project.record("evil", text, more=f"summary = '{evil}'\nseries = '{evil}'")
    for page in (visitor.get(f"{tag}/"), visitor.get(f"{tag}/record/evil")):
        assert page.status == 200 and "<script" not in page.text and 'onfocus="' not in page.text
    assert visitor.get(f"{tag}/record/evil").values["summary"] == evil


def ask(visitor: Visitor, **headers: str) -> Page:
    return visitor.ask(f"/{visitor.server.token}/en/", **headers)


def test_nobody_without_the_token_sees_or_writes_anything(project: Folder, visitor: Visitor) -> None:
    token = visitor.server.token
    for path in (
        "/",
        "/en/",
        "/en/record/one",
        f"/{token[:-1]}/en/",
        f"/{token}x/en/",
        "/%00/en/",
        "//evil.example/",
        "*",
        f"/x/{token}/en/",
    ):
        for method in ("GET", "HEAD", "POST"):
            assert visitor.ask(path, method=method, Content_Type=FORM, Content_Length="0").status == 403, (method, path)
    assert visitor.get("").status == 303 and len(token) >= 32
    with visiting(project.root) as another:
        assert another.server.token != token


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        "127.0.0.1:1",
        "localhost.evil.example:{port}",
        "evil@127.0.0.1:{port}",
        "[::1]:{port}",
        "",
    ],
)
def test_a_name_that_was_turned_to_this_machine_is_refused(visitor: Visitor, host: str) -> None:
    assert ask(visitor, Host=host.format(port=visitor.server.server_port)).status == 403


def test_this_machine_may_be_called_by_both_its_names(visitor: Visitor) -> None:
    for name in ("localhost", "127.0.0.1"):
        assert ask(visitor, Host=f"{name}:{visitor.server.server_port}").status == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "multipart/form-data; boundary=x"}, 415),
        ({"Content_Length": str(MOST_BYTES + 1)}, 413),
        ({"Content_Length": "9" * 5000}, 413),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": "²"}, 411),
        ({"Transfer_Encoding": "chunked"}, 411),
    ],
)
def test_what_is_not_sent_by_our_own_page_is_refused(
    project: Folder, visitor: Visitor, headers: dict[str, str], status: int
) -> None:
    path = f"/{visitor.server.token}/en/finish"
    body = None if status in (411, 413) else b""
    sent = {"Content_Type": FORM, "Content_Length": "0", **headers}
    sent = {name: value.encode().decode("latin-1") for name, value in sent.items()}
    assert visitor.ask(path, method="POST", body=body, **sent).status == status
    assert not visitor.server.ended.is_set()


def test_more_fields_than_a_record_can_have_are_refused(visitor: Visitor) -> None:
    page = visitor.post("en/new", {f"x{number}": "" for number in range(MOST_FIELDS + 1)})
    assert page.status == 400
    path = f"/{visitor.server.token}/en/new"
    assert visitor.ask(path, method="POST", body="é=é".encode(), Content_Type=FORM).status == 400
    assert (
        visitor.post(
            "en/record/one", visitor.get("en/record/one").values | {"deadlines.0.was": "7", "do": "save"}
        ).status
        == 400
    )


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "FOO"])
def test_other_methods_are_none(visitor: Visitor, method: str) -> None:
    answer = visitor.ask(f"/{visitor.server.token}/en/", method=method)
    assert answer.status == 405 and answer.headers["Allow"] == "GET, HEAD, POST"


def test_what_is_no_request_gets_no_words_back(visitor: Visitor) -> None:
    for sent in (b"<script>\r\n\r\n", b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", visitor.server.server_port), timeout=20) as connection:
            connection.sendall(sent)
            answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert b"script" not in answer and b"aaa" not in answer and re.search(rb"(\A|\r\n\r\n)\d{3}\n\Z", answer), (
            answer
        )


def test_every_answer_says_what_a_browser_may_do_with_it(visitor: Visitor) -> None:
    for page in (
        visitor.get("en/"),
        visitor.get("page.css"),
        visitor.get("form.css"),
        visitor.ask("/"),
        visitor.get("xx/"),
    ):
        headers = page.headers
        assert (
            "default-src 'none'" in headers["Content-Security-Policy"]
            and "form-action 'self'" in headers["Content-Security-Policy"]
        )
        assert "script-src" not in headers["Content-Security-Policy"]
        assert (headers["X-Content-Type-Options"], headers["Cache-Control"], headers["Referrer-Policy"]) == (
            "nosniff",
            "no-store",
            "same-origin",
        )
        assert not [name for name in headers if name.startswith("Access-Control")] and headers["Server"] == "deadlines"
    assert visitor.ask(f"/{visitor.server.token}/en/", method="HEAD").text == ""


def test_a_fault_of_ours_is_told_to_the_terminal_and_not_to_the_browser(project: Folder) -> None:
    with visiting(project.root) as visitor:
        (project.root / "opportunities").rmdir()
        assert visitor.get("en/").status == 200
        visitor.server.static = {"en/": ("text/plain",)}  # type: ignore[dict-item]
        page = visitor.get("en/")
        assert (page.status, page.text) == (500, "500\n")
        assert [type(fault) for fault in visitor.faults] == [TypeError]
        visitor.faults.clear()


def start(project: Folder, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "deadlines", "-C", str(project.root), "edit", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"} | environment,
    )  # fmt: skip


@pytest.mark.slow
def test_the_command_prints_its_address_and_ends_by_ctrl_c_or_the_button(project: Folder) -> None:
    project.record("one-call-2026")
    for ending, code in (("ctrl-c", 130), ("button", 0)):
        running = start(project, "one", LC_ALL="fr_FR.UTF-8")
        assert running.stdout and running.stderr
        address = running.stdout.readline().strip()
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)(/[\w-]{32}/)fr/record/one-call-2026", address)
        assert found, address
        if ending == "ctrl-c":
            running.send_signal(signal.SIGINT)
        else:
            with socket.create_connection(("127.0.0.1", int(found[1])), timeout=20) as connection:
                connection.sendall(
                    f"POST {found[2]}fr/finish HTTP/1.1\r\nHost: localhost:{found[1]}\r\nContent-Type: {FORM}\r\nContent-Length: 0\r\n\r\n".encode()
                )
                assert (
                    "Vous pouvez fermer cette page." in b"".join(iter(lambda c=connection: c.recv(65536), b"")).decode()
                )
        assert running.wait(20) == code
        assert "Traceback" not in running.stderr.read()


def test_what_is_none_of_the_records_is_refused_before_anything_is_served(project: Folder) -> None:
    ran = project.run("edit", "nothing")
    assert ran.code == 2 and 'there is no record "nothing"' in ran.err and ran.out == ""
