"""A letter that tries a way to somebody out: it is about no opportunity, and the ledger does not know of it."""

import hashlib
from datetime import datetime

from deadlines.domain.characters import one_line
from deadlines.domain.instant import exact_stamp
from deadlines.domain.reminder import Recipient
from deadlines.reminders.compose import without_items
from deadlines.reminders.letter import Letter
from deadlines.wording.language import language


def trial(recipient: Recipient, *, now: datetime, sender: str) -> Letter:
    """Return the letter, in the recipient's language; ``sender`` is what the project calls itself."""
    spoken, name = language(recipient.language), one_line(sender, 200)
    subject = spoken.say("Test: reminders of {sender}", sender=name)
    sentence = spoken.say(
        "This is a test: reminders of {sender} reach you here. You need not do anything.", sender=name
    )
    text, html = without_items(sentence, subject, recipient, spoken, name)
    return Letter(
        id=hashlib.sha256(f"{recipient.id} {recipient.channel} {exact_stamp(now)}".encode()).hexdigest(),
        date=now,
        address=recipient.address,
        language=spoken.tag,
        subject=subject,
        text=text,
        html=html,
        calendar=None,
        threads=(),
        items=(),
        keys=(),
    )
