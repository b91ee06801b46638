"""What is run without Typer is what Typer makes of the same line; of all else Typer says what is wrong."""

import itertools
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer import Exit, TyperException
from typer._click.formatting import HelpFormatter

from deadlines.cli import quick
from deadlines.cli.grammar import Grammar, blocks, grammar, read, written
from deadlines.cli.help_page import help_of, spoken
from deadlines.cli.present import said
from deadlines.cli.reader import columns
from deadlines.cli.verbs import VERBS
from deadlines.wording.catalogue import LANGUAGES
from tests.cli.grammar import FILE, defined
from tests.conftest import COMMAND, Folder, a_call

READ = ("list", "show")
RUN = (*READ, "remind", "export", "check")


def test_the_table_is_what_the_commands_take() -> None:
    assert FILE.read_text() == written(defined()), "run python -m tests.cli.grammar"
    assert [read(block) for block in blocks(written(defined()))] == defined()
    assert [grammar(one.name) for one in defined()] == defined()


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("list", {}),
        ("list civil space", {"words": ["civil", "space"]}),
        ("list --kind job --kind=call space --all", {"kind": ["job", "call"], "words": ["space"], "all_": True}),
        ("list --sort kind --sort title", {"sort": "title"}),
        ("list --topic --all", {"topic": ["--all"]}),
        ("list -- --kind", {"words": ["--kind"]}),
        ("list --within= a", {"within": "", "words": ["a"]}),
        ("-C a -C b --from x show an-id --format json", {"id_": "an-id", "format_": "json"}),
        ("show -", {"id_": "-"}),
        ("-C a export --check --to=b", {"check": True, "to": "b"}),
        ("check a b --format json", {"paths": ["a", "b"], "format_": "json"}),
    ],
)
def test_what_is_typed_daily_is_run_here(line: str, values: dict[str, object]) -> None:
    asked = quick.read(line.split())
    assert asked and asked.values == values and not asked.wants_help


@pytest.mark.parametrize(
    "line",
    ["", "--version", "lst", "--from x export", "export --to", "export a", "list --kid", "list --kind", "list --all=yes", "list --al", "show", "show a b",
     "-Cx list", "-x list", "--from x check", "list -x", "list --sort", "help list", "-C", "-- -C"],
)  # fmt: skip
def test_of_what_is_not_as_the_help_says_typer_says_it(line: str) -> None:
    assert quick.read(line.split()) is None


def of_typer(line: list[str]) -> tuple[str, dict[str, Any], dict[str, Any]] | None:
    """What Typer makes of a line: the command, what is before it, its values; None where it is wrong, or its help."""
    group: Any = COMMAND
    try:
        root = group.make_context("deadlines", list(line))
        if not (root._protected_args or root.args):
            return None
        name, command, words = group.resolve_command(root, [*root._protected_args, *root.args])
        if root.params["from_"] is not None and name not in READ:
            return None
        return name, root.params, command.make_context(name, words, parent=root).params
    except (TyperException, Exit):
        return None


def typed(values: dict[str, Any]) -> dict[str, Any]:
    """Without what was not typed; paths as they are meant."""
    found = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    if found.get("paths"):
        found["paths"] = list(map(Path, found["paths"]))
    return {key: value for key, value in found.items() if value not in (None, False, [])}


PIECES = st.sampled_from(
    [
        *(name for command in RUN for one in grammar(command).parameters for name in one.names if name not in ("-h", "--help")),
        "--kind=job", "--topic=", "--all=1", "--kin", "--sort=title", "--form", "--as-of=2027-01-01", "-C", "-Cx", "-", "--", "--x",
        "-x", "", "a", "b", "an id", "é", "list", "show", "job,call", "--from=x", "--timezone", "UTC", "=", "--=", "-h=", "---", "-all",
    ]
)  # fmt: skip
LINES = st.builds(
    lambda before, name, after: [*before, name, *after],
    st.lists(st.sampled_from(["-C", "a", "--from", "--from=b", "--", "-Cx", ""]), max_size=3) | st.just([]),
    st.sampled_from([*RUN, "list", "status"]),
    st.lists(PIECES, max_size=5),
)


@given(LINES)
@example(["list", "--topic", "--"])
@example(["list", "--topic", "--topic"])
@example(["show", "--", "-x"])
@example(["--from=", "list"])
@example(["--", "list"])
@example(["-C", "", "list", ""])
@example(["show", ""])
@example(["check", "", "./a/"])
@example(["show", "", "a"])
def test_a_line_that_is_run_here_means_what_it_means_to_typer(line: list[str]) -> None:
    asked, theirs = quick.read(line), of_typer(line)
    if asked is None:
        return
    assert theirs is not None, "Typer refuses it"
    name, before, values = theirs
    assert (asked.command, typed(asked.values)) == (name, typed(values))
    place = quick._place(asked)
    assert place.directory == str(before["directory"])
    assert place.named == (values.get("from_") or before["from_"])


