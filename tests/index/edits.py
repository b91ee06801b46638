"""What somebody does to the files of records, in every nasty way."""

import os
import shutil
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

FOLDERS, NAMES = ("calls", "jobs", "jobs/old"), ("one", "two", "one-2027", "three")
Places = st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES)).map(lambda one: f"{one[0]}/{one[1]}.toml")
Texts = st.runner().flatmap(lambda life: st.sampled_from(life.TEXTS))


class Edits(RuleBasedStateMachine):
    """Edits of a project in ``root``; its records say one of ``TEXTS``."""

    TEXTS: ClassVar[tuple[str, ...]]
    root: Path

    def at(self, place: str) -> Path:
        file = self.root / "opportunities" / place
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    @rule(place=Places, text=Texts, back=st.booleans())
    def write(self, place: str, text: str, back: bool) -> None:
        """In place, and with the date that it had, if that is set back."""
        file = self.at(place)
        if file.is_symlink():
            return
        before = file.stat() if file.exists() else None
        file.write_text(text)
        if before and back:
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(one=Places, other=Places)
    def rename(self, one: str, other: str) -> None:
        if self.at(one).exists():
            self.at(one).replace(self.at(other))

    @rule(one=Places, other=Places)
    def copy(self, one: str, other: str) -> None:
        if self.at(one).exists() and one != other and not self.at(other).is_symlink():
            shutil.copy2(self.at(one), self.at(other))

    @rule(one=Places, other=Places)
    def link(self, one: str, other: str) -> None:
        if not self.at(one).is_symlink() and one != other:
            self.at(one).unlink(missing_ok=True)
            self.at(one).symlink_to(self.at(other))

    @rule(place=Places)
    def delete(self, place: str) -> None:
        self.at(place).unlink(missing_ok=True)
