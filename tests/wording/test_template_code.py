"""What our templates become says what Jinja's own code says."""

from types import SimpleNamespace

import pytest
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from deadlines.domain.text import Translated
from deadlines.wording.templates import environment

VALUES = {
    "text": "a < b & \"c\" 'd'",
    "translated": Translated("<i>l’été</i>"),
    "marked": Markup("<b>&amp;</b>"),
    "nothing": None,
    "number": 3,
    "thing": SimpleNamespace(name="<name>", inner=SimpleNamespace(many=("<", ">")), shout=str.upper),
    "say": lambda message, /, **values: message.format_map(values),
}


@pytest.mark.parametrize(
    "template",
    [
        "plain <b> {{ '{{' }} 'quoted' \\ text\n",
        "{{ text }}{{ translated }}{{ marked }}{{ nothing }}{{ number }}",
        "{{ text | upper }}, {{ marked ~ text }}, {{ text | safe }}, {{ text | length }}",
        "{{ thing.name }} {{ thing.inner.many | join(text) }} {{ thing.shout(text) }}",
        "{{ thing.name is defined }} {{ thing.other is defined }} {{ other is defined }} {{ number is string }}",
        "{{ say('{one} & {other}', one=text, other=marked) }}",
        "{% for one in thing.inner.many if one %}{{ loop.index }}{{ one }}{{ ', ' if not loop.last }}{% endfor %}",
        "{% macro m(one, other='<') %}<p>{{ one }}{% if other %}{{ other }}{% endif %}</p>{% endmacro %}"
        "{{ m(text) }}{{ m(marked, other=text) }}{{ m('', other=nothing) }}",
        "{% set found = say('<{a}>', a=number) %}{{ found }}{% block main %}{{ text }}{% endblock %}",
    ],
)
def test_a_template_says_what_jinja_makes_it_say(template: str) -> None:
    jinja = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    ours = environment("deadlines.site").from_string(template).render(VALUES)
    assert ours == jinja.from_string(template).render(VALUES)


@pytest.mark.parametrize("template", ["{{ say(*thing.inner.many) }}", "{% call say('') %}{% endcall %}"])
def test_a_call_that_would_lose_an_argument_is_refused(template: str) -> None:
    with pytest.raises(NotImplementedError):
        environment("deadlines.site").from_string(template)
