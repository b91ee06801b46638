"""The tree of records, read: every file becomes an opportunity or a problem, and each is parsed once."""

import os
import re
from pathlib import Path

from pydantic import ValidationError

from deadlines.documents.document import Document, NotToml, link_out, parse, read
from deadlines.documents.explain import explain
from deadlines.domain.fields import LONGEST_ID, fault_of_id
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.problem import Problem
from deadlines.domain.record import Record
from deadlines.domain.rules import check
from deadlines.domain.text import Sentence, fold, shown
from deadlines.records.loaded import Loaded, loaded_of
from deadlines.records.mend import further_problems
from deadlines.records.partial import problems_so_far
from deadlines.records.tree import Found, name_in, tree


def load(folder: Path, project_zone: str, *, shown_from: Path, words: bool = True) -> Loaded:
    """Read all records under a folder, in the order of their paths; problems name paths from ``shown_from``.

    Without ``words`` the organiser's words are not compared with the dates.
    """
    there, root = tree(str(folder), named(folder, shown_from)), os.path.realpath(folder)
    return loaded_of(there, lambda one: in_tree(one, root, project_zone, words=words))


def named(folder: Path, shown_from: Path) -> str:
    """Return what people see of the path of a folder."""
    return folder.relative_to(shown_from).as_posix() if folder.is_relative_to(shown_from) else folder.as_posix()


def in_tree(
    one: Found, root: str, project_zone: str, *, words: bool = True
) -> tuple[Opportunity | list[Problem], list[Problem]]:
    """Return what a file says, or all that is wrong in it, and the warnings; ``root``, a real path, is the tree's."""
    document = link_out(one.file, one.path, root) or read(one.file, one.path)
    return examined(document, project_zone, words=words)


def load_file(file: Path, path: str, project_zone: str) -> Opportunity | list[Problem]:
    """Read one record; ``path`` is what people see of it, and its last part gives the id."""
    return read_record(read(file, path), project_zone)


def findings_in(file: Path, path: str, project_zone: str) -> list[Problem]:
    """Return all that is wrong in one record, and the warnings about it."""
    found, warnings = examined(read(file, path), project_zone)
    return [*(found if isinstance(found, list) else ()), *warnings]


def read_text(text: str, path: str, project_zone: str) -> Opportunity | list[Problem]:
    """Read a record that is not, or not any more, in a file of this path."""
    return read_record(parse(text.encode(), path), project_zone)


def read_record(document: Document | Problem, project_zone: str) -> Opportunity | list[Problem]:
    """Return what a document says, or everything that is wrong in it."""
    return examined(document, project_zone)[0]


def examined(
    document: Document | Problem, project_zone: str, *, words: bool = True
) -> tuple[Opportunity | list[Problem], list[Problem]]:
    """Return what a document says, or everything that is wrong in it; and the warnings about what is good."""
    if isinstance(document, NotToml):
        return _beside(document, project_zone, words=words), []
    if isinstance(document, Problem):
        return [document], []
    name = name_in(document.path)
    if shown(document.path) != document.path or "\n" in document.path:
        message = Sentence("the path has a character that cannot be shown")
        return [Problem(message, Sentence("rename it"), path=document.path)], []
    fault = fault_of_name(name, document.path)
    problems = [fault] if fault else []
    try:
        record = Record.model_validate(document.table)
    except ValidationError as error:
        problems += document.locate(
            explain(error, Record) + further_problems(document.table, error, project_zone, words=words)
        )
        return problems, []
    problems += document.locate(check(record, project_zone, words=words))
    if any(not problem.warning for problem in problems):
        return problems, []
    return Opportunity.of(record, id=name, path=document.path, project_zone=project_zone), problems


def _beside(broken: NotToml, project_zone: str, *, words: bool) -> list[Problem]:
    """Return the faults in the syntax of a file, and what is wrong in what can be read of it."""
    found: list[Problem] = [broken, *broken.others]
    if broken.beside is not None and broken.beside.table:
        if broken.is_whole:
            record, _ = examined(broken.beside, project_zone, words=words)
            found += record if isinstance(record, list) else ()
        else:
            found += broken.beside.locate(problems_so_far(broken.beside.table, project_zone))
    return sorted(found, key=lambda problem: problem.order)


def id_from(words: str) -> str:
    """Return an id made of a title or a file's name: small letters and digits, joined by ``-``."""
    plain = re.sub(r"['’]", "", fold(words)).replace("ß", "ss")
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def fault_of_name(name: str, path: str) -> Problem | None:
    """Return what is wrong with the name of a record's file, without ``.toml``; None where it is an id."""
    if fault_of_id(name) is None:
        return None
    hint = Sentence("rename it to {name}.toml", name=id_from(name)[:LONGEST_ID].strip("-") or "some-words")
    message = Sentence("the file's name is the id: a-z and 0-9, in words joined by -")
    if len(name) > LONGEST_ID:
        message = Sentence(
            "the file's name is the id, and has {n} characters; at most {most} are taken", n=len(name), most=LONGEST_ID
        )
    return Problem(message, hint, path=path)
