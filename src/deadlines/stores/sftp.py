"""A machine with SSH, through AsyncSSH: the keys, the agent and the known hosts are those that ``ssh`` itself uses."""

import asyncio
import os
import stat
import threading
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TypeVar

import asyncssh

from deadlines.domain.text import Sentence
from deadlines.stores.address import Address
from deadlines.stores.store import FILE_SECONDS, SECONDS, Found, StoreFailure, draft_of, found

_HOME = "~/"
Answer = TypeVar("Answer")


class SftpStore:
    """A folder of another machine."""

    at_once = 8

    def __init__(self, address: Address, password: str | None) -> None:
        """Connect. Raises ``StoreFailure``."""
        self._root = address.path.removeprefix(_HOME) if address.path.startswith("~") else f"/{address.path}"
        self._made: set[str] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        try:
            self._connection = self._run(self._connect(address, password))
            self._client = self._run(self._start())
        except StoreFailure:
            self._end()
            raise

    async def _connect(self, address: Address, password: str | None) -> asyncssh.SSHClientConnection:
        known = {"username": address.username, "port": address.port, "password": password}
        return await asyncssh.connect(
            address.host,
            connect_timeout=SECONDS,
            login_timeout=SECONDS,
            keepalive_interval=SECONDS / 4,
            **{key: value for key, value in known.items() if value is not None},
        )

    async def _start(self) -> asyncssh.SFTPClient:
        return await self._connection.start_sftp_client()

    def look(self) -> Mapping[str, Found]:
        """Return every file, by name."""
        there: dict[str, Found] = {}
        folders = [""]
        while folders:
            folder = folders.pop()
            for name, about in self._run(self._list(folder)):
                if about.permissions is not None and stat.S_ISDIR(about.permissions):
                    folders.append(f"{folder}{name}/")
                elif about.permissions is not None and stat.S_ISREG(about.permissions):
                    written = None if about.mtime is None else datetime.fromtimestamp(about.mtime, UTC)
                    there[f"{folder}{name}"] = found(about.size or 0, None, written)
        return there

    async def _list(self, folder: str) -> list[tuple[str, asyncssh.SFTPAttrs]]:
        try:
            named = await self._client.readdir(self._path(folder) or ".")
        except asyncssh.SFTPNoSuchFile:
            return []
        return [(str(one.filename), one.attrs) for one in named if one.filename not in (".", "..")]

    def read(self, name: str) -> bytes | None:
        """Return what a file holds; None where there is none."""
        return self._run(self._read(name), FILE_SECONDS)

    async def _read(self, name: str) -> bytes | None:
        try:
            async with self._client.open(self._path(name), "rb") as file:
                content: bytes = await file.read()
        except asyncssh.SFTPNoSuchFile:
            return None
        return content

    def put(self, name: str, content: bytes, media_type: str) -> None:
        """Write a file beside its place, and rename it; its media type is for whoever serves it to say."""
        self._run(self._put(self._path(name), self._path(draft_of(name)), content), FILE_SECONDS)

    async def _put(self, place: str, draft: str, content: bytes) -> None:
        folder = place.rpartition("/")[0]
        if folder and folder not in self._made:
            await self._client.makedirs(folder, exist_ok=True)
            self._made.add(folder)
        try:
            async with self._client.open(draft, "wb") as file:
                await file.write(content)
            await self._client.posix_rename(draft, place)
        except asyncssh.Error:
            with suppress(asyncssh.Error):
                await self._client.remove(draft)
            raise

    def delete(self, name: str) -> None:
        """Take a file away."""
        self._run(self._delete(name))

    async def _delete(self, name: str) -> None:
        with suppress(asyncssh.SFTPNoSuchFile):
            await self._client.remove(self._path(name))

    def close(self) -> None:
        """End the connection."""
        with suppress(StoreFailure):
            self._run(self._disconnect())
        self._end()

    async def _disconnect(self) -> None:
        self._connection.close()
        await self._connection.wait_closed()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if self._root.strip("/") else f"{self._root}{name}"

    def _run(self, work: Coroutine[Any, Any, Answer], seconds: float = SECONDS) -> Answer:
        try:
            return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, seconds), self._loop).result()
        except TimeoutError:
            raise StoreFailure(Sentence("there was no answer in time"), _REACHED) from None
        except asyncssh.HostKeyNotVerifiable:
            reason = Sentence("this machine does not know its key")
            raise StoreFailure(reason, Sentence("connect once with ssh, and compare the key")) from None
        except asyncssh.PermissionDenied as error:
            raise StoreFailure(
                error.reason,
                Sentence("see whether ssh lets this user in, with a key or the password in the environment"),
            ) from None
        except asyncssh.SFTPPermissionDenied as error:
            raise StoreFailure(error.reason, Sentence("see whether this user may write there")) from None
        except asyncssh.SFTPOpUnsupported:
            reason = Sentence("its server cannot replace a file in one step")
            raise StoreFailure(
                reason, Sentence("choose one with posix-rename@openssh.com, as OpenSSH has it")
            ) from None
        except asyncssh.SFTPError as error:
            hint = Sentence("see how the address is written, and whether there is room")
            raise StoreFailure(error.reason, hint) from None
        except asyncssh.Error as error:
            raise StoreFailure(error.reason, _REACHED) from None
        except OSError as error:
            said = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
            raise StoreFailure(said or str(error), _REACHED) from None


_REACHED = Sentence("see whether it can be reached")
