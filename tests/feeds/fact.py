"""What is true of a record, by an account of the tests' own."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True)
class Fact:
    """What is true of one record, and so of its entry."""

    title: str
    due: date | datetime
    previously: tuple[date | datetime, ...] = ()
    status: str = "announced"
    kind: str = "call"
    label: str = ""

    def toml(self) -> str:
        zone = 'timezone = "Europe/Zurich"\n' if isinstance(self.due, datetime) else ""
        zone += f'label = "{self.label}"\n' if self.label else ""
        earlier = ", ".join(value.isoformat() for value in self.previously)
        return (
            f'title = "{self.title}"\nkind = "{self.kind}"\norganisation = "Somebody"\nurl = "https://example.org/"\n'
            f'status = "{self.status}"\n\n[[deadlines]]\ndue = {self.due.isoformat()}\n{zone}previously = [{earlier}]\n'
        )

    @property
    def ends(self) -> datetime:
        if isinstance(self.due, datetime):
            return self.due - timedelta(hours=1)  # all are in winter
        return datetime(self.due.year, self.due.month, self.due.day)

    def shown(self, prefix: str = "") -> tuple[date | datetime, str]:
        name = f"{prefix}Deadline: {self.title}{f': {self.label}' if self.label else ''} (Somebody)"
        day = self.due.date() if isinstance(self.due, datetime) else self.due
        if prefix:
            return day if self.status == "expected" else self._point(), name
        if self.status in ("cancelled", "closed"):
            return self._point(), f"{self.status.upper()}: {name}"
        if self.status == "expected":
            return day, f"{name}, expected, not announced"
        if self.previously:
            later = self._comparable(self.due) > self._comparable(self.previously[-1])
            return self._point(), name + (" (extended from " if later else " (moved EARLIER, from ")
        return self._point(), name

    def _point(self) -> date | datetime:
        return self.ends.replace(tzinfo=UTC) if isinstance(self.due, datetime) else self.due

    @staticmethod
    def _comparable(value: date | datetime) -> datetime:
        return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, 23, 59, 59)
