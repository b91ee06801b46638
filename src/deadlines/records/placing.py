"""What is wrong with where records are: folders that are not read, and ids that are taken twice."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator

from deadlines.domain.problem import Problem
from deadlines.domain.text import Sentence
from deadlines.records.tree import Tree, name_in


def misplaced(tree: Tree) -> Iterator[Problem]:
    """Yield the problems of links to folders, and of folders that cannot be read."""
    for path in tree.links:
        message, hint = Sentence("a link to a folder is not followed"), Sentence("put the folder itself here")
        yield Problem(message, hint, path=path)
    for path, error in tree.unreadable:
        hint = Sentence("make it, or run deadlines init")
        if os.path.exists(error.filename):  # noqa: PTH110
            hint = Sentence("check its permissions")
        yield Problem(Sentence("the folder cannot be read: {reason}", reason=error.strerror), hint, path=path)


def taken_twice(paths: Iterable[str]) -> dict[str, list[Problem]]:
    """Return, by id, the problems of records that have one id, each naming the others."""
    places: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        places[name_in(path)].append(path)
    return {
        name: [_taken(name, path, [one for one in its if one != path]) for path in its]
        for name, its in places.items()
        if len(its) > 1
    }


def _taken(name: str, path: str, others: list[str]) -> Problem:
    return Problem(
        Sentence('the id "{id}" is taken by {paths}', id=name, paths=", ".join(others)),
        Sentence("rename the one that was never published; an id is not used twice"),
        path=path,
    )
