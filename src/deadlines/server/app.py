"""The web application: the files of the folder, feeds by query, and a health address; to be read, and nothing else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from deadlines.domain.folder import HEALTH, QUERY
from deadlines.domain.text import Sentence
from deadlines.server.conditions import accepts_gzip, as_http_date, combined, decide
from deadlines.server.live import LiveExport
from deadlines.server.query import Refused, read_query
from deadlines.server.representation import Representation

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Access-Control-Allow-Origin": "*",
}
"""All of it is public, so pages of other sites may read it too (Fetch §3.3)."""
MAKES_FEEDS = "feeds"
"""In Server-Timing, which the script of a page can read: here there is a feed of any selection."""
_CACHE = "public, max-age=900, must-revalidate"


def application(live: LiveExport) -> Starlette:
    """Return the ASGI application; while it runs, ``live`` looks at the records several times a second."""
    one_at_a_time = CapacityLimiter(1)

    async def file(request: Request) -> Response:
        path = request.path_params["path"]
        if live.folder.is_damaged(path):
            await to_thread.run_sync(live.look, limiter=one_at_a_time)
        found = live.folder.find(path)
        if path == QUERY and (found is None or request.scope["query_string"]):
            return await feed(request)
        if found is None and live.folder.is_folder(path):
            return RedirectResponse(f"{path.rpartition('/')[2]}/", headers=_ALWAYS)
        return _not_here("there is no such file here") if found is None else _answer(request, found, live)

    async def feed(request: Request) -> Response:
        try:
            query = read_query(request.scope["query_string"].decode("latin-1"))
        except Refused as refused:
            return _text(f"{refused}\n", 400)
        found = await to_thread.run_sync(live.feed, query, limiter=one_at_a_time)
        if found is None:
            return _not_here("no deadline matches this; take a word out, or look at how the records write it")
        return _answer(request, found, live)

    async def health(request: Request) -> Response:
        return JSONResponse(live.health(), headers={**_ALWAYS, "Cache-Control": "no-store"})

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101
        return PlainTextResponse(f"{error.detail}\n", error.status_code, headers={**_ALWAYS, **(error.headers or {})})

    async def fault(request: Request, error: Exception) -> Response:
        what = f"{type(error).__name__}: {error}"
        live.fault(Sentence("this is a fault of deadlines, not of your files: {fault}", fault=what))
        return _text("this is a fault of the server\n", 500)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        looking = asyncio.create_task(_keep_looking(live))
        yield
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking

    return Starlette(
        routes=[Route(f"/{HEALTH}", health), Route("/{path:path}", file)],
        exception_handlers={HTTPException: refused, Exception: fault},
        lifespan=lifespan,
    )


async def _keep_looking(live: LiveExport) -> None:
    while True:
        await asyncio.sleep(live.pause)
        await to_thread.run_sync(live.look)


def _answer(request: Request, found: Representation, live: LiveExport) -> Response:
    content, tag = found.content, found.tag
    headers = {**_ALWAYS, "Cache-Control": _CACHE}
    if found.compressed is not None:
        headers["Vary"] = "Accept-Encoding"
        if accepts_gzip(combined(request.headers, "accept-encoding") or ""):
            content, tag = found.compressed, found.compressed_tag
            headers["Content-Encoding"] = "gzip"
    if found.media_type.startswith("text/html"):
        headers["Server-Timing"] = MAKES_FEEDS
    headers["ETag"] = tag
    modified = found.modified
    if modified is not None and modified >= live.now().replace(microsecond=0):
        modified = None  # it may change once more in this second, and a date could not tell (RFC 9110 §8.8.2.1)
    if modified is not None:
        headers["Last-Modified"] = as_http_date(modified)
    status = decide(request.headers, tag, modified)
    if status != 200:
        headers.pop("Content-Encoding", None)
        return Response(status_code=status, headers=headers)
    return Response(content, headers=headers, media_type=found.media_type)


def _text(text: str, status: int) -> Response:
    return PlainTextResponse(text, status, headers={**_ALWAYS, "Cache-Control": "no-store"})


def _not_here(why: str) -> Response:
    return _text(f"{why}\n", 404)
