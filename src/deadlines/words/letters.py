"""Letters: what a word is made of, and how it is folded to be looked up."""

import re
import unicodedata

_NO_LETTERS = (
    r"\s!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u00d7\u00f7\u02b9-\u02c8\u05be\u05c0\u05c3"
    r"\u060c\u061b-\u061f\u066a-\u066d\u06d4\u0964\u0965\u0970\u0f08-\u0f14\u104a-\u104f\u1361-\u1368\u17d4-\u17da"
    r"\u2000-\u200c\u200e-\u2070\u2190-\u2bff\u2e00-\u2e5d\u3000-\u3004\u3008-\u303f\u30fb\ufe10-\ufe6f\ufeff"
    r"\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
_PIECE = re.compile(rf"([{_NO_LETTERS}]*)(?:(\d+)|([^\d{_NO_LETTERS}]+))")
"""What is neither letter nor digit, and after it digits or letters with their marks."""

_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u05f3\u05f4\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200d]"
)
_ONE_LETTER = dict(zip("ıłđىیکہەۀة", "ildييكهههه", strict=True))
"""Letters that are one to a reader: dotless i, and those in which the keyboards of the Arabic script differ."""
_TWINS = re.compile(f"[{''.join(_ONE_LETTER)}]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def fold(text: str) -> str:
    """Return the text without case, accents and vowel points."""
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return _TWINS.sub(lambda twin: _ONE_LETTER[twin[0]], bare)


def script_of(word: str) -> str:
    """Return the part of the tables in which a word is looked up.

    ``unspaced`` are the scripts that write words without blanks between them; their words are not folded.
    """
    letter = ord(word[0])
    if letter < 0x370 or 0x1E00 <= letter < 0x1F00:
        return "Latin"
    if 0x400 <= letter < 0x530:
        return "Cyrillic"
    if 0x600 <= letter < 0x780 or 0x8A0 <= letter < 0x900:
        return "Arabic"
    return "unspaced" if _UNSPACED.match(word) else "other"


def split(text: str) -> list[tuple[str, str, str]]:
    """Return the runs of digits and of letters: each with what stands before it, then as digits, then as letters."""
    # The last piece is our own: with it every blank is followed by something, and no run of blanks is tried again.
    return _PIECE.findall(text + "\n0")[:-1]


def pieces(text: str) -> list[str]:
    """Return the words and numbers of a text, as they are written."""
    return [digits or letters for _, digits, letters in split(text)]
