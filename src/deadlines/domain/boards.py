"""Boards: sites that pass on what others offer. A page of one is not the organiser's own."""

BOARDS = frozenset(
    {
        "advance-africa.com",
        "afterschoolafrica.com",
        "charityjob.co.uk",
        "comminit.com",
        "developmentaid.org",
        "devex.com",
        "devnetjobs.org",
        "eurobrussels.com",
        "fundsforngos.org",
        "globalsouthopportunities.com",
        "humanrightsdefenders.blog",
        "idealist.org",
        "impactpool.org",
        "indeed.com",
        "jambhub.com",
        "linkedin.com",
        "mladi.info",
        "mladiinfo.eu",
        "myjobmag.com",
        "ngobox.org",
        "opportunitiesforafricans.com",
        "opportunitydesk.org",
        "reliefweb.int",
        "unjobnet.org",
        "unjobs.org",
        "youthop.com",
    }
)
"""The domains of boards; what is below one of them belongs to it."""


def board_of(url: str) -> str | None:
    """Return the board that an address belongs to; None where it is of none."""
    host = url.partition("://")[2].partition("/")[0].partition(":")[0].casefold().rstrip(".")
    while host and host not in BOARDS:
        host = host.partition(".")[2]
    return host or None
