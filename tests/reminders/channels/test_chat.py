"""Chat services by apprise, against a real web server on this machine."""

import json
import logging
import re
import sys
from dataclasses import replace

import pytest

from deadlines.reminders.channels.chat import Chat, plain
from tests.reminders.channels.conftest import A_LETTER, refused
from tests.web.receiver import Receiver

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")

LETTER = replace(A_LETTER, address="TEAM_CHAT")


def chat(address: str, *, seconds: float = 10) -> Chat:
    return Chat({"TEAM_CHAT": address}, seconds=seconds)


@pytest.mark.slow
def test_a_letter_is_posted_to_the_address_that_the_environment_holds() -> None:
    with Receiver() as receiver:
        assert chat(f"json://127.0.0.1:{receiver.port}/S3CRET").deliver(LETTER) == "confirmed"
    (posted,) = receiver.posted
    assert posted.path.startswith("/S3CRET")
    assert b"7 days left" in posted.body and b"\\u00c9crire" in posted.body


LIVE = (
    "@everyone", "a@here", "@channel", "@room", "@someone:example.org", "<!channel>", "<!here|x>", "<@U123>", "<@&456>", "<#C123>",
    "<https://evil.example|Bank>", "[Bank](https://evil.example)", "![x](https://evil.example/x.png)", "[Bank][1]", "`code`", "||hidden||",
    "*bold*", "_slanted_", "~struck~", "/start", "#general", "# heading", "> quote", "https://evil.example/@everyone",
)  # fmt: skip
MARKUP = re.compile(
    r"(?<!\w)@\w|@(everyone|here|channel|room)|[<>`*~|]|\]\(|\]\[|(?<!\w)_\w|(?<!\S)/\w|(?<!\w)#\w|^#",
    re.IGNORECASE | re.MULTILINE,
)


@pytest.mark.parametrize("said", LIVE)
def test_no_mention_or_markup_is_live(said: str) -> None:
    letter = replace(LETTER, subject=f"7 days left: {said}", text=f"{said}\nA call, {said}, (x{said})\n")
    with Receiver() as receiver:
        chat(f"json://127.0.0.1:{receiver.port}/").deliver(letter)
    posted = json.loads(receiver.posted[0].body)
    for text in (posted["title"], posted["message"]):
        assert not MARKUP.search(text), text
        assert len(text) >= len(said)


def test_the_services_themselves_make_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack is sent blocks of plain text, Discord nobody to ping: as the library writes them."""
    from apprise.plugins.discord import USER_ROLE_DETECTION_RE
    from apprise.plugins.slack import NotifySlack

    for said in map(plain, LIVE):
        assert not USER_ROLE_DETECTION_RE.search(said), said
        for live in (NotifySlack._re_channel_support, NotifySlack._re_user_id_support, NotifySlack._re_url_support):
            assert not live.search(said), said


def test_what_is_to_be_typed_or_followed_stays_as_it_is() -> None:
    said = "Write to: jobs@example.org, subject DOIG_UE_2026 (50 % & 3/4) https://example.org/~a_b/?x=1&y=*#top, C# 5-7 [sic] 'a'"
    assert plain(said) == said.replace("*#top", "\N{ASTERISK OPERATOR}\N{FULLWIDTH NUMBER SIGN}top")


def test_a_refusal_is_unsure_and_no_token_is_logged(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with Receiver(status=500) as receiver:
        outcome, said = refused(chat(f"json://127.0.0.1:{receiver.port}/S3CRET"), LETTER)
        assert refused(chat("json://S3CRET:port:no/"), LETTER)[0] == "temporary"
    assert (outcome, "TEAM_CHAT" in said) == ("unsure", True)
    printed = capfd.readouterr()
    assert "S3CRET" not in said + caplog.text + printed.out + printed.err


def test_a_redirect_is_not_followed_and_nothing_is_tried_twice() -> None:
    with Receiver() as elsewhere, Receiver(status=307) as receiver:
        receiver.headers["Location"] = f"http://127.0.0.1:{elsewhere.port}/"
        address = f"json://127.0.0.1:{receiver.port}/?redirect=yes&retry=3"
        assert refused(chat(address), LETTER)[0] == "unsure"
    assert (elsewhere.posted, len(receiver.posted)) == ([], 1)


def test_a_service_that_hangs_costs_its_budget_and_no_more() -> None:
    with Receiver(hang=True) as receiver:
        assert refused(chat(f"json://127.0.0.1:{receiver.port}/", seconds=0.2), LETTER)[0] == "unsure"


@pytest.mark.parametrize("address", ["", "nonsense", "nosuchservice://S3CRET"])
def test_an_address_that_is_none_is_named_by_its_variable(address: str) -> None:
    outcome, said = refused(chat(address), LETTER)
    assert (outcome, "TEAM_CHAT" in said, "S3CRET" in said) == ("temporary", True, False)


def test_one_address_is_one_target() -> None:
    outcome, said = refused(chat("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#one/#two"), LETTER)
    assert (outcome, "2 targets" in said) == ("temporary", True)


def test_where_the_package_is_missing_it_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    outcome, said = refused(chat("json://127.0.0.1:1/"), LETTER)
    assert (outcome, "pip install 'apprise>=1.9'" in said) == ("temporary", True)
