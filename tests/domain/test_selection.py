"""Every facet of a selection narrows down, wherever one can select by it."""

import re
from datetime import date
from typing import Any, get_args
from urllib.parse import urlencode

import pytest
import tomli_w

from deadlines.domain.feed import Facet, feeds_by
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.record import Record
from deadlines.domain.selection import Selection
from deadlines.server.query import read_query
from deadlines.site.lists import GROUPS
from tests.conftest import CALL, SETTINGS, Folder

FULL = {
    "kind": "job", "topics": ["Zebra"], "regions": ["Sahel"], "languages": ["pt-BR"], "organisation": "Yak International",
    "series": "a-prize", "summary": "Something remarkable", "access": "nomination",
    "countries": ["SN"], "applicants": ["individual"],
    "funding": {"max": 60000, "currency": "EUR"},
}  # fmt: skip
WANTED = {
    "kind": "job", "topic": "zebra", "region": "SAHEL", "language": "pt", "organisation": "yak", "series": "a-prize",
    "words": "remarkable", "access": "nomination", "country": "SN", "applicant": "individual",
    "min_amount": "6000", "currency": "EUR",
}  # fmt: skip
"""A value of each facet, which selects the one opportunity and not the other."""
NO_CHOICE = {
    "series": "nobody looks for an edition there",
    "words": "there is a field for them",
    "min_amount": "amounts of several currencies cannot be compared",
    "currency": "an amount is asked for with it, where one is",
    "access": "what is by invitation has a list of its own",
}
"""Facets that the form of a page does not offer as a choice, and why."""


UNLIKE = {"country": {"countries": ["ML"]}, "applicant": {"applicants": ["state"]}}
"""What the other opportunity says, where saying nothing would select it."""
OTHERWISE = ("language", "country")
"""What means something else of a recipient."""


def opportunity(**values: object) -> Opportunity:
    table = {
        "title": "A title", "kind": "call", "organisation": "Somebody", "url": "https://example.org/",
        "deadlines": [{"due": date(2031, 3, 6)}],
    }  # fmt: skip
    return Opportunity.of(Record.model_validate(table | values), id="some-id", path="x.toml", project_zone="UTC")


def test_there_is_a_value_of_every_facet() -> None:
    assert set(WANTED) == set(Selection.model_fields)


def asked(facet: str) -> dict[str, Any]:
    """The selection by one facet; an amount is one of a currency."""
    if facet == "min_amount":
        return {"min_amount": int(WANTED[facet]), "currency": [WANTED["currency"]]}
    return {facet: [WANTED[facet]]}


@pytest.mark.parametrize("facet", Selection.model_fields)
def test_every_facet_selects_what_has_its_value_and_nothing_else(facet: str) -> None:
    for selection in (
        Selection.model_validate(asked(facet)),
        read_query(urlencode(asked(facet), doseq=True)).selection,
    ):
        assert selection.matches(opportunity(**FULL))
        assert not selection.matches(opportunity(**UNLIKE.get(facet, {})))


@pytest.mark.parametrize("facet", Selection.model_fields)
def test_every_facet_narrows_a_list_a_feed_and_a_recipient(project: Folder, facet: str) -> None:
    project.record("other", more=tomli_w.dumps(UNLIKE.get(facet, {})))
    wanted = CALL.replace('"call"', '"job"').replace("Somebody", "Yak International")
    narrow = tomli_w.dumps({key: value for key, value in FULL.items() if key not in ("kind", "organisation")})
    project.record("wanted", wanted, more=narrow)
    word = WANTED[facet]
    amount = ("--currency", WANTED["currency"]) if facet == "min_amount" else ()
    typed = (word,) if facet == "words" else (f"--{facet.replace('_', '-')}", word, *amount)
    found = project.run("list", *typed, "--as-of", project.NOW).out
    assert "wanted" in found and "other" not in found
    mail = '[mail]\nhost = "localhost"\nsender = "a@example.org"\n[[recipients]]\nid = "me"\nemail = "me@example.org"\n'
    selects = "" if facet in OTHERWISE else tomli_w.dumps(asked(facet))
    project.file("deadlines.toml", f"{SETTINGS}[feeds.mine]\n{tomli_w.dumps(asked(facet))}{mail}{selects}")
    assert project.run("check").code == 0
    project.run("export")
    assert b"UID:wanted@" in project.calendar("mine") and b"UID:other@" not in project.calendar("mine")
    sent = project.run("remind", "--dry-run", "--as-of", "2026-03-05").out
    assert "  wanted, due" in sent and ("  other, due" in sent) == (facet in OTHERWISE)


@pytest.mark.parametrize("facet", get_args(Facet))
def test_feeds_by_a_facet_carry_what_has_its_value(facet: Facet) -> None:
    both = (opportunity(**FULL), opportunity())
    feeds = [feed for feed in feeds_by(facet, both, "P") if feed.selection.matches(both[0])]
    assert feeds and all(feed.name.startswith(f"{facet}-") for feed in feeds)
    assert all(list(feed.select(both)) == [both[0]] for feed in feeds)
    assert [feed for feed in feeds if Selection.model_validate({facet: [WANTED[facet]]}).matches(both[0])]
    assert any(feed.title.casefold().startswith(f"p: {WANTED[facet]}".casefold()) for feed in feeds)


def test_the_form_of_a_page_offers_every_facet(project: Folder) -> None:
    project.record("one")
    project.run("export")
    page, script = project.published()["index.html"].decode(), project.published()["page.js"].decode()
    named = {facet for facet in Selection.model_fields if f'data-{facet}="' in page}
    offered = set(re.findall(r'"(\w+)"', re.search(r"const choices = \[(.*?)\]", script)[1]))  # type: ignore[index]
    assert named == offered == set(Selection.model_fields) - set(NO_CHOICE)
    assert set(get_args(Facet)) | {"kind"} == set(GROUPS) - {"all", "own", "access"}
