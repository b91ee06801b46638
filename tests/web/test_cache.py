"""The last copy of what an address held."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deadlines.web.cache import Copy, Representation, cache_folder, keep, recall


def test_a_copy_that_is_damaged_or_anothers_is_none(tmp_path: Path) -> None:
    copy = Copy(Representation(b"[1]", '"tag"', None), datetime(2026, 2, 1, tzinfo=UTC))
    keep(tmp_path, "https://a.example/", copy)
    assert recall(tmp_path, "https://a.example/") == copy
    assert recall(tmp_path, "https://b.example/") is None
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert recall(tmp_path, "https://a.example/") is None


@pytest.mark.skipif(sys.platform != "linux", reason="the folder of Linux")
def test_the_folder_is_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache_folder() == tmp_path / ".cache" / "deadlines"
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    assert cache_folder() == tmp_path / "elsewhere" / "deadlines"
