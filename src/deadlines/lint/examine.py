"""A calendar's problems, with their places, as ``check`` gives those of a record."""

from datetime import datetime

from deadlines.domain.problem import Problem
from deadlines.lint.against import compare
from deadlines.lint.lines import parse
from deadlines.lint.rules import check, gathered


def examine(content: bytes, path: str, *, now: datetime, old: bytes | None = None) -> list[Problem]:
    """Return what is wrong in a calendar, from top to bottom; ``path`` is how people know it.

    With ``old``, an earlier state of the same calendar, also what a subscriber of it would experience.
    """
    parsed = parse(content)
    if not parsed.calendars:
        what = "a web page" if b"<html" in content[:2000].lower() else "empty" if not content.strip() else "no calendar"
        message = f"this is {what}: Thunderbird loses all entries of a subscription that answers so"
        return [Problem(message, "publish a calendar, by atomic rename", path=path)]
    problems = [*check(parsed)]
    if content.startswith(b"\xef\xbb\xbf"):
        problems.append(
            Problem("the file begins with a byte order mark: Ruby and ical.js refuse it", "save it without")
        )
    if old is not None:
        problems += gathered(compare(parse(old), parsed, now))
    placed = (problem.located(path, problem.place) for problem in problems)
    return sorted(placed, key=lambda problem: problem.order)
