"""The closed sets of words as types, of which a model takes no other word; elsewhere they are plain words.

``typing`` takes longer to import than all that tells what a record says of itself.
"""

from typing import TYPE_CHECKING, Literal

from deadlines.domain import eligibility, kind, status

if TYPE_CHECKING:
    Access = str
    Applicant = str
    Kind = str
    RecordStatus = str
else:
    Access = Literal[eligibility.ACCESSES]
    Applicant = Literal[tuple(eligibility.APPLICANTS)]
    Kind = Literal[tuple(kind.KINDS)]
    RecordStatus = Literal[status.RECORD_STATUSES]
