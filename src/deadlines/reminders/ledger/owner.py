"""Whose a ledger is: two projects never share one, while copies of one project do, and what has moved keeps its own."""

from dataclasses import astuple, dataclass, fields, replace

from deadlines.domain.text import Sentence
from deadlines.reminders.ledger.database import Database, LedgerError, Row


@dataclass(frozen=True, slots=True)
class Owner:
    """What a project is known by; nothing that a ledger must not hold."""

    id: str
    """Of the settings; empty where they have none."""
    domain: str
    name: str
    url: str
    """Where it is published; empty where the settings do not say it."""
    root: str
    """Its folder."""

    def is_same(self, other: "Owner") -> bool:
        """True for the same project: by its id, else by its domain and its name, its address or its folder."""
        if self.id and other.id:
            return self.id == other.id
        alike = self.name == other.name or self.root == other.root or (self.url and self.url == other.url)
        return self.domain == other.domain and bool(alike)


class Owned(Database):
    """The part of a ledger that knows whose it is."""

    def belongs_to(self, owner: Owner, place: str, hint: str) -> None:
        """Note whose the ledger is; what was written before ledgers knew it becomes the first one's who opens it.

        ``place`` names the ledger, ``hint`` what to do where it is another's. Raises ``LedgerError`` then.
        """
        with self.transaction():
            marks = ", ".join("?" for _ in astuple(owner))
            self.run(
                f"INSERT INTO owner (one, {_COLUMNS}) VALUES (1, {marks}) ON CONFLICT DO NOTHING",  # noqa: S608
                astuple(owner),
            )
            found = owner_of(self.run(f"SELECT {_COLUMNS} FROM owner {self.lock_row}")[0])  # noqa: S608
            if not owner.is_same(found):
                same = f'id = "{found.id}"' if found.id else f'name = "{found.name}"'
                raise LedgerError(
                    Sentence(
                        '{place} is of another project, "{name}" in {folder}; {hint}. '
                        "Where it is the same one, write {same} in [project]",
                        place=place,
                        name=found.name,
                        folder=found.root,
                        hint=hint,
                        same=same,
                    )
                )
            known = replace(owner, id=owner.id or found.id)
            if known != found:
                values = ", ".join(f"{field.name} = ?" for field in fields(Owner))
                self.run(f"UPDATE owner SET {values}", astuple(known))  # noqa: S608


def owner_of(row: Row) -> Owner:
    """Return the owner in a row of its table."""
    return Owner(**{field.name: row[field.name] for field in fields(Owner)})


_COLUMNS = ", ".join(field.name for field in fields(Owner))
