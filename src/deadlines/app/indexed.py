"""The records of a project as their files are now, of which only those are read that have changed."""

from __future__ import annotations

import os
from datetime import datetime

from deadlines.domain.instant import nanoseconds
from deadlines.index.brief import number_of
from deadlines.index.look import Index
from deadlines.records.tree import Found, about
from deadlines.settings.root import FILE, OPPORTUNITIES, root_above

TYPE_CHECKING = False
if TYPE_CHECKING:
    from deadlines.domain.opportunity import Opportunity
    from deadlines.domain.problem import Problem
    from deadlines.index.looked import Looked
    from deadlines.records.loaded import Loaded


class IndexedProject:
    """A project that was found around a folder, and the part of its settings by which records are read and shown."""

    def __init__(self, directory: str, at: datetime, *, whatever_settings: bool = False) -> None:
        """``at`` is now, by the clock. Raises ``Refusal`` where there is no project, or its settings are wrong.

        With ``whatever_settings`` the zone alone is taken of wrong ones, or UTC, as a check does: good for what is the
        same in every zone.
        """
        self.root = _root_around(directory)
        self._folder = os.path.join(self.root, OPPORTUNITIES)  # noqa: PTH118
        self._index = Index(self.root, nanoseconds(at))
        file = os.path.join(self.root, FILE)  # noqa: PTH118
        known = self._index.settings(file)
        if known is None:
            from deadlines.app.refusal import Refusal  # Whose settings are known needs none.

            as_it_was = about(file)
            try:
                known = _settings(self.root)
            except Refusal:
                if not whatever_settings:
                    raise
                known = _zone(self.root), {}
            else:
                self._index.keep_settings(file, as_it_was, known)
        self.timezone, self._topics = known

    def topics(self, tag: str) -> dict[str, str]:
        """Return the words for topics in a language, by the topics as ``fold`` makes them."""
        from deadlines.domain.text import Translated

        return {topic: Translated(word) if own else word for topic, (word, own) in self._topics[tag].items()}

    def look(self) -> Looked:
        """Return what all records say."""
        return self._index.look(self._folder, OPPORTUNITIES, self.timezone, self._read)

    def load(self, since: datetime | None = None) -> Loaded:
        """Return all records, drafts among the others; the organiser's words are not compared with the dates.

        ``since`` leaves out those that were over before.
        """
        from deadlines.records.loaded import Loaded

        looked = self.look()
        wanted = (where for where, _ in looked.briefs(None if since is None else number_of(since)))
        found = tuple(one for _, one in looked.opportunities(wanted))
        files = looked.number - sum(one.record.draft for one in found)
        return Loaded(found, looked.problems, files, complete=looked.complete)

    def known_record(self, typed: str) -> Opportunity | None:
        """Return the good record whose id is typed, or begins so, where that is known of one alone; else None."""
        path = self._index.path_meant(typed, self._folder, OPPORTUNITIES)
        if path is None:
            return None
        its = about(os.path.join(self.root, path))  # noqa: PTH118
        return self._index.record(path, its, self.timezone)

    @property
    def _root_of_records(self) -> str:
        return os.path.realpath(self._folder)

    def _read(self, one: Found) -> Opportunity | list[Problem]:
        from deadlines.records.load import in_tree

        return in_tree(one, self._root_of_records, self.timezone, words=False)[0]


def _root_around(directory: str) -> str:
    if os.path.isdir(directory) and (root := root_above(directory)):  # noqa: PTH112
        return root
    from pathlib import Path

    from deadlines.app.project import find_project  # Which says what is wrong.

    return str(find_project(Path(directory)))


def _zone(root: str) -> str:
    from pathlib import Path

    from deadlines.settings.load import zone_in

    return zone_in(Path(root)) or "UTC"


def _settings(root: str) -> tuple[str, dict[str, dict[str, tuple[str, bool]]]]:
    """Return the zone of a project, and by language the words for topics, each with whether it is in that language."""
    from pathlib import Path

    from deadlines.app.project import open_project
    from deadlines.domain.text import Translated
    from deadlines.settings.reading import topics_in
    from deadlines.wording.catalogue import LANGUAGES
    from deadlines.wording.language import language

    settings = open_project(Path(root)).settings
    topics = {
        tag: {
            topic: (str(word), isinstance(word, Translated))
            for topic, word in topics_in(settings, language(tag)).items()
        }
        for tag in LANGUAGES
    }
    return settings.project.timezone, topics
