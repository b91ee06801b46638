"""Dates as ICU writes them: right ones are no contradiction, those wrong by a day, a month or a year are.

``icu.tsv`` has the dates of DAYS in more than a hundred languages, and in the other calendars that announcements use; node writes it:
``python -m tests.words.test_icu``. The bars are those that the reader has to keep.
"""

import shutil
import subprocess
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from deadlines.domain.stated import contradictions
from tests.words.generate import codes

TABLE = Path(__file__).with_name("icu.tsv")
SCRIPT = Path(__file__).with_name("icu.mjs")
LANGUAGES = codes(
    "af am ar as ast az be bg bn br bs ca ceb ckb cs cy da de dsb ee el en eo es et eu fa ff fi fil fo fr fy ga gd gl gu "
    "ha he hi hr hsb hu hy ia id ig is it ja jv ka kea kk km kn ko kok ks ku ky lb lg ln lo lt lv mg mi mk ml mn mr ms mt "
    "my nb ne nl nn oc om or pa pl ps pt qu rm ro ru rw sd si sk sl so sq sr sv sw ta te th ti tr uk ur uz vi zh zu"
)
CALENDARS = codes(
    "th-u-ca-buddhist fa-u-ca-persian fa-AF-u-ca-persian ps-u-ca-persian ar-SA-u-ca-islamic-umalqura "
    "am-u-ca-ethiopic zh-TW-u-ca-roc ja-u-ca-japanese he-u-ca-hebrew"
)
STYLES = ("full", "long", "medium")
DAYS = ("2026-12-31", "2027-04-30", "2028-08-09")
ALL_MONTHS = tuple(
    f"2027-{month:02}-{day}" for month, day in enumerate((15, 28, 30, 30, 17, 21, 11, 14, 19, 14, 25, 30), 1)
)


def icu(languages: list[str], days: tuple[str, ...]) -> str:
    """Return what ICU writes: language, day, style and text, one line each."""
    command = ["node", str(SCRIPT), ",".join(languages), ",".join(days), ",".join(STYLES)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def wrong(day: date) -> list[date]:
    """Return the days that a slip makes of a day: off by a day, a month, a year."""
    months = [day.replace(day=min(day.day, 28), month=(day.month - 1 + more) % 12 + 1) for more in (-1, 1)]
    return [day + timedelta(1), day - timedelta(1), *months, *(day.replace(year=day.year + more) for more in (-1, 1))]


def judged(lines: list[str]) -> tuple[list[str], int, int, set[str]]:
    """Return the false alarms, how many wrong days there were and went unseen, and the languages read whole."""
    alarms: list[str] = []
    tried = unseen = 0
    missed: dict[str, int] = defaultdict(int)
    for line in lines:
        language, written, _, text = line.split("\t")
        day = date.fromisoformat(written)
        found = [contradiction.message for contradiction in contradictions(text, day)]
        alarms += [f"{line}: {message}" for message in found]
        silent = sum(not list(contradictions(text, other)) for other in wrong(day))
        missed[language] += silent + len(found)
        unseen += silent
        tried += len(wrong(day))
    return alarms, tried, unseen, {language for language, times in missed.items() if not times}


def test_dates_in_a_hundred_languages_and_nine_calendars() -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    assert len({line.split("\t")[0] for line in lines}) == len(LANGUAGES) + len(CALENDARS)
    alarms, tried, unseen, whole = judged(lines)
    assert alarms == []
    assert unseen <= tried * 0.02
    assert len(whole) >= len(LANGUAGES) + len(CALENDARS) - 4


@pytest.mark.slow
def test_dates_of_every_month_as_the_icu_of_this_machine_writes_them() -> None:
    if shutil.which("node") is None:
        pytest.skip("node is not there")
    alarms, tried, unseen, whole = judged(icu([*LANGUAGES, *CALENDARS], ALL_MONTHS).splitlines())
    assert alarms == []
    assert unseen <= tried * 0.02
    assert len(whole) >= len(LANGUAGES) + len(CALENDARS) - 6


if __name__ == "__main__":
    TABLE.write_text(icu([*LANGUAGES, *CALENDARS], DAYS), encoding="utf-8")
