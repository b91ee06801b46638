"""What is true of a record, by an account of the tests' own."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from deadlines.domain.month import Month


@dataclass(frozen=True)
class Fact:
    """What is true of one record, and so of its entry."""

    title: str
    due: date | datetime | Month
    previously: tuple[date | datetime | Month, ...] = ()
    status: str = "announced"
    kind: str = "call"
    label: str = ""

    def toml(self) -> str:
        zone = 'timezone = "Europe/Zurich"\n' if isinstance(self.due, datetime) else ""
        zone += f'label = "{self.label}"\n' if self.label else ""
        earlier = ", ".join(map(_as_toml, self.previously))
        return (
            f'title = "{self.title}"\nkind = "{self.kind}"\norganisation = "Somebody"\nurl = "https://example.org/"\n'
            f'status = "{self.status}"\n\n[[deadlines]]\ndue = {_as_toml(self.due)}\n{zone}previously = [{earlier}]\n'
        )

    @property
    def ends(self) -> datetime:
        if isinstance(self.due, datetime):
            return self.due - timedelta(hours=1)  # all are in winter
        last = self.due.last_day if isinstance(self.due, Month) else self.due
        return datetime(last.year, last.month, last.day)

    @property
    def day(self) -> date:
        """On which its entry stands."""
        if isinstance(self.due, Month):
            return self.due.first_day
        return self.due.date() if isinstance(self.due, datetime) else self.due

    def shown(self, prefix: str = "") -> tuple[date | datetime, str]:
        name = f"{prefix}Deadline: {self.title}{f': {self.label}' if self.label else ''} (Somebody)"
        if isinstance(self.due, Month):
            name += f", {self.day:%B %Y}, day not stated"
        if prefix:
            return self.day if self.status == "expected" else self._point(), name
        if self.status in ("cancelled", "closed"):
            return self._point(), f"{self.status.upper()}: {name}"
        if self.status == "expected":
            return self.day, f"{name}, expected, not announced"
        if self.previously:
            later = self._comparable(self.due) > self._comparable(self.previously[-1])
            return self._point(), name + (" (extended from " if later else " (moved EARLIER, from ")
        return self._point(), name

    def _point(self) -> date | datetime:
        return self.ends.replace(tzinfo=UTC) if isinstance(self.due, datetime) else self.day

    @staticmethod
    def _comparable(value: date | datetime | Month) -> datetime:
        value = value.last_day if isinstance(value, Month) else value
        return value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, 23, 59, 59)


def _as_toml(value: date | datetime | Month) -> str:
    return f'"{value}"' if isinstance(value, Month) else value.isoformat()
