from tests.domain import words


def test_the_committed_names_of_months_and_weekdays_are_those_of_cldr() -> None:
    assert words.TARGET.read_text(encoding="utf-8") == words.source()
