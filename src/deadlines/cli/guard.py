"""Whatever goes wrong in a command is one line and an exit code, never a traceback."""

import os
import sys
from collections.abc import Callable

from deadlines.app.refusal import Exit, Refusal
from deadlines.cli.present import note, tell
from deadlines.domain.text import Sentence


def guarded(verb: Callable[..., int], *arguments: object, **options: object) -> int:
    """Run a command and return its exit code."""
    try:
        code = verb(*arguments, **options)
        sys.stdout.flush()
    except Refusal as refusal:
        if refusal.problems:
            from deadlines.cli.project import name_problems

            name_problems(refusal.problems)
        if refusal.message:
            note(refusal.message)
        return refusal.code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.FINE
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except OSError as error:
        place = error.filename or Sentence("the system")
        tell("{place}: {reason}", place=place, reason=error.strerror or error)
        return Exit.ENVIRONMENT
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
        tell("this is a fault of deadlines, not of your files: {fault}", fault=fault)
        return Exit.ENVIRONMENT
    return code
