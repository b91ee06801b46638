"""Read all records of a project, and nothing else: the yardstick of run.py for an export after one edit.

.venv/bin/python benchmarks/reading_alone.py FOLDER
"""

import gc
import sys
from pathlib import Path

from deadlines.records.load import load
from deadlines.settings.load import load_settings
from deadlines.settings.root import OPPORTUNITIES

gc.disable()
root = Path(sys.argv[1])
settings = load_settings(root).settings
assert settings is not None
loaded = load(root / OPPORTUNITIES, settings.project.timezone, shown_from=root)
assert not loaded.problems
