"""What an announcement is about: its kind, who offers it, with whom, in which languages one applies."""

import re
from collections import Counter
from collections.abc import Sequence

from deadlines.capture.verdict import HEAD
from deadlines.domain.kind import KINDS
from deadlines.words.announcements import ROLE, languages_named
from deadlines.words.clauses import Clause

_TITLE_COUNTS, _HEAD_COUNTS, _MOST_OF_ONE = 8, 2, 2
_LETTERS_READ = 6_000
_FACTS = ("location", "salary", "contract", "amount")
_LONGEST_FACT = 160
_MARKS = 4
"""Letters of bullets and the like before a label."""
_NOMINATIONS = 2
_PREFERRED = ("fellowship", "training", "job", "grant", "prize", "call")
"""Of kinds for which there is as much to say, the one that says more."""
_LINKS = "of|the|for|and|de|des|du|la|le|del|der|für|y|e|et|to|in|on"
_NAME = re.compile(
    rf"(?:^|[\s“\"«(])((?:[^\W\d_a-zß-ÿ][^\s,.;:!?()]*)(?:\s+(?:[^\W\d_a-zß-ÿ&][^\s,.;:!?()]*|&|{_LINKS}))*)$"
)
"""A name at the end of a text: words with capitals, and small ones between them."""
_SHORT_FORM = re.compile(r"\s*(\([^()]{2,15}\))$")
_ASIDE = re.compile(r",[^,.;]{3,160}(?:,[^,.;]{3,160})?,$")
_LONGEST_NAME = 220
_LABELLED = re.compile(
    r"^\W*(?:organi[sz]ation|organisme|employer|employeur|hiring organi[sz]ation|institution|organización|organização|"
    r"company|donor|funder|arbeitgeber|veranstalter|организация|організація|الجهة|المنظمة)"
    r"\s*[:=|]\s*[\"']?(?P<name>[^\"'|]{2,90}?)[\"']?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_PARTNERS = re.compile(
    r"\b(?:in partnership with|together with|in cooperation with|in collaboration with|jointly with|"
    r"en partenariat avec|en colaboración con|em parceria com|in Zusammenarbeit mit)\s+"
    r"(?P<names>[^.;()]{3,160}?)(?:,|\.|;|$|\s+(?:has|have|is|are)\s)"
)
_ARTICLE = re.compile(r"^(?:the|la|le|les|el|o|a|der|die|das|an)\s+", re.IGNORECASE)
_ACRONYM = re.compile(r"\b(?![IVXLC]+\b)[A-Z][A-Z&]{2,9}\b")
_NOBODY = frozenset(
    (
        "we",
        "this",
        "it",
        "they",
        "he",
        "she",
        "you",
        "i",
        "there",
        "our",
        "what",
        "who",
        "that",
        "these",
        "se",
        "on",
        "il",
        "elle",
        "nous",
        "man",
        "wir",
        "es",
    )
)
_SPOKEN = re.compile(
    r"\b(?:knowledge|fluen\w+|excellent|command|proficien\w+|spoken|skills|speak\w*|maîtrise|dominio)\b", re.IGNORECASE
)
_JUST_BEFORE = re.compile(
    r"(?:\bin|\ben|\bem|\bauf|\bin either|here|languages?|langues?|idiomas?|на|мовою|باللغة|på)\W*$"
)


def kind_of(title: Clause, body: Sequence[Clause]) -> str:
    """Return the kind that an announcement's words are of, those of its title first."""
    counted: Counter[str] = Counter()
    _count(counted, [title], _TITLE_COUNTS)
    start = body[0].start if body else 0
    head = [clause for clause in body if clause.start - start < HEAD]
    _count(counted, head, _HEAD_COUNTS)
    if not any(counted.values()):
        _count(counted, [clause for clause in body if clause.start - start < _LETTERS_READ], 1)
    return max(_PREFERRED, key=lambda kind: counted[kind]) if any(counted.values()) else _PREFERRED[-1]


