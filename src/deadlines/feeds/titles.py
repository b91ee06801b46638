"""How a title says what has become of what it names, and how that is read off it and taken off it again.

Both directions are kept together: what one export wrote in a language, a later one may read in another.
"""

import re
from functools import cache
from typing import Literal, cast, get_args

from deadlines.domain.status import RecordStatus
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import Language, language

Prefix = Literal["cancelled", "closed", "removed"]
"""What is written before a name, at most once."""


_FORMER: dict[Prefix, tuple[str, ...]] = {
    "cancelled": ("CANCELADO:", "أُلغي:"),
    "closed": ("CERRADO:", "أُغلق:"),
    "removed": ("RETIRADO:", "حُذف:"),
}
"""What earlier versions wrote, and the memory and the calendars of projects still have."""
_FORMER_ALARMS = (" (with alarms)", " (avec alarmes)", " (con alarmas)")


def with_status(name: str, status: RecordStatus, spoken: Language, *, move: str = "") -> str:
    """Return a name with what has become of it: cancelled, closed, only expected, or its last ``move``."""
    if status == "cancelled":
        return _prefixed("cancelled", name, spoken)
    if status == "closed":
        return _prefixed("closed", name, spoken)
    if status == "expected":
        return spoken.say("{name}, expected, not announced", name=name)
    return f"{name} ({move})" if move else name


def name_of(title: str, status: RecordStatus) -> str:
    """Return a record's title as a name to which its status is to be added: without a prefix of its own then."""
    return _bare(title) if status in get_args(Prefix) else title


def of_deadline(name: str, spoken: Language) -> str:
    """Return the name of a deadline as a title that says that it is one, behind what it says of its state."""
    states, bare = _split(name)
    return name if _headings().match(bare) else states + spoken.heading(spoken.say("Deadline"), bare)


def without_deadline(title: str) -> str:
    """Return a title without the word for a deadline, in whatever language it was written."""
    states, bare = _split(title)
    found = _headings().match(bare)
    return states + bare[found.end() :] if found else title


def removed(title: str, spoken: Language) -> str:
    """Return the title of an entry whose record is gone; one that was cancelled still says that."""
    return _prefixed("cancelled" if prefix_of(title) == "cancelled" else "removed", title, spoken)


def is_removed(title: str) -> bool:
    """True for the title of an entry whose record is gone, in whatever language it was written."""
    return prefix_of(title) == "removed"


def prefix_of(title: str) -> Prefix | None:
    """Return what a title says before the name, in any language; None where it says nothing."""
    found = _prefixes().match(title)
    return cast(Prefix, found.lastgroup) if found else None


def with_alarms(title: str, spoken: Language) -> str:
    """Return the title of a feed as that of the same feed with alarms."""
    return spoken.say("{title} (with alerts)", title=title)


def without_alarms(title: str) -> str:
    """Return the title of a feed with alarms, in whatever language it was written, as that of the feed without."""
    marks = (*(with_alarms("", language(tag)) for tag in LANGUAGES), *_FORMER_ALARMS)
    return title.removesuffix(next(filter(title.endswith, marks), ""))


def _prefixed(prefix: Prefix, title: str, spoken: Language) -> str:
    """Return a title under one prefix, in the place of any that it has, as a record's own title may."""
    return _said(prefix, _bare(title), spoken)


def _bare(title: str) -> str:
    return _split(title)[1]


def _split(title: str) -> tuple[str, str]:
    """Return the prefixes of a title, and the name behind them."""
    name = title
    while (found := _prefixes().match(name)) and found.end() < len(name):
        name = name[found.end() :]
    return title.removesuffix(name), name


def _said(prefix: Prefix, name: str, spoken: Language) -> str:
    say = spoken.say
    return {
        "cancelled": say("CANCELLED: {name}", name=name),
        "closed": say("CLOSED: {name}", name=name),
        "removed": say("REMOVED: {name}", name=name),
    }[prefix]


@cache
def _prefixes() -> re.Pattern[str]:
    """Return what matches any prefix in any language, however its blanks are typed; its group tells which it is."""
    return re.compile("|".join(f"(?P<{prefix}>{'|'.join(_patterns(prefix))})" for prefix in get_args(Prefix)))


def _patterns(prefix: Prefix) -> list[str]:
    return [_typed(words) for words in (*(_said(prefix, "", language(tag)) for tag in LANGUAGES), *_FORMER[prefix])]


@cache
def _headings() -> re.Pattern[str]:
    """Return what matches the word for a deadline before a name, in any language."""
    spoken = map(language, LANGUAGES)
    return re.compile("|".join(_typed(one.heading(one.say("Deadline"), "")) for one in spoken), re.IGNORECASE)


def _typed(words: str) -> str:
    """Return a pattern of words, however the blanks between them are typed."""
    return r"\s*".join((*map(re.escape, words.split()), ""))
