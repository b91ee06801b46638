"""Who may apply: by which way they come to it, and as what. Each set is closed, and said here alone.

The names are English words; the catalogues have the others.
"""

from typing import Literal, get_args

Access = Literal["open", "nomination", "invitation"]
"""Whether anybody may apply, or somebody else has to put one forward, or only who is invited may."""

ACCESSES: tuple[Access, ...] = get_args(Access)