def _count(counted: Counter[str], clauses: Sequence[Clause], weight: int) -> None:
    for kind in KINDS:
        said: Counter[str] = Counter(
            clause.text[cue.start : cue.end].casefold()
            for clause in clauses
            for cue in clause.cues
            if cue.roles & ROLE.get(f"kind {kind}", 0)
        )
        counted[kind] += weight * sum(min(_MOST_OF_ONE, number) for number in said.values())


def organisation_of(title: Clause, body: Sequence[Clause], text: str) -> str | None:
    """Return who offers it, where its words say so."""
    if found := _LABELLED.search(text[:_LETTERS_READ]):
        return found["name"].strip()
    start = body[0].start if body else 0
    for clause in (title, *body):
        if clause.start - start > _LETTERS_READ:
            break
        if offered := _offered_by(clause):
            return offered
    acronyms = _ACRONYM.findall(title.text)
    return acronyms[0] if acronyms and not title.text.isupper() else None


def _offered_by(clause: Clause) -> str | None:
    """Return the name that stands before "invites", "seeks" and the like, with its short form in brackets."""
    for cue in clause.cues:
        if not cue.roles & ROLE["offers"]:
            continue
        before = _ASIDE.sub("", clause.text[max(0, cue.start - _LONGEST_NAME) : cue.start].rstrip())
        short = _SHORT_FORM.search(before)
        found = _NAME.search(before[: short.start()] if short else before)
        name = _ARTICLE.sub("", found[1].strip()) if found else ""
        if len(name) >= 2 and name.split()[0].casefold() not in _NOBODY:
            return f"{name} {short[1]}" if short else name
    return None


def partners_of(text: str) -> list[str]:
    """Return who offers it too: "in partnership with A and B"."""
    found = _PARTNERS.search(text[:HEAD])
    if found is None:
        return []
    plain = [_ARTICLE.sub("", name.strip()) for name in re.split(r",\s*|\s+(?:and|et|y|e|und)\s+", found["names"])]
    return [name for name in plain if name[:1].isupper()]


def languages_of(body: Sequence[Clause]) -> list[str]:
    """Return the tags of the languages in which one may apply, where a sentence about applying names them."""
    tags: dict[str, None] = {}
    about = ROLE["apply"] | ROLE["invites"] | ROLE["send to"]
    for clause in body:
        if clause.roles & about and clause.has("written in"):
            for start, _, tag in languages_named(clause.text):
                if _is_written_in(clause, start, bool(tags)):
                    tags[tag] = None
    return list(tags)


def _is_written_in(clause: Clause, start: int, more: bool) -> bool:
    """Say whether a language is one to write in: "in English or French", "the survey here: EnglishFrench"."""
    before = clause.text[max(0, start - 40) : start].casefold()
    if _SPOKEN.search(clause.text):
        return False
    if _JUST_BEFORE.search(before):
        return True
    return more and re.search(r"(?:,|\bor|\band|\bou|\bet|\bo|\by|\bund|\boder|[a-zç])\W*$", before) is not None


def is_by_nomination(kind: str, title: Clause, body: Sequence[Clause]) -> bool:
    """Say whether a prize is one for which somebody else has to put one forward: nobody is asked to apply."""
    if kind != "prize":
        return False
    said = [cue.roles for clause in (title, *body) for cue in clause.cues]
    nominated = sum(bool(roles & ROLE["nominate"]) for roles in said)
    return nominated >= _NOMINATIONS and not any(roles & ROLE["oneself"] for roles in said)


def facts_of(body: Sequence[Clause]) -> dict[str, str]:
    """Return what short lines with a label say: "Salary: €57,000 gross per year"."""
    found: dict[str, str] = {}
    for clause in body:
        if len(clause.text) > _LONGEST_FACT:
            continue
        for cue in clause.cues:
            value = clause.text[cue.end :]
            key = next((name for name in _FACTS if cue.roles & ROLE[f"label {name}"]), None)
            if key and key not in found and cue.start <= _MARKS and value[:3].strip()[:1] in (":", "："):
                found[key] = " ".join(value.lstrip(" :：*_").split())
    return {key: value for key, value in found.items() if value}
