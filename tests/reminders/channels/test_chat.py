"""Chat services by apprise, against a real web server on this machine."""

import logging
import sys
from dataclasses import replace

import pytest

from deadlines.reminders.channels.chat import Chat
from tests.reminders.channels.conftest import A_LETTER, refused
from tests.web.receiver import Receiver

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")

LETTER = replace(A_LETTER, address="TEAM_CHAT")


def chat(address: str, *, seconds: float = 10) -> Chat:
    return Chat({"TEAM_CHAT": address}, seconds=seconds)


def test_a_letter_is_posted_to_the_address_that_the_environment_holds() -> None:
    with Receiver() as receiver:
        assert chat(f"json://127.0.0.1:{receiver.port}/S3CRET").deliver(LETTER) == "confirmed"
    (posted,) = receiver.posted
    assert posted.path.startswith("/S3CRET")
    assert b"7 days left" in posted.body and b"\\u00c9crire" in posted.body


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
