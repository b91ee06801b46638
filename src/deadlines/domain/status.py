"""The two statuses: what a record says of itself, and what is true of an opportunity at an instant.

Their names are their English words; the catalogues have the others.
"""

RecordStatus = str
RECORD_STATUSES: tuple[RecordStatus, ...] = ("announced", "expected", "closed", "cancelled")
"""The ``status`` in a record, which people write: announced unless given; expected, where the dates are known by
pattern only; closed, where it ended early; cancelled, where it was withdrawn. JSON calls it ``stage``."""

Status = str
STATUSES: tuple[Status, ...] = ("open", "upcoming", "rolling", "expected", "closed", "cancelled", "draft")
"""What ``Opportunity.status`` computes from that and from the dates. JSON calls it ``status``."""

OVER: frozenset[RecordStatus] = frozenset(("closed", "cancelled"))
"""What a record says where one cannot apply any more, whatever its dates are."""

SHOWN_BY_DEFAULT: frozenset[Status] = frozenset(("open", "rolling"))
"""What a list has unless others are asked for: what one can apply to now."""

AFTERWARDS: frozenset[Status] = frozenset(("closed", "cancelled", "draft"))
"""Of which one is the status where all dates have passed, and none is unknown."""
