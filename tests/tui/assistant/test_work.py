"""What carries tasks out, wherever it is shown."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest

from gui_agent.settings import load_settings
from tui.assistant.gate import Gate, ScreenAsker
from tui.assistant.messages import Ended, Message
from tui.assistant.work import Work

pytestmark = pytest.mark.skipif(
    any(shutil.which(program) is None for program in ("Xvfb", "openbox")), reason="needs xvfb and openbox"
)


def test_answers_are_vouched_for_by_the_computer_that_is_worked(tmp_path: Path) -> None:
    told: list[Message] = []
    gate = Gate(ScreenAsker(lambda request, reason: None), "auto")
    settings = load_settings(model="", runs=str(tmp_path), screen="640x480")
    with contextlib.closing(Work(settings, gate, told.append)) as work:
        work.do("wait 0.1 seconds")
        assert isinstance(told[-1], Ended)
        assert work.witness.follows is work.computer is not None
    assert work.witness.follows is None
