"""A calendar that names no opportunity: its values alone; ``tests/site/test_site.py`` has it published."""

from dataclasses import replace

import pytest

from deadlines.feeds.context import ExportContext
from deadlines.feeds.folder import PublishedFolder
from deadlines.feeds.neutral import code_of, neutral, neutral_feed
from deadlines.feeds.plan import plan
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import language
from tests.feeds.values import NOW, PUBLICATION, opportunity


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("status", ["announced", "expected", "closed", "cancelled"])
def test_an_entry_has_a_code_and_a_state_and_no_name(status: str, tag: str) -> None:
    spoken = language(tag)
    one = opportunity("one", status=status, topics=["water"], status_note="Because of that")
    publication = replace(PUBLICATION, language=spoken, neutral=True)
    made = plan([neutral(one)], [neutral_feed(spoken)], PublishedFolder(), publication, ExportContext(NOW))
    (entry,) = made.entries.values()
    shown = entry.block.replace(b"\r\n ", b"").decode()
    assert code_of("one") in shown
    for named in ("Call one", "one@", "example.org", "water", "Because"):
        assert named not in shown
