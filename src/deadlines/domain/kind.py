"""The kinds of opportunity. A further one is a line in ``KINDS``, and its two words in the catalogues."""

from collections import namedtuple


class KindDefinition(namedtuple("KindDefinition", ("plural", "file", "schema_type"), defaults=("", "Event"))):
    """What there is to know of a kind besides its name, which is its English word and its value in a record."""

    __slots__ = ()

    plural: str
    """In English."""
    file: str
    """The name of its feed, where that is not its plural."""
    schema_type: str
    """What search engines know it as (schema.org): an event or a job posting."""

    @property
    def feed(self) -> str:
        """The name of its feed, of the page of that feed, and of the folder in which ``add`` writes its records."""
        from deadlines.domain.slug import slug  # No list needs it.

        return self.file or slug(self.plural)


KINDS: dict[str, KindDefinition] = {
    "call": KindDefinition("calls"),
    "prize": KindDefinition("prizes"),
    "job": KindDefinition("jobs", schema_type="JobPosting"),
    "grant": KindDefinition("grants"),
    "fellowship": KindDefinition("fellowships"),
    "training": KindDefinition("training courses", file="trainings"),
}

Kind = str
"""The name of a kind; whatever else is refused with the nearest one as hint."""
