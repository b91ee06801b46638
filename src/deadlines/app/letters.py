"""The letters of a check: each to one person, made of what the letters to several have in common."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from deadlines.app.project import OpenProject
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.point import InRecord
from deadlines.domain.reminder import Notice, Recipient
from deadlines.domain.translation import in_language
from deadlines.feeds.attached import Attachments
from deadlines.reminders.compose import compose
from deadlines.reminders.letter import Letter
from deadlines.settings.reading import topics_in
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import language

_CALENDARS_KEPT = 32
"""As many as bodies are kept (``reminders.body``): one of many entries takes some kilobytes."""


class Letters:
    """Writes letters about the records of a project, each with the entries of its calendars, for one check."""

    def __init__(self, project: OpenProject, now: datetime) -> None:
        self._project, self._now = project, now
        self._attachments: dict[str, Attachments] = {}
        self._calendars: OrderedDict[tuple[object, ...], bytes | None] = OrderedDict()
        """Those that were asked for last, the latest at the end."""
        self._read: dict[tuple[int, str], tuple[Opportunity, Opportunity]] = {}
        """By which object it is, and a language: an opportunity, and as it is read. Both stay, and so what they are."""

    def write(self, notices: Sequence[Notice], to: Recipient, id_: str, created: datetime, at: datetime) -> Letter:
        """Return the letter of a message to one person, as ``reminders.delivery.Write`` says."""
        settings = self._project.settings
        tag = language(to.language).tag
        notices = [self._as_read(notice, tag) for notice in notices]
        organizer = settings.mail.sender if settings.mail and to.channel == "email" else None
        return compose(
            notices, to, id=id_, date=created, now=at, calendar=self._calendar(notices, tag, organizer),
            sender=settings.project.name, records_language=settings.project.language,
            for_people=to.channel != "webhook",
        )  # fmt: skip

    def _as_read(self, notice: Notice, tag: str) -> Notice:
        """Return a notice with the texts that its record has in a language."""
        its = notice.point.opportunity
        key = id(its), tag
        if key not in self._read:
            self._read[key] = its, in_language(its, tag, self._topics[tag])
        read = self._read[key][1]
        return notice if read is its else replace(notice, point=replace(notice.point, opportunity=read))

    def _calendar(self, notices: Sequence[Notice], tag: str, organizer: str | None) -> bytes | None:
        """Return the entries of some points in the edition for a language, or in the project's own."""
        points: list[tuple[Opportunity, InRecord]] = [
            (one.point.opportunity, one.point.own_name.in_record) for one in notices
        ]
        key = tag, organizer, *((id(opportunity), place) for opportunity, place in points)
        if key not in self._calendars:
            self._calendars[key] = self._edition(tag).calendar(points, organizer=organizer)
            if len(self._calendars) > _CALENDARS_KEPT:
                self._calendars.popitem(last=False)
        self._calendars.move_to_end(key)
        return self._calendars[key]

    def _edition(self, tag: str) -> Attachments:
        its, folder = self._project.settings.project, self._project.calendars
        own = language(its.language).tag
        published = {own: folder} | {other: folder / other for other in its.languages if other != own}
        tag = tag if tag in published else own
        if tag not in self._attachments:
            self._attachments[tag] = Attachments(published[tag], its.domain, language(tag), now=self._now)
        return self._attachments[tag]

    @cached_property
    def _topics(self) -> dict[str, dict[str, str]]:
        return {tag: topics_in(self._project.settings, language(tag)) for tag in LANGUAGES}
