"""``gui-agent explore`` as somebody types it wrongly, and as it ends."""

from pathlib import Path

import pytest

from tests.gui_agent.cli.test_cli import gui_agent


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("mousepad", "--computer", "local"), "use --computer virtual"),
        (("no-such-program-anywhere",), "no application is called"),
        (("",), "say which application"),
        (("mousepad", "--minutes", "0"), "0"),
    ],
)
def test_what_cannot_be_explored_is_said_before_anything_opens(
    arguments: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = gui_agent("explore", *arguments, "--out", str(tmp_path / "map"))
    assert done.returncode == 2
    assert said in done.stderr


def test_a_map_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "map.json").write_text("{}")
    done = gui_agent("explore", "mousepad", "--out", str(tmp_path))
    assert done.returncode == 2
    assert "already holds a map" in done.stderr
