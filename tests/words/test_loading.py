"""The tables of a hundred languages are read only where there are words to compare, and only the script's that is met."""

import subprocess
import sys
from pathlib import Path

RECORD = (
    'title = "A"\nkind = "call"\norganisation = "B"\nurl = "https://example.org/"\n\n[[deadlines]]\ndue = 2027-04-30\n'
)
LIST = (
    "import sys; from pathlib import Path; from deadlines.records.load import load;"
    "loaded = load(Path('.'), 'UTC', shown_from=Path('.')); assert not loaded.problems;"
    "words = [name for name in sys.modules if name.startswith('deadlines.words')];"
    "from deadlines.words.lexicon import lexicon; print(bool(words), lexicon.cache_info().misses)"
)


def loaded(folder: Path, *stated: str) -> list[str]:
    """Return whether loading a record with these words imports the reader, and how many scripts' tables it reads."""
    (folder / "a.toml").write_text(RECORD + "".join(f'stated = "{words}"\n' for words in stated), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", LIST], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_nothing_is_loaded_where_nothing_is_stated(tmp_path: Path) -> None:
    assert loaded(tmp_path) == ["False", "0"]


def test_one_script_is_loaded_for_words_in_one_script(tmp_path: Path) -> None:
    assert loaded(tmp_path, "Friday, 30 April 2027") == ["True", "1"]
    assert loaded(tmp_path, "30 апреля 2027") == ["True", "1"]
