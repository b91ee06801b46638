import pytest

from deadlines.domain.boards import board_of


@pytest.mark.parametrize(
    ("url", "board"),
    [
        ("https://reliefweb.int/job/4196203/representative", "reliefweb.int"),
        ("http://WWW2.FundsForNGOs.org:80/grants", "fundsforngos.org"),
        ("https://www.fidh.org/en/jobs", None),
        ("https://notreliefweb.int/job", None),
        ("https://example.org/reliefweb.int", None),
        ("https://org", None),
    ],
)
def test_a_board_is_known_by_its_domain_and_what_is_below_it(url: str, board: str | None) -> None:
    assert board_of(url) == board
