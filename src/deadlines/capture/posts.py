"""A page of many posts taken apart: where each begins, what it is called, when it was published."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from deadlines.pages.page import BREAK
from deadlines.words.announcements import ROLE, cues, spoken_languages
from deadlines.words.found import Outcome
from deadlines.words.read import read

MOST_POSTS = 2_000
"""Of one page or feed."""
_LONGEST_TITLE, _LONGEST_DATE_LINE, _FEWEST_WORDS = 250, 70, 3
_SHORTEST_POST = 60
_MARKS = "#*_=-|> \t"
"""Of headings in plain text."""
_LABEL = 6
"""Words of a line that may be the label of a date."""
_OF_DATES = sum(ROLE[name] for name in ("deadline", "opens", "event", "afterwards", "published", "span"))
_LONGEST_AUTHOR = 4
"""Words of a name."""
_BESIDE = ROLE["published"] | ROLE["author"]
_NEAR_THE_TOP = 40
"""Lines in which a post may say when it was published."""


@dataclass(frozen=True)
class Post:
    """One announcement, article or entry: its title, its text, and where in the page it begins."""

    title: str
    text: str
    start: int = 0
    published: date | None = None
    url: str | None = None


def posts(text: str) -> list[Post]:
    """Return the posts of a tidy text; all of it is one where nothing shows several."""
    if BREAK in text:
        return [
            post
            for piece, start in islice(_pieces(text), MOST_POSTS)
            for post in [_post(piece, start)]
            if post.text.strip()
        ]
    starts = list(islice(_beginnings(text), MOST_POSTS))
    if len(starts) < 2:
        return [_post(text, 0)]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return [_dated_post(text, start, end, on) for (start, on), end in zip(starts, ends, strict=True)]


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for piece in text.split(BREAK):
        yield piece, start
        start += len(piece) + 1


def _beginnings(text: str) -> Iterator[tuple[int, date]]:
    """Yield where a title stands above a line that is a date and nothing else, with that date."""
    title, title_start, place, blank, before_blank = "", 0, 0, True, True
    last = -_SHORTEST_POST
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            on = _date_line(stripped) if title else None
            if on and before_blank and _is_title(title) and title_start - last >= _SHORTEST_POST:
                yield title_start, on
                last = title_start
            title, title_start, before_blank = stripped, place, blank
            blank = False
        else:
            blank = True
        place += len(line) + 1


def _is_title(line: str) -> bool:
    words = len(line.split())
    if len(line) > _LONGEST_TITLE or words < _FEWEST_WORDS or line.endswith((":", ",")):
        return False
    return words > _LABEL or not any(cue.roles & _OF_DATES for cue in cues(line, spoken_languages()))


def _date_line(line: str) -> date | None:
    """Return the date of a line in which there is nothing but a date, and at most who posted it."""
    if len(line) > _LONGEST_DATE_LINE or not any(map(str.isdigit, line)):
        return None
    found = read(line)
    if len(found.dates) != 1 or found.dates[0].outcome is not Outcome.SAID:
        return None
    on = _only(found.dates[0].readings)
    rest = list(line)
    known = cues(line, spoken_languages())
    beside = [(cue.start, cue.end) for cue in known if cue.roles & _BESIDE]
    for start, end in (*found.spans, *beside, *((one.start, one.end) for one in found.dates)):
        rest[start:end] = " " * (end - start)
    words = re.findall(r"[^\W\d]{3,}", "".join(rest))
    most = _LONGEST_AUTHOR if any(cue.roles & ROLE["author"] for cue in known) else 0
    return on if on and len(words) <= most else None


def _only(readings: tuple[object, ...]) -> date | None:
    days = {getattr(reading, "date", None) for reading in readings if getattr(reading, "calendar", "") == "gregorian"}
    return days.pop() if len(days) == 1 else None


def _dated_post(text: str, start: int, end: int, on: date) -> Post:
    piece = text[start:end]
    return Post(_first_line(piece), piece, start, on)


def _post(text: str, start: int) -> Post:
    return Post(_title_of(text), text, start, _published(text))


def _is_furniture(line: str) -> bool:
    """Say whether a line is of the page and not of the post: a date, "Back to top", "Deadline: 30 April"."""
    known = cues(line[:_LONGEST_TITLE], spoken_languages())
    begins = 0
    for cue in known:
        begins |= cue.roles if cue.start < 3 else 0
    is_label = begins & ROLE["deadline"] and any(map(str.isdigit, line))
    return bool(begins & ROLE["furniture"] or is_label) or _date_line(line) is not None


def _first_line(text: str) -> str:
    return next((line.strip(_MARKS) for line in text.split("\n", 50) if line.strip(_MARKS)), "")[:_LONGEST_TITLE]


def _title_of(text: str) -> str:
    """Return the title that a text gives itself: in its head of keys, or as its first line that says anything."""
    head = text[:6_000]
    if found := re.search(r"^title\s*[:=]\s*[\"']?(.+?)[\"']?\s*$", head, re.MULTILINE):
        return found[1].strip()[:_LONGEST_TITLE]
    for line in head.split("\n"):
        stripped = line.strip(_MARKS)
        if len(stripped.split()) >= 2 and any(map(str.isalpha, stripped)) and not _is_furniture(stripped):
            return stripped[:_LONGEST_TITLE]
    return _first_line(text)


def _published(text: str) -> date | None:
    """Return the day on which a post says that it was published; of two different ones none."""
    found: dict[date, None] = {}
    lines = [line.strip() for line in text[:8_000].split("\n") if line.strip()][:_NEAR_THE_TOP]
    for number, line in enumerate(lines):
        on = _date_line(line) if _is_labelled(line) else None
        if on is None and 0 < number < 3 and _is_title(lines[number - 1]):
            on = _date_line(line)
        if on:
            found[on] = None
    return next(iter(found)) if len(found) == 1 else None


def _is_labelled(line: str) -> bool:
    """Say whether a line begins by saying that something was published."""
    if len(line) > _LONGEST_DATE_LINE or not any(map(str.isdigit, line)):
        return False
    return any(cue.roles & ROLE["published"] and cue.start <= 4 for cue in cues(line, spoken_languages()))
