"""``deadlines``: the start of all. What is asked at every key, or by other programs, waits for no command line."""

import gc
import sys

from deadlines import __version__

WORDS = "--words"
"""``deadlines completion --words TOPIC LINE`` is how the script of a shell asks for what the records say."""


def main() -> None:
    """Run the command line, with output that no locale can make fail.

    A command makes many objects, hardly any garbage, and ends; the collector would look through them again and again.
    """
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    typed = sys.argv[1:]
    if typed == ["--version"]:
        print(f"deadlines {__version__}")
    elif typed[:2] == ["completion", WORDS]:
        from deadlines.cli.offer import offer

        offer(*typed[2:4])
    else:
        from deadlines.cli import quick

        code = quick.run(typed)
        gc.freeze()  # Nor does Python look through them at the end.
        if code is not None:
            sys.exit(code)
        from deadlines.cli.main import app

        app()
