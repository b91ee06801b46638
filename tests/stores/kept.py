"""A store in memory, as a subscriber and a killed export see it."""

from collections.abc import Mapping

from deadlines.stores.store import Found, found


class Killed(BaseException):
    """The process is gone."""


class Kept:
    """Files by name; ``lives`` is how many changes are made before the process is killed."""

    at_once = 1

    def __init__(self, *, tells_size_alone: bool = False) -> None:
        """A store may know so little of its files that two of one size are the same to it."""
        self._tells_size_alone = tells_size_alone
        self.files: dict[str, bytes] = {}
        self.types: dict[str, str] = {}
        self.changes: list[str] = []
        self.lives: int | None = None
        self._tags: dict[str, str] = {}

    def look(self) -> Mapping[str, Found]:
        tags = dict.fromkeys(self._tags, "") if self._tells_size_alone else self._tags
        return {name: found(len(content), tags[name], None) for name, content in self.files.items()}

    def read(self, name: str) -> bytes | None:
        return self.files.get(name)

    def put(self, name: str, content: bytes, media_type: str) -> None:
        self._live(f"put {name}")
        self.hold(name, content)
        self.types[name] = media_type

    def delete(self, name: str) -> None:
        self._live(f"delete {name}")
        self.files.pop(name, None)

    def close(self) -> None:
        pass

    def hold(self, name: str, content: bytes) -> None:
        """What another hand does: each writing has another tag."""
        self.files[name] = content
        self._tags[name] = f"tag {len(self._tags)} {self._tags.get(name)}"

    def _live(self, change: str) -> None:
        if self.lives == len(self.changes):
            raise Killed
        self.changes.append(change)
