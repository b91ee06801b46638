"""What ``list`` says beside the list, on stderr: what it leaves out, and what it holds because nothing is known."""

from collections.abc import Collection
from datetime import datetime

from deadlines.cli.present import said, tell, tell_count
from deadlines.cli.reader import reader_language
from deadlines.cli.rows import Row
from deadlines.domain.matching import Wanted
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.status import STATUSES, Status
from deadlines.wording.phrases import status_in_words


def say_what_to_try(opportunities: tuple[Opportunity, ...], now: datetime, *, widened: bool, narrowed: bool) -> None:
    """Say what a list without anything in it was made of, and how to widen it."""
    if not opportunities:
        tell("there are no records yet; deadlines add writes one")
        return
    language = reader_language()
    found = [opportunity.status(now) for opportunity in opportunities]
    counts = language.listing(
        language.say("{n} {status}", n=found.count(status), status=status_in_words(status, language))
        for status in STATUSES
        if status in found
    )
    tips = [said("fewer words or options")] if narrowed else []
    tips += [] if widened else ["--all", "--status expected"] if "expected" in found else ["--all"]
    tell("nothing matches; the records: {counts}. Try {tips}.", counts=counts, tips=language.either(tips))


def say_what_is_left_out(rows: list[Row]) -> None:
    """Say how many records only their status keeps out of the list."""
    expected, upcoming = (
        len({row.opportunity.id for row in rows if row.status == status}) for status in ("expected", "upcoming")
    )
    if expected:
        option = "--status expected"
        tell_count("{n} more is expected: {option}", "{n} more are expected: {option}", expected, option=option)
    if upcoming:
        option = "--status upcoming"
        tell_count("{n} more opens later: {option}", "{n} more open later: {option}", upcoming, option=option)


def say_what_is_by_invitation(rows: list[Row], statuses: Collection[Status]) -> None:
    """Say how many records are left out that only the invited may apply for."""
    number = len({row.opportunity.id for row in rows if row.status in statuses and not row.opportunity.is_public})
    if number:
        option = "--access invitation"
        tell_count("{n} more is by invitation: {option}", "{n} more are by invitation: {option}", number, option=option)


def say_what_is_unstated(rows: list[Row], wanted: Wanted) -> None:
    """Say how many records are listed because they say nothing of what was asked: ask before you rely on it."""
    records = {row.opportunity.id: row.opportunity.record for row in rows}.values()
    if wanted.country and (silent := sum(not (one.countries or one.regions) for one in records)):
        tell_count(
            "{n} of them says nothing of where applicants have to be",
            "{n} of them say nothing of where applicants have to be",
            silent,
        )
    if wanted.applicant and (silent := sum(not one.applicants for one in records)):
        tell_count(
            "{n} of them does not say in applicants who may apply",
            "{n} of them do not say in applicants who may apply",
            silent,
        )


def say_what_has_no_amount(opportunities: Collection[Opportunity], currencies: Collection[str]) -> None:
    """Say how many state no amount in numbers, or one in another currency: they are left out, and none is converted."""
    amounts = [one.record.funding for one in opportunities]
    silent = sum(its is None or its.currency not in currencies for its in amounts)
    if silent:
        known = ", ".join(currencies)
        tell_count("{n} more states no amount in {known}", "{n} more state no amount in {known}", silent, known=known)
