"""The kinds of lists that can be imported."""

from typing import Literal

Format = Literal[
    "csv", "xlsx", "ods", "ics", "rss",
    "reliefweb", "grants-gov", "eu-portal", "common-grants", "un-careers", "euraxess",
]  # fmt: skip
