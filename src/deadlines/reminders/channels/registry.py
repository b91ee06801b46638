"""The channels: how each is made. Its name is the recipient's key in the settings, which says what an address is."""

from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from datetime import datetime

from deadlines.domain.reminder import CHANNEL_NAMES, ChannelName
from deadlines.reminders.letter import Channel
from deadlines.settings.tables import Settings

PASSWORD, SECRET = "DEADLINES_SMTP_PASSWORD", "DEADLINES_WEBHOOK_SECRET"
"""Secrets are in the environment, never in the settings."""

Environment = Mapping[str, str]
Clock = Callable[[], datetime]


def _email(settings: Settings, environment: Environment, _: Clock, connections: ExitStack) -> Channel | None:
    if settings.mail is None:
        return None
    from deadlines.reminders.channels.email import Email

    email = Email(settings.mail, environment.get(PASSWORD), name=settings.project.name)
    return connections.enter_context(email)


def _webhook(settings: Settings, environment: Environment, clock: Clock, _: ExitStack) -> Channel:
    from deadlines.reminders.channels.webhook import Webhook

    private = settings.reminders.private_webhooks
    return Webhook(environment.get(SECRET), clock=clock, allow_private=private)


def _chat(_: Settings, environment: Environment, __: Clock, ___: ExitStack) -> Channel:
    from deadlines.reminders.channels.chat import Chat

    return Chat(environment)


CHANNELS: Mapping[ChannelName, Callable[[Settings, Environment, Clock, ExitStack], Channel | None]] = {
    "email": _email,
    "webhook": _webhook,
    "chat": _chat,
}


def channels(
    settings: Settings,
    environment: Environment,
    clock: Clock,
    connections: ExitStack,
    names: Collection[ChannelName] = CHANNEL_NAMES,
) -> dict[str, Channel]:
    """Return the channels of a project by name; what one keeps open ends with ``connections``.

    ``environment`` holds the secrets; ``clock`` returns now, for signatures; ``names`` are those that somebody has.
    """
    made = {name: CHANNELS[name](settings, environment, clock, connections) for name in names}
    return {name: channel for name, channel in made.items() if channel is not None}
