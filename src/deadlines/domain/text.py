"""Text for comparing: folded, so that a reader need not type accents or capitals."""

import re
import unicodedata

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
"""Characters that make calendar programs refuse a feed, show nothing or cut a line."""


def fold(text: str) -> str:
    """Return the text without case and accents, to search and to match names of months."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
