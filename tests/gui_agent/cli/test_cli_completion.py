"""Completion as bash asks for it: its own function, the real command."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


@pytest.fixture
def command(tmp_path: Path) -> Path:
    """Put a command gui-agent on the path that is this program."""
    path = tmp_path / "bin" / "gui-agent"
    path.parent.mkdir()
    path.write_text(
        f"#!{sys.executable}\nimport sys\nsys.argv[0] = 'gui-agent'\nfrom gui_agent.cli import main\nmain()\n"
    )
    path.chmod(0o755)
    return path


def offered(command: Path, *words: str, **variables: str) -> list[str]:
    """Return what bash would offer for the last of ``words``."""
    script = """
        eval "$(gui-agent --show-completion)"
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
        _gui_agent_completion gui-agent
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    root = Path(__file__).parents[3]
    environment = {
        **os.environ,
        "PATH": f"{command.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(root),
        "GUI_AGENT_CONFIG": str(command.parent / "config.toml"),
        **variables,
    }
    arguments = ["bash", "-c", script, "bash", "gui-agent", *words]
    done = subprocess.run(arguments, capture_output=True, text=True, env=environment, timeout=60)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout.split()


def test_commands_options_and_their_values_are_offered(command: Path) -> None:
    assert offered(command, "doc") == ["doctor"]
    assert offered(command, "run", "--computer", "") == ["virtual", "local"]
    assert "cache" in offered(command, "bench", "c")
    assert offered(command, "config", "set", "max_s") == ["max_steps"]
    assert offered(command, "config", "set", "theme", "") == ["dark", "light"]
    assert offered(command, "help", "eval", "r") == ["run", "report"]


def test_runs_are_offered_the_youngest_first(command: Path, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    for name in ("2026-01-01-one", "2026-01-02-two", "no-run"):
        (runs / name).mkdir(parents=True)
    for name in ("2026-01-01-one", "2026-01-02-two"):
        (runs / name / "journal.jsonl").touch()
    variables = {"GUI_AGENT_RUNS": str(runs)}
    assert offered(command, "report", f"{runs}/20", **variables) == [
        str(runs / "2026-01-02-two"),
        str(runs / "2026-01-01-one"),
    ]


def test_broken_settings_offer_nothing_and_say_nothing(command: Path) -> None:
    (command.parent / "config.toml").write_text("max_steps = =")
    assert offered(command, "report", "") == []
