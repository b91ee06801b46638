"""Under which an export is made: what the settings say of all feeds, and what is known of the records and the day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from deadlines.domain.kind import Kind
from deadlines.domain.lead_time import LeadTime
from deadlines.wording.language import ENGLISH, Language


@dataclass(frozen=True)
class Publication:
    """What the settings say of all feeds of a folder."""

    domain: str
    """Of the UIDs."""
    timezone: str
    """Of the project: its date is that of a notice."""
    lead_times: Mapping[Kind, tuple[LeadTime, ...]] = field(default_factory=dict)
    """Before the deadlines of each kind, for the feeds with alarms."""
    url: str | None = None
    """The address of the published folder."""
    language: Language = ENGLISH
    """Of all that is ours in the feeds."""
    topics: Mapping[str, str] = field(default_factory=dict)
    """The words for topics in it, by the topics folded."""
    neutral: bool = False
    """True where no entry may name its opportunity."""


@dataclass(frozen=True)
class ExportContext:
    """As of when an export is made, and how far the records could be read."""

    now: datetime
    """The instant, aware of its zone."""
    broken_ids: frozenset[str] = frozenset()
    """Ids of records that cannot be read: their entries stay as they were published."""
    complete: bool = True
    """False where not all records could be looked for: then all entries without a record stay, which may be there."""
    time_passes: bool = True
    """False to ask whether the records have changed since the last export: then nothing ends and nothing leaves."""

    horizon: date | None = None
    """To which day the dates of what repeats are published; None where nothing repeats."""

    @property
    def instant(self) -> datetime:
        """Now in whole seconds, as a calendar has it (RFC 5545 §3.3.5)."""
        return self.now.replace(microsecond=0)
