"""Write the tables of names in ``deadlines/words/data`` from CLDR: ``python -m tests.words.generate FOLDER``.

Months and weekdays of the Gregorian calendar come from babel, and from ``cldr-dates-full``, which may be of another
release; the months of the others from ``cldr-cal-{persian,islamic,ethiopic,hebrew,indian}-full``. npm installs these:

    npm install --prefix FOLDER --legacy-peer-deps cldr-dates-full@48.2.0 cldr-core@48.2.0 cldr-cal-persian-full ...

A further language is one more code in LANGUAGES.
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale as BabelLocale
from babel import localedata

from deadlines.words.letters import fold, script_of

DATA = Path(__file__).parents[2] / "src/deadlines/words/data"


def codes(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


LANGUAGES = codes(
    "af ak am ar as ast az ba be bg bgc bho blo bn br brx bs ca ceb chr cs csw cv cy da de doi dsb ee el en eo es et eu "
    "fa ff fi fil fo fr fy ga gaa gd gl gu ha he hi hr hsb ht hu hy ia id ie ig is it ja jv ka kea kgp kk km kn ko kok "
    "ks ku kxv ky lb lij lmo lo lt lv mai mi mk ml mn mni mr ms mt my nb nds ne nl nn no nqo nso oc om or pa pcm pl ps "
    "pt qu raj rm ro ru rw sa sah sat sc scn sd shn si sk sl so sq sr st su sv sw syr szl ta te tg th ti tk tn to tr tt "
    "ug uk ur uz vec vi vmw wo xh xnr yo yrl yue za zh zu"
)
"""With basic coverage in CLDR, or more."""
OTHER_LANGUAGES = codes(
    "agq asa bas bem bez bm bo ccp ce cgg ckb dav dje dua dyo dz ebu ewo fur gsw guz gv haw jgo jmc kab kam kde khq ki "
    "kkj kl kln ksb ksf ksh kw lag lg lkt ln lrc lu luo luy mas mer mfe mg mgh mgo mua mzn naq nd nmg nnh nus nyn os rn "
    "rof rwk saq sbp se seh ses sg shi smn sn teo twq tzm vai vun wae xog yav yi zgh"
)
WELL_KNOWN = codes(
    "ar bg ca cs da de el en es et fa fi fr he hr hu id it lt lv mk ms nb nl no pl pt ro ru sk sl sq sr sv tr uk vi"
)
"""A word of OTHER_LANGUAGES that is another month in one of these is left out; only these have short weekdays."""
ODD_SCRIPTS = ("Dsrt", "Shaw", "Mong")
Locale = dict[str, Any]
"""One locale's Gregorian calendar, as CLDR's JSON has it."""
NO_NAME = re.compile(r"M?\d+|.*[月月월].*|M\d\d")
"""Numbers, and what is read as a number with its counter."""
CALENDARS = {
    "persian": ("46.1.0", "fa ps ckb en fr de tr ru ar tg ur"),
    "islamic": ("48.2.0", "ar fa ps ur ckb ug en fr de es tr id ms ru bn bs sq so hi"),
    "ethiopic": ("46.1.0", "am om ti so en fr ar"),
    "hebrew": ("48.2.0", "he yi en fr de es ru ar"),
    "indian": ("28.0.0", "hi bn mr gu ta te kn ml or as en"),
}
"""For each of the other calendars the release of its package, and the languages of those who write it."""
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WIDTHS = ("wide", "abbreviated")
FORMS = ("full", "long", "medium")
SKELETONS = ("MMMMd", "MMMd", "yMMMM", "yMMM", "yMMMd", "MMMMEd", "MMMEd", "yMMMEd")

Row = list[list[str]]
"""For each month or weekday the spellings of it."""


@cache
def locales(packages: Path, language: str) -> list[Locale]:
    """Return the language's own form first, then its regions."""
    folder = packages / "node_modules/cldr-dates-full/main"
    names = sorted((path.name for path in folder.iterdir() if path.name.split("-")[0] == language), key=len)
    found = []
    for name in names:
        if not any(odd in name for odd in ODD_SCRIPTS):
            content = json.loads((folder / name / "ca-gregorian.json").read_text(encoding="utf-8"))
            found.append(content["main"][name]["dates"]["calendars"]["gregorian"])
    return found + babel_locales(language)


