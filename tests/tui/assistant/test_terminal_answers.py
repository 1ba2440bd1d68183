"""What a terminal says of itself, and what was typed before it was asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from evals.bench.pseudo_terminal import open_terminal
from tui.assistant.terminal import Question, Terminal, understood

XTERM = "\x1b[6;17;9t\x1b[?64;1;2;4;6c"
KITTY = "\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;c"


@pytest.mark.parametrize(
    ("came", "cell", "picture"),
    [
        (XTERM, None, "sixel"),
        (KITTY, None, "kitty"),
        ("\x1b_Gi=31;ENOTSUP:no\x1b\\\x1b[?62;4c", (8, 16), "sixel"),
        ("\x1b[?62;4c", None, "cells"),  # how large a cell is, nobody knows
        ("\x1b[?1;2c", (8, 16), "cells"),
        ("\x1b[?62;14;44c", (8, 16), "cells"),
        ("", None, "cells"),
    ],
)
def test_the_best_picture_is_drawn_that_the_terminal_says_it_has(
    came: str, cell: tuple[int, int] | None, picture: str
) -> None:
    assert understood(came, cell).picture == picture


def test_a_cell_is_as_large_as_it_says() -> None:
    said = understood(XTERM)
    assert (said.cell_width, said.cell_height) == (9, 17)


def test_letters_between_the_answers_were_typed_and_keys_with_sequences_are_left_out() -> None:
    assert understood(f"Op\x1b[A{KITTY}en ü\x7f\x1bOP\r{XTERM}").typed == "Open ü\x7f\r"


def test_a_setting_goes_before_what_the_terminal_says() -> None:
    assert Terminal("sixel").for_setting("auto") == "sixel"
    assert Terminal("sixel").for_setting("cells") == "cells"
    assert Terminal("cells").for_setting("kitty") == "kitty"


@pytest.mark.parametrize("environment", [{}, {"TERM": "screen-256color"}, {"TERM": "xterm", "TMUX": "x"}])
def test_who_passes_no_pictures_through_is_not_asked(environment: dict[str, str]) -> None:
    assert Question(environment).answer() == Terminal()


def test_an_assistant_whose_terminal_goes_away_ends(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    environment = {**os.environ, "TERM": "xterm", "GUI_AGENT_CONFIG": str(tmp_path / "config.toml")}
    command = [sys.executable, "-m", "gui_agent.cli"]
    # Without a controlling terminal, as under nohup: nothing tells it but the terminal itself.
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    )
    os.close(theirs)
    seen = b""
    while b"hat shall I do?" not in seen:
        seen += os.read(ours, 65_536)
    os.close(ours)
    assert process.wait(30) is not None


def test_what_is_typed_before_the_prompt_is_there_stands_in_it(tmp_path: Path) -> None:
    config = str(tmp_path / "config.toml")
    environment = {"GUI_AGENT_CONFIG": config, "PYTHONPATH": os.pathsep.join(sys.path)}
    with open_terminal([sys.executable, "-m", "gui_agent.cli"], tmp_path, **environment) as terminal:
        terminal.wait_for(b"\x1b[c")
        terminal.type(f"/nonse{XTERM}nce\r".encode())
        terminal.wait_for(b"There is no command /nonsence")
        terminal.type(b"\x11")
