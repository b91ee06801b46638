"""The last copy of what an address held, on this machine."""

import hashlib
import json
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from deadlines.files import write


@dataclass(frozen=True)
class Copy:
    """What an address held, by which validators the server knows it again, and when it was last known to be current."""

    content: bytes
    checked: datetime
    tag: str | None = None
    modified: str | None = None


def cache_folder() -> Path:
    """Return the user's folder for what can be fetched again, by the convention of the platform."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        named = os.environ.get("XDG_CACHE_HOME", "")
        base = named if Path(named).is_absolute() else Path.home() / ".cache"
    return Path(base) / "deadlines"


def recall(folder: Path, address: str) -> Copy | None:
    """Return the copy that is kept of an address; None where there is none that can be read."""
    try:
        head, _, content = _place(folder, address).read_bytes().partition(b"\n")
        about = json.loads(head)
        if about["address"] != address or about["length"] != len(content):
            return None
        checked = datetime.fromisoformat(about["checked"]).astimezone(UTC)
        return Copy(content, checked, about["tag"], about["modified"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def keep(folder: Path, address: str, copy: Copy) -> None:
    """Keep a copy in the place of an earlier one, in one step; only the user can read it. Raises ``OSError``."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    about = {
        "address": address,
        "checked": copy.checked.isoformat(),
        "tag": copy.tag,
        "modified": copy.modified,
        "length": len(copy.content),
    }
    write(_place(folder, address), json.dumps(about).encode() + b"\n" + copy.content, durably=False, mode=0o600)


def _place(folder: Path, address: str) -> Path:
    return folder / f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.copy"
