"""What the form answers: the list of the records, a record, what was saved. Knows no sockets and no tokens."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from deadlines.app.add import add, missing, offered, problems_so_far
from deadlines.app.edit import Edited, change, listed, opened, shown_of
from deadlines.app.project import OpenProject
from deadlines.app.refusal import Refusal
from deadlines.domain.fields import fault_of_id
from deadlines.domain.problem import Problem
from deadlines.domain.text import fold
from deadlines.form.fields import typed_of
from deadlines.form.page import Pages, named
from deadlines.form.typed import (
    NEEDED,
    NO_DEADLINE,
    Filled,
    NotOurForm,
    filled,
    first_fields,
    numbers_of,
    rows_in,
    sections,
    with_another,
    with_exchanged,
    without_one,
)
from deadlines.records.load import id_from
from deadlines.wording.catalogue import LANGUAGES
from deadlines.wording.language import language

_OFFERED = ("timezone", "series")
"""Words of other records that are proposed in a line."""
_EMPTY = {"deadlines.0.was": ""}


@dataclass(frozen=True)
class Answer:
    """What the browser is shown."""

    status: int
    page: str = ""
    location: str = ""
    """Where it is sent instead."""


class Desk:
    """The form of one project; ``root`` is the address of its pages, and ``tag`` the language that is proposed."""

    def __init__(self, project: OpenProject, root: str, tag: str) -> None:
        self._project, self._root, self._tag = project, root, tag
        self._one_at_a_time = Lock()
        self.finished = False
        """True when somebody has said that it is enough."""

    def get(self, place: str, query: Mapping[str, str]) -> Answer:
        """Answer a reader, who changes nothing."""
        pages, rest = self._pages(place)
        if pages is None:
            return Answer(303, location=f"{self._root}{self._tag}/") if not place else self._nothing()
        if rest == "":
            return Answer(200, self._list(pages, query.get("q", "")))
        if rest == "new":
            return self._new(pages, dict(_EMPTY))
        if rest.startswith("record/"):
            return self._guarded(pages, lambda: self._record(pages, rest.removeprefix("record/")))
        return self._nothing(pages)

    def post(self, place: str, typed: Mapping[str, str]) -> Answer:
        """Answer what was typed."""
        pages, rest = self._pages(place)
        if pages is None:
            return self._nothing()
        if rest == "finish":
            self.finished = True
            return self._message(
                pages, 200, pages.language.say("Finished"), pages.language.say("You can close this page.")
            )
        with self._one_at_a_time:
            if rest == "new":
                return self._guarded(pages, lambda: self._new(pages, dict(typed)))
            if rest.startswith("record/"):
                return self._guarded(pages, lambda: self._typed(pages, rest.removeprefix("record/"), typed))
        return self._nothing(pages)

    def _pages(self, place: str) -> tuple[Pages | None, str]:
        tag, slash, rest = place.partition("/")
        if not slash or tag not in LANGUAGES:
            return None, ""
        its = self._project.settings.project
        return Pages(language(tag), its.name, its.language, self._root), rest

    def _list(self, pages: Pages, query: str) -> str:
        words = fold(query).split()
        found = [one for one in listed(self._project) if all(word in _searched(one) for word in words)]
        return pages.render("records.html", records=found, query=query, place="")

    def _record(self, pages: Pages, record_id: str) -> Answer:
        path, said = opened(self._project, record_id)
        typed = typed_of(said.table)
        return self._form(pages, record_id, path, said.table, {**typed, "digest": said.digest}, list(said.findings))

    def _typed(self, pages: Pages, record_id: str, typed: Mapping[str, str]) -> Answer:
        path, said = opened(self._project, record_id)
        digest = typed.get("digest", "")
        if digest != said.digest:
            return self._form(pages, record_id, path, said.table, typed, [], changed=True)
        if (other := _with_rows(typed)) is not None:
            return self._form(pages, record_id, path, said.table, other[0], [], focus=other[1])
        found = filled(typed, said.table)
        problems = self._problems(found)
        if not problems:
            try:
                return self._saved(pages, change(self._project, record_id, digest, found.table, found.removed))
            except Refusal as refusal:
                if not refusal.problems:
                    raise
                problems = list(refusal.problems)
        return self._form(pages, record_id, path, said.table, typed, problems, rows=found, refused=True)

    def _new(self, pages: Pages, typed: dict[str, str]) -> Answer:
        if "do" not in typed:
            return self._form(pages, "", "", {}, typed, [])
        if (other := _with_rows(typed)) is not None:
            return self._form(pages, "", "", {}, other[0], [], focus=other[1])
        found = filled(typed, {})
        problems, message = self._problems(found), ""
        name = typed.get("id", "").strip() or id_from(str(found.table.get("title", "")))
        if "title" in found.table and (fault := fault_of_id(name)):
            problems.append(Problem(*fault, keys=("id",)) if name else replace(NEEDED, keys=("id",)))
        if not problems:
            try:
                made = add(self._project, found.table, name)
                return self._saved(pages, Edited(made.path, made, shown_of(self._project, made)))
            except Refusal as refusal:
                problems = list(refusal.problems)
                message = "" if problems else pages.language.spoken(refusal.message)
        return self._form(pages, "", "", {}, typed, problems, rows=found, refused=True, message=message)

    def _problems(self, found: Filled) -> list[Problem]:
        """Return what is wrong in what was typed, as far as it can be said before all is there."""
        unread = {problem.keys for problem in found.unread}
        needed = [keys for keys in missing(found.table) if keys not in unread]
        problems = [NO_DEADLINE if keys == NO_DEADLINE.keys else replace(NEEDED, keys=keys) for keys in needed]
        problems += found.unread
        if problems:
            known = {problem.keys for problem in problems}
            so_far = problems_so_far(self._project, found.table)
            problems += [problem for problem in so_far if problem.keys not in known]
        return problems

    def _form(
        self,
        pages: Pages,
        record_id: str,
        path: str,
        table: Mapping[str, Any],
        typed: Mapping[str, str],
        problems: list[Problem],
        *,
        rows: Filled | None = None,
        focus: str = "",
        refused: bool = False,
        changed: bool = False,
        message: str = "",
    ) -> Answer:
        counted = (
            rows_in(table) if rows is None else {key: [number for _, number in its] for key, its in rows.rows.items()}
        )
        fields = sections(typed, counted, problems)
        say = pages.language.say
        if changed:
            message = say(
                "The file has changed since this page was opened, and nothing was written. "
                "Open the record again; what you typed is still here, to be copied."
            )
        elif refused and not message:
            message = say("Nothing was written yet: something is to be corrected.")
        page = pages.form(
            f"record/{record_id}" if record_id else "new",
            fields,
            named(fields, problems),
            digest=typed.get("digest", ""),
            name=path or typed.get("id", ""),
            title=str(table.get("title", record_id)),
            expected=table.get("status") == "expected",
            offered={key: words for key, words in offered(self._project).items() if key in _OFFERED},
            focus=focus,
            message=message,
            id_problems=[problem for problem in problems if problem.keys == ("id",)],
        )
        return Answer(409 if changed else 422 if refused else 200, page)

    def _saved(self, pages: Pages, edited: Edited) -> Answer:
        say = pages.language.say
        seen = [
            say('subscribers will see "{title}", {moment}', title=one.title, moment=pages.language.moment(one.moment))
            for one in edited.shown
        ]
        if edited.opportunity.record.draft:
            seen = [say("subscribers will see nothing: it is a draft")]
        name = edited.opportunity.id
        warnings = [one for one in opened(self._project, name)[1].findings if one.keys != ("draft",)]
        return self._message(pages, 200, say("Saved"), edited.path, *seen, problems=warnings, record=name)

    def _guarded(self, pages: Pages, answer: Any) -> Answer:
        """Answer, or say why not."""
        try:
            made: Answer = answer()
        except Refusal as refusal:
            said = pages.language.spoken(refusal.message)
            status = 404 if not refusal.problems else 409
            heading = pages.language.say("This cannot be edited here")
            return self._message(pages, status, heading, said, problems=refusal.problems)
        except NotOurForm:
            return self._message(pages, 400, pages.language.say("This cannot be edited here"))
        except OSError as error:
            heading = pages.language.say("This cannot be edited here")
            return self._message(pages, 500, heading, f"{error.filename}: {error.strerror}")
        return made

    def _message(
        self, pages: Pages, status: int, heading: str, *lines: str, problems: Any = (), record: str = ""
    ) -> Answer:
        said = [line for line in lines if line]
        page = pages.render(
            "message.html",
            heading=heading,
            lines=said,
            problems=problems,
            record=record,
            back=not self.finished,
            place="",
        )
        return Answer(status, page)

    def _nothing(self, pages: Pages | None = None) -> Answer:
        pages = pages or self._pages(f"{self._tag}/")[0]
        assert pages  # noqa: S101
        return self._message(pages, 404, pages.language.say("There is no such page"))


def _with_rows(typed: Mapping[str, str]) -> tuple[dict[str, str], str] | None:
    """Return what was typed with a row more or less, where that is what was asked for, and where one goes on."""
    what, *rest = typed.get("do", "save").split()
    first = first_fields()
    if what == "add" and len(rest) == 1 and rest[0] in first:
        more = with_another(typed, rest[0])
        number = next(name for name in more if name not in typed).split(".")[1]
        return more, f"{rest[0]}.{number}.{first[rest[0]]}"
    if what in ("up", "down") and len(rest) == 2 and rest[0] in first:
        numbers = [str(number) for number in numbers_of(typed, rest[0])]
        at = numbers.index(rest[1]) if rest[1] in numbers else 0
        to = at + (1 if what == "down" else -1)
        if not 0 <= to < len(numbers):
            return dict(typed), rest[0]
        moved = with_exchanged(typed, rest[0], int(numbers[at]), int(numbers[to]))
        return moved, f"{rest[0]}.{numbers[to]}.{first[rest[0]]}"
    if what == "remove" and len(rest) == 2:
        return without_one(typed, *rest), rest[0]
    return None


def _searched(one: Any) -> str:
    record = one.opportunity.record if one.opportunity else None
    return fold(" ".join((one.id, record.title, record.organisation) if record else (one.id, one.path)))
