"""No terminal, a poor one, a reader that goes away, a model that is not there: what a person is told then."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gui_agent.cli.app import app
from gui_agent.cli.exits import run_to_exit
from tests.gui_agent.cli.test_cli import gui_agent
from tests.gui_agent.faults import brood, require_desktop, start

COMMAND = (sys.executable, "-m", "gui_agent.cli")
COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-7]|4[0-7]|9[0-7]|38|48)[;m]")


def on_a_terminal(*arguments: str, typed: bytes = b"", **variables: str) -> tuple[int, bytes]:
    """Run the command on a terminal of its own; return its exit code and what it printed."""
    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")} | variables
    shown = b""
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        os.write(ours, typed)
        while more := _read(ours):
            shown += more
    os.close(ours)
    return process.returncode, shown


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""


def test_without_a_terminal_the_assistant_says_what_to_use() -> None:
    done = gui_agent(said="")
    assert done.returncode == 2
    assert "Usage:" in done.stdout
    assert done.stderr == (
        "gui-agent: the assistant needs a terminal, and there is none here; say gui-agent run -p TASK, or "
        "gui-agent --plain for plain lines\n"
    )


def test_a_terminal_that_can_only_print_lines_gets_the_plain_assistant(tmp_path: Path) -> None:
    code, shown = on_a_terminal(typed=b"/quit\n", TERM="dumb", GUI_AGENT_CONFIG=str(tmp_path / "none.toml"))
    assert code == 0
    assert b"Say what to do, in steps." in shown
    assert b"\x1b" not in shown


def test_colours_are_left_out_where_nobody_wants_them() -> None:
    _, coloured = on_a_terminal("run", "--help", TERM="xterm-256color")
    _, without = on_a_terminal("run", "--help", TERM="xterm-256color", NO_COLOR="1")
    _, dumb = on_a_terminal("run", "--help", TERM="dumb")
    assert COLOUR.search(coloured)
    assert not COLOUR.search(without)
    assert b"\x1b" not in dumb


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--help",),
        ("help",),
        ("run", "--help"),
        ("config", "show"),
        ("config", "path"),
        ("bench", "list"),
        ("test", "PATH", "--list"),
    ],
)
def test_a_reader_that_went_away_is_no_failure_worth_a_word(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "a.steps.md").write_text("# One\n1. Click OK\n")
    named = [str(tmp_path) if word == "PATH" else word for word in arguments]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, *named], stdin=subprocess.DEVNULL, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.x11
def test_a_run_whose_reader_goes_away_ends_quietly_and_leaves_nothing_open(tmp_path: Path) -> None:
    task = "wait 0.1 seconds, then wait 0.1 seconds, then wait 0.1 seconds"
    small = ("--runs", str(tmp_path), "--screen", "640x480")
    require_desktop()
    with brood() as young, start("run", task, "--json", *small) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"number": 1')
        process.stdout.close()
        said = process.stderr.read()
        assert (process.wait(30), said) == (141, b"")
        assert young.remaining() == {}


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("run", "Tidy up", "--model", "gpt"), "names no model. Give --model openai:NAME"),
        (("run", "Tidy up", "--model", "openai:gpt"), "openai:gpt needs a key: set OPENAI_API_KEY"),
        (("run", "click OK", "--grounder", "tesseract"), "Give embedded, ocr, hf:"),
        (("serve", "--grounder", "hf:a/b#none"), "choose one of ui-tars"),
        (("explore", "xterm", "--grounder", "ocrr"), "there is no grounder “ocrr”"),
        (("memory", "name"), "--model openai:NAME"),
    ],
)
def test_a_model_that_is_not_configured_is_told_before_anything_is_opened(
    arguments: tuple[str, ...], part: str, tmp_path: Path
) -> None:
    runs = tmp_path / "runs"
    unset = {"OPENAI_API_KEY": "", "GUI_AGENT_MODEL_KEY": "", "GUI_AGENT_MODEL": ""}
    done = gui_agent(*arguments, GUI_AGENT_RUNS=str(runs), COLUMNS="200", **unset)
    assert done.returncode == 2
    assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert not runs.exists(), "nothing was begun"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("memory", "import", "bytes"), "it is not UTF-8 text; give a file that “export” wrote"),
        (("memory", "export", "absent/out.jsonl"), "cannot write absent/out.jsonl: No such file"),
        (("bench", "list", "--keep", "bytes"), "bytes cannot be written"),
        (("eval", "run", "desktop", "--machine", "banana"), "there is no machine 'banana'; choose sandbox"),
        (("machine", "shell", "--image", "tiny"), "there is no image 'tiny'; choose from"),
        (("serve", "--host", "192.0.2.1", "--port", "0"), "choose another --host, such as 127.0.0.1"),
        (("report", "absent"), "name the folder of a run"),
        (("test", "bytes"), "the name of a step file ends in .steps.md"),
    ],
)
def test_a_name_or_file_that_is_wrong_is_a_sentence_and_exit_code_2(
    arguments: tuple[str, ...],
    part: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUI_AGENT_MEMORY", str(tmp_path / "memory.sqlite"))
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    with pytest.raises(SystemExit) as left:
        run_to_exit(lambda: app(arguments, standalone_mode=True))
    assert left.value.code == 2
    assert part in capsys.readouterr().err
