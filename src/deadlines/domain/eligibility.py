"""Who may apply: by which way they come to it, as what, and from where. Each set is closed, and said here alone.

The names are English words; the catalogues have the others.
"""

from collections.abc import Collection

from deadlines.domain.territory import code_of, countries_in, share_a_country
from deadlines.domain.text import fold

Access = str
ACCESSES: tuple[Access, ...] = ("open", "nomination", "invitation")
"""Whether anybody may apply, or somebody else has to put one forward, or only who is invited may."""
PUBLIC: tuple[Access, ...] = tuple(access for access in ACCESSES if access != "invitation")
"""Of what is shown to all; what is by invitation is shown only where somebody asks for it."""

APPLICANTS: dict[str, str] = {
    "organisation": "organisations",
    "group": "groups that are not registered",
    "individual": "individuals",
    "university": "universities",
    "company": "companies",
    "authority": "public authorities",
    "state": "States",
}
"""What an applicant may be, with the words for several, in English."""

MEANT = {
    "ngo": "organisation", "ong": "organisation", "cso": "organisation", "nonprofit": "organisation",
    "association": "organisation", "civil society": "organisation", "network": "organisation", "collective": "group",
    "informal group": "group", "person": "individual", "people": "individual", "student": "individual",
    "journalist": "individual", "researcher": "individual", "defender": "individual", "school": "university",
    "academia": "university", "business": "company", "municipality": "authority", "city": "authority",
    "local authority": "authority", "government": "state", "country": "state",
}  # fmt: skip
"""What people write for some of them."""

Applicant = str
"""The name of one of APPLICANTS; whatever else is refused with the one that is meant as hint."""


def may_be_in(countries: Collection[str], regions: Collection[str], wanted: Collection[str]) -> bool:
    """True unless a record rules out applicants of all the countries that are ``wanted``.

    Its countries rule out all others; without any, its regions do, but for one that nobody knows. What says nothing of
    either rules nobody out.
    """
    if countries or not regions:
        return not countries or not set(wanted).isdisjoint(countries)
    codes = set(map(code_of, regions))
    return None in codes or any(not countries_in(code).isdisjoint(wanted) for code in codes if code)


def is_in(territories: Collection[str], wanted: str) -> bool:
    """True where one of some territories has a country in common with the wanted one, or is written as it is."""
    code = code_of(wanted)
    if code is None:
        return any(fold(wanted) == fold(one) for one in territories)
    return any(its is not None and share_a_country(its, code) for its in map(code_of, territories))
