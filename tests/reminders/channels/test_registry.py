"""Each channel is said once: what else has to know of it is walked through here."""

from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from deadlines.domain.reminder import CHANNEL_NAMES
from deadlines.reminders.channels.registry import CHANNELS, channels
from deadlines.reminders.recipients import recipients
from deadlines.settings.tables import RecipientTable, Settings
from tests.conftest import REPOSITORY

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
ADDRESSES = {"email": "one@test.example", "webhook": "https://test.example/hook", "chat": "TEAM_CHAT"}
"""An address for each channel."""


def settings(**addresses: str) -> Settings:
    return Settings.model_validate({
        "project": {"name": "Test", "domain": "test.example", "timezone": "Europe/Brussels"},
        "mail": {"host": "localhost", "sender": "us@test.example"},
        "recipients": [{"id": "one"} | addresses],
    })  # fmt: skip


def test_every_channel_is_made() -> None:
    with ExitStack() as connections:
        made = channels(settings(**ADDRESSES), {}, lambda: NOW, connections)
    assert tuple(made) == tuple(CHANNELS) == CHANNEL_NAMES
    assert all(callable(channel.deliver) for channel in made.values())


def test_without_a_mail_server_there_is_no_mail() -> None:
    without = settings(webhook=ADDRESSES["webhook"]).model_copy(update={"mail": None})
    with ExitStack() as connections:
        assert "email" not in channels(without, {}, lambda: NOW, connections)


@pytest.mark.parametrize("name", CHANNEL_NAMES)
def test_every_channel_is_a_key_of_a_recipient_that_checks_the_address(name: str) -> None:
    (one,) = recipients(settings(**{name: ADDRESSES[name]}), NOW)
    assert (one.channel, one.address) == (name, ADDRESSES[name])
    with pytest.raises(ValidationError):
        RecipientTable.model_validate({"id": "one", name: "this is no address"})


@pytest.mark.parametrize("name", CHANNEL_NAMES)
def test_every_channel_is_documented(name: str) -> None:
    assert f'{name} = "' in (REPOSITORY / "docs" / "reminders.md").read_text(encoding="utf-8")
    (row,) = (
        line
        for line in (REPOSITORY / "README.md").read_text(encoding="utf-8").splitlines()
        if "`[[recipients]]`" in line
    )
    assert f"`{name}`" in row
