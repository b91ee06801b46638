"""A browser without a screen: reads the form of a page and sends what stands in it, as HTML says."""

import contextlib
import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

from deadlines.app.project import open_project
from deadlines.server.loopback import Loopback

FORM = "application/x-www-form-urlencoded"


class Reading(HTMLParser):
    """What a browser would send of the last form of a page in which nothing is changed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.values: dict[str, str] = {}
        self._select = self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        its = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.values = {}
        elif tag == "input" and "name" in its and ("checked" in its or its.get("type") != "checkbox"):
            value, several = its["value"].replace("\n", "").replace("\r", ""), its.get("type") == "checkbox"
            before = self.values.get(its["name"], "") if several else ""
            self.values[its["name"]] = f"{before}\n{value}" if before else value
        elif tag == "select":
            self._select = its["name"]
        elif tag == "option" and self._select and ("selected" in its or self._select not in self.values):
            self.values[self._select] = its["value"]
        elif tag == "textarea":
            self._text = its["name"]
            self.values[self._text] = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.values[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values[self._text] = self.values[self._text].removeprefix("\n").replace("\n", "\r\n")
            self._text = ""
        elif tag == "select":
            self._select = ""


@dataclass(frozen=True)
class Page:
    status: int
    text: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, str]:
        return Reading(self.text).values

    @property
    def said(self) -> str:
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.text)).split())

    def beside(self, name: str) -> str:
        """What is said to be wrong beside a field."""
        found = re.search(rf'<ul class="wrong" id="{re.escape(name)}:wrong">(.*?)</ul>', self.text, re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""


@dataclass(frozen=True)
class Visitor:
    server: Loopback
    faults: list[Exception]

    def ask(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Page:
        """Ask for any path of the server; headers as they are given, with _ for -."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_host="Host" in named, skip_accept_encoding=True)
        for name, value in ({"Content-Length": str(len(body))} if body is not None else {}).items():
            named.setdefault(name, value)
        for name, value in named.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        page = Page(answer.status, answer.read().decode(), dict(answer.headers))
        connection.close()
        return page

    def get(self, place: str) -> Page:
        return self.ask(f"/{self.server.token}/{place}")

    def post(self, place: str, values: dict[str, str]) -> Page:
        return self.ask(
            f"/{self.server.token}/{place}", method="POST", body=urlencode(values).encode(), Content_Type=FORM
        )

    def send(self, place: str, do: str = "save", **changed: str) -> Page:
        """Fill in the form of a page, where __ stands for a dot, and press a button."""
        values = self.get(place).values | {name.replace("__", "."): value for name, value in changed.items()}
        return self.post(place, {**values, "do": do})


@contextlib.contextmanager
def visiting(root: Path, tag: str = "en") -> Iterator[Visitor]:
    faults: list[Exception] = []
    server = Loopback(open_project(root), tag, faults.append)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield Visitor(server, faults)
    server.shutdown()
    server.server_close()
    assert faults == []
