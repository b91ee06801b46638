import io

import pytest

from deadlines.cli.reader import Terminal, reader_language


class Screen(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


class Pipe(Screen):
    def isatty(self) -> bool:
        return False


@pytest.mark.parametrize(
    ("environment", "tag"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "ar_EG"}, "ar"),
        ({"LANG": "es_ES@euro"}, "es"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "es_MX.UTF-8"}, "es"),
        ({"LANG": "fr_FR.UTF-8", "LC_MESSAGES": "es_MX.UTF-8", "LC_ALL": "ar_MA.UTF-8"}, "ar"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": ""}, "fr"),
        ({"LANGUAGE": "fr"}, "fr"),
        ({"LANGUAGE": "fr", "LANG": "C.UTF-8"}, "fr"),
        ({"LANGUAGE": "de:es:fr", "LANG": "ar_EG.UTF-8"}, "es"),
        ({"LANGUAGE": "en_GB:fr", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANGUAGE": "de", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANGUAGE": "fr", "LC_ALL": "C", "LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANGUAGE": "fr", "LANG": "POSIX"}, "en"),
        ({"LC_TIME": "fr_FR.UTF-8", "LC_CTYPE": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_language_is_the_one_that_gettext_would_take(environment: dict[str, str], tag: str) -> None:
    assert reader_language(environment).tag == tag


@pytest.mark.parametrize(
    ("stream", "environment", "colours", "links"),
    [
        (Screen(), {"TERM": "xterm-256color"}, True, False),
        (Screen(), {"TERM": "xterm-256color", "VTE_VERSION": "7006"}, True, True),
        (Screen(), {"TERM": "xterm-256color", "VTE_VERSION": "4800"}, True, False),
        (Screen(), {"TERM": "xterm-kitty"}, True, True),
        (Screen(), {"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, True, True),
        (Screen(), {"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, True, False),
        (Screen(), {"TERM": "xterm-kitty", "NO_COLOR": "1"}, False, False),
        (Screen(), {"TERM": "xterm-kitty", "NO_COLOR": ""}, True, True),
        (Screen(), {"TERM": "xterm-kitty", "NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        (Screen(), {"TERM": "xterm-kitty", "FORCE_COLOR": "0"}, False, False),
        (Screen(), {"TERM": "dumb", "VTE_VERSION": "7006"}, False, False),
        (Screen(), {"TERM": "dumb", "VTE_VERSION": "7006", "FORCE_COLOR": "1"}, True, False),
        (Screen(), {}, False, False),
        (Screen(), {"WT_SESSION": "0"}, True, True),
        (Pipe(), {"TERM": "xterm-kitty"}, False, False),
        (Pipe(), {"TERM": "xterm-kitty", "FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colours_and_links_are_for_terminals_that_have_them(
    stream: io.StringIO, environment: dict[str, str], *, colours: bool, links: bool
) -> None:
    found = Terminal.of(stream, environment)
    assert (found.colours, found.links) == (colours, links)


def test_lines_are_drawn_where_the_encoding_has_them() -> None:
    class Latin(Screen):
        encoding = "iso-8859-1"

    assert Terminal.of(Screen(), {}).lines and not Terminal.of(Latin(), {}).lines
