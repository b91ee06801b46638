"""Write a project of realistic records: any number, the same for the same number.

.venv/bin/python benchmarks/generate.py 10000 /tmp/ten-thousand
"""

import random
import sys
from collections.abc import Container
from datetime import date, datetime, time, timedelta
from pathlib import Path

import tomli_w

SEED = 20260124
SETTINGS = """\
[project]
name = "Generated opportunities"
url = "https://example.org/calendars/"
domain = "example.org"
timezone = "Europe/Brussels"

[feeds.in-french]
language = ["fr"]
"""
KINDS = ("call", "prize", "job", "grant", "fellowship", "training")
ZONES = ("Europe/Zurich", "America/New_York", "Asia/Kolkata", "Africa/Dakar", "UTC", "AoE", "Pacific/Auckland")
ORGANISATIONS = ("OHCHR", "FIDH", "Amnesty International", "Organización de Estados", "Conseil de l'Europe", "国际组织")
TOPICS = ("civic-space", "women", "environment", "press-freedom", "migration", "indigenous-peoples", "digital-rights")
REGIONS = (
    "worldwide",
    "Africa",
    "Western Africa",
    "Sahel",
    "MENA",
    "Latin America",
    "Europe",
    "Western Balkans",
    "Asia",
)
COUNTRIES = ("SN", "ML", "TN", "CO", "UA", "PH", "KE", "GT")
APPLICANTS = ("organisation", "group", "individual", "university")
WORDS = [
    "rights",
    "defenders",
    "civil",
    "society",
    "space",
    "protection",
    "emergency",
    "support",
    "human",
    "network",
    "regional",
    "training",
    "documentation",
    "freedom",
    "expression",
    "women",
    "environment",
    "lutte",
    "égalité",
    "liberté",
    "défense",
    "libertad",
    "protección",
    "señal",
    "人权",
    "حقوق",
]


BEGIN = date(2026, 1, 1)
"""The first day on which something is due."""


def record(number: int, chance: random.Random, begin: date = BEGIN) -> dict:
    """Return one record; every fifth has an hour and a zone, every tenth two deadlines, every twelfth has moved."""
    due = begin + timedelta(days=chance.randrange(720))
    deadline = {"due": due}
    if number % 5 == 0:
        deadline = {"due": datetime.combine(due, time(chance.randrange(4, 24))), "timezone": chance.choice(ZONES)}
    if number % 12 == 0:
        deadline["previously"] = [deadline["due"] - timedelta(days=14)]
    deadline["stated"] = f"{due:%A}, {due.day} {due:%B} {due.year}"
    deadlines = [deadline]
    if number % 10 == 0:
        deadlines = [{"label": "proposal", **deadline}, {"label": "full text", "due": due + timedelta(days=40)}]
    return {
        "title": f"{' '.join(chance.sample(WORDS, 6)).capitalize()} {number}",
        "kind": KINDS[number % len(KINDS)],
        "organisation": chance.choice(ORGANISATIONS),
        "url": f"https://example.org/opportunities/{number}",
        "published": due - timedelta(days=chance.randrange(30, 90)),
        "summary": " ".join(chance.choices(WORDS, k=40)),
        "eligibility": " ".join(chance.choices(WORDS, k=15)),
        "languages": chance.sample(("en", "fr", "es", "ar"), 2),
        "regions": [REGIONS[number % len(REGIONS)]],
        **({"countries": sorted({COUNTRIES[number % 8], COUNTRIES[number % 5]})} if number % 6 == 0 else {}),
        **({"applicants": [APPLICANTS[number % 4]]} if number % 3 == 0 else {}),
        **({"funding": {"min": 5_000, "max": 60_000, "currency": "EUR"}} if number % 7 == 0 else {}),
        "topics": chance.sample(TOPICS, 2),
        "deadlines": deadlines,
        "apply": {
            "url": f"https://example.org/apply/{number}",
            "email": f"call-{number}@example.org",
            "reference": f"REF-{number:06}",
            "documents": ["Curriculum vitae", "Letter of motivation"],
        },
    }


def project(count: int, folder: Path, begin: date = BEGIN, without: Container[str] = ()) -> None:
    """Write a project with so many records, ``without`` some keys, spread over folders of a thousand."""
    chance = random.Random(SEED)
    folder.mkdir(parents=True)
    (folder / "deadlines.toml").write_text(SETTINGS, encoding="utf-8")
    for number in range(count):
        place = folder / "opportunities" / f"{number // 1000:03}"
        if number % 1000 == 0:
            place.mkdir(parents=True)
        table = {key: value for key, value in record(number, chance, begin).items() if key not in without}
        (place / f"generated-{number}.toml").write_text(tomli_w.dumps(table), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: generate.py COUNT FOLDER")
    project(int(sys.argv[1]), Path(sys.argv[2]))
