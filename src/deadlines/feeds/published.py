"""What stands in the published folder: which entries it holds, and how it is written. Only this module writes there."""

import os
import re
from pathlib import Path

_EVENT = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.DOTALL)
_UID = re.compile(rb"^UID:((?:[^\r\n]|\r\n[ \t])+)", re.MULTILINE)


def blocks_in(calendar: bytes) -> dict[str, bytes]:
    """Return the VEVENT blocks of a feed that was published, by UID; nothing where it is damaged."""
    blocks = {}
    for block in _EVENT.findall(calendar):
        if uid := _UID.search(block):
            blocks[re.sub(rb"\r\n[ \t]", b"", uid[1]).decode("utf-8", "replace")] = block
    return blocks


def read_published(folder: Path, name: str) -> bytes | None:
    """Return a published file's bytes, or None where there is none."""
    try:
        return (folder / name).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def write(folder: Path, name: str, content: bytes) -> None:
    """Put a file into the folder in one step: a reader, or a crash, sees the old bytes or the new ones (rename(2))."""
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{name}.{os.getpid()}.new"
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder / name)
    finally:
        draft.unlink(missing_ok=True)
