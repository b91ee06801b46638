from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from deadlines.reminders.letter import Channel, Letter, Outcome, Undelivered
from tests.certificate import Certificate, certificate, trusted
from tests.sink import Sink

__all__ = ["certificate", "trusted"]

A_LETTER = Letter(
    id="5f0c3a" * 6,
    date=datetime(2026, 2, 27, 8, 30, tzinfo=UTC),
    address="advocacy@example.org",
    language="en",
    subject="7 days left: Call for input",
    text="Call for input\n.\nÉcrire à l’adresse…\n",
    html="<p>Call for input</p>\n",
    calendar=b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
    threads=("a-call-2026",),
    items=({"id": "a-call-2026", "kind": "due"},),
    keys=("a-call-2026||2026-03-06T18:00:00 Europe/Zurich|7d|advocacy|email|due",),
)


def refused(channel: Channel, letter: Letter = A_LETTER) -> tuple[Outcome, str]:
    """What a channel says when it cannot deliver."""
    with pytest.raises(Undelivered) as caught:
        channel.deliver(letter)
    return caught.value.outcome, caught.value.message


@pytest.fixture(scope="module")
def _relay(tmp_path_factory: pytest.TempPathFactory, certificate: Certificate) -> Iterator[Sink]:
    with Sink.start(tmp_path_factory.mktemp("sink"), certificate=certificate) as sink:
        yield sink


@pytest.fixture
def sink(_relay: Sink) -> Sink:
    _relay.forget()
    return _relay
