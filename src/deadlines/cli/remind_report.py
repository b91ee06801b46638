"""What a check for reminders did and would do, in words."""

from datetime import datetime
from typing import TYPE_CHECKING

from deadlines.cli.present import in_words, note, safe, said, tell
from deadlines.cli.reader import reader_language
from deadlines.domain.moment import Moment, as_written
from deadlines.domain.text import Counted, Sentence

if TYPE_CHECKING:
    from deadlines.domain.point import Point
    from deadlines.reminders.decision import Missed, Owed
    from deadlines.reminders.explain import Reason
    from deadlines.reminders.letter import Cause
    from deadlines.reminders.plan import Plan
    from deadlines.reminders.report import Attempted, Report

_NAMED = 3
_ADVICE: "dict[Cause, str]" = {
    "recipient": Sentence("correct the address in deadlines.toml"),
    "content": Sentence(
        "it is about what this says, not about the address: change the record, and it is sent at the next check"
    ),
}
"""What has to be corrected, by what the failure is about."""


def sent_line(one: "Attempted") -> str:
    """Return what was sent to whom."""
    return said("sent to {recipient}: {records}", recipient=_to(one), records=", ".join(one.records))


def name_failures(report: "Report") -> None:
    """Say on stderr what was not sent."""
    for sentence in failures(report):
        note(sentence)


def failures(report: "Report") -> list[Sentence]:
    """Return what was not sent, and ``when`` it is tried again or what has to be corrected."""
    alike: dict[tuple[str, datetime | None], list[Attempted]] = {}
    for one in report.waiting:
        alike.setdefault((one.reply, one.again_at), []).append(one)
    later = [(_to(one), one.reply, one.again_at) for one in report.postponed]
    later += [(_to_all(some), reply, again_at) for (reply, again_at), some in alike.items()]
    found = [
        Sentence("not sent yet to {recipients}: {reply}; again {when}", recipients=to, reply=reply, when=_at(again_at))
        for to, reply, again_at in later
    ]
    found += [
        Sentence(
            "NOT SENT to {recipient}: {records}: {reply}; {advice}",
            recipient=_to(one),
            records=", ".join(one.records),
            reply=one.reply,
            advice=_ADVICE[one.cause or "recipient"],
        )
        for one in (*report.refused, *report.still_refused)
    ]
    found += [Sentence("MISSED: {what}", what=_missed(one)) for one in report.missed]
    if report.busy:
        found.append(Sentence("another check is at work; this one did nothing"))
    return found


def _missed(one: "Missed") -> Sentence:
    return Sentence(
        "{recipient} was not reminded of {name}, due {moment}, {lead_times} before",
        recipient=one.recipient.id,
        name=_name(one.point),
        moment=_moment(one.point.moment),
        lead_times=", ".join(one.lead_times),
    )


def print_plan(decided: "Plan") -> None:
    """Print what would be sent now, to whom and why."""
    for message in decided.messages:
        to = message.recipient
        print(said("To {recipient} ({way}, {address}), now:", recipient=to.id, way=to.channel, address=to.address))
        for owed in message.items:
            print(f"  {in_words(_owed(owed))}")
    for owed, recipient, until in decided.held:
        print(said("To {recipient} when quiet hours end, {when}:", recipient=recipient.id, when=_at(until)))
        print(f"  {in_words(_owed(owed))}")
    for one in decided.missed:
        print(said("MISSED: {what}", what=_missed(one)))
    if not decided.messages and not decided.held:
        tell("nothing is due; --explain ID says why")


def _owed(owed: "Owed") -> Sentence:
    point, because = owed.notice.point, _because(owed)
    name, moment = _name(point), _moment(point.moment)
    if point.role == "opens":
        return Sentence("{name}, opens {moment}: {because}", name=name, moment=moment, because=because)
    return Sentence("{name}, due {moment}: {because}", name=name, moment=moment, because=because)


def _because(owed: "Owed") -> Sentence:
    before = owed.notice.before
    match owed.notice.kind:
        case "due":
            *others, last = map(str, owed.covers)
            if not others:
                return Sentence("the {last} reminder is due and unsent", last=last)
            return Sentence(
                "the {last} reminder is due and unsent; it also covers {others}", last=last, others=", ".join(others)
            )
        case "moved" if before is not None:
            return Sentence("moved from {before} since the last message", before=_moment(before))
        case "moved":
            return Sentence("moved since the last message")
        case "cancelled":
            return Sentence("cancelled since the last message")
        case "closed":
            return Sentence("closed since the last message")
        case "reinstated":
            return Sentence("open again since the last message")


def reason_in_words(reason: "Reason") -> str:
    """Return whether a reminder is due to a recipient, and why or why not."""
    point, language = reason.point, reader_language()
    parts = []
    if point is not None:
        moment = as_written(point.moment.written)
        parts = [safe(point.label)] if point.label else []
        parts += [
            said("opens {moment}", moment=moment) if point.role == "opens" else said("due {moment}", moment=moment)
        ]
    if reason.lead:
        parts.append(said("{lead_time} before", lead_time=reason.lead))
    why = in_words(reason.why)
    if parts:
        why = language.heading(language.listing(parts), why)
    return language.heading(safe(f"{reason.recipient.id} ({reason.recipient.channel})"), why)


def _name(point: "Point") -> str:
    return f"{point.opportunity.id} ({point.label})" if point.label else point.opportunity.id


def _moment(moment: Moment) -> str:
    return f"{as_written(moment.written)} {moment.zone_name}"


def _to_all(some: "list[Attempted]") -> str:
    """Return to whom messages are, with the records they are about; of many that wait for the same, the first three."""
    named = ", ".join(f"{_to(one)}: {', '.join(one.records)}" for one in some[:_NAMED])
    more = len(some) - _NAMED
    return named if more <= 0 else Counted("{names} and {n} more", "{names} and {n} more", more, names=named)


def _to(one: "Attempted") -> str:
    return f"{one.recipient} ({one.address})"


def _at(moment: datetime | None) -> Sentence:
    if moment is None:
        return Sentence("at the next check")
    return Sentence("at {moment}", moment=f"{moment:%Y-%m-%d %H:%M} UTC")
