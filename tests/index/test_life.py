"""Any sequence of edits, of damage to the index and of times at which one looks: what is known is what is in the files.

``pytest -m slow --hypothesis-profile thorough tests/index/test_life.py`` tries more of them.
"""

import os
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.conftest import SETTINGS, a_call
from tests.index.edits import FOLDERS, Edits
from tests.index.world import World

TEXTS = (
    a_call("2026-03-06"), a_call("2026-03-09"), a_call("2026-03-06T18:00:00", timezone='"Europe/Zurich"'), a_call("2026-03-01", repeats='"FREQ=YEARLY"'),
    a_call("2026-03-06").replace("kind", "draft = true\nkind"), a_call("2026-13-06"), "title = ", "",
)  # fmt: skip
ZONES = ("Europe/Brussels", "Pacific/Auckland")


class Life(Edits):
    TEXTS = TEXTS

    @initialize()
    def begin(self) -> None:
        self._folder = Path(tempfile.mkdtemp())
        self._cache, os.environ["XDG_CACHE_HOME"] = os.environ["XDG_CACHE_HOME"], str(self._folder / "cache")
        self.root = self._folder / "project"
        (self.root / "opportunities").mkdir(parents=True)
        (self.root / "deadlines.toml").write_text(SETTINGS)
        self.world = World(self.root)

    def teardown(self) -> None:
        self.world.assert_same()
        os.environ["XDG_CACHE_HOME"] = self._cache
        shutil.rmtree(self._folder)

    @rule(one=st.sampled_from(FOLDERS), other=st.sampled_from(("calls", "more", ".hidden", "one.toml")))
    def move(self, one: str, other: str) -> None:
        folder, there = self.root / "opportunities" / one, self.root / "opportunities" / other
        if folder.exists() and not there.exists():
            folder.rename(there)

    @rule(zone=st.sampled_from(ZONES))
    def move_to(self, zone: str) -> None:
        (self.root / "deadlines.toml").write_text(SETTINGS.replace("Europe/Brussels", zone))

    @rule(seconds=st.integers(-15, 15))
    def set_clock(self, seconds: int) -> None:
        self.world.late = timedelta(seconds=seconds)

    @rule(at=st.integers(0, 30_000), bits=st.integers(1, 255))
    def damage(self, at: int, bits: int) -> None:
        if self.world.index.exists() and at < len(content := bytearray(self.world.index.read_bytes())):
            content[at] ^= bits
            self.world.index.write_bytes(content)

    @rule()
    def look(self) -> None:
        self.world.assert_same()


TestLife = pytest.mark.slow(Life.TestCase)
TestLife.settings = settings(
    max_examples=60, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
