"""Write ``deadlines/domain/calendar_words.py`` from CLDR: ``python tests/domain/words.py``.

A further language is one more locale in LOCALES. The tool itself needs no babel.
"""

import re
import textwrap
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from babel.dates import get_day_names, get_month_names

from deadlines.domain.text import fold

LOCALES = (
    "ar",
    "ar_DZ",
    "ar_LB",
    "ar_MA",
    "ca",
    "cs",
    "de",
    "de_AT",
    "el",
    "en",
    "es",
    "fr",
    "it",
    "nb",
    "nl",
    "pl",
)
LOCALES += ("pt", "ro", "ru", "sv", "tr", "uk")
ABBREVIATING = ("ca", "de", "de_AT", "en", "es", "fr", "it", "nb", "nl", "pt", "sv")
TARGET = Path(__file__).parents[2] / "src/deadlines/domain/calendar_words.py"
OTHER_WORDS = {"out", "set", "per", "sex"}
"""They mean a month or a weekday somewhere, and something else more often."""
ARTICLE = re.compile(r"^(de |d['’])")


def folded(name: str) -> str:
    """Return a CLDR name as it is searched for: no case, no accents, no article, no final stop."""
    return ARTICLE.sub("", fold(name)).rstrip(".")


def collect(get: Callable[..., dict[int, str]], widths: tuple[str, ...]) -> dict[str, list[int]]:
    """Return each word with the numbers that it means in one language or another."""
    words = defaultdict(set)
    for locale in LOCALES:
        for context in ("format", "stand-alone"):
            for width in widths if locale in ABBREVIATING else widths[:1]:
                for number, name in get(width, context, locale).items():
                    word = folded(name)
                    if len(word) >= 3 and word not in OTHER_WORDS:
                        words[word].add(number)
    return {word: sorted(words[word]) for word in sorted(words)}


def source() -> str:
    """Return the module's text."""
    months = collect(get_month_names, ("wide", "abbreviated"))
    days = collect(get_day_names, ("wide",))
    short = collect(get_day_names, ("wide", "abbreviated"))
    short = {word: numbers for word, numbers in short.items() if word not in months and word not in days}
    lines = [
        '"""Names of months (1-12) and weekdays (Monday is 0) in many languages; generated from CLDR."""',
        "",
        "# fmt: off",
    ]
    for name, words in (("MONTHS", months), ("WEEKDAYS", days), ("SHORT_WEEKDAYS", short)):
        lines.append(f"{name} = {{")
        for number in sorted(set().union(*words.values())):
            lines.append(f"    {number}: (")
            meant = ", ".join(word for word in words if number in words[word])
            pieces = textwrap.wrap(meant, 100, break_long_words=False, break_on_hyphens=False)
            lines += [f'        "{piece}{" " if piece != pieces[-1] else ""}"' for piece in pieces]
            lines.append("    ),")
        lines += ["}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    TARGET.write_text(source(), encoding="utf-8")
