"""Write ``deadlines/domain/data/territories.tsv`` from CLDR: ``python -m tests.domain.generate_territories FOLDER``.

FOLDER is that of the package ``cldr-core`` (48.2.0), which says what contains what; names are babel's. A further language
of the wording is one more column. Without FOLDER what contains what stays as it is in the file.
"""

import json
import sys
from pathlib import Path

from babel import Locale
from babel.core import get_global

from deadlines.wording.catalogue import LANGUAGES

FILE = Path(__file__).parents[2] / "src/deadlines/domain/data/territories.tsv"
HEADER = "# Countries (ISO 3166-1) and regions (UN M49), from CLDR; python -m tests.domain.generate_territories\n"
NO_COUNTRIES = frozenset(["AC", "CP", "CQ", "DG", "EA", "IC", "TA"])
"""Reserved codes, which are no countries in ISO 3166-1."""
NO_REGIONS = frozenset(["EZ", "QO", "UN"])
"""Of currency, of what is left over, and of nearly everything."""


def containment(folder: Path) -> dict[str, list[str]]:
    """Return what each region contains by CLDR: regions and countries, by their codes."""
    text = (folder / "supplemental" / "territoryContainment.json").read_text()
    found: dict[str, dict[str, list[str]]] = json.loads(text)["supplemental"]["territoryContainment"]
    plain = {code: its["_contains"] for code, its in found.items() if "-status-" not in code}
    others = [code for code in plain["QO"] if code not in NO_COUNTRIES]
    return {
        code: sorted(
            inner for inner in (*inside, *(others if code == "001" else ())) if inner not in NO_COUNTRIES | NO_REGIONS
        )
        for code, inside in plain.items()
        if code not in NO_REGIONS
    }


def written() -> dict[str, list[str]]:
    """Return what each region of the file contains."""
    rows = (line.split("\t") for line in FILE.read_text().splitlines()[2:])
    return {row[0]: row[1].split() for row in rows if row[1]}


def aliases(code: str) -> str:
    """Return the codes of three letters that a country has or had, and UK."""
    known = get_global("territory_aliases").items()
    return " ".join(
        sorted(
            alias for alias, its in known if its == [code] and alias.isalpha() and (len(alias) == 3 or alias == "UK")
        )
    )


def table(contains: dict[str, list[str]]) -> str:
    """Return the file: code, what it contains, the code of three letters, names."""
    codes = sorted({*contains, *(inner for inside in contains.values() for inner in inside)})
    names = [Locale(tag).territories for tag in LANGUAGES]
    rows = [
        "\t".join((code, " ".join(contains.get(code, ())), aliases(code), *(its[code] for its in names)))
        for code in codes
    ]
    return HEADER + "\n".join(("\t".join(("code", "contains", "aliases", *LANGUAGES)), *rows)) + "\n"


if __name__ == "__main__":
    FILE.write_text(table(containment(Path(sys.argv[1])) if len(sys.argv) > 1 else written()))
