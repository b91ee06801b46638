"""The machine's zone, where a look at one file is enough, is what tzlocal finds in all places."""

import sys
from pathlib import Path

import pytest
from tzlocal import unix

from deadlines.clock import linked_zone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")


def system(root: Path, localtime: str | None, **files: str) -> Path:
    """A system whose ``/etc/localtime`` is a link, with some files; ``__`` in a name is a slash."""
    (root / "etc").mkdir()
    if localtime:
        target = root / localtime
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"")
        (root / "etc/localtime").symlink_to(target)
    for name, content in files.items():
        file = root / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    return root


@pytest.mark.parametrize(
    ("localtime", "files", "found"),
    [
        ("usr/share/zoneinfo/Europe/Paris", {}, "Europe/Paris"),
        ("usr/share/zoneinfo/Europe/Paris", {"etc__timezone": "Europe/Paris\n"}, "Europe/Paris"),
        ("usr/share/zoneinfo/America/Argentina/Ushuaia", {}, "America/Argentina/Ushuaia"),
        ("var/db/timezone/zoneinfo/Etc/UTC", {}, "Etc/UTC"),
        ("usr/share/zoneinfo/Europe/Paris", {"etc__timezone": "Africa/Dakar\n"}, None),
        ("usr/share/zoneinfo/Europe/Paris", {"etc__timezone": "# Europe/Paris\n"}, None),
        ("usr/share/zoneinfo/Europe/Paris", {"etc__conf.d__clock": 'TIMEZONE="Africa/Dakar"'}, None),
        ("usr/share/zoneinfo/posix/Europe/Paris", {}, None),
        ("usr/share/zoneinfo/Europe/Atlantis", {}, None),
        ("etc/zones/Europe/Paris", {}, None),
        (None, {"etc__timezone": "Europe/Paris\n"}, None),
    ],
)
def test_what_one_link_says_is_what_tzlocal_finds(
    tmp_path: Path, localtime: str | None, files: dict[str, str], found: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    root = system(tmp_path, localtime, **files)
    assert linked_zone(str(root)) == found
    if found:
        assert unix._get_localzone_name(str(root)) == found
    monkeypatch.setenv("TZ", "Africa/Dakar")
    assert linked_zone(str(root)) is None


def test_a_link_to_nothing_is_left_to_tzlocal(tmp_path: Path) -> None:
    (system(tmp_path, None) / "etc/localtime").symlink_to("/usr/share/zoneinfo/Europe/Nowhere")
    assert linked_zone(str(tmp_path)) is None
