"""``gui-agent config`` as a person meets it."""

import json
from pathlib import Path

from tests.gui_agent.cli.test_cli import gui_agent


def test_a_setting_from_the_shell_to_the_file_and_back(tmp_path: Path) -> None:
    file = str(tmp_path / "config.toml")
    assert gui_agent("config", "path", GUI_AGENT_CONFIG=file).stdout.strip() == file
    assert gui_agent("config", "set", "max_steps", "12", GUI_AGENT_CONFIG=file).returncode == 0
    one = gui_agent("config", "show", "max_steps", GUI_AGENT_CONFIG=file).stdout
    assert one.splitlines() == ["max_steps  12  [file]", "How many steps a task may take."]
    every = gui_agent("config", "show", "--json", GUI_AGENT_CONFIG=file).stdout
    assert {"screen", "model"} <= {json.loads(line)["name"] for line in every.splitlines()}
    assert gui_agent("config", "unset", "max_steps", GUI_AGENT_CONFIG=file).returncode == 0
    assert "200  [default]" in gui_agent("config", "show", "max_steps", GUI_AGENT_CONFIG=file).stdout


def test_a_wrong_name_is_one_clear_line_and_exit_code_2(tmp_path: Path) -> None:
    done = gui_agent("config", "set", "colour", "red", GUI_AGENT_CONFIG=str(tmp_path / "c.toml"))
    assert done.returncode == 2
    assert "there is no setting “colour”" in done.stderr
