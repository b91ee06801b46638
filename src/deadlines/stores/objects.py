"""Object stores, WebDAV and folders, through OpenDAL: one package, which speaks to each of them in the same words."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeVar

import opendal
from opendal import exceptions
from opendal.layers import RetryLayer, TimeoutLayer

from deadlines.domain.media_type import CACHE
from deadlines.domain.text import Sentence
from deadlines.stores.address import ACCOUNT, KEY, PASSWORD, Address
from deadlines.stores.refused import why
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

    def __init__(self, address: Address, environment: Mapping[str, str]) -> None:
        """Prepare for an address; nothing is asked yet. Raises ``StoreFailure``."""
        self._scheme, settings = address.scheme, _settings(address, environment)
        operator = self._asked(lambda: opendal.Operator(_SERVICES.get(address.scheme, address.scheme), **settings))
        self._lister = operator.layer(TimeoutLayer(timeout=SECONDS, io_timeout=SECONDS))
        """Without retries: those of OpenDAL take a list that could not be read on for one that has ended."""
        patient = operator.layer(TimeoutLayer(timeout=SECONDS, io_timeout=FILE_SECONDS))
        self._operator = patient.layer(RetryLayer(max_times=_RETRIES, jitter=True))
        able = operator.capability()
        self._renames = bool(able.rename)
        """Where there are folders. There files are renamed into their place; an object appears when it is whole."""
        self._describes = bool(able.write_with_content_type and able.write_with_cache_control)
        self.at_once = 8

    def look(self) -> Mapping[str, Found]:
        """Return every file, by name."""
        for _ in range(_RETRIES):
            with suppress(StoreFailure):
                return self._asked(self._look)
        try:
            return self._asked(self._look)
        except NotThere:
            if self._renames:
                return {}
            raise

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
            return self._asked(lambda: bytes(self._operator.read(name)))
        except NotThere:
            return None

    def put(self, name: str, content: bytes, media_type: str) -> None:
        """Write a file in one step."""
        kind, cache = (media_type, CACHE) if self._describes else (None, None)
        if not self._renames:
            self._asked(lambda: self._operator.write(name, content, content_type=kind, cache_control=cache))
            return
        draft = draft_of(name)
        try:
            self._asked(lambda: self._operator.write(draft, content, content_type=kind, cache_control=cache))
            self._asked(lambda: self._operator.rename(draft, name))
        except StoreFailure:
            with suppress(StoreFailure):
                self.delete(draft)
            raise

    def delete(self, name: str) -> None:
        """Take a file away."""
        self._asked(lambda: self._operator.delete(name))

    def close(self) -> None:
        """Nothing is kept open."""

    def _asked(self, ask: Callable[[], Answer]) -> Answer:
        """Return an answer. Raises ``StoreFailure`` for all that OpenDAL raises."""
        try:
            return ask()
        except exceptions.NotFound as error:
            raise NotThere(*why(str(error), self._scheme)) from None
        except _FAILURES as error:
            raise StoreFailure(*why(str(error), self._scheme)) from None


def _settings(address: Address, environment: Mapping[str, str]) -> dict[str, str]:
    """Return where it is, as OpenDAL wants it, which itself reads from the environment what is not here.

    Raises ``StoreFailure`` where no account is named in which a container of Azure's would be.
    """
    found = {"root": f"/{address.path}", **address.options}
    if address.scheme in ("webdav", "webdavs"):
        host = f"[{address.host}]" if ":" in address.host else address.host
        port = f":{address.port}" if address.port else ""
        found["endpoint"] = f"{'https' if address.scheme == 'webdavs' else 'http'}://{host}{port}"
        if address.username:
            found |= {"username": address.username, "password": environment.get(PASSWORD, "")}
    elif address.scheme == "az":
        found["container"] = address.host
        if account := found.pop("account", None) or environment.get(ACCOUNT):
            found = {"account_name": account, "endpoint": f"https://{account}.blob.core.windows.net", **found}
        if key := environment.get(KEY):
            found["account_key"] = key
        if not found.get("endpoint"):
            raise StoreFailure(
                Sentence("no account is named"),
                Sentence("write {option} at the end of the address", option="?account=…"),
            )
    elif address.scheme != "file":
        found["bucket"] = address.host
    return found
