"""The last copy of what an address held, on this machine."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from deadlines.files import write

LARGEST = 64_000_000
"""Bytes of what is read: some 40,000 records."""


@dataclass(frozen=True)
class Representation:
    """What an address holds, and the validators by which its server knows it again (RFC 9110 §8.8)."""

    content: bytes
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Copy:
    """A representation that is kept, and when it was last known to be current."""

    representation: Representation
    checked: datetime


def cache_folder() -> Path:
    """Return the user's folder for what can be fetched again, by the convention of the platform."""
    return platformdirs.user_cache_path("deadlines", appauthor=False)


def recall(folder: Path, address: str) -> Copy | None:
    """Return the copy that is kept of an address; None where there is none that can be read."""
    try:
        head, _, content = _place(folder, address).read_bytes().partition(b"\n")
        about = json.loads(head)
        if about["address"] != address or about["length"] != len(content):
            return None
        checked = datetime.fromisoformat(about["checked"]).astimezone(UTC)
        return Copy(Representation(content, about["tag"], about["modified"]), checked)
    except (OSError, ValueError, LookupError, TypeError):
        return None


def keep(folder: Path, address: str, copy: Copy) -> None:
    """Keep a copy in the place of an earlier one, in one step; only the user can read it. Raises ``OSError``."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = copy.representation
    about = {
        "address": address,
        "checked": copy.checked.isoformat(),
        "tag": found.etag,
        "modified": found.last_modified,
        "length": len(found.content),
    }
    write(_place(folder, address), json.dumps(about).encode() + b"\n" + found.content, durably=False, mode=0o600)


def _place(folder: Path, address: str) -> Path:
    return folder / f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.copy"
