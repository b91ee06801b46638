"""The channels: how each is made. Its name is the recipient's key in the settings, which says what an address is."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime

from deadlines.domain.reminder import ChannelName
from deadlines.reminders.channels.chat import Chat
from deadlines.reminders.channels.email import Email
from deadlines.reminders.channels.webhook import Webhook
from deadlines.reminders.letter import Channel
from deadlines.settings.tables import Settings

PASSWORD, SECRET = "DEADLINES_SMTP_PASSWORD", "DEADLINES_WEBHOOK_SECRET"
"""Secrets are in the environment, never in the settings."""

Environment = Mapping[str, str]
Clock = Callable[[], datetime]


def _email(settings: Settings, environment: Environment, _: Clock, connections: ExitStack) -> Channel | None:
    if settings.mail is None:
        return None
    email = Email(settings.mail, environment.get(PASSWORD), name=settings.project.name)
    return connections.enter_context(email)


def _webhook(settings: Settings, environment: Environment, clock: Clock, _: ExitStack) -> Channel:
    private = settings.reminders.private_webhooks
    return Webhook(environment.get(SECRET), clock=clock, allow_private=private)


def _chat(_: Settings, environment: Environment, __: Clock, ___: ExitStack) -> Channel:
    return Chat(environment)


CHANNELS: Mapping[ChannelName, Callable[[Settings, Environment, Clock, ExitStack], Channel | None]] = {
    "email": _email,
    "webhook": _webhook,
    "chat": _chat,
}


def channels(settings: Settings, environment: Environment, clock: Clock, connections: ExitStack) -> dict[str, Channel]:
    """Return the channels of a project by name; what one keeps open ends with ``connections``.

    ``environment`` holds the secrets; ``clock`` returns now, for signatures.
    """
    made = {name: make(settings, environment, clock, connections) for name, make in CHANNELS.items()}
    return {name: channel for name, channel in made.items() if channel is not None}
