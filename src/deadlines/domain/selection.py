"""A selection: which opportunities a list, a feed or a recipient is about. The same words everywhere.

A key of it is described here and nowhere else: it is an option of ``list``, a parameter of the server, and a key of
the tables of settings that select.
"""

from deadlines.domain.choices import Access, Kind
from deadlines.domain.fields import Amount, Applicant, Country, Currency, Id, LanguageTag, Line, ListOf, Table
from deadlines.domain.matching import matches
from deadlines.domain.opportunity import Opportunity


class Selection(Table):
    """Which opportunities are meant. Every key that is given has to match, by one of the values in its list."""

    kind: ListOf[Kind] = ()
    """A kind of opportunity."""
    topic: ListOf[Line] = ()
    """A topic in full; capitals and accents do not matter."""
    region: ListOf[Line] = ()
    """A region, a group of countries or a country: what is for all or a part of it, such as `Sahel` in `Africa`."""
    country: ListOf[Country] = ()
    """A country in which one is, such as `SN`: what one may apply for from there, or says nothing of where."""
    applicant: ListOf[Applicant] = ()
    """What one is: what one may apply for as that, or says nothing of it."""
    language: ListOf[LanguageTag] = ()
    """A language in which applications are accepted, such as `fr`; `pt` includes `pt-BR`."""
    organisation: ListOf[Line] = ()
    """An organisation, or a part of its name."""
    series: ListOf[Id] = ()
    """The id of a recurring prize or call."""
    min_amount: Amount | None = None
    """The least that one has to be able to get, with its `currency`; what states no amount in that is left out."""
    currency: ListOf[Currency] = ()
    """The currency of the amounts, such as `EUR`; none is converted."""
    access: ListOf[Access] = ()
    """Whether one may simply apply. What is by `invitation` is selected only where it is named here."""
    words: ListOf[Line] = ()
    """Words that all have to be in the title, the organisation or the texts."""

    def matches(self, opportunity: Opportunity) -> bool:
        """True when the opportunity is selected; an empty selection selects all that is public."""
        return matches(self, opportunity)