def babel_locales(language: str) -> list[Locale]:
    """Return what babel has of a language, in the shape of CLDR's JSON."""
    found = []
    for name in sorted(localedata.locale_identifiers(), key=len):
        if re.split("[_-]", name)[0] != language or any(odd in name for odd in ODD_SCRIPTS):
            continue
        localedata._cache.clear()  # type: ignore[attr-defined]  # babel 2.18 hands one language's names on to the next
        locale = BabelLocale.parse(name)
        skeletons = locale.datetime_skeletons
        found.append(
            {
                "months": _named(locale.months, {number: str(number) for number in range(1, 13)}),
                "days": _named(locale.days, dict(enumerate(WEEK))),
                "dateFormats": {form: locale.date_formats[form].pattern for form in FORMS},
                "dateTimeFormats": {
                    "availableFormats": {key: str(skeletons[key]) for key in SKELETONS if key in skeletons}
                },
            }
        )
    return found


def _named(names: Any, keys: dict[int, str]) -> dict[str, dict[str, dict[str, str]]]:
    return {
        context: {width: {key: names[context][width][number] for number, key in keys.items()} for width in WIDTHS}
        for context in ("format", "stand-alone")
    }


def attached(locale: Locale) -> set[tuple[str, str]]:
    """Return what a language's patterns join to the name of a month, before it and after it: Basque apirila + ren."""
    skeletons = locale["dateTimeFormats"]["availableFormats"]
    patterns = [locale["dateFormats"][form] for form in FORMS] + [
        skeletons[name] for name in SKELETONS if name in skeletons
    ]
    joined = {("", "")}
    for pattern in patterns:
        text = pattern if isinstance(pattern, str) else pattern["_value"]
        parts = re.findall(r"'(?:[^']|'')*'|[A-Za-z]+|[^A-Za-z']+", text)
        for place, part in enumerate(parts):
            if re.fullmatch("M{3,4}|L{3,4}", part):
                before = _letters(parts[place - 1])[-1] if place else ""
                after = _letters(parts[place + 1])[0] if place + 1 < len(parts) else ""
                joined.add((before, after))
    return joined


def _letters(part: str) -> list[str]:
    """Return the pieces of a literal between blanks and marks; of a field, nothing."""
    if re.fullmatch("[A-Za-z]+", part):
        return [""]
    return re.split(r"[\s\d.,،/()⹁፣፥་-]", part.strip("'"))


def months(locale: Locale) -> Row:
    """Return a locale's names of the twelve months, as its dates have them."""
    around = attached(locale)
    return [
        [
            before + locale["months"][context][width][str(number)] + after
            for width in ("wide", "abbreviated")
            for context in ("format", "stand-alone")
            for before, after in sorted(around)
        ]
        for number in range(1, 13)
    ]


def weekdays(locale: Locale, width: str) -> Row:
    """Return a locale's names of the seven days, Monday first."""
    return [[locale["days"][context][width][day] for context in ("format", "stand-alone")] for day in WEEK]


def rows(packages: Path, get: Callable[[Locale], Row]) -> dict[tuple[str, str], Row]:
    """Return the spellings of each language in each of its scripts."""
    found: dict[tuple[str, str], Row] = {}
    for language in [*LANGUAGES, *OTHER_LANGUAGES]:
        for locale in locales(packages, language):
            cells = get(locale)
            for script in {script_of(name) for cell in cells for name in cell}:
                row = found.setdefault((script, language), [[] for _ in cells])
                for mine, more in zip(row, cells, strict=True):
                    mine += [name for name in map(_spelling, more) if name and script_of(name) == script]
    return {key: [_distinct(cell) for cell in row] for key, row in found.items() if any(row)}


def _spelling(name: str) -> str:
    name = re.sub(r"[\u200b\u200e\u200f]", "", name).replace("\u202f", " ").strip().rstrip(".")
    name = re.sub(r"^(de |d['’])", "", name)
    numbered = any(map(str.isdigit, name)) and sum(map(str.isalpha, name)) < 3
    return "" if numbered or NO_NAME.fullmatch(name) or _is_too_short(name) else name


def _is_too_short(name: str) -> bool:
    """Say whether a name is as short as words of other kinds are."""
    return len(fold(name)) < 2 and script_of(name) != "other" and not "\u1000" <= name <= "\u109f"


def _distinct(cell: list[str]) -> list[str]:
    return list({" ".join(fold(name).split()): name for name in reversed(cell)}.values())[::-1]


