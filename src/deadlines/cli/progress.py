"""A sign of life for whoever waits at a terminal; it is gone when there is something to read."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def working(what: str) -> Iterator[Callable[[], None]]:
    """Say on a terminal, from the first second on, ``what`` is done and for how long; the line goes when it is done.

    Yields what takes the line away before that: whoever has to say something on standard error calls it first.
    """
    over = threading.Event()
    if not sys.stderr.isatty():
        yield over.set
        return
    ticker = threading.Thread(target=_tick, args=(what, over), daemon=True)
    ticker.start()

    def end() -> None:
        over.set()
        ticker.join()

    try:
        yield end
    finally:
        end()


def _tick(what: str, over: threading.Event) -> None:
    seconds, line = 0, ""
    while not over.wait(1):
        seconds += 1
        line = f"deadlines: {what} … {seconds} s"
        print(f"\r{line}", end="", file=sys.stderr, flush=True)
    if line:
        print(f"\r{' ' * len(line)}\r", end="", file=sys.stderr, flush=True)
