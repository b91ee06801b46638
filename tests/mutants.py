"""Mistakes that the tests have to catch: each is made in a copy of ``src``, and a command has to fail there.

A row has its name, what is swapped (a file of ``src/deadlines``, what is right in it, what is wrong), the arguments to Python
that have to fail with exit code 1, and what they have to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Swap = tuple[str, str, str]


@dataclass(frozen=True)
class Mutant:
    name: str
    swaps: tuple[Swap, ...]
    command: tuple[str, ...]
    complaint: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


def tests(*arguments: str) -> tuple[str, ...]:
    return ("-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *arguments)


def life(name: str, *swaps: Swap) -> Mutant:
    """A mistake that 400 simulated lives of reminders find."""
    return Mutant(f"life: {name}", swaps, tests("tests/reminders/test_life.py"), environment={"LIVES": "400"})


def fault(name: str, ledger: str, number: int, complaint: str, *swaps: Swap) -> Mutant:
    """A mistake that one injected fault finds, on one kind of ledger."""
    return Mutant(f"fault: {name}", swaps, ("-m", "tests.faults", "--ledger", ledger, str(number)), complaint)


def export(name: str, swap: Swap, test: str) -> Mutant:
    """A mistake in what an export takes from an earlier one."""
    return Mutant(f"export: {name}", (swap,), tests("-m", "", f"tests/{test}"))


def amend(name: str, swap: Swap, test: str = "alone or further") -> Mutant:
    """A mistake in an export after an edit."""
    return Mutant(f"amend: {name}", (swap,), tests("-x", "-m", "", "tests/app/test_amend.py", "-k", test))


def near(name: str, swap: Swap, test: str) -> Mutant:
    """A mistake in what a check for reminders starts from that does not read all records."""
    return Mutant(f"near: {name}", (swap,), tests("-m", "", "tests/app/test_near.py", "-k", test))


def cli(name: str, swap: Swap, file: str) -> Mutant:
    """A mistake in the command line."""
    module, right, wrong = swap
    return Mutant(name, ((f"cli/{module}", right, wrong),), tests(f"tests/cli/{file}"))


def served(name: str, swap: Swap, file: str) -> Mutant:
    """A mistake in what is answered over HTTP."""
    return Mutant(f"serve: {name}", (swap,), tests("-x", file))


def edit(name: str, swap: Swap, file: str) -> Mutant:
    """A mistake in what changes records."""
    return Mutant(f"edits: {name}", (swap,), tests(file))


def index(name: str, swap: Swap, file: str) -> Mutant:
    """A mistake in what is known of records without reading them."""
    return Mutant(f"index: {name}", (swap,), tests(f"tests/index/{file}"))


def sound(name: str, swap: Swap) -> Mutant:
    """A mistake in what a check knows of records that it does not read."""
    return Mutant(f"check: {name}", (swap,), tests("-x", "tests/app/test_check.py"))


def long(name: str, swap: Swap) -> Mutant:
    """A mistake in a list that is longer than its page."""
    return Mutant(f"long lists: {name}", (swap,), tests("tests/site/test_parts.py"))


def form(name: str, swap: Swap, file: str) -> Mutant:
    """A mistake in what is said of a deadline that is no plain date."""
    return Mutant(f"forms: {name}", (swap,), tests(f"tests/{file}"))


def stores(name: str, swap: Swap, file: str) -> Mutant:
    """A mistake in how an export is sent."""
    return Mutant(f"stores: {name}", (swap,), tests(f"tests/{file}"))


DELIVERY, DECISION, PLAN = "reminders/delivery.py", "reminders/decision.py", "reminders/plan.py"
LANES = "reminders/lanes.py"
ANSWERS, FACTS, SQLITE = "reminders/ledger/answers.py", "reminders/ledger/facts.py", "reminders/ledger/sqlite.py"
FETCH = "web/fetch.py"

_DELIVER = "            return lambda: channel.deliver(letter)"
_WRITE = "return self.write(sent.notices, sent.recipient, claim.id, claim.created, now)"
_BEGIN, _COMMIT = 'self._connection.execute("BEGIN IMMEDIATE")', 'self._connection.execute("COMMIT")'

MARKED_FIRST = (DELIVERY, _DELIVER, f"            self.ledger.accepted(claim, sent.keys, '', now)\n{_DELIVER}")
RANDOM_IDS = (
    DELIVERY, _WRITE, "return self.write(sent.notices, sent.recipient, f'{claim.id}{claim.attempt}', claim.created, now)"
)  # fmt: skip

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "what was told of one date of a rule counts for the others",
        (("reminders/fact.py", "self.label, self.day).plain", "self.label).plain"),),
        tests("-m", "slow", "tests/reminders/test_life_of_what_repeats.py"),
    ),
    Mutant(
        "the horizon of what repeats follows the day",
        (("app/export.py", "    if not repeats or (published and not time_passes):", "    if not repeats:"),),
        tests("tests/feeds/test_repeats.py"),
    ),
    life("marked as sent first, then sent", MARKED_FIRST),
    life("random ids", RANDOM_IDS),
    life(
        "what is due is not sent in one",
        (DECISION, "str(lead) in fact.covers or fact.attempted_at >= at", "str(lead) in fact.covers"),
        (DECISION, "tuple(lead for _, lead in leads))\n", "(leads[-1][1],))\n"),
    ),
    life("a later item does not replace an open one", (PLAN, "        if fact.unconfirmed", "        continue\n        if fact.unconfirmed")),
    life("an attempt without a reply was none", (FACTS, "message.attempt > message.answered AS unconfirmed", "0 AS unconfirmed")),
    life(
        "a refusal after a lost reply takes the message back",
        (ANSWERS, "UPDATE message SET answered = answered + ?,", "UPDATE message SET answered = CASE WHEN ? = 1 THEN attempt ELSE answered END,"),
    ),
    life("no notice of a move", (DECISION, "    elif not same_moment(last.moment, point.moment):", "    elif False:")),
    life(
        "sent although it has passed",
        (DECISION, "if now >= point.moment.instant or status", "if status"),
        (DELIVERY, "if now < point.moment.instant and same_moment(", "if same_moment("),
    ),
    life("a date that is not frozen", (DELIVERY, _WRITE, "return self.write(sent.notices, sent.recipient, claim.id, now, now)")),
    life("what was refused for what it says is never tried again", (DECISION, "else fact.refused == content_of(point, recipient)", "else True")),
    Mutant(
        "one bad item costs the digest", ((DELIVERY, 'result.outcome != "unsure" and len(sent.keys) > 1', "False"),),
        tests("tests/reminders/test_check.py", "-k", "one_bad_item"),
    ),
    Mutant(
        "all relays are one", ((DELIVERY, 'self.relays[id_] = f"{channel} {relay}"', 'self.relays[id_] = ""'),),
        tests("tests/reminders/test_lanes.py", "-k", "hangs"),
    ),
    Mutant(
        "a relay that is gone is tried for each", ((LANES, 'elif result.cause == "way":', 'elif result.cause == "no":'),),
        tests("tests/reminders/test_lanes.py", "-k", "takes_nothing"),
    ),
    fault(
        "committed after the send only", "sqlite", 5, "with two dates",
        (SQLITE, _BEGIN, f"self._connection.in_transaction or {_BEGIN}"),
        (SQLITE, _COMMIT, f"{{'accepted', 'accepted_and_next', 'end', 'prepare'}} & {{one.function for one in __import__('inspect').stack(0)}} and {_COMMIT}"),
    ),
    fault("marked as sent first, then sent", "sqlite", 3, "LOST", MARKED_FIRST),
    fault("a lost reply is a refusal", "postgres", 12, "LOST", (DELIVERY, 'unsure, now = failed.outcome == "unsure",', "unsure, now = False,")),
    fault("no lock on the file", "sqlite", 8, "copies, and 0 may be", (SQLITE, 'lock.execute("BEGIN EXCLUSIVE")', "pass")),
    fault("random ids", "sqlite", 5, "under two ids", RANDOM_IDS),
    fault(
        "nothing is reserved on the disk", "sqlite", 16, "FAILED  disk full between send and commit",
        (SQLITE, "os.urandom(_RESERVE)", "b''"),
    ),
    Mutant(
        "a ledger forgets what is still to come", (("reminders/ledger/trim.py", "(checks[0][\"first\"]) - OF_USE", "(checks[0][\"first\"]) + OF_USE"),),
        tests("-m", "slow", "tests/reminders/test_forgetting.py"),
    ),
    Mutant(
        "a date of a rule is forgotten with those that passed", (("reminders/ledger/trim.py", "day IS NOT NULL AND ({_IS_OF_USE})", "FALSE"),),
        tests("tests/reminders/ledger/test_contract.py", "-k", "repeats"),
    ),
    Mutant(
        "letters are alike to whoever reads a language", (("reminders/body.py", "in_words(notice, here, spoken, at)", "in_words(notice, 'UTC', spoken, at)"),),
        tests("tests/reminders/test_compose.py", "tests/reminders/test_body.py"),
    ),
    Mutant(
        "what is read in one language is read in all", (("app/letters.py", "        key = id(its), tag\n", "        key = id(its), ''\n"),),
        tests("tests/app/test_letters.py"),
    ),
    fault(
        "the next is claimed and the answer before it is not recorded", "sqlite", 6, "copies, and 0 may be",
        (ANSWERS, '            self._close(claim, "sent", keys, reply, now)\n            taken', "            taken"),
    ),
    Mutant(
        "a unit that is longer than it says",
        (("domain/lead_time.py", "most_days=lambda amount, days_off: days_off.most_days(amount)", "most_days=lambda amount, _: amount"),),
        tests("tests/reminders/test_check.py", "-k", "in_any_unit"),
    ),
    near("facts of other records are not asked for", ("app/outlook.py", "{fact.record for fact in facts}.issubset(self.ids)", "True"), "facts_of"),
    near("a day does not end", ("app/outlook.py", "self.day == _day(now) and", "True and"), "for_a_day_alone"),
    near("what was missed since a backup is not", ("app/outlook.py", "self.since <= since.isoformat()", "True"), "good_before"),
    near("what is published does not count", ("app/outlook.py", "published[1]) == published else None", "published[1]) else None"), "whatever_changes"),
    near("good records are right for ever", ("app/near.py", "outlook.copies != started.ledger.edition()", "False"), "good_records"),
    near("any last good state will do", ("app/near.py", "_copy(started.ledger, id_) != copy", "False"), "last_good_state"),
    near("what is wrong is forgotten", ("app/near.py", "Reminded(report, outlook.all_problems(), tuple", "Reminded(report, (), tuple"), "is_named"),
    near("names are forgotten", ("app/near.py", "for role, label, day, uid in names:", "for role, label, day, uid in ():"), "goes_on_under"),
    near("a message that is open waits for ever", ("reminders/idle.py", "ledger.has_open() or ledger.facts(now)", "ledger.facts(now)"), "not_idle_where"),
    near("facts are of no use", ("reminders/idle.py", "ledger.has_open() or ledger.facts(now)", "ledger.has_open()"), "not_idle_after"),
    Mutant(
        "from https to http", ((FETCH, '("https://", f"{req.type}://")', '("https://", "http://")'),),
        tests("tests/web/test_fetch.py", "-k", "redirect"),
    ),
    Mutant(
        "the beginning of an answer is all of it", ((FETCH, "if answer.length or (", "if ("),),
        tests("tests/web/test_fetch.py", "-k", "beginning"),
    ),
    Mutant(
        "an answer that was cut off is one", ((FETCH, "    if budget.spent:  # http.client", "    if False:  # http.client"),),
        tests("-m", "slow", "tests/web/test_fetch.py", "-k", "dribbles"),
    ),
    cli("an id is broken before a column gives way", ("table.py", "max(NARROWEST, longest_id)", "NARROWEST"), "test_table.py"),
    cli("a flag takes a value", ("quick.py", ' or (option.takes == "flag" and has_value)', ""), "test_quick.py"),
    cli("a word too many is left out", ("quick.py", "    return not words\n", "    return True\n"), "test_quick.py"),
    cli("any word is plain", ("typed.py", "word.isprintable() and not STEERING.search(word)", "True"), "test_typed.py"),
    cli("marks take a column", ("columns.py", 'frozenset({"Mn", "Me", "Cf", "Cc"})', 'frozenset({"Cf", "Cc"})'), "test_table.py"),
    cli("only the next deadline is listed", ("rows.py", "for deadline in coming)", "for deadline in coming[:1])"), "test_list.py"),
    cli(
        "what has two deadlines is in JSON twice",
        ("full_list.py", "for opportunity in listed.values()]", "for opportunity in (row.opportunity for row in rows)]"), "test_list.py",
    ),
    cli("LANGUAGE counts in the locale C", ("reader.py", 'if locale in ("C", "POSIX"):', "if not locale and False:"), "test_reader.py"),
    cli("NO_COLOR is not obeyed", ("reader.py", 'bool(environment.get("NO_COLOR")) or ', ""), "test_reader.py"),
    cli("a value steers the terminal", ("present.py", "spoken(value, safe)", "spoken(value)"), "test_languages.py"),
    edit("a comma within a remark", ("documents/splice.py", "++|#[^\\n]*+)*+", "+|#[^\\n]*)*"), "tests/documents/test_splice.py"),
    edit("the line ends of another system", ("documents/splice.py", "{pair}{line_end[0]}", "{pair}\\n"), "tests/documents/test_splice.py"),
    edit("a comma is left behind", ("documents/splice.py", "text = _cut(text, comma.end() - 1, comma.end())\n        elif", "pass\n        elif"), "tests/documents/test_splice.py"),
    edit("an empty line is left behind", ("documents/splice.py", "return text[:line_start] + text[rest.end() :]", "return text[:start] + text[end:]"), "tests/documents/test_splice.py"),
    edit("a key in quotes is not found", ("documents/positions.py", "if \"\\\\\" in key else", "if False else"), "tests/documents/test_splice.py"),
    edit("what was only expected is called announced", ("records/edit.py", "!= \"expected\"", "!= \"x\""), "tests/cli/test_edit.py"),
    edit("words of the old date stay", ("records/edit.py", "elif \"stated\" in old and", "elif False and"), "tests/cli/test_edit.py"),
    edit("a date takes the place of an hour", ("app/edit.py", "isinstance(before, datetime) and", "False and"), "tests/cli/test_edit.py"),
    edit("a link becomes a file", ("app/edit.py", "Path(os.path.realpath(project.root / path))", "project.root / path"), "tests/cli/test_edit.py"),
    edit("29 February is the 27th", ("records/pattern.py", "relativedelta(year=year)", "relativedelta(year=year, days=-1)"), "tests/records/test_pattern.py"),
    edit("any number is the year of an edition", ("records/renew.py", "abs(year - self._year) <= 1", "True"), "tests/cli/test_edit.py"),
    served("a body is no body", ("server/plain.py", "if not _FRAMING.isdisjoint(fields) and _is_framed(fields):", "if False:"), "tests/server/test_plain.py"),
    served("two hosts are one", ("server/plain.py", 'if fields.get("host", ",").find(",") < 0 else None', ""), "tests/server/test_plain.py"),
    served("a line ends where it likes", ("server/plain.py", r":[\t -~]*+\r\n", r":[^\n]*+\n"), "tests/server/test_plain.py"),
    served("what follows is not looked at", ("server/plain.py", ".fullmatch(data)", ".match(data)"), "tests/server/test_plain.py"),
    served("what is in memory is as on the disk", ("server/folder.py", "if found is None or found[0] != state:", "if found is None:"), "tests/server/test_folder.py"),
    served("memory is without end", ("server/folder.py", "while self._weight > self._most", "while False"), "tests/server/test_folder.py"),
    served("whoever takes nothing gets more", ("server/run.py", "self.flow.write_paused or ", ""), "tests/server/test_run.py"),
    served("an answer without an end", ("server/answer.py", "if status == 412 else []", "if False else []"), "tests/server/test_connection.py"),
    edit("the token is not asked for", ("server/loopback.py", "if not secrets.compare_digest(", "if False and secrets.compare_digest("), "tests/server/test_loopback.py"),
    edit("any host will do", ("server/loopback.py", 'get_all("Host", []) not in [[host] for host in self.server.hosts]', 'get_all("Host", []) == []'), "tests/server/test_loopback.py"),
    edit("another site may send a form", ("server/loopback.py", "if origin is not None and", "if False and"), "tests/server/test_loopback.py"),
    edit("a body of any size is read", ("server/loopback.py", "or int(length) > MOST_BYTES", "or False"), "tests/server/test_loopback.py"),
    edit("who was slower overwrites", ("server/desk.py", "if digest != said.digest:", "if False:"), "tests/server/test_loopback.py"),
    edit("a deadline moves without a trace", ("form/typed.py", "(type(was), was) != (type(now), now)", "False"), "tests/server/test_loopback.py"),
    edit("a form keeps what was only expected", ("form/typed.py", 'status == "expected" or ', ""), "tests/server/test_loopback.py"),
    edit("a form writes what it cannot show", ("form/typed.py", "if key in before and text == shown(", "if False and text == shown("), "tests/form/test_fields.py"),
    edit("a list is written anew", ("records/rewrite.py", "elif isinstance(says, list) and isinstance(meant, list):", "elif False:"), "tests/records/test_rewrite.py"),
    Mutant("series: a copy is not seen", (("domain/series.py", "first.setdefault(dates, edition.id)", "pass"),), tests("tests/domain/test_series.py")),
    cli("what is stale is no finding", ("checking.py", "return Exit.FOUND if looked.found or looked.unread", "return Exit.FOUND if looked.unread"), "test_stale.py"),
    edit("what is by invitation is in a feed", ("feeds/edition.py", "if one.is_public]", "]"), "tests/domain/test_access.py"),
    edit("the countries of a record count no more than its regions", ("domain/eligibility.py", "if countries or not regions:", "if not regions:"), "tests/domain/test_eligibility.py"),
    edit("a region that nobody knows rules all out", ("domain/eligibility.py", "None in codes or", "False or"), "tests/domain/test_eligibility.py"),
    edit("one has to get as much as that at least", ("domain/matching.py", "funding.max or funding.total\n", "funding.min\n"), "tests/domain/test_money.py"),
    form("a month passes with its 1st", ("domain/moment.py", "return self.written.last_day", "return self.written.first_day"), "domain/test_forms.py"),
    stores("what is on its way is not noted", ("stores/send.py", "if noted != set(sent):", "if False:"), "stores/test_send.py"),
    stores("what was on its way is taken for sent", ("stores/send.py", "if row.name in under_way else row", "if False else row"), "stores/test_send.py"),
    stores("feeds go before the table", ("stores/sending.py", "        return 0", "        return 6"), "stores/test_send.py"),
    stores("what is gone goes first", ("stores/send.py", "    for stage in sending.stages:", "    each(store, sending.withdrawn, store.delete)\n    for stage in sending.stages:"), "stores/test_send.py"),
    stores("what another hand has written is taken away", ("stores/sending.py", "if any(row.state == there[name].state for row in known[name])]", "]"), "stores/test_sending.py"),
    Mutant("stores: a list that ends at an error is all there is", (("stores/objects.py", "self._lister.list(", "self._operator.list("),), tests("-m", "", "tests/stores/test_objects.py")),
    stores("a gateway that shows a page is an empty store", ("app/send.py", "if noted is not None and FILE not in there:", "if False:"), "app/test_send.py"),
    stores("a file is as it was by its name alone", ("app/digests.py", "if before and before[0] == its", "if before"), "app/test_digests.py"),
    stores("what was written a moment ago is not read again", ("app/digests.py", "if is_settled(its, at):", "if True:"), "app/test_digests.py"),
    stores("digests are remembered for ever", ("app/digests.py", 'if found["day"] == day:', "if True:"), "app/test_digests.py"),
    stores("a clone that is behind withdraws what it does not know", ("app/memory.py", "if here.found and unknown:", "if False:"), "app/test_send.py"),
    stores("revisions that were sent alone are forgotten", ("app/memory.py", "together = united(here, known)", "together = here"), "app/test_send.py"),
    form("days are counted to the end of a month", ("domain/moment.py", 'moment.day if begins or moment.precision == "month"', "moment.day if begins"), "domain/test_forms.py"),
    form("own time passes in the project's zone", ("domain/moment.py", "if self.reader else AOE", 'if self.reader else zone("UTC")'), "domain/test_forms.py"),
    form("the day of a month is a move", ("domain/moment.py", 'if "month" in (before.precision, now.precision):', "if False:"), "domain/test_forms.py"),
    form("the passing of dates closes what has no date", ("domain/opportunity.py", "self.record.rolling or bool(self.undated)", "self.record.rolling"), "domain/test_forms.py"),
    form("it is open between two windows", ("domain/opportunity.py", "return \"upcoming\" if opens and all(", "return \"upcoming\" if False and all("), "domain/test_forms.py"),
    form("two openings share a UID", ("domain/point.py", '_point(opportunity, "opens", opening.label', '_point(opportunity, "opens", None'), "domain/test_forms.py"),
    form("what has no date matches a window", ("cli/rows.py", "opportunity.undated if window.is_open else ()", "opportunity.undated"), "index/test_cli.py"),
    form("what has no date matches a window, in brief", ("cli/briefly.py", "list(filter(self._includes, coming)), ()", "list(filter(self._includes, coming)), undated"), "cli/test_forms.py"),
    form("own time has an instant", ("items.py", '{"instant": None, "instant_latest": latest}', '{"instant": latest}'), "cli/test_forms.py"),
    form("a month that becomes a day is a move", ("records/edit.py", " and not is_more_exact(", " and not (lambda *_: False)("), "cli/test_forms.py"),
    form("own time is another's in reminders", ("domain/reminder.py", "if point.moment.is_local else point", "if False else point"), "reminders/test_forms.py"),
    export("what is published is not looked at", ("app/unchanged.py", "memory.said if published == memory.outputs else None", "memory.said"), "app/test_unchanged.py"),
    export("what records say is not looked at", ("app/unchanged.py", "if self._inputs(memory.inputs[1]).state == memory.inputs:", "if True:"), "app/test_unchanged.py"),
    export("time changes nothing", ("app/unchanged.py", "if memory.since <= _stamp(now) < memory.until else None", ""), "app/test_unchanged.py"),
    amend("settings are no record", ("app/unchanged.py", "and after[0] in before", ""), "whatever_else"),
    amend("an edit is all that there is", ("app/amend.py", "if state_of(described(there, since), folder, since) != edited.published:", "if False:"), "whatever_else"),
    amend("what comes into another list is in the old ones", ("app/amend.py", "if any(left.shapes.get(one.id) != shape_of(one, editions) for one in opportunities):", "if False:")),
    amend("a move is not warned of", ("app/amend.py", "if any(moves_without_history(", "if False and any(moves_without_history(")),
    amend("what has passed stays", ("app/amend.py", "if any(is_past(point, now)", "if False and any(is_past(point, now)")),
    amend("what repeats is like the rest", ("app/amend.py", "one.goes_on or one.repeats", "False")),
    amend("the day of the pages stays", ("app/amend.py", "if any(left.as_of < at <= now", "if False and any(left.as_of < at <= now")),
    amend("lists keep their pages", ("site/pages.py", "        if moved and self._list_pages(", "        if False and self._list_pages("), "long_lists"),
    amend("what moved stands where it stood", ("site/pages.py", "return Touched(ids, parts, moved,", "return Touched(ids, parts, False,"), "long_lists"),
    amend("the months of what moved stay", ("site/pages.py", "for one in (*before.values(), *after.values()) for part in one.parts", "for one in before.values() for part in one.parts"), "long_lists"),
    export("an entry leaves no feed", ("app/publication.py", "next_departure(opportunities, rows, now)", "None"), "app/test_unchanged.py"),
    export("a withdrawal is said again", ("app/publication.py", "if once or any(", "if once and any("), "app/test_unchanged.py"),
    export("time changes no page", ("site/pages.py", "has_calendar, passed, opportunity.project_zone", "has_calendar, opportunity.project_zone"), "site/test_drawn.py"),
    export("a damaged page stays", ("site/drawn.py", "if published is not None and self._known(key) == digest(published):", "if published is not None and self._known(key):"), "site/test_drawn.py"),
    export("another program draws the same", ("site/drawn.py", 'connection, digest(made_by.encode())', 'connection, b""'), "site/test_drawn.py"),
    form("a month is not looked at while it lasts", ("reminders/near.py", "window.first <= end and day <= window.last", "window.first <= day <= window.last"), "reminders/test_forms.py"),
    form("what the day was before is louder", ("domain/reminder.py", "return shift(self.before, self.point.moment) if self.before else 1", "return -1"), "reminders/test_forms.py"),
    form("the calendar without names lists what is rolling", ("feeds/neutral.py", 'update={"rolling": False}', "update={}"), "site/test_forms.py"),
    form("search engines are told the 1st", ("site/structured.py", ' if deadline.moment.precision != "month"]', "]"), "site/test_forms.py"),
    sound("what it warns of is sound", ("app/examined.py", " if one.path not in warned", "")),
    sound("what moved is not looked at", ("app/examined.py", "self._but(is_same)", "self._but(lambda _: True)")),
    sound("what is known under another name is not looked at", ("app/examined.py", "uid not in matches and", "True and")),
    sound("editions are not compared", ("app/examined.py", "lambda its: not its[2]", "lambda _: True")),
    sound("what is by invitation is not looked at", ("app/examined.py", "lambda its: its[1]", "lambda _: True")),
    sound("an id that is taken twice is one", ("app/examined.py", "if twice else known", "if False else known")),
    sound("what was just written is kept", ("index/sound.py", "if not self._index.is_settled(one):", "if False:")),
    sound("what is asked for whole is not kept", ("index/sound.py", "(whole or is_compared", "(is_compared")),
    sound("of many, the first alone count", ("app/examined.py", "yield from self._of(self._paths[_FEW:])", "return")),
    index("a folder is known by its names", ("index/shelf.py", " or kept[1] != folder.abouts", ""), "test_index.py"),
    index("a folder is known by its traces", ("index/shelf.py", " or kept[0] != folder.names", ""), "test_shelf.py"),
    index("what was just written is kept", ("index/shelf.py", "None if number in self.unsettled else", ""), "test_index.py"),
    index("what ends now is over", ("index/shelf.py", "end >= since", "end > since"), "test_shelf.py"),
    long("one is on no page", ("site/parts.py", "[self.lines[at : at + MOST]", "[self.lines[at : at + MOST - 1]")),
    long("a second line counts", ("site/parts.py", "left -= line[1]", "left -= 1")),
    long("a row is searched in another list", ("site/packed.py", "1 << (at & 7)", "1 << (7 - (at & 7))")),
    long("a row loses what is escaped", ("site/packed.py", '|[^<]+"', '|[^<&]+"')),
)  # fmt: skip
