"""Records as text: to show where in its file something stands, and to keep a good state for the day it is broken."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deadlines.documents.document import Document, read
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.files import is_settled, signature


@dataclass(frozen=True, slots=True)
class GoodCopy:
    """The text of a record while it was good, with what shows that its file has not changed since."""

    id: str
    path: str
    stamp: str
    text: str


def located(root: Path, opportunity: Opportunity, problem: Problem) -> Iterator[Problem]:
    """Yield a problem of a good record with its place in the file; nothing where the file cannot be read any more."""
    document = read(root / opportunity.path, opportunity.path)
    if isinstance(document, Document):
        yield from document.locate([problem])


def changed_copies(
    root: Path, opportunities: Iterable[Opportunity], known: Container[tuple[str, str, str]], at: int
) -> Iterator[GoodCopy]:
    """Yield the texts of good records whose id, path and stamp are not among the ``known``.

    ``at`` is when they were about to be read, in nanoseconds since 1970. What was touched just then may be another text
    by now, or become one and look the same: it is compared, and has no stamp, so that it is copied again.
    """
    for found in opportunities:
        file = root / found.path
        try:
            its = signature(file.stat())
            stamp = " ".join(map(str, its)) if is_settled(its, at) else ""
            if stamp and (found.id, found.path, stamp) in known:
                continue
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeError):
            continue
        if stamp or _says(text, found):
            yield GoodCopy(found.id, found.path, stamp, text)


def _says(text: str, found: Opportunity) -> bool:
    again = restored(found.path, text, found.project_zone)
    return again is not None and again.record == found.original.record


def restored(path: str, text: str, project_zone: str) -> Opportunity | None:
    """Return the opportunity of a text that was good once; None where the rules have become stricter since."""
    from deadlines.records.load import read_text  # Who only shows where something stands needs no model of a record.

    found = read_text(text, path, project_zone)
    return found if isinstance(found, Opportunity) else None
