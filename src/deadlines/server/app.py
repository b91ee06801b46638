"""The web application: the files of the folder, feeds by query, and a health address; to be read, and nothing else.

It is called as ASGI says; what can be answered without waiting, it answers at once.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from urllib.parse import quote

from deadlines.domain.folder import HEALTH, QUERY
from deadlines.domain.text import Sentence
from deadlines.server.answer import Answer, of_bytes, of_file, of_text
from deadlines.server.live import LiveExport
from deadlines.server.plain import Plain, combined
from deadlines.server.query import Refused, read_query
from deadlines.server.representation import Representation

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
_AUTHORITY = re.compile(r"https?://[^/?#]*", re.IGNORECASE)


class Application:
    """Answers from a live export; while it runs, that looks at the records several times a second."""

    def __init__(self, live: LiveExport) -> None:
        self._live = live
        self._one_at_a_time = ThreadPoolExecutor(1, "answers")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or run from the start of the server to its end."""
        if scope["type"] == "lifespan":
            await self._run(receive, send)
            return
        try:
            answer = await self._answer(scope)
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            self._live.fault(Sentence("this is a fault of deadlines, not of your files: {fault}", fault=what))
            answer = of_text("this is a fault of the server\n", 500)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.fields})
        if scope["method"] != "HEAD":
            for piece in answer.pieces():
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body"})

    def at_once(self, request: Plain) -> Answer | None:
        """Return the answer to a request where all of it is at hand; None where it has to be asked for as ASGI says."""
        found = None
        if request.path == QUERY and request.query:
            with suppress(Refused):
                found = self._live.feed_at_hand(read_query(request.query))
        elif request.path not in (QUERY, HEALTH):
            found = self._live.folder.at_hand(request.path)
        return of_file(found, request.fields, self._live.now()) if found else None

    async def _answer(self, scope: Scope) -> Answer:
        if scope["method"] not in ("GET", "HEAD"):
            return of_text("this is to be read, and nothing else\n", 405, (b"allow", b"GET, HEAD"))
        path = scope["path"]
        if found := _AUTHORITY.match(path):  # as to a proxy, which every server has to understand (RFC 9112 §3.2.2)
            path = path[found.end() :] or "/"
        if path == f"/{HEALTH}":
            health = json.dumps(self._live.health(), separators=(",", ":"))
            return of_bytes(health.encode(), "application/json")
        if not path.startswith("/"):
            return _not_here("there is no such file here")
        fields = combined([part.decode("latin-1") for part in pair] for pair in scope["headers"])
        return await self._file(path[1:], scope["query_string"].decode("latin-1"), fields)

    async def _file(self, path: str, query: str, fields: Mapping[str, str]) -> Answer:
        folder = self._live.folder
        if folder.is_damaged(path):
            await asyncio.to_thread(self._live.look)
        found = folder.at_hand(path) or await self._alone(folder.find, path)
        if path == QUERY and (found is None or query):
            return await self._feed(query, fields)
        if found is None and folder.is_folder(path):
            place = quote(path.rpartition("/")[2], safe=":%?=@!$&'()*+,;")
            return of_text("", 307, (b"location", f"{place}/".encode()))
        return of_file(found, fields, self._live.now()) if found else _not_here("there is no such file here")

    async def _feed(self, query: str, fields: Mapping[str, str]) -> Answer:
        try:
            read = read_query(query)
        except Refused as refused:
            return of_text(f"{refused}\n", 400)
        found = await self._alone(self._live.feed, read)
        if found is None:
            return _not_here("no deadline matches this; take a word out, or look at how the records write it")
        return of_file(found, fields, self._live.now())

    async def _alone(self, ask: Callable[[Any], Representation | None], what: object) -> Representation | None:
        """Ask for what takes long, in a thread, after what others have asked for."""
        return await asyncio.get_running_loop().run_in_executor(self._one_at_a_time, ask, what)

    async def _run(self, receive: Receive, send: Send) -> None:
        await receive()
        looking = asyncio.create_task(self._keep_looking())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
        await send({"type": "lifespan.shutdown.complete"})

    async def _keep_looking(self) -> None:
        while True:
            await asyncio.sleep(self._live.pause)
            await asyncio.to_thread(self._live.look)


def _not_here(why: str) -> Answer:
    return of_text(f"{why}\n", 404)
