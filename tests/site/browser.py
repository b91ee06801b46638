"""A real browser, and a plain web server for it to read from."""

import contextlib
import gzip
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
_QUIETLY = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)  # fmt: skip


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"THE PAGE IS NOT TESTED IN A BROWSER: there is no {CHROMIUM}; apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIETLY.split())
        yield browser
        browser.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


class ReadByAll(_Quiet):
    """A host whose files pages of other sites may read, as those of GitHub and of ``serve``."""

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()


class _WithoutSlashes(_Quiet):
    """A host that has neither ``index.html`` nor a slash in its addresses, as several have."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        place = address.path.removesuffix("index.html").rstrip("/")
        if address.path not in (place, "/"):
            self.send_response(308)
            self.send_header("Location", address._replace(path=place).geturl())
            self.end_headers()
            return
        if Path(self.translate_path(place)).is_dir():
            self.path = f"{place}/index.html"
        super().do_GET()


@contextlib.contextmanager
def served_without_slashes(folder: Path) -> Iterator[str]:
    with served(folder, _WithoutSlashes) as address:
        yield address


@contextlib.contextmanager
def served(folder: Path, handler: type[_Quiet] = _Quiet) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


class Visit:
    """One reader: a context of the browser that notes what goes wrong and what leaves the site."""

    def __init__(self, browser: Browser, base: str, **context: object) -> None:
        self.base, self.now = base, context.pop("now", None)
        self.context: BrowserContext = browser.new_context(**context)  # type: ignore[arg-type]
        self.context.set_default_timeout(5000)
        self.page: Page = self.context.new_page()
        if self.now:
            self.page.clock.set_fixed_time(str(self.now))
        self.elsewhere: list[str] = []
        self.wrong: list[str] = []
        self.page.on("request", self._note)
        self.page.on("console", lambda said: self.wrong.append(said.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: self.wrong.append(f"a dialog: {dialog.message}"))

    def _note(self, request: Request) -> None:
        ours, theirs = urlsplit(self.base), urlsplit(request.url)
        if (ours.scheme, ours.netloc) != (theirs.scheme, theirs.netloc):
            self.elsewhere.append(request.url)

    def to(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def leave(self) -> None:
        """Close; nothing may have gone wrong, left the site or been stored."""
        assert (self.wrong, self.elsewhere) == ([], [])
        assert self.context.cookies() == []
        if self.base.startswith("http"):
            assert self.page.evaluate("localStorage.length + sessionStorage.length") == 0
        self.context.close()


class Packed(_Quiet):
    """A host that compresses what it sends, as all do."""

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            self.send_error(404)
            return
        content = gzip.compress(file.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
