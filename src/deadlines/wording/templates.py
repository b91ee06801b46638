"""Templates of pages and letters: what they show is escaped always, since records are other people's words."""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from deadlines.domain.text import Translated
from deadlines.wording.language import Language
from deadlines.wording.template_code import TemplateCode


@cache
def environment(package: str) -> Environment:
    """Return the templates of a package."""
    found = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.code_generator_class = TemplateCode
    found.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return found


def words_in(language: Language, records_language: str) -> Mapping[str, object]:
    """Return how a template speaks a language; ``foreign`` marks the words of records, where they are in another.

    A screen reader has to know. ``lang_of`` marks a text of a record that may be ``Translated``.
    """
    is_foreign = records_language.casefold() != language.tag
    foreign = Markup(' lang="{}"').format(records_language) if is_foreign else Markup()
    return {
        "language": language,
        "say": language.say,
        "count": language.count,
        "foreign": foreign,
        "lang_of": lambda text: Markup() if isinstance(text, Translated) else foreign,
    }
