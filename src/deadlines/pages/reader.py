"""Documents from outside, read in a child process with limits of time and memory: parsers of C hang, die and swell."""

import contextlib
import json
import os
import select
import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from time import monotonic
from typing import IO, Any, TypeVar

from deadlines.domain.text import Sentence
from deadlines.pages.page import Page
from deadlines.pages.rows import Rows

FORMATS = {
    "html": "deadlines.pages.html:read_html",
    "text": "deadlines.pages.text:read_text",
    "mail": "deadlines.pages.mail:read_mail",
    "docx": "deadlines.pages.docx:read_docx",
    "pdf": "deadlines.pages.pdf:read_pdf",
    "events": "deadlines.pages.events:read_events",
}
"""By format, the function that makes a ``Page`` of bytes and the options that it takes."""
ROWS = {
    "sheet": "deadlines.pages.sheet:read_sheet",
    "feed": "deadlines.pages.feed:read_feed",
    "timed": "deadlines.pages.timed:read_timed",
    "structured": "deadlines.pages.structured:read_structured",
}
"""By format, the function that makes ``Rows`` of bytes."""
SECONDS = 20
"""Of the processor, and by the clock, for one document."""
MEMORY = 1_500_000_000
"""Bytes that a child may have."""
LARGEST = 64_000_000
_HEAD = struct.Struct(">II")
_TOO_MUCH = Sentence("it takes more memory than a document may")


Result = TypeVar("Result")


class Unreadable(Exception):  # noqa: N818
    """A document cannot be read, and why."""


@dataclass
class Reader:
    """Reads documents, one after another, in a child that is replaced when it has died.

    One thread at a time may use it. It ends with ``close``, or as a context.
    """

    seconds: float = SECONDS
    _child: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def read(self, format_: str, content: bytes, **options: str | None) -> Page:
        """Return what a document shows. Raises ``Unreadable``, whatever the document does to its parser."""
        return self._asked(Page.unpacked, format_, content, options)

    def rows(self, format_: str, content: bytes, **options: str | None) -> Rows:
        """Return the table in a document of one of ``ROWS``. Raises ``Unreadable``."""
        return self._asked(Rows.unpacked, format_, content, options)

    def _asked(
        self, unpacked: Callable[[Any], Result], format_: str, content: bytes, options: dict[str, str | None]
    ) -> Result:
        if len(content) > LARGEST:
            raise Unreadable(Sentence("it is larger than {most} MB", most=LARGEST // 1_000_000))
        child = self._child = self._child or _start(self.seconds)
        assert child.stdin is not None and child.stdout is not None  # noqa: S101
        head = json.dumps([format_, options]).encode()
        try:
            child.stdin.write(_HEAD.pack(len(head), len(content)) + head + content)
            child.stdin.flush()
            answer = _answer(child.stdout, monotonic() + self.seconds * 2)
        except TimeoutError:
            self.close()
            raise Unreadable(Sentence("it is not read within {n} seconds", n=f"{self.seconds:g}")) from None
        except (OSError, EOFError):
            self.close()
            why = Sentence("it takes more time or memory than a document may, or its reader fails at it")
            raise Unreadable(why) from None
        try:
            found = json.loads(answer)
            if isinstance(found, str):
                raise Unreadable(_TOO_MUCH if found == _TOO_MUCH else found)
            return unpacked(found)
        except (ValueError, TypeError, RecursionError):
            raise Unreadable(Sentence("its reader fails at it")) from None

    def close(self) -> None:
        """End the child, whatever it does."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _start(seconds: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-c", f"from {__name__} import serve; serve({seconds!r})"]
    paths = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )


def _answer(stream: IO[bytes], until: float) -> bytes:
    length = int.from_bytes(_exactly(stream, 4, until), "big")
    return _exactly(stream, length, until)


def _exactly(stream: IO[bytes], length: int, until: float) -> bytes:
    pieces = []
    while length:
        ready, _, _ = select.select([stream], [], [], max(until - monotonic(), 0.0))
        if not ready:
            raise TimeoutError
        piece = os.read(stream.fileno(), min(length, 1 << 20))
        if not piece:
            raise EOFError
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


def serve(seconds: float) -> None:
    """Read documents from standard input until it ends, and write each as JSON: the child's side."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while head := source.read(_HEAD.size):
        length, size = _HEAD.unpack(head)
        format_, options = json.loads(source.read(length))
        content = source.read(size)
        _limit(seconds)
        answer = json.dumps(_read(format_, content, options)).encode()
        target.write(len(answer).to_bytes(4, "big") + answer)
        target.flush()


def _read(format_: str, content: bytes, options: dict[str, Any]) -> Any:
    module, _, name = {**FORMATS, **ROWS}[format_].partition(":")
    try:
        found: Page | Rows = getattr(import_module(module), name)(content, **options)
        return found.packed()
    except MemoryError:
        return _TOO_MUCH
    except Exception as error:
        return str(error) or type(error).__name__


def _limit(seconds: float) -> None:
    """Let this process die when it takes more: of the processor counted from now."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        spent = resource.getrusage(resource.RUSAGE_SELF)
        until = int(spent.ru_utime + spent.ru_stime + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
