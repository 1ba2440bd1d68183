"""The assistant in plain lines in a real terminal: a person types while the agent works."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from gui_agent.chat.script import Answer, Asked, Reply
from gui_agent.chat.scripted_server import ScriptedServer
from tests.tui.assistant.tmux import Tmux

pytestmark = pytest.mark.skipif(
    any(shutil.which(program) is None for program in ("tmux", "Xvfb", "openbox", "xterm")),
    reason="needs tmux, xvfb, openbox and xterm",
)
SIZE = (100, 60)
WAITS = "wait 1 second, wait 0.9 seconds, wait until the window Nowhere is open"


def test_a_run_is_paused_stepped_hinted_resumed_and_stopped_by_lines(terminal: Tmux) -> None:
    terminal.open("--plain", size=SIZE)
    terminal.shows("What shall I do?")
    terminal.say(WAITS)
    terminal.shows("Part 1 of 3", "Step 1:")
    terminal.say("/pause")
    terminal.shows("Paused before the next action.")
    terminal.say("/plan")
    terminal.shows("1 of 3, under way: wait 1 second", "3 of 3, to do:")
    terminal.say("/step")
    terminal.shows("One action.", "worked: Wait 0.9 s")
    terminal.say("")
    terminal.shows("Paused. /resume goes on")
    assert "Step 3" not in terminal.screen()
    terminal.say("no, the other one")
    terminal.shows("cannot take hints")
    terminal.say("/resume")
    terminal.shows("Going on.", "Step 3:")
    terminal.press("C-c")
    terminal.shows("Stopping.", "Stopped: stopped by", "Report:")
    terminal.press("C-c")
    terminal.shows("Ctrl-C once more leaves.")
    terminal.press("C-c")
    terminal.shows("left with 0")


def test_what_happens_while_a_line_is_typed_is_said_after_it(terminal: Tmux) -> None:
    terminal.open("--plain", size=SIZE)
    terminal.shows("What shall I do?")
    terminal.say("wait 0.5 seconds, wait 0.1 seconds")
    terminal.shows("Step 1:")
    terminal.press(*"/pl")
    terminal.press("F1")  # is no letter, and leaves the line as it is
    terminal.until(lambda seen: seen.rstrip().endswith("/pl"))
    assert not [step for _ in range(20) if "Step 2" in (step := terminal.screen())]
    terminal.press(*"anx", "BSpace", "Enter")
    seen = terminal.shows("under way", "Done:")
    assert seen.index("/plan") < seen.index("worked: Wait 0.5") < seen.index("Done:")


def test_questions_are_answered_edited_allowed_always_and_stopped(terminal: Tmux) -> None:
    terminal.open("--plain", size=SIZE)
    terminal.shows("What shall I do?")
    terminal.say("/mode ask everything")
    terminal.say("press ctrl+l, press ctrl+l, press ctrl+k, press ctrl+j")
    terminal.shows("Question. Step 1: Press Ctrl+L", "a always allows it, until you leave", "Allow it?")
    terminal.say("a")
    terminal.shows("Press Ctrl+K")
    terminal.say("what?")
    terminal.shows("cannot be told what to do instead")
    terminal.say("y")
    terminal.shows("Question. Step 4: Press Ctrl+J")
    terminal.say("/stop")
    terminal.shows("Stopped: stopped by the person")
    terminal.say("/allowed")
    terminal.shows("1. “Press Ctrl+L”")
    terminal.say('Open xterm, then type "wrong"')
    terminal.shows("Launch xterm")
    terminal.say("y")
    terminal.shows("Question. Step 2: Type “wrong”")
    terminal.say("e right")
    terminal.shows("worked: Type “right”", "Done:")


class Clerk:
    """A model that presses the wrong key until it is told the right one."""

    def __call__(self, asked: Asked) -> Reply:
        told = "no, the other one" in asked.text
        if "Break the task down" in asked.text:
            return Answer(json.dumps({"subgoals": [{"goal": "press it"}]}))
        if "press the key" not in asked.text:
            return Answer('{"colour": "red", "count": 3}')  # asked what it can do
        if told and "2. press" in asked.text:
            return Answer('{"action": {"do": "done", "answer": "pressed"}}')
        key = "f8" if told else "f7"
        return Answer(json.dumps({"thought": f"press {key}", "action": {"do": "press", "keys": [key]}}))


@pytest.mark.parametrize("plain", [True, False])
def test_other_words_than_yes_or_no_are_heard_by_the_model_that_plans(
    terminal: Tmux, tmp_path: Path, plain: bool
) -> None:
    pytest.importorskip("openai", reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")
    with ScriptedServer(Clerk()) as server:
        model = {"GUI_AGENT_MODEL": f"{server.address}#clerk", "XDG_CACHE_HOME": str(tmp_path)}
        terminal.open(*(["--plain"] if plain else []), size=SIZE, **model)
        terminal.shows("What shall I do?", "" if plain else "ready")
        terminal.say("/mode ask everything")
        terminal.shows("Approval: ask everything." if plain else "approval: ask everything")
        terminal.say("press the key")
        terminal.shows("Press F7", "Allow it?" if plain else "h say what to do instead")
        if not plain:
            terminal.press("h")
            terminal.shows("what to do instead: the model")
        terminal.say("no, the other one")
        terminal.shows("Press F8")
        if plain:
            terminal.say("y")
        else:
            terminal.press("y")
        terminal.shows("pressed", "Done:" if plain else "accomplished")