def without_rare_twins(found: dict[tuple[str, str], Row]) -> dict[tuple[str, str], Row]:
    """Leave out a small language's word where it is another month or day in one of the well-known."""
    large = defaultdict(set)
    for (_, language), row in found.items():
        if language in WELL_KNOWN:
            for number, cell in enumerate(row):
                for name in cell:
                    large[fold(name)].add(number)
    return {
        key: [[name for name in cell if large.get(fold(name), {number}) == {number}] for number, cell in enumerate(row)]
        if key[1] in OTHER_LANGUAGES
        else row
        for key, row in found.items()
    }


def table(title: str, found: dict[tuple[str, str], Row]) -> str:
    """Return a file's text: by script, one language a line."""
    lines = [f"# {title}"]
    for script in sorted({script for script, _ in found}):
        lines.append(f"== {script}")
        for (_, language), row in sorted((key, row) for key, row in found.items() if key[0] == script):
            if any(row):
                lines.append(f"{language}: " + " | ".join(", ".join(cell) for cell in row))
    return "\n".join(lines) + "\n"


def gregorian(packages: Path) -> dict[str, str]:
    """Return the files about the Gregorian calendar, by name."""
    wide = without_rare_twins(rows(packages, lambda locale: weekdays(locale, "wide")))
    short = without_rare_twins(rows(packages, lambda locale: weekdays(locale, "abbreviated")))
    short = {
        key: [
            [name for name in cell if fold(name) not in map(fold, wide.get(key, [[]] * 7)[day])]
            for day, cell in enumerate(row)
        ]
        for key, row in short.items()
    }
    short = {key: row for key, row in short.items() if key[1] in (*WELL_KNOWN, "ja", "ko", "zh", "th", "hi")}
    how = "One language a line, made from CLDR by tests/words/generate.py."
    return {
        "months.txt": table(
            f"January to December of the Gregorian calendar. {how}", without_rare_twins(rows(packages, months))
        ),
        "weekdays.txt": table(f"Monday to Sunday in full. {how}", wide),
        "short_weekdays.txt": table(f"Monday to Sunday abbreviated. {how}", short),
    }


def other_calendars(packages: Path) -> str:
    """Return the months of the other calendars, out of npm's packages."""
    lines = ["# Months of other calendars. One language a line, made from CLDR by tests/words/generate.py."]
    for calendar, (_, languages) in CALENDARS.items():
        found: dict[tuple[str, str], Row] = {}
        for language, names in _names(packages, calendar, languages.split()):
            for script in {script_of(name) for cell in names for name in cell}:
                row = found.setdefault((script, language), [[] for _ in names])
                for mine, cell in zip(row, names, strict=True):
                    mine += [name.rstrip(".") for name in cell if script_of(name) == script]
        found = {key: [_distinct(cell) for cell in row] for key, row in found.items()}
        for script in sorted({script for script, _ in found}):
            lines.append(f"== {calendar} {script}")
            for (_, language), row in sorted((key, row) for key, row in found.items() if key[0] == script):
                if all(row) and (language == "en" or row != found.get((script, "en"))):
                    lines.append(f"{language}: " + " | ".join(", ".join(cell) for cell in row))
    return "\n".join(lines) + "\n"


def _names(packages: Path, calendar: str, languages: list[str]) -> Iterator[tuple[str, Row]]:
    for folder in sorted((packages / f"node_modules/cldr-cal-{calendar}-full/main").iterdir()):
        language = re.split("-", folder.name)[0]
        if language not in languages:
            continue
        content = json.loads((folder / f"ca-{calendar}.json").read_text(encoding="utf-8"))
        names = content["main"][folder.name]["dates"]["calendars"][calendar]["months"]
        row: Row = [[] for _ in names["format"]["wide"] if _.isdigit()]
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for key, name in names[context][width].items():
                    if width == "abbreviated" and len(fold(name).rstrip(".")) < 3:
                        continue
                    row[int(key.split("-")[0]) - 1].append(name)
        yield language, row


def tables(packages: Path) -> dict[str, str]:
    """Return all files, by name."""
    return {**gregorian(packages), "calendars.txt": other_calendars(packages)}


if __name__ == "__main__":
    for file, text in tables(Path(sys.argv[1])).items():
        (DATA / file).write_text(text, encoding="utf-8")
