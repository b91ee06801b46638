"""Where a project is kept and published: the files that each host needs. A further host is an entry here."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, get_args

from deadlines.app.issue import form, template
from deadlines.wording.language import Language

Host = Literal["github", "gitlab", "forgejo", "own"]
HOSTS: tuple[Host, ...] = get_args(Host)
PUBLISH = "publish.sh"
"""Exports, keeps the memory and publishes, whoever else pushes meanwhile."""


@dataclass(frozen=True)
class _Needs:
    """What a host needs."""

    ready: tuple[tuple[str, str], ...] = ()
    """Files that come with this program, and where they are put."""
    form: str = ""
    """Where the form is put by which people propose an opportunity."""
    template: str = ""
    """The same on a host that has no forms: a text to be filled in."""


_NEEDS: dict[Host, _Needs] = {
    "github": _Needs(
        (
            ("github-publish.yml", ".github/workflows/publish.yml"),
            ("github-daily.yml", ".github/workflows/daily.yml"),
            ("github-record.yml", ".github/workflows/record.yml"),
            ("github-verify.yml", ".github/workflows/verify.yml"),
            ("requirements-verify.lock", "requirements-verify.txt"),
        ),
        form=".github/ISSUE_TEMPLATE/opportunity.yml",
    ),
    "gitlab": _Needs((("gitlab-ci.yml", ".gitlab-ci.yml"),), template=".gitlab/issue_templates/opportunity.md"),
    "forgejo": _Needs(
        (("forgejo-publish.yml", ".forgejo/workflows/publish.yml"),), form=".forgejo/issue_template/opportunity.yml"
    ),
    "own": _Needs(),
}


def files_of(host: Host, language: Language) -> dict[str, bytes]:
    """Return the files of a host by their paths in the project."""
    needs = _NEEDS[host]
    ready = (*needs.ready, (PUBLISH, PUBLISH))
    found = {path: (files(__package__) / "scaffold" / name).read_bytes() for name, path in ready}
    if needs.form:
        found[needs.form] = form(language).encode()
    if needs.template:
        found[needs.template] = template(language).encode()
    return found
