"""The catalogues: what each English sentence is in another language (gettext).

They are read as people edit them, ``catalogues/*.po``, so that nothing has to be compiled before it is installed.
"""

import gettext
from functools import cache
from importlib.resources import files
from io import BytesIO

from deadlines.wording.conventions import CONVENTIONS

SOURCE = "en"
"""The language of the sentences in the code."""
LANGUAGES = tuple(CONVENTIONS)
"""In which there is a wording, in the order in which they are offered."""


@cache
def translations(tag: str) -> gettext.NullTranslations:
    """Return the sentences of one of ``LANGUAGES``; what its catalogue lacks is English."""
    if tag == SOURCE:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (files(__package__) / "catalogues" / f"{tag}.po").open("rb") as file:
        compiled = BytesIO()
        write_mo(compiled, read_po(file, locale=tag))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
