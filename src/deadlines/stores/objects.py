"""Object stores, WebDAV and folders, through OpenDAL: one package, which speaks to each of them in the same words."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeVar

import opendal
from opendal import exceptions
from opendal.layers import RetryLayer, TimeoutLayer

from deadlines.domain.media_type import CACHE
from deadlines.domain.text import Sentence
from deadlines.stores.address import Address
from deadlines.stores.store import FILE_SECONDS, SECONDS, Found, StoreFailure, draft_of, found

_RETRIES = 2
_SERVICES = {"gs": "gcs", "az": "azblob", "webdavs": "webdav", "file": "fs"}
"""What OpenDAL calls the kinds of addresses that it calls otherwise."""
_FAILURES = tuple(one for one in vars(exceptions).values() if isinstance(one, type) and issubclass(one, Exception))
Answer = TypeVar("Answer")


class NotThere(StoreFailure):
    """There is no such file, or no such place."""


class ObjectStore:
    """A store that OpenDAL knows."""

    def __init__(self, address: Address, password: str | None) -> None:
        """Prepare for an address; nothing is asked yet. Raises ``StoreFailure``."""
        operator = _asked(
            lambda: opendal.Operator(_SERVICES.get(address.scheme, address.scheme), **_settings(address, password))
        )
        self._lister = operator.layer(TimeoutLayer(timeout=SECONDS, io_timeout=SECONDS))
        """Without retries: those of OpenDAL take a list that could not be read on for one that has ended."""
        patient = operator.layer(TimeoutLayer(timeout=SECONDS, io_timeout=FILE_SECONDS))
        self._operator = patient.layer(RetryLayer(max_times=_RETRIES, jitter=True))
        able = operator.capability()
        self._renames = bool(able.rename)
        """Where files are renamed in one step, none is written in place; an object appears when it is whole."""
        self._describes = bool(able.write_with_content_type and able.write_with_cache_control)
        self.at_once = 8

    def look(self) -> Mapping[str, Found]:
        """Return every file, by name."""
        for _ in range(_RETRIES):
            with suppress(StoreFailure):
                return _asked(self._look)
        try:
            return _asked(self._look)
        except NotThere:
            return {}

    def _look(self) -> dict[str, Found]:
        there = {}
        for entry in self._lister.list("", recursive=True):
            said = entry.metadata
            if said.mode.is_file():
                there[entry.path.lstrip("/")] = found(said.content_length, said.etag, said.last_modified)
        return there

    def read(self, name: str) -> bytes | None:
        """Return what a file holds; None where there is none."""
        try:
            return _asked(lambda: bytes(self._operator.read(name)))
        except NotThere:
            return None

    def put(self, name: str, content: bytes, media_type: str) -> None:
        """Write a file in one step."""
        kind, cache = (media_type, CACHE) if self._describes else (None, None)
        if not self._renames:
            _asked(lambda: self._operator.write(name, content, content_type=kind, cache_control=cache))
            return
        draft = draft_of(name)
        try:
            _asked(lambda: self._operator.write(draft, content, content_type=kind, cache_control=cache))
            _asked(lambda: self._operator.rename(draft, name))
        except StoreFailure:
            with suppress(StoreFailure):
                self.delete(draft)
            raise

    def delete(self, name: str) -> None:
        """Take a file away."""
        _asked(lambda: self._operator.delete(name))

    def close(self) -> None:
        """Nothing is kept open."""


def _settings(address: Address, password: str | None) -> dict[str, str]:
    """Return where it is, as OpenDAL wants it; what is secret it reads from the environment itself, but passwords."""
    found = {"root": f"/{address.path}", **address.options}
    if address.scheme in ("webdav", "webdavs"):
        host = f"[{address.host}]" if ":" in address.host else address.host
        port = f":{address.port}" if address.port else ""
        found["endpoint"] = f"{'https' if address.scheme == 'webdavs' else 'http'}://{host}{port}"
        if address.username:
            found |= {"username": address.username, "password": password or ""}
    elif address.scheme == "az":
        found["container"] = address.host
        if account := found.pop("account", None):
            found = {"account_name": account, "endpoint": f"https://{account}.blob.core.windows.net", **found}
    elif address.scheme != "file":
        found["bucket"] = address.host
    return found


def _asked(ask: Callable[[], Answer]) -> Answer:
    """Return an answer. Raises ``StoreFailure`` for all that OpenDAL raises."""
    try:
        return ask()
    except exceptions.NotFound:
        raise NotThere(Sentence("it is not there"), _REACHED) from None
    except _FAILURES as error:
        raise StoreFailure(_reason(str(error)), _hint(error)) from None


def _reason(text: str) -> str:
    """Return why, of all that OpenDAL says: what the server said, its status, or what the system said."""
    if said := re.search(r'message: "((?:[^"\\]|\\.)+)"', text):
        return said[1]
    if status := re.search(r"status: (\d{3})", text):
        return Sentence("the server answers {status}", status=status[1])
    if "timeout reached" in text:
        return Sentence("there was no answer in time")
    if source := re.search(r"\nSource:\n\s+(.+)", text):
        return re.sub(r" \(os error \d+\)", "", source[1]).rpartition(": ")[2]
    return text.partition("\n")[0].rpartition("=> ")[2]


def _hint(error: Exception) -> Sentence:
    if isinstance(error, exceptions.PermissionDenied) or re.search(r"status: 40[13]|credential", str(error)):
        return Sentence("see whether the credentials in the environment may write there")
    if isinstance(error, exceptions.ConfigInvalid):
        return Sentence("see how the address is written, and what the environment says of it")
    return _REACHED


_REACHED = Sentence("see whether it can be reached")
