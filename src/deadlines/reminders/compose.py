"""From notices to a letter: one message for one recipient, in the recipient's language, as text, HTML and JSON."""

import textwrap
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from deadlines.domain.reminder import Notice, Recipient
from deadlines.domain.text import one_line
from deadlines.reminders.headline import in_order, subject
from deadlines.reminders.item import Item, Row, for_programs, in_words
from deadlines.reminders.letter import Letter
from deadlines.wording.language import Language, language
from deadlines.wording.phrases import labelled

if TYPE_CHECKING:
    from jinja2 import Template

_WIDTH = 72
_MOST_BYTES = 102_000
"""Of HTML: Gmail shows 102,400 bytes and hides the rest, with the end that says how to stop."""


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
    """Return the letter with ``notices`` (one at least) for one recipient, as things stand at ``now``.

    ``sender`` is what the project calls itself; ``calendar`` is attached as it is. The records are in
    ``records_language``. What is ``for_people`` alone has no items for programs.
    """
    spoken, ordered = language(recipient.language), in_order(notices)
    items = [in_words(notice, recipient, spoken, now) for notice in ordered]
    line = subject(ordered, recipient, spoken, now)
    closing = tuple(_closing(recipient, spoken, one_line(sender, 200), attached=calendar is not None))
    return Letter(
        id=id,
        date=date,
        address=recipient.address,
        language=spoken.tag,
        subject=line,
        text=_as_text(items, closing, spoken),
        html=_as_html(items, closing, line, spoken, records_language),
        calendar=calendar,
        threads=tuple(dict.fromkeys(notice.point.opportunity.id for notice in ordered)),
        items=() if for_people else tuple(for_programs(notice, recipient, now) for notice in ordered),
        keys=tuple(notice.key for notice in ordered),
    )


def without_items(sentence: str, subject: str, recipient: Recipient, spoken: Language, sender: str) -> tuple[str, str]:
    """Return text and HTML of a letter about no opportunity, which says one sentence."""
    closing = " ".join(_closing(recipient, spoken, sender, attached=False))
    text = "\n".join((*_wrapped(sentence), "", "-- ", *_wrapped(closing), ""))
    return text, _as_html((), (sentence, closing), subject, spoken, spoken.tag)


def _closing(recipient: Recipient, language: Language, sender: str, *, attached: bool) -> Iterator[str]:
    if recipient.channel == "email" and attached:
        yield language.say(
            "The attached file updates these dates in your calendar; they are the same entries as in our calendars."
        )
    yield language.say("Sent by {sender} to “{recipient}”.", sender=sender, recipient=recipient.id)
    if recipient.channel == "email":
        yield language.say("To change or stop these reminders, reply to this message.")


def _as_html(
    items: Sequence[Item], closing: Sequence[str], subject: str, language: Language, records_language: str
) -> str:
    """Return the letter as HTML; where it would be longer than Gmail shows, the last items are named in brief."""
    from deadlines.wording.templates import words_in

    further = language.say("More dates, in brief")

    def written(whole: int) -> str:
        return _template().render(
            words_in(language, records_language),
            items=items, whole=whole, further=further, closing=closing, subject=subject,
        )  # fmt: skip

    def fits(html: str) -> bool:
        return len(html.encode()) + html.count("\n") <= _MOST_BYTES  # A line ends in two of them in a mail.

    if fits(whole := written(len(items))):
        return whole
    # The most items for which it fits; none are written whole where it never does.
    fitting = bisect_left(range(len(items)), True, key=lambda number: not fits(written(number + 1)))
    return written(fitting)


def _as_text(items: Sequence[Item], closing: Sequence[str], language: Language) -> str:
    blocks = ["\n".join(_item_as_text(item, language)) for item in items]
    blocks.append("\n".join(("-- ", *_wrapped(" ".join(closing)))))
    return "\n\n\n".join(blocks) + "\n"


def _item_as_text(item: Item, language: Language) -> Iterator[str]:
    yield from _wrapped(language.heading(item.alert, language.isolate(item.title)))
    yield from _wrapped(language.listing((language.isolate(item.organisation), item.kind)))
    for sentence in filter(None, (*item.news, language.isolate(item.note))):
        yield ""
        yield from _wrapped(sentence)
    for rows in filter(None, (item.dates, item.apply, item.offer)):
        yield ""
        for row in rows:
            yield from _row_as_text(row, language)


def _row_as_text(row: Row, language: Language) -> Iterator[str]:
    # An address is left as it is, so that mail programs make a link of it.
    texts = row.texts if row.href else tuple(map(language.isolate, row.texts))
    heading = labelled(row.heading, row.label and language.isolate(row.label))
    if len(texts) == 1:
        yield from _wrapped(language.heading(heading, texts[0]), "  ")
        return
    yield language.heading(heading, "").rstrip()
    for text in texts:
        yield from _wrapped(f"- {text}", "  ")


@lru_cache(maxsize=2_000)
def _wrapped(text: str, indent: str = "") -> tuple[str, ...]:
    """Return the lines of a text; addresses are not broken. Most are in the letters to others, too."""
    lines = textwrap.wrap(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return tuple(lines)


@cache
def _template() -> "Template":
    from deadlines.wording.templates import environment

    templates = environment("deadlines.reminders")
    templates.filters["cut"] = one_line
    return templates.get_template("letter.html")
