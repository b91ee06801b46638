"""Which rules are asked of which part of a file. To add one, write it beside its like and list it here."""

from collections.abc import Callable, Iterator

from deadlines.lint import (
    calendars,
    dates,
    declarations,
    encoding,
    entries,
    parameters,
    recurrence_sets,
    spans,
    structure,
    texts,
)
from deadlines.lint.components import ENTRIES, Component
from deadlines.lint.findings import Found
from deadlines.lint.scope import Scope

Rule = Callable[[Component, Scope], Iterator[Found]]

OF_LINES = (encoding.line_is_as_the_rfc_asks, encoding.no_control_characters)

OF_ALL: tuple[Rule, ...] = (
    structure.component_has_an_end,
    structure.component_has_its_place,
    structure.properties_are_as_many_as_may_be,
    parameters.parameters_have_their_place,
    parameters.values_are_of_their_type,
    parameters.capitals_are_written,
    texts.texts_are_escaped,
    texts.status_is_known,
    texts.nothing_is_empty,
    dates.stamps_are_instants,
    dates.numbers_are_numbers,
    spans.durations_are_durations,
)
"""Of every component, also those in others."""

OF_ENTRIES: tuple[Rule, ...] = (
    entries.uids_are_single,
    dates.dates_say_what_they_are,
    dates.moments_have_one_zone,
    spans.entries_end_after_they_begin,
    recurrence_sets.rules_say_what_they_may,
    recurrence_sets.rules_go_with_the_start,
    recurrence_sets.dates_are_of_the_starts_kind,
    recurrence_sets.note_exception,
    declarations.zones_are_read_by_their_rules,
    declarations.zones_mean_what_they_are_called,
)

BY_NAME: dict[str, tuple[Rule, ...]] = {
    **dict.fromkeys(ENTRIES, OF_ENTRIES),
    "VEVENT": (*OF_ENTRIES, entries.entries_have_a_name, spans.days_are_no_midnights),
    "VTODO": (*OF_ENTRIES, entries.entries_are_events),
    "VALARM": (entries.alarms_can_ring,),
    "VTIMEZONE": (declarations.zones_have_rules, declarations.observances_are_complete),
    "VCALENDAR": (
        calendars.calendars_are_no_messages,
        calendars.calendars_say_their_version,
        calendars.calendars_have_components,
        recurrence_sets.exceptions_are_of_the_series_kind,
    ),
}


def judged(component: Component, scope: Scope) -> Iterator[Found]:
    """Yield what the rules find in a component and in those that are in it."""
    if component is not scope.calendar:
        scope.components += 1
        yield from calendars.component_is_known(component, scope)
    for part in (component, *component.inside()):
        for rule in (*OF_ALL, *BY_NAME.get(part.name, ())):
            yield from rule(part, scope)
