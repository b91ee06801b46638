"""What an announcement is about: its kind, who offers it, with whom, in which languages one applies."""

import re
from collections import Counter
from collections.abc import Sequence

from deadlines.capture.clauses import Clause
from deadlines.capture.verdict import HEAD
from deadlines.domain.kind import KINDS
from deadlines.words.announcements import ROLE, languages_named

_TITLE_COUNTS, _HEAD_COUNTS, _MOST_OF_ONE = 5, 2, 2
_LETTERS_READ = 6_000
_NAME = r"(?P<name>(?:[A-ZÀ-ÞА-Я][^\s,.;:!?()]*)(?:\s+(?:[A-ZÀ-ÞА-Я&][^\s,.;:!?()]*|of|the|for|and|de|des|du|la|le|del|der|für|y|e|et|to|in|on|d’[A-Z]\S*|l’[A-Z]\S*)){0,12}?)"
_OFFERS = (
    r"(?:has issued (?:a|its)|issued (?:a|its)|invites|is inviting|seeks|is (?:currently )?(?:seeking|recruiting|hiring|looking for|accepting|inviting|pleased to announce|requesting|offering|calling for)|"
    r"are (?:seeking|recruiting|looking for)|is now accepting|requests|announces|has (?:launched|opened|announced|re-opened|a new call)|launches|opens|calls for (?:applications|proposals|nominations|papers)|recrute|recherche|lance|"
    r"busca|convoca|lanza|seleciona|lançou|abre|sucht|schreibt|vergibt|verleiht|lobt|ищет|объявляет|оголошує|шукає|söker|søger|søker)"
)
_OFFERED_BY = re.compile(rf"(?:^|[\s“\"(])(?:[Tt]he\s+|[Ll]e\s+|[Ll]a\s+|[Ee]l\s+|O\s+|A\s+|[Dd]ie\s+|[Dd]er\s+|[Dd]as\s+)?{_NAME}(?P<short>\s*\([^()]{{2,15}}\))?(?P<aside>,[^.;]{{3,160}}?,)?\s+{_OFFERS}\b")
_LABELLED = re.compile(
    r"^\W*(?:organi[sz]ation|organisme|employer|employeur|hiring organi[sz]ation|institution|organización|organização|"
    r"organisation name|company|donor|funder|Organisation|Arbeitgeber|Veranstalter|организация|організація|الجهة|المنظمة)\s*[:=|]\s*[\"']?(?P<name>[^\"'|]{2,90}?)[\"']?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_PARTNERS = re.compile(r"\b(?:in partnership with|together with|in cooperation with|in collaboration with|jointly with|en partenariat avec|en colaboración con|em parceria com|in Zusammenarbeit mit)\s+(?P<names>[^.;()]{3,160}?)(?:,|\.|;|$|\s+(?:has|have|is|are)\s)")
_ACRONYM = re.compile(r"\b(?![IVXLC]+\b)[A-Z][A-Z&]{2,9}\b")
_PRONOUNS = frozenset("We This It They He She You I There Our What Who That These Those He Her His A An The In On At If For".split())


def kind_of(title: Clause, body: Sequence[Clause]) -> str:
    """Return the kind that an announcement's words are of, those of its title first."""
    counted: Counter[str] = Counter()
    _count(counted, [title], _TITLE_COUNTS)
    start = body[0].start if body else 0
    head = [clause for clause in body if clause.start - start < HEAD]
    rest = [clause for clause in body if HEAD <= clause.start - start < _LETTERS_READ]
    _count(counted, head, _HEAD_COUNTS)
    _count(counted, rest, 1)
    return max(KINDS, key=lambda kind: counted[kind]) if counted else "call"


def _count(counted: Counter[str], clauses: Sequence[Clause], weight: int) -> None:
    for kind in KINDS:
        said: Counter[str] = Counter(
            clause.text[cue.start : cue.end].casefold()
            for clause in clauses
            for cue in clause.cues
            if cue.roles & ROLE.get(f"kind {kind}", 0)
        )
        counted[kind] += weight * sum(min(_MOST_OF_ONE, number) for number in said.values())


def organisation_of(title: str, text: str) -> str | None:
    """Return who offers it, where its words say so."""
    head = text[:_LETTERS_READ]
    if found := _LABELLED.search(head):
        return found["name"].strip()
    if offered := _offered_by(title):
        return offered
    for line in head.split("\n"):
        if offered := _offered_by(line.strip()[:400]):
            return offered
    acronyms = _ACRONYM.findall(title)
    return acronyms[0] if acronyms and not title.isupper() else None


def _offered_by(line: str) -> str | None:
    for found in _OFFERED_BY.finditer(line):
        name = found["name"].strip()
        if name.split()[0] not in _PRONOUNS and len(name) >= 3:
            return f"{name}{found['short'] or ''}".strip()
    return None


def partners_of(text: str) -> list[str]:
    """Return who offers it too: "in partnership with A and B"."""
    found = _PARTNERS.search(text[:HEAD])
    if found is None:
        return []
    names = re.split(r",\s*|\s+(?:and|et|y|e|und)\s+", found["names"])
    plain = [re.sub(r"^(?:the|la|le|les|el|o|a|der|die|das)\s+", "", name.strip(), flags=re.IGNORECASE) for name in names]
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
    if re.search(r"\b(?:knowledge|fluen\w+|excellent|command|proficien\w+|spoken|written|skills|speak\w*|maîtrise|dominio)\b", clause.text.casefold()):
        return False
    if re.search(r"(?:\bin|\ben|\bem|\bauf|\bin either|here|languages?|langues?|idiomas?|на|мовою|باللغة|på)\W*$", before):
        return True
    return more or re.search(r"(?:,|\bor|\band|\bou|\bet|\bo|\by|\bund|\boder|[a-zç])\W*$", before) is not None
