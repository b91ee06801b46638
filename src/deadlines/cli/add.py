"""``deadlines add``: a record from flags, or from answers on a terminal."""

import sys
from datetime import date, datetime
from typing import Annotated, Any

import typer

from deadlines.cli.present import problems_as
from deadlines.cli.project import OpenProject, Stop, open_project, typed_moment
from deadlines.domain.opportunity import Opportunity
from deadlines.domain.record import KINDS
from deadlines.domain.text import fold

Many = list[str] | None
Word = str | None


def add(
    context: typer.Context,
    title: Annotated[Word, typer.Option(help="The name of the opportunity.")] = None,
    kind: Annotated[Word, typer.Option(help=", ".join(KINDS) + ".")] = None,
    organisation: Annotated[Word, typer.Option(help="Who offers it.")] = None,
    url: Annotated[Word, typer.Option(help="The organiser's own page.")] = None,
    due: Annotated[Word, typer.Option(metavar="MOMENT", help="2026-04-30, or 2026-03-06T18:00 with a zone.")] = None,
    timezone: Annotated[Word, typer.Option(metavar="ZONE", help="The zone of --due, where one is stated.")] = None,
    stated: Annotated[Word, typer.Option(help="The deadline in the announcement's own words.")] = None,
    label: Annotated[Word, typer.Option(help="What the deadline is for.")] = None,
    rolling: Annotated[bool, typer.Option("--rolling", help="Open until filled or all year; no --due.")] = False,
    status: Annotated[Word, typer.Option(help="announced, expected, closed or cancelled.")] = None,
    series: Annotated[Word, typer.Option(help="The id of the recurring prize or call.")] = None,
    opens: Annotated[Word, typer.Option(metavar="MOMENT", help="Before this one cannot apply.")] = None,
    published: Annotated[Word, typer.Option(metavar="DATE", help="Announced on.")] = None,
    verified: Annotated[Word, typer.Option(metavar="DATE", help="Last compared with the page on.")] = None,
    source: Annotated[Word, typer.Option(help="Where you learned of it.")] = None,
    summary: Annotated[Word, typer.Option(help="What it is about.")] = None,
    eligibility: Annotated[Word, typer.Option(help="Who may apply.")] = None,
    amount: Annotated[Word, typer.Option(help="The prize or grant.")] = None,
    location: Annotated[Word, typer.Option(help="Where it takes place.")] = None,
    contract: Annotated[Word, typer.Option(help="Permanent, fixed term, hours.")] = None,
    salary: Annotated[Word, typer.Option(help="The pay, as stated.")] = None,
    language: Annotated[Many, typer.Option(help="A language in which one may apply; may be repeated.")] = None,
    region: Annotated[Many, typer.Option(help="A region; may be repeated.")] = None,
    topic: Annotated[Many, typer.Option(help="A topic; may be repeated.")] = None,
    apply_url: Annotated[Word, typer.Option(help="The form to apply with.")] = None,
    apply_email: Annotated[Word, typer.Option(help="The address to apply to.")] = None,
    reference: Annotated[Word, typer.Option(help="The subject line to quote.")] = None,
    document: Annotated[Many, typer.Option(help="What to send; may be repeated.")] = None,
    requirement: Annotated[Many, typer.Option(help="What else is asked for; may be repeated.")] = None,
    id_: Annotated[Word, typer.Option("--id", help="The file's name; made of the title unless given.")] = None,
) -> int:
    """Write a new record; on a terminal, what is missing is asked for."""
    from deadlines.documents.document import parse
    from deadlines.documents.explain import nearest
    from deadlines.files import create
    from deadlines.records.load import id_from, read_record
    from deadlines.records.write import record_text

    project = open_project(context)
    title, kind = _needed("title", title), _needed("kind", kind)
    organisation, url = _needed("organisation", organisation), _needed("url", url)
    if due is None and not rolling:
        due = _needed("due", None)
    deadline: dict[str, Any] = {}
    if due is not None:
        written = typed_moment(due, "--due")
        if isinstance(written, datetime) and timezone is None:
            timezone = _needed("timezone", None)
        deadline = _given(label=label, due=written, timezone=timezone, stated=stated)
    table = _given(
        title=title, kind=kind, organisation=organisation, url=url,
        published=_date("--published", published), verified=_date("--verified", verified), source=source,
        status=status, rolling=rolling or None, series=series,
        opens=typed_moment(opens, "--opens") if opens else None,
        summary=summary, eligibility=eligibility, amount=amount, location=location, contract=contract, salary=salary,
        languages=language, regions=region, topics=topic,
        deadlines=[deadline] if deadline else None,
        apply=_given(
            url=apply_url, email=apply_email, reference=reference, documents=document, requirements=requirement
        ),
    )  # fmt: skip
    name = id_ or id_from(title)
    folder = f"{kind}s" if kind in KINDS else f"{nearest(kind, KINDS) or 'call'}s"
    file = project.opportunities / folder / f"{name}.toml"
    path = file.relative_to(project.root).as_posix()
    text = record_text(table, file, project.opportunities)
    found = read_record(parse(text.encode(), path), project.settings.project.timezone)
    if isinstance(found, list):
        print(problems_as("full", found), file=sys.stderr)
        print("deadlines: nothing was written", file=sys.stderr)
        return 1
    _refuse_twin(found, project)
    create(file, text.encode())
    print(path)
    return 0


def _needed(key: str, value: str | None) -> str:
    if value is not None and value.strip():
        return value
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        hint = " or --rolling" if key == "due" else ""
        raise Stop(f"--{key}{hint} is needed", 2)
    answer: str = typer.prompt(key, err=True)
    return answer


def _date(option: str, text: str | None) -> date | None:
    return typed_moment(text, option) if text else None


def _given(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, [], {})}


def _refuse_twin(new: Opportunity, project: OpenProject) -> None:
    loaded = project.load()
    if new.id in loaded.broken_ids or any(old.id == new.id for old in loaded.opportunities):
        raise Stop(f'there is a record "{new.id}" already; choose another with --id', 1)
    for old in loaded.opportunities:
        if _what(old) == _what(new) or _where(old) == _where(new):
            raise Stop(f"{old.path} is the same opportunity; nothing was written", 1)


def _what(opportunity: Opportunity) -> tuple[object, ...]:
    record = opportunity.record
    return fold(record.title), fold(record.organisation), *(deadline.moment.day for deadline in opportunity.deadlines)


def _where(opportunity: Opportunity) -> tuple[object, ...]:
    url = opportunity.record.url.rstrip("/")
    return url, opportunity.record.kind, *(deadline.moment.day for deadline in opportunity.deadlines)
