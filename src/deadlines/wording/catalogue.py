"""The catalogues: what each English sentence is in another language (gettext).

They are read as people edit them, ``catalogues/*.po``, so that nothing has to be compiled before it is installed, and
by few lines of our own, so that a command waits for nothing.
"""

from collections.abc import Callable, Iterator
from functools import cache

from deadlines.domain.enclosed import enclosed
from deadlines.wording.conventions import CONVENTIONS

SOURCE = "en"
"""The language of the sentences in the code."""
LANGUAGES = tuple(CONVENTIONS)
"""In which there is a wording, in the order in which they are offered."""

_PLURALS = r"^Plural-Forms:.*\bplural=([^;]+)"


class Translations:
    """The sentences of a language; what its catalogue lacks is English."""

    def __init__(self, tag: str) -> None:
        self._sentences = dict(entries(enclosed(__package__, "catalogues", f"{tag}.po").decode()))

    def gettext(self, message: str) -> str:
        """Return a sentence."""
        return self._sentences.get(message, message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return a sentence about so many things."""
        forms = self._sentences.get(f"{singular}\0{plural}")
        if forms is None:
            return singular if n == 1 else plural
        return forms.split("\0")[self._form(n)]

    @property
    def _form(self) -> Callable[[int], int]:
        import re  # What counts nothing waits for nothing.

        found = re.search(_PLURALS, self._sentences.get("", ""), re.MULTILINE)
        return _which(found[1] if found else "n != 1")


@cache
def _which(rule: str) -> Callable[[int], int]:
    """Return which form a number has by the rule of a catalogue."""
    import gettext

    form: Callable[[int], int] = cache(gettext.c2py(rule))
    return form


translations = cache(Translations)


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield the translated sentences of a catalogue, as its compiled form has them: forms of a plural joined by NUL."""
    for block in text.split("\n\n"):
        key, between, value = block[block.find('msgid "') + 7 :].rstrip("\n").partition('"\nmsgstr "')
        if between and "\n" not in key and "\n" not in value:
            if value != '"':
                yield _plain(key), _plain(value[:-1])
        else:
            yield from _in_lines(block)


def _in_lines(block: str) -> Iterator[tuple[str, str]]:
    """Yield the sentence of a block that has several lines or forms, if it is translated."""
    parts: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        if line.startswith("msg"):
            name, _, line = line.partition(" ")
        if name and line.startswith('"'):
            parts[name] = parts.get(name, "") + _plain(line[1:-1])
    plural = parts.pop("msgid_plural", None)
    key = parts.pop("msgid", None)
    if key is not None and all(parts.values()):
        yield key if plural is None else f"{key}\0{plural}", "\0".join(parts.values())


def _plain(text: str) -> str:
    """Return a text without its escapes; one that is none stays as it is."""
    if "\\" not in text:
        return text
    parts = (part.replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t") for part in text.split("\\\\"))
    return "\\".join(parts)
