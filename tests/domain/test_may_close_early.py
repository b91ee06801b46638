"""What may close before its deadline says so wherever the date stands, and no longer once it is over."""

import pytest

from tests.conftest import Folder, a_call

WARNING = "It may close early: apply as soon as you can."


def places(project: Folder) -> dict[str, str]:
    """What is said in each place in which the deadline stands."""
    published = project.published()
    shown = {name: published[name].decode() for name in ("index.html", "entries/one.html", "embed.html", "atom.xml")}
    shown["calendar"] = published["all.ics"].replace(b"\r\n ", b"").decode()
    shown["show"] = project.run("show", "one", "--as-of", "2026-02-01").out
    shown["digest"] = project.run("digest", "--as-of", "2026-03-01").out
    return shown


@pytest.mark.parametrize("status", ["announced", "cancelled", "closed"])
def test_a_warning_stands_wherever_the_date_stands_and_not_where_it_is_over(project: Folder, status: str) -> None:
    project.record("one", a_call("2026-03-06"), more=f'may_close_early = true\nstatus = "{status}"')
    project.run("export")
    found = {
        name: WARNING in said for name, said in places(project).items() if name != "embed.html" or status == "announced"
    }
    assert set(found.values()) == {status == "announced"}, found


def test_without_the_key_nothing_is_said(project: Folder) -> None:
    project.record("one", a_call("2026-03-06"))
    project.run("export")
    assert not any(WARNING in said for said in places(project).values())
