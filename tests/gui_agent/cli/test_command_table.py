"""Commands are loaded when they are wanted, and only then."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from gui_agent.cli.app import app
from gui_agent.cli.command_table import COMMANDS, load_command
from gui_agent.cli.opening import wants_assistant


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_where_the_table_says_and_explains_itself(name: str) -> None:
    command = load_command(name)
    assert command.name == name
    assert command.help


def test_the_help_lists_every_command() -> None:
    shown = CliRunner().invoke(app, ["--help"]).output
    assert all(name in shown for name in COMMANDS)


def test_a_slip_is_told_with_what_was_meant() -> None:
    done = CliRunner().invoke(app, ["doktor"])
    assert done.exit_code == 2
    assert "doctor" in done.output


def test_the_assistant_and_small_commands_start_without_pictures_and_models() -> None:
    heavy = "{'numpy', 'cv2', 'onnxruntime', 'gui_agent.agent'}"
    code = (
        "import sys, gui_agent.cli.app, gui_agent.settings, tui.assistant.app; "
        f"print(sorted({heavy} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("arguments", [["run", "Open xterm"], ["--help"], ["--plain", "run"]])
def test_what_names_more_than_the_assistant_needs_the_table(arguments: list[str]) -> None:
    assert not wants_assistant(arguments)
    assert wants_assistant(["--plain"])
