"""What somebody may write into a record, or put in its place, to mislead a reader or a program."""

import pytest
from pydantic import TypeAdapter, ValidationError

from deadlines.documents.document import Document, parse
from deadlines.domain.characters import STEERING, UNSAFE
from deadlines.domain.fields import Line
from deadlines.records.load import read_record
from tests.conftest import CALL, Folder


def check(project: Folder, text: str) -> str:
    project.record("one", text)
    ran = project.run("check")
    assert ran.code == 1, ran.out
    return ran.out


@pytest.mark.parametrize("steering", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"])
def test_what_turns_the_order_of_letters_is_refused_and_does_not_reach_the_terminal(
    project: Folder, steering: str
) -> None:
    for text in (CALL.replace("A call", f"A {steering}llac"), CALL + f'stated = "{steering}6 March 2026"\n'):
        out = check(project, text)
        assert f"U+{ord(steering):04X}" in out and "take it out" in out and steering not in out
        assert steering not in project.run("check", "--format", "github").out


def test_marks_that_letters_from_the_right_need_are_taken(project: Folder) -> None:
    project.record("one", CALL.replace("A call", "جائزة\u200f 2026\u200e (A\u200bB\u061c) می\u200cخواهم"))
    assert project.run("check").out == ""


@pytest.mark.parametrize(
    "unseen",
    ["\u200b", "\u00ad", "\u2060 \u200d", "\u3164", "\u2800", "\u115f\u1160", "\ufe0f", "\u034f", "\U000e0041"],
)
@pytest.mark.parametrize("key", ["title", "organisation"])
def test_a_text_of_which_nothing_is_seen_is_refused(project: Folder, key: str, unseen: str) -> None:
    value = {"title": "A call", "organisation": "Somebody"}[key]
    assert "nothing of the text can be seen" in check(project, CALL.replace(value, unseen))


@pytest.mark.parametrize(
    ("address", "proposed"),
    [
        ("https://me:secret@example.org/call", "https://example.org/call"),
        ("https://www.fund.example@evil.example/", "https://evil.example/"),
        ("http://@example.org:8080/x?y=a@b", "http://example.org:8080/x?y=a@b"),
    ],
)
def test_an_address_with_a_user_in_it_is_refused(project: Folder, address: str, proposed: str) -> None:
    out = check(project, CALL.replace("https://example.org/call", address))
    assert "is not published" in out and f'write "{proposed}"' in out


def test_an_at_sign_in_the_path_is_no_user(project: Folder) -> None:
    project.record("one", CALL.replace("org/call", "org/@somebody/call"))
    assert project.run("check").out == ""


def test_a_link_out_of_the_records_is_refused_and_nothing_of_what_it_leads_to_is_said(
    project: Folder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.toml"
    for text in ('password = "hunter2"\n', "hunter2", CALL.replace("A call", "hunter2")):
        outside.write_text(text)
        link = project.root / "opportunities/link.toml"
        link.unlink(missing_ok=True)
        link.symlink_to(outside)
        project.record("good")
        for arguments in (("check",), ("check", str(link)), ("check", "--format", "json"), ("list",)):
            ran = project.run(*arguments)
            assert "hunter2" not in ran.out + ran.err
        ran = project.run("check", str(link))
        assert ran.code == 1 and "link.toml:1:1: a link out of this folder is not followed" in ran.out
        assert "good" in project.run("list", "--as-of", "2026-02-01").out


def test_settings_that_are_a_link_out_of_the_project_are_not_read(
    project: Folder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret"
    settings = project.root / "deadlines.toml"
    inside = project.file("settings/ours.toml", settings.read_bytes())
    settings.unlink()
    settings.symlink_to(inside)
    assert project.run("check").code == 0
    for text in ("hunter2", 'password = "hunter2"\n', '[project]\nname = "hunter2"\ndomain = "hunter2"\n'):
        outside.write_text(text)
        settings.unlink()
        settings.symlink_to(outside)
        for arguments in (("check",), ("list",), ("export",), ("check", "--format", "json")):
            ran = project.run(*arguments)
            assert "hunter2" not in ran.out + ran.err and ran.code != 0
        assert "deadlines.toml:1:1: a link out of this folder is not followed" in project.run("check").out


def test_a_link_within_the_records_is_read(project: Folder) -> None:
    file = project.record("one")
    (project.root / "opportunities/other.toml").symlink_to(file)
    assert project.run("check").out == ""


def test_the_folder_of_the_records_may_be_a_link_itself(
    project: Folder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "one.toml").write_text(CALL)
    (project.root / "opportunities").rmdir()
    (project.root / "opportunities").symlink_to(elsewhere)
    assert project.run("check").out == ""


def test_a_loop_of_links_is_a_problem(project: Folder) -> None:
    loop = project.root / "opportunities/loop.toml"
    loop.symlink_to("loop.toml")
    for arguments in (("check",), ("check", str(loop))):
        ran = project.run(*arguments)
        assert ran.code == 1 and "opportunities/loop.toml:1:1:" in ran.out and "fault" not in ran.err
    (project.root / "opportunities/calls").symlink_to("calls")
    ran = project.run("add", "--title", "T", "--kind", "call", "--organisation", "O", "--url", "https://example.org/",
                      "--due", "2026-03-06")  # fmt: skip
    assert ran.code == 3 and "opportunities/calls" in ran.err and "fault" not in ran.err


@pytest.mark.parametrize("folder", ["a\u202eb", "a\nb", "a\x1b[31mb", b"\xff".decode("utf-8", "surrogateescape")])
def test_a_path_that_cannot_be_shown_is_a_problem_that_is_safe_to_print(project: Folder, folder: str) -> None:
    project.record("good")
    place = project.root / "opportunities" / folder
    place.mkdir()
    (place / "one.toml").write_text(CALL)
    for form in ("full", "concise", "github"):
        ran = project.run("check", "--format", form)
        assert ran.code == 1 and "cannot be shown" in ran.out and folder not in ran.out
        assert len(ran.out.splitlines()) == (2 if form == "full" else 1)
    assert "good" in project.run("list", "--as-of", "2026-02-01").out


@pytest.mark.parametrize("title", ["=1+2", "+1 (call)", "-1+2", "@SUM(A1)", "\t=1", " =1", '=HYPERLINK("x")'])
def test_a_spreadsheet_computes_nothing_of_the_csv(project: Folder, title: str) -> None:
    project.record("one", CALL.replace('"A call"', f"'{title}'"))
    out = project.run("list", "--as-of", "2026-02-01", "--format", "csv").out
    assert f"'{title}".replace('"', '""') in out
    assert "'" not in out.replace(f"'{title}".replace('"', '""'), "")


def test_numbers_in_the_csv_stay_numbers(project: Folder) -> None:
    project.record("one")
    out = project.run("list", "--as-of", "2026-03-10", "--all", "--format", "csv").out
    assert out.splitlines()[1].startswith("-4,2026-03-06,")


def test_a_path_is_that_of_a_text_too() -> None:
    document = parse(CALL.encode(), "opportunities/\x07/one.toml")
    assert isinstance(document, Document) and isinstance(read_record(document, "UTC"), list)


def test_no_text_with_anything_unsafe_in_it_is_a_line_of_a_record() -> None:
    line = TypeAdapter(Line)
    plane = map(chr, range(0x10000))
    unsafe = [one for one in plane if UNSAFE.match(one) or STEERING.match(one)]
    assert len(unsafe) > 2000
    for one in unsafe:
        with pytest.raises(ValidationError):
            line.validate_python(f"A{one}z")