@pytest.mark.slow
@pytest.mark.parametrize("name", RUN)
def test_every_short_line_means_what_it_means_to_typer(name: str) -> None:
    own = [its for one in grammar(name).parameters for its in one.names][:6]
    words = [*own, f"{own[0]}=x", "a", "--", "-", "-h", "--no", "", "-C"]
    lines = [[name, *rest] for length in range(4) for rest in itertools.product(words, repeat=length)]
    ours = 0
    for line in lines:
        asked = quick.read(line)
        if asked is None or asked.wants_help:
            continue
        ours += 1
        theirs = of_typer(line)
        assert theirs and (theirs[0], typed(theirs[2])) == (asked.command, typed(asked.values)), line
    assert ours > 30


def as_typer_would(path: str, its: Grammar, width: int) -> str:
    """The help as the formatter of Typer writes it."""
    formatter = HelpFormatter(width=width)
    formatter.write_usage(path, its.usage, prefix=said("Usage: "))
    for paragraph in its.purpose:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(said(paragraph))
    for heading, part in ((said("Arguments:"), "argument"), (said("Options:"), "option"), (said("Commands:"), "")):
        rows = [(one.shown, one) for one in its.parameters if one.part == part]
        said_of = [
            (shown, spoken(one.purpose) + (" " + said("One of: {words}.", words=one.choices) if one.choices else ""))
            for shown, one in rows
        ]
        if not part and not its.name:
            said_of = [(name, said(verb.summary)) for name, verb in VERBS.items()]
        if said_of:
            formatter.write_paragraph()
            formatter.write(f"{heading}\n")
            with formatter.indentation():
                formatter.write_dl(said_of)
    return formatter.getvalue().rstrip("\n")


def assert_alike(name: str, language: str, terminal: int, path: str) -> None:
    width = max(min(terminal, 80) - 2, 50)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", f"{language}.UTF-8")
        assert help_of(path, grammar(name), terminal) == as_typer_would(path, grammar(name), width)


@given(
    st.sampled_from(["", *VERBS]),
    st.sampled_from(LANGUAGES),
    st.integers(1, 200),
    st.sampled_from(["deadlines", "python -m deadlines", "x" * 60]),
)
def test_the_help_is_laid_out_as_typer_does(name: str, language: str, terminal: int, path: str) -> None:
    assert_alike(name, language, terminal, path)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["", *VERBS])
def test_every_help_is_laid_out_as_typer_does_at_every_width(name: str, language: str) -> None:
    for terminal in range(40, 84):
        assert_alike(name, language, terminal, "deadlines")


@given(st.text(st.sampled_from("ab -é语\u00a0\u0301—.!"), max_size=90), st.integers(1, 90))
def test_any_purpose_is_laid_out_as_typer_does(purpose: str, terminal: int) -> None:
    text = " ".join(purpose.split(" ")).strip() or "a"
    made = Grammar("x", "[OPTIONS]", (text,), grammar("show").parameters)
    assert help_of("x", made, terminal) == as_typer_would("x", made, max(min(terminal, 80) - 2, 50))


@pytest.mark.parametrize("asked", ["", "0", "-3", "72", " 72 ", "+72", "7_2", "x", "٧٢"])
def test_a_terminal_is_as_wide_as_python_says(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", asked)
    assert columns() == shutil.get_terminal_size().columns


@pytest.mark.parametrize(
    "line",
    ["list", "list --all --format csv", "list --format json nothing", "list --sort x", "list --kind jbo", "list --min-amount 3",
     "show one", "show on", "show nothing", "show one --as-of x", "show --help", "list -h", "-h", "list --from x.json", "show one --format json"],
)  # fmt: skip
def test_it_prints_and_ends_as_with_typer(
    project: Folder, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project.record("one", a_call("2031-04-30"))
    project.record("broken", "title = 3")
    monkeypatch.setattr(sys, "argv", ["deadlines"])
    monkeypatch.setattr(sys.modules["__main__"], "__package__", "")
    whole = ["-C", str(project.root), *line.split()]
    ours = quick.run(whole), capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        COMMAND.main(whole, prog_name="deadlines")
    assert ours == (ended.value.code, capsys.readouterr())


def test_the_name_of_the_program_is_that_of_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    from typer._click.utils import _detect_program_name

    for package, script in (("", "/usr/bin/deadlines"), ("deadlines", "/x/deadlines/__main__.py"), (None, "d.py")):
        monkeypatch.setattr(sys.modules["__main__"], "__package__", package)
        monkeypatch.setattr(sys, "argv", [script])
        assert quick._called() == _detect_program_name()
