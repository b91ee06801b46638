"""From notices to a letter: one message for one recipient, in the recipient's language, as text, HTML and JSON."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from deadlines.domain.characters import one_line
from deadlines.domain.reminder import Notice, Recipient
from deadlines.reminders.body import Body, body_of, wrapped
from deadlines.reminders.headline import in_order
from deadlines.reminders.item import for_programs
from deadlines.reminders.letter import Letter
from deadlines.wording.language import Language, language


def compose(
    notices: Sequence[Notice],
    recipient: Recipient,
    *,
    id: str,  # noqa: A002
    date: datetime,
    now: datetime,
    calendar: bytes | None,
    sender: str,
    records_language: str,
    for_people: bool = False,
) -> Letter:
    """Return the letter with ``notices`` (one at least) for one recipient, as things stand in the minute of ``now``.

    ``sender`` is what the project calls itself; ``calendar`` is attached as it is. The records are in
    ``records_language``. What is ``for_people`` alone has no items for programs.
    """
    spoken, ordered = language(recipient.language), in_order(notices)
    body = body_of(ordered, recipient.timezone, spoken, records_language, now)
    closing = tuple(_closing(recipient, spoken, one_line(sender, 200), attached=calendar is not None))
    return Letter(
        id=id,
        date=date,
        address=recipient.address,
        language=spoken.tag,
        subject=body.subject,
        text=body.text_with(closing),
        html=body.html_with(closing),
        calendar=calendar,
        threads=tuple(dict.fromkeys(notice.point.opportunity.id for notice in ordered)),
        items=() if for_people else tuple(for_programs(notice, recipient.timezone, now) for notice in ordered),
        keys=tuple(notice.key for notice in ordered),
    )


def without_items(sentence: str, subject: str, recipient: Recipient, spoken: Language, sender: str) -> tuple[str, str]:
    """Return text and HTML of a letter about no opportunity, which says one sentence."""
    closing = " ".join(_closing(recipient, spoken, sender, attached=False))
    text = "\n".join((*wrapped(sentence), "", "-- ", *wrapped(closing), ""))
    return text, Body(subject, (), spoken, spoken.tag).html_with((sentence, closing))


def _closing(recipient: Recipient, language: Language, sender: str, *, attached: bool) -> Iterator[str]:
    if recipient.channel == "email" and attached:
        yield language.say(
            "The attached file updates these dates in your calendar; they are the same entries as in our calendars."
        )
    yield language.say("Sent by {sender} to “{recipient}”.", sender=sender, recipient=recipient.id)
    if recipient.channel == "email":
        yield language.say("To change or stop these reminders, reply to this message.")
