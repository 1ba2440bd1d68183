"""The manual: a page with examples for every command, and no example that the command would refuse."""

import os
import pty
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from gui_agent.cli.app import app
from gui_agent.cli.command_table import COMMANDS, load_command
from gui_agent.cli.help import find_command
from gui_agent.cli.manual.entry import Example
from gui_agent.cli.manual.page import page_of
from gui_agent.cli.manual.table import entry_of, names
from gui_agent.planning.understanding import shipped_reader, understand
from tests.gui_agent.cli.test_cli import gui_agent

DOCS = Path(__file__).parents[3] / "docs"
PROGRAM = typer.main.get_command(app)
LONGEST_LINE = 72
SECTIONS = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT CODES", "FILES", "ENVIRONMENT"]


def within(command: Any, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    yield words
    for name, each in getattr(command, "commands", {}).items():
        yield from within(each, (*words, name))


EVERY_COMMAND = [words for name in COMMANDS for words in within(load_command(name), (name,))]
EXAMPLES = [example for words in ((), *EVERY_COMMAND) for example in entry_of(words).examples]


def arguments_of(example: Example) -> list[str]:
    """Return what the shell would hand to the command."""
    words = shlex.split(example.line.replace("\\\n", " "))
    assert words[0] == "gui-agent"
    return words[1 : next((at for at, word in enumerate(words) if word in ("<", ">", "|")), len(words))]


def parse(arguments: Sequence[str]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Parse ``arguments`` as the program would, and run nothing."""
    command: Any = PROGRAM
    words: tuple[str, ...] = ()
    rest = list(arguments)
    while rest and rest[0] in getattr(command, "commands", {}):
        command, words, rest = command.commands[rest[0]], (*words, rest[0]), rest[1:]
    return words, command.make_context(" ".join(words), rest).params


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the files be there that have to be for a call to be parsed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.jsonl").touch()


@pytest.mark.parametrize("words", EVERY_COMMAND, ids=" ".join)
@pytest.mark.usefixtures("files")
def test_every_command_has_an_example_of_its_own_or_of_those_within(words: tuple[str, ...]) -> None:
    examples = entry_of(words).examples
    assert examples
    assert all(parse(arguments_of(each))[0][: len(words)] == words for each in examples)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.line)
@pytest.mark.usefixtures("files")
def test_every_example_is_a_call_that_its_command_takes(example: Example) -> None:
    words, _ = parse(arguments_of(example))
    assert words or example.line == "gui-agent"
    assert max(map(len, example.line.splitlines())) <= LONGEST_LINE, "it has to fit on a terminal"


def test_a_call_that_a_command_refuses_would_not_be_taken_for_an_example() -> None:
    with pytest.raises(Exception, match="--frobnicate"):
        parse(["run", "--frobnicate"])


@pytest.mark.usefixtures("files")
def test_tasks_of_examples_are_understood_where_no_model_plans() -> None:
    calls = [parse(arguments_of(each)) for each in EXAMPLES]
    tasks = [p["task"] for words, p in calls if words == ("run",) and p["task"] and not p["model"]]
    assert len(tasks) >= 4
    for task in tasks:
        understand(task, shipped_reader())


def test_the_table_names_only_commands_and_pages_that_are_there() -> None:
    for name in filter(None, names()):
        assert tuple(name.split()) in EVERY_COMMAND
        entry = entry_of(name.split())
        assert all(tuple(each.split()) in EVERY_COMMAND for each in entry.see)
        assert all((DOCS / page).is_file() for page in entry.pages)


@pytest.mark.parametrize("words", EVERY_COMMAND, ids=" ".join)
def test_the_page_has_every_option_and_fits_on_a_terminal(words: tuple[str, ...]) -> None:
    command = find_command(PROGRAM, words)
    page = page_of(words, command, entry_of(words))
    headings = re.findall(r"^[A-Z][A-Z ]+$", page, re.MULTILINE)
    assert [each for each in headings if each in SECTIONS] == SECTIONS
    assert all(name in page for option in command.params for name in option.opts if name.startswith("-"))
    assert max(map(len, page.splitlines())) <= 80


def test_the_page_says_what_holds_where_an_option_is_left_out() -> None:
    page = page_of(("run",), find_command(PROGRAM, ["run"]), entry_of(["run"]))
    assert "Default: the setting max_steps (200)." in page
    assert re.search(r"GUI_AGENT_MAX_STEPS +what --max-steps is", page)
    assert "stopped or denied by a person" in page


@pytest.mark.parametrize("words", EVERY_COMMAND, ids=" ".join)
def test_the_help_of_a_command_ends_with_examples(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(app, [*words, "--help"]).output
    _, _, below = shown.partition("Examples:")
    assert entry_of(words).examples[-1].line.splitlines()[0][:40] in below


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("evl",), "did you mean eval?"),
        (("eval", "rum"), "did you mean run?"),
        (("run", "fast"), "no commands within it"),
        (("zzz",), "there are run, resume"),
    ],
)
def test_a_slip_is_told_with_what_was_meant(words: tuple[str, ...], part: str) -> None:
    done = CliRunner().invoke(app, ["help", *words])
    assert part in str(done.exception)


def test_into_a_pipe_it_is_plain_text_and_needs_nothing_heavy() -> None:
    done = gui_agent("help", "run", PAGER="false")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("NAME\n    gui-agent run - Do TASK in real applications\n")
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["help"], ["help", "eval", "run"], ["run", "--help"]])
def test_help_starts_without_pictures_and_models(arguments: list[str]) -> None:
    heavy = "{'numpy', 'cv2', 'onnxruntime', 'textual', 'torch', 'gui_agent.agent'}"
    code = f"""
import sys
from gui_agent.cli.app import app
try:
    app({arguments!r})
finally:
    print(sorted({heavy} & set(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"TERM": "xterm", "PAGER": "sed s/^/paged:/"}, "paged:NAME"),
        ({"TERM": "dumb", "PAGER": "sed s/^/paged:/"}, "NAME"),
        ({"TERM": "xterm", "PAGER": "no-such-pager"}, "NAME"),
    ],
)
def test_on_a_terminal_the_persons_pager_shows_it(variables: dict[str, str], expected: str) -> None:
    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k != "MANPAGER"} | variables
    command = [sys.executable, "-m", "gui_agent.cli", "help", "config", "path"]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = b""
        while not shown.endswith(b"model") and (more := _read(ours)):
            shown += more
    os.close(ours)
    assert process.returncode == 0
    assert shown.decode().splitlines()[0] == expected


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""
