"""``deadlines digest``: the week's news, the same on all of a day."""

from html.parser import HTMLParser

import pytest

from tests.conftest import CALL, SETTINGS, Folder, a_call

BILINGUAL = SETTINGS + 'languages = ["fr", "ar"]\n'


@pytest.fixture
def week(project: Folder) -> Folder:
    """Four records, of which each has had its news by 20 February."""
    project.file("deadlines.toml", BILINGUAL)
    project.record("new", a_call("2026-04-01"), more="published = 2026-02-16")
    project.record("moving", a_call("2026-04-02").replace("A call", "Moving"))
    project.record("ending", a_call("2026-04-03").replace("A call", "Ending"))
    project.record("soon", a_call("2026-03-06T18:00:00", timezone='"Europe/Zurich"').replace("A call", "Soon"))
    project.export_at("2026-02-01")
    project.record("moving", a_call("2026-03-31", previously="[2026-04-02]").replace("A call", "Moving"))
    project.record("ending", f'status = "cancelled"\n{a_call("2026-04-03")}'.replace("A call", "Ending"))
    project.export_at("2026-02-18T10:00:00Z")
    return project


def sections(text: str) -> dict[str, list[str]]:
    """The headings of a digest, each with the names under it."""
    found: dict[str, list[str]] = {}
    lines = text.splitlines()
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if line and set(line) == {"-"}:
            found[before] = []
        elif found and before == "" and not after.startswith("-"):
            found[list(found)[-1]].append(line.partition(" (")[0])
    return found


def test_what_is_new_moved_withdrawn_and_closing_soon(week: Folder) -> None:
    ran = week.run("digest", "--as-of", "2026-02-20")
    assert ran.code == 0 and ran.err == ""
    assert ran.out.startswith("Test opportunities: the week to 20 February 2026\n")
    assert sections(ran.out) == {
        "New": ["A call"],
        "Moved": ["Moving"],
        "Withdrawn or closed early": ["Ending"],
        "Closing within two weeks": ["Soon"],
    }
    assert "(moved EARLIER, from 2 April)" in ran.out and "https://test.example/calendars/entries/soon.html" in ran.out


@pytest.mark.parametrize(
    ("day", "named"),
    [
        ("2026-02-19", ["New", "Moved", "Withdrawn or closed early"]),  # fifteen days before it closes
        ("2026-02-24", ["Moved", "Withdrawn or closed early", "Closing within two weeks"]),
        ("2026-02-25", ["Closing within two weeks"]),  # a week after the news
        ("2026-03-06", ["Closing within two weeks"]),
        ("2026-03-07", []),
        ("2026-02-17", ["New"]),  # before the news
    ],
)
def test_a_week_has_seven_days_and_closing_soon_fourteen(week: Folder, day: str, named: list[str]) -> None:
    out = week.run("digest", "--as-of", day).out
    assert [heading for heading in sections(out) if heading] == named or not named
    assert ("Nothing new this week." in out) == (not named)


def test_it_is_the_same_on_all_of_a_day_and_in_the_projects_zone(week: Folder) -> None:
    on_the_day = {
        week.run("digest", "--as-of", at).out for at in ("2026-02-20", "2026-02-20T23:59:59", "2026-02-19T23:00:00Z")
    }
    assert len(on_the_day) == 1
    assert week.run("digest", "--as-of", "2026-02-19T22:59:59Z").out not in on_the_day


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.mark.parametrize("tag", ["fr", "ar"])
def test_it_is_written_in_a_language_as_text_and_html(week: Folder, tag: str) -> None:
    ran = week.run("digest", "--as-of", "2026-02-20", "--language", tag, "--to", str(week.root / "out"))
    assert ran.out.splitlines() == [str(week.root / "out" / name) for name in ("digest.html", "digest.txt")]
    before = [(week.root / "out" / name).read_bytes() for name in ("digest.html", "digest.txt")]
    reader = _Reader()
    reader.feed(before[0].decode())
    assert reader.tags[0] == ("html", {"lang": tag, "dir": "rtl" if tag == "ar" else "ltr"})
    links = [attributes["href"] for name, attributes in reader.tags if name == "a"]
    assert f"https://test.example/calendars/{tag}/entries/soon.html" in links
    assert not {"script", "link", "img", "style"} & {name for name, _ in reader.tags}
    assert "Clôture dans les deux semaines" in before[1].decode() or tag == "ar"
    week.run("digest", "--as-of", "2026-02-20", "--language", tag, "--to", str(week.root / "out"))
    assert [(week.root / "out" / name).read_bytes() for name in ("digest.html", "digest.txt")] == before


def test_it_is_never_published_and_an_export_depends_on_none(week: Folder) -> None:
    before = week.published()
    ran = week.run("digest", "--as-of", "2026-02-20", "--to", str(week.root / "calendars" / "news"))
    assert ran.code == 2 and "name another folder" in ran.err
    week.run("digest", "--as-of", "2026-02-20", "--to", str(week.root / "out"))
    assert week.published() == before


def test_what_a_record_says_is_no_markup_and_a_broken_one_is_named(week: Folder) -> None:
    week.record("evil", CALL.replace("A call", "<script>alert(1)</script>"), more="published = 2026-02-20")
    week.record("broken", "title = ")
    ran = week.run("digest", "--as-of", "2026-02-20", "--to", str(week.root / "out"))
    assert ran.code == 1 and "opportunities/calls/broken.toml" in ran.err
    html = (week.root / "out" / "digest.html").read_text()
    assert "&lt;script&gt;alert(1)" in html and "<script>" not in html


def test_a_language_without_a_wording_is_refused(week: Folder) -> None:
    ran = week.run("digest", "--language", "de")
    assert ran.code == 2 and 'there is no wording in "de"; there is one in en, fr, es, ar' in ran.err


def test_a_draft_is_in_no_digest(week: Folder) -> None:
    week.record("draft", a_call("2026-03-01").replace("A call", "Drafted"), more="draft = true\npublished = 2026-02-20")
    assert "Drafted" not in week.run("digest", "--as-of", "2026-02-20").out
