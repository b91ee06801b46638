"""What is published in the place of what is gone: of an entry without its record, and of a feed that has ended."""

from dataclasses import replace
from datetime import date

from deadlines.domain.feed import ALARMS, EVERYTHING, Entry
from deadlines.domain.moment import Moment
from deadlines.feeds import titles
from deadlines.wording.language import Language

_ENDED = "+ended"


def removed(entry: Entry, url_of_all: str, language: Language, *, record_stays: bool) -> Entry:
    """Return an entry as it is shown when its record, or only this date in it, is gone: cancelled, its name kept."""
    say = language.say
    if not entry.url:
        description = say("This was taken out of the list that you follow.")
    elif record_stays:
        description = say(
            "This date was taken out of the list that you follow; other dates of the same name stay. "
            "Ask the organisation before you rely on it: {url}",
            url=entry.url,
        )
    else:
        description = say(
            "This was taken out of the list that you follow, and is no longer maintained. "
            "Ask the organisation before you rely on the date: {url}",
            url=entry.url,
        )
    if url_of_all:
        description += "\n" + say("The current list: {url}", url=url_of_all)
    return replace(
        entry,
        summary=titles.removed(entry.summary, language),
        description=description,
        certainty="CANCELLED",
        rings=False,
    )


def notice_uid(name: str, domain: str) -> str:
    """Return the UID of the notice of a feed."""
    return f"{name}{_ENDED}@{domain}"


def is_notice(uid: str) -> bool:
    """True for the UID of a notice, of whichever feed."""
    return f"{_ENDED}@" in uid


def notice(uid: str, today: date, url: str | None, language: Language) -> Entry:
    """Return the entry of a feed to which nothing comes any more: for a week it says where to go."""
    return Entry(
        uid=uid,
        role=None,
        summary=language.say("This calendar has been discontinued: please subscribe to another"),
        description=ended_in_words(url, language),
        url=f"{url or ''}{EVERYTHING}.ics",
        moment=Moment(today, "UTC"),
        certainty="CONFIRMED",
        categories=(),
        days=7,
    )


def ended_in_words(url: str | None, language: Language) -> str:
    """Return where a subscriber of a feed that ended finds what it had."""

    def place(file: str) -> str:
        return f"{url}{file}" if url else language.say("beside this one: {file}", file=file)

    return language.say(
        "Nothing new comes to this calendar. Everything is in {all}, and with alerts in {with_alerts}",
        all=place(f"{EVERYTHING}.ics"),
        with_alerts=place(f"{EVERYTHING}{ALARMS}.ics"),
    )
