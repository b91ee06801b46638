"""What was owed and what the relay accepted, compared; the ledger is not asked."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tests.sink import Accepted


class Item(NamedTuple):
    """One reminder: who is notified of which record, of what kind of thing, and which lead time or number of a change."""

    recipient: str
    record: str
    kind: str
    which: str

    @classmethod
    def of(cls, key: str) -> "Item":
        record, _role, _label, _written, _zone, kind, which, recipient, _channel = json.loads(key)
        return cls(recipient.partition("@")[0], record, kind, which)


@dataclass
class Tally:
    reminders: int = 0
    accepted: int = 0
    distinct: int = 0
    lost: int = 0
    kills: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(mine + yours for mine, yours in zip(vars(self).values(), vars(other).values(), strict=True)))

    def __str__(self) -> str:
        return (
            f"reminders {self.reminders} · accepted {self.accepted} · distinct {self.distinct} · lost {self.lost} · "
            f"copies {self.accepted - self.distinct} · kills {self.kills}"
        )


def count(owed: Collection[Item], accepted: Sequence[Accepted], kills: int) -> Tally:
    """Count by the keys of items: a digest of three is three reminders."""
    keys = Counter(key for one in accepted for key in one.keys)
    sent = {Item.of(key) for key in keys}
    return Tally(len(owed), keys.total(), len(keys), len(set(owed) - sent), kills)


def wrong(owed: Collection[Item], accepted: Sequence[Accepted], may_copy: int, *, same_date: bool) -> Iterator[str]:
    """Yield what does not hold of the promise."""
    ids, dates = defaultdict(set), defaultdict(set)
    for one in accepted:
        dates[one.message_id].add(one.date)
        for key in one.keys:
            ids[key].add(one.message_id)
    sent = [Item.of(key) for key in ids]
    yield from (f"LOST: {item}" for item in sorted(set(owed) - set(sent)))
    yield from (f"sent, and not owed: {item}" for item in sorted(set(sent) - set(owed)))
    yield from (f"sent twice, under two keys: {item}" for item, times in Counter(sent).items() if times > 1)
    yield from (f"under two ids: {key} {of}" for key, of in ids.items() if len(of) > 1)
    yield from (f"with two dates: {id_} {of}" for id_, of in dates.items() if same_date and len(of) > 1)
    copies = len(accepted) - len(dates)
    if copies > may_copy:
        yield f"{copies} copies, and {may_copy} may be"
