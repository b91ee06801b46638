"""Whatever goes wrong in a command is one line and an exit code, never a traceback."""

import os
import sys
from collections.abc import Callable


def guarded(verb: Callable[..., int], *arguments: object, **options: object) -> int:
    """Run a command and return its exit code."""
    try:
        code = verb(*arguments, **options)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:
        return _said(error)
    return code


def _said(error: BaseException) -> int:
    """Say what went wrong, and return the exit code for it."""
    from deadlines.app.refusal import Exit, Refusal  # Where all goes well, nobody waits for these.
    from deadlines.cli.present import note, tell
    from deadlines.domain.text import Sentence

    match error:
        case Refusal():
            if error.problems:
                from deadlines.cli.project import name_problems

                name_problems(error.problems)
            if error.message:
                note(error.message)
            return error.code
        case BrokenPipeError():
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return Exit.FINE
        case KeyboardInterrupt():
            return Exit.INTERRUPTED
        case OSError():
            place = error.filename or Sentence("the system")
            tell("{place}: {reason}", place=place, reason=error.strerror or error)
            return Exit.ENVIRONMENT
    fault = f"{type(error).__name__}: {error}"
    tell("this is a fault of deadlines, not of your files: {fault}", fault=fault)
    return Exit.ENVIRONMENT
