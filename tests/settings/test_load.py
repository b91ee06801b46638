"""``deadlines.toml``: what is wrong in it is answered with what to type, in whatever table it is."""

import pytest

from deadlines.documents.document import parse
from deadlines.domain.key import table_in
from deadlines.settings.load import read_settings
from deadlines.settings.tables import Settings
from tests.conftest import SETTINGS


def problems(more: str) -> list[tuple[str, str]]:
    text = f"{SETTINGS}{more}" if not more.startswith("recipients") else f"{more}\n{SETTINGS}"
    read = read_settings(parse(text.encode(), "deadlines.toml"))
    assert (read.settings is None) == bool(read.problems)
    return [(problem.message, problem.hint) for problem in read.problems]


@pytest.mark.parametrize(
    ("more", "message", "hint"),
    [
        ('lnguage = "fr"', '"lnguage" is not a known key of [project]', 'did you mean "language"?'),
        ('[feeds.mine]\ntopics = ["x"]', '"topics" is not a known key of [feeds.mine]', 'did you mean "topic"?'),
        (
            '[[recipients]]\nid = "me"\nwebhok = "x"',
            '"webhok" is not a known key of [[recipients]]',
            'did you mean "webhook"?',
        ),
        ("[feeds.mine]\ntitle = 5", "this must be text, or text for each language", '{ en = "…", fr = "…" }'),
        ("[feeds.mine]\ntitle = {}", "this must be text, or text for each language", '{ en = "…", fr = "…" }'),
        ('[feeds.mine]\ntitle = { french = "x" }', '"french" is not a language tag', 'write "fr"'),
        ('[topics.water]\nfr = ""', "the text is empty", "write something"),
        ("[topics.water]\nfr = 5", "fr must be text, but this is a number", "write it in quotes"),
        ("[mail]\nport = 25", "host is missing", 'add host = "…"'),
        ('recipients = "me"', "recipients must be a list, but this is text", "write it in brackets: [[recipients]]"),
        ('[feeds.mine]\nkind = ["jobb"]', '"jobb" is not a value of kind', 'did you mean "job"?'),
        ('[reminders]\nkinds.jobs = ["7d"]', '"jobs" is not a kind', 'did you mean "job"?'),
        ('[reminders]\nlead_times = ["soon"]', '"soon" is not a lead time', ""),
        (
            '[[recipients]]\nid = "me"\nweekend = ["Friday"]',
            '"Friday" is not a value of weekend',
            "write one of Mon, Tue,",
        ),
        (
            '[[recipients]]\nid = "me"\nweekend = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]',
            "a week has a working day",
            'write the others, such as ["Fri", "Sat"]',
        ),
        ('[[recipients]]\nid = "me"\ncountry = "England"', '"England" is not a country', '"GB-ENG"'),
        (
            '[[recipients]]\nid = "me"\nquiet_hours = "at night"',
            '"at night" are not quiet hours',
            'write "22:00-07:00"',
        ),
    ],
)
def test_a_mistake_is_answered_with_what_to_type(more: str, message: str, hint: str) -> None:
    found = problems(more)
    assert any(message in said and hint in meant for said, meant in found), found


@pytest.mark.parametrize(
    "name", ["index", "browse", "entries", "feeds", "opportunities", "atom", "sitemap", "feed", "health", "dates", "fr"]
)
def test_a_feed_is_not_called_like_a_page_or_a_folder(name: str) -> None:
    read = read_settings(parse(f'{SETTINGS}\n[feeds.{name}]\nkind = ["job"]\n'.encode(), "deadlines.toml"))
    assert read.settings is None
    (problem,) = read.problems
    assert problem.message == f'"{name}" cannot be the name of a feed' and f"our-{name}" in problem.hint
    assert (problem.place.line, problem.place.col) == (7, 1)


def test_good_settings_are_read() -> None:
    assert problems('[feeds.mine]\nkind = ["job"]\ninclude = ["opens"]\n[reminders]\nkinds.job = ["2d"]\n') == []


def test_every_setting_says_what_it_is_for() -> None:
    tables = [Settings, *filter(None, map(table_in, Settings.model_fields.values()))]
    assert [
        f"{table.__name__}.{key}"
        for table in tables
        for key, field in table.model_fields.items()
        if not field.description
    ] == []
    assert all(table.__doc__ for table in tables)
