"""How to apply: the address an application goes to, the form, what to quote, who answers questions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from deadlines.words.announcements import ROLE
from deadlines.words.clauses import Clause

_EMAIL = re.compile(
    r"(?<![\w.+@/-])[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][A-Za-z0-9-]{0,62}(?:\.[A-Za-z0-9-]{1,62}){0,6}\.[A-Za-z]{2,18}\b"
)
_HIDDEN = re.compile(
    r"(?<![\w.+-])([\w.+-]{1,64})\s?[\[({]\s?at\s?[\])}]\s?([\w-]{1,63}(?:\s?(?:[\[({]\s?dot\s?[\])}]|\.)\s?[\w-]{1,63}){1,5})",
    re.IGNORECASE,
)
_SPELT = re.compile(
    r"(?<![\w.+-])([\w.+-]{2,64}) at ([\w-]{2,63}(?: dot [\w-]{2,63}){0,3}) dot (org|com|net|int|edu|gov|eu|[a-z]{2})\b"
)
_DOT = re.compile(r"\s?[\[({]\s?dot\s?[\])}]\s?", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”\[\]{}|\\^`]{3,500}")
_QUOTED = re.compile(r"[^“\"«'‘]{0,14}[“\"«'‘]\s?([^”\"»’]{3,120}?)\s?[”\"»’]")
_CODE = re.compile(r"\s*[:=]?\s*((?=\S*\d)[A-Z][\w./-]{3,40}(?<![.]))")
_SENT, _QUESTIONS = ROLE["send to"], ROLE["questions"]
_LABEL = 12
"""Letters before an address that are its label: "E-mail:"."""
_ENDS = ".,;:!?)'’*_>"


@dataclass(frozen=True)
class Applying:
    """How to apply, as far as the words say it."""

    email: str | None = None
    url: str | None = None
    reference: str | None = None
    contact: str | None = None
    """The address for questions."""
    documents: tuple[str, ...] = field(default=())


def applying(body: Sequence[Clause]) -> Applying:
    """Return how to apply. An address counts where its own words say that applications go there."""
    email: str | None = None
    contact: str | None = None
    url: str | None = None
    reference: str | None = None
    before: Clause | None = None
    for clause in body:
        text = clause.text
        if "@" in text or "[" in text or "(" in text or " dot " in text:
            for start, found in _emails(text):
                purpose = _purpose(clause, start, before)
                if purpose == "apply" and email is None:
                    email = found
                elif purpose == "questions" and contact is None:
                    contact = found
        if url is None and ("://" in text or "www." in text):
            url = _apply_url(clause, before)
        if reference is None:
            reference = _reference(clause)
        before = clause
    return Applying(email, url, reference, contact if contact != email else None, _documents(body))


def _emails(text: str) -> Iterator[tuple[int, str]]:
    for found in _EMAIL.finditer(text):
        yield found.start(), found[0].rstrip(".")
    for found in _HIDDEN.finditer(text):
        yield found.start(), f"{found[1]}@{_DOT.sub('.', found[2])}".replace(" ", "")
    for found in _SPELT.finditer(text):
        yield found.start(), f"{found[1]}@{found[2].replace(' dot ', '.')}.{found[3]}"


def _purpose(clause: Clause, start: int, before: Clause | None) -> str | None:
    """Return what an address is for, by the nearest words before it; a line above it may be its label."""
    nearest = _nearest(clause, start)
    if nearest is None and before is not None and (before.text.endswith(":") or start < _LABEL):
        nearest = _nearest(before, len(before.text)) or (_SENT if before.has("deadline") else None)
    if nearest is None:
        return None
    return "apply" if nearest & _SENT and not nearest & _QUESTIONS else "questions"


def _nearest(clause: Clause, start: int) -> int | None:
    """Return what is said before a place: of applications and of questions the last; applications, where none asks."""
    said = [cue for cue in clause.cues if cue.end <= start + 1 and cue.roles & (_SENT | _QUESTIONS)]
    said = [cue for cue in said if "@" not in clause.text[cue.start : cue.end + 1]]
    if not said:
        return None
    if not any(cue.roles & _QUESTIONS for cue in said):
        return _SENT
    asked = max(cue.start for cue in said if cue.roles & _QUESTIONS)
    sent = max((cue.start for cue in said if cue.roles & _SENT), default=-1)
    return _SENT if sent > asked else _QUESTIONS


def _apply_url(clause: Clause, before: Clause | None) -> str | None:
    """Return the address in a sentence that says to apply there."""
    wanted = ROLE["send to"] | ROLE["invites"]
    for found in _URL.finditer(clause.text):
        asks = any(
            cue.roles & wanted and not cue.roles & _QUESTIONS and -40 <= found.start() - cue.end <= 90
            for cue in clause.cues
        )
        above = before is not None and before.text.endswith(":") and before.roles & wanted and found.start() < 6
        if asks or above:
            return found[0].rstrip(_ENDS)
    return None


def _reference(clause: Clause) -> str | None:
    """Return what is to be quoted: in quotes, or a code with a digit."""
    if not clause.roles & (_SENT | ROLE["apply"]):
        return None
    for cue in clause.cues:
        if cue.roles & ROLE["reference"]:
            found = _QUOTED.match(clause.text, cue.end) or _CODE.match(clause.text, cue.end)
            if found:
                return found[1].strip()
    return None


_DOCUMENTS = re.compile(
    r"(?:[Ss]end|[Ss]ubmit|[Ee]mail|[Ff]orward)\s+(?:us\s+)?(?:your|a|an)\s+(?P<list>[^.;:]{2,120}?)\s+(?:to|by|at|via)\s"
)


def _documents(body: Sequence[Clause]) -> tuple[str, ...]:
    """Return what is to be sent: "Send your CV and cover letter to …"."""
    for clause in body:
        if clause.has("send to") and (found := _DOCUMENTS.search(clause.text)):
            names = re.split(r"\s*,\s*(?:and\s+)?|\s+(?:and|AND|&)\s+", found["list"])
            named = [re.sub(r"^(?:a|an|your|the)\s+", "", name.strip()) for name in names]
            if all(0 < len(name) <= 40 for name in named) and any(_is_document(name) for name in named):
                return tuple(name[:1].upper() + name[1:] for name in named)
    return ()


def _is_document(name: str) -> bool:
    return (
        re.search(
            r"\b(?:cv|résumé|resume|letter|proposal|abstract|form|statement|budget|portfolio)\b", name, re.IGNORECASE
        )
        is not None
    )


def own_address(text: str) -> str | None:
    """Return the address on the last line of a post that is an address and nothing else."""
    for line in reversed([line.strip() for line in text.split("\n") if line.strip()][-6:]):
        if (found := _URL.fullmatch(line)) and line.startswith("http"):
            return found[0]
    return None
