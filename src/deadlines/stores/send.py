"""Apply: a folder is sent to a store, so that whoever reads there meanwhile, or after a crash, sees nothing in part."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from deadlines.domain.folder import is_plain
from deadlines.domain.media_type import TYPES, type_of
from deadlines.domain.text import Sentence
from deadlines.stores.sending import Sending
from deadlines.stores.sent import FILE, UNKNOWN, SentFile, dump
from deadlines.stores.store import Found, Store, StoreFailure, digest, each, is_draft

_ONE_AT_A_TIME = Sentence("let one export be sent at a time")
_ABANDONED = timedelta(hours=1)
"""After which a draft is nobody's any more."""


def digests_in(folder: Path) -> dict[str, str]:
    """Return the digest of each plain file below a folder, by name. Raises ``OSError``."""
    return {name: digest(Path(file.path).read_bytes()) for name, file in plain_files(folder)}


def plain_files(folder: Path, within: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the plain files below a folder, with their names from there; what is hidden, or a link, is none.

    There are none where the folder itself is not there yet. Raises ``OSError``.
    """
    if not within and not folder.exists():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if not is_plain(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from plain_files(Path(entry.path), f"{within}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                yield f"{within}{entry.name}", entry


def send(
    folder: Path,
    here: Mapping[str, str],
    store: Store,
    there: Mapping[str, Found],
    sent: Iterable[SentFile],
    sending: Sending,
    now: datetime,
) -> int:
    """Send what is planned; return how many files were taken away. Raises ``StoreFailure`` and ``OSError``.

    What is on its way is noted before: whatever happens then, the next time nothing of it is taken for sent, and all of
    it for ours.
    """
    names = sending.names
    under_way = {*names, *sending.unsure}
    noted = {SentFile(row.name, row.digest) if row.name in under_way else row for row in sent}
    noted |= {SentFile(name, here[name]) for name in names}
    if noted != set(sent):
        _note(store, noted)
    for stage in sending.stages:
        each(store, stage, lambda name: _put(folder, store, name, here[name]))
    away = [*sending.withdrawn, *(name for name in sending.unsure if _is_ours(store, name, noted))]
    away_too = [name for name, found in there.items() if is_draft(name) and _is_abandoned(found, now)]
    each(store, (*away, *away_too), store.delete)
    if not sending.is_empty:
        _conclude(store, here, there, noted, names)
    return len(away)


def _conclude(
    store: Store,
    here: Mapping[str, str],
    there: Mapping[str, Found],
    noted: Iterable[SentFile],
    names: Collection[str],
) -> None:
    """Note what is there now. What somebody else has changed since is not taken for ours, and is sent the next time."""
    after = store.look()
    if store.read(FILE) != dump(noted):
        raise StoreFailure(Sentence("somebody else has sent files there meanwhile"), _ONE_AT_A_TIME)
    own = set(names)
    _note(
        store,
        (
            SentFile(name, its, after[name].state)
            for name, its in here.items()
            if name in after and (name in own or after[name] == there.get(name))
        ),
    )


def _put(folder: Path, store: Store, name: str, expected: str) -> None:
    content = (folder / name).read_bytes()
    if digest(content) != expected:
        raise StoreFailure(Sentence("{file} was changed meanwhile", file=name), _ONE_AT_A_TIME)
    store.put(name, content, type_of(name, content))


def _note(store: Store, rows: Iterable[SentFile]) -> None:
    store.put(FILE, dump(rows), TYPES[".tsv"])


def _is_ours(store: Store, name: str, noted: Iterable[SentFile]) -> bool:
    """True where a file holds what was noted when it was on its way."""
    content = store.read(name)
    return content is not None and SentFile(name, digest(content), UNKNOWN) in noted


def _is_abandoned(found: Found, now: datetime) -> bool:
    return found.modified is not None and found.modified < now - _ABANDONED
