"""The assistant in a real terminal, driven by its keyboard, as a new user would try it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.gui_agent.cli.test_cli import gui_agent
from tests.tui.assistant.tmux import Tmux

pytestmark = pytest.mark.skipif(
    any(shutil.which(program) is None for program in ("tmux", "Xvfb", "openbox", "xterm")),
    reason="needs tmux, xvfb, openbox and xterm",
)


def test_the_tour_runs_is_found_in_the_history_and_becomes_a_test(terminal: Tmux, tmp_path: Path) -> None:
    terminal.open()
    terminal.shows("What shall I do?", "ready", "F6 connects")
    terminal.say("/tour")
    terminal.shows("accomplished", "That was a whole run")
    terminal.press("F4")
    terminal.shows("When", "accomplished", "Open xterm")
    terminal.press("t")
    terminal.shows("gui-agent test")
    terminal.press("Enter")
    terminal.shows("start xterm", "Back")
    terminal.press("Escape")
    terminal.shows("When")
    terminal.press("a")
    terminal.until(lambda seen: "When" not in seen and "Open xterm, then type" in seen)
    terminal.press("C-q")
    terminal.shows("left with 0")
    assert len(list(tmp_path.glob("runs/*/*.steps.md"))) == 1


def test_a_task_is_done_a_refused_one_is_mended_and_modes_go_round(terminal: Tmux) -> None:
    terminal.open()
    terminal.shows("ready")
    terminal.say("wait 0.1 seconds, then make my desktop prettier")
    terminal.shows("I do not understand", "prettier", "ready")
    terminal.say("wait 0.1 seconds")
    terminal.shows("✓  1 wait", "accomplished: ", "steps in", "runs/")
    terminal.press("BTab")
    terminal.shows("approval: never")
    terminal.say("press ctrl+l")
    terminal.shows("stopped: nothing is carried out in a dry", "1 step in")
    terminal.press("BTab", "BTab", "BTab")
    terminal.shows("approval: auto")


def test_questions_are_answered_by_one_key_each(terminal: Tmux) -> None:
    terminal.open()
    terminal.shows("ready")
    terminal.say("/mode ask everything")
    terminal.shows("approval: ask everything")
    terminal.say("press ctrl+l, press ctrl+l, press ctrl+k, press ctrl+j")
    terminal.shows("y allow", "Press Ctrl+L")
    terminal.press("a")
    terminal.shows("y allow", "Press Ctrl+K")
    terminal.press("y")
    terminal.shows("y allow", "Press Ctrl+J")
    terminal.press("n")
    terminal.shows("stopped", "a person said no")
    terminal.say("/allowed")
    terminal.shows("until you leave")
    terminal.say('type "wrong"')
    terminal.shows("y allow", "wrong")
    before = terminal.screen().count("wrong")
    terminal.press("e")
    terminal.until(lambda seen: seen.count("wrong") > before)
    terminal.press("C-u")
    terminal.say("right")
    terminal.shows("Type “right”")


def test_a_run_is_paused_stepped_hinted_resumed_and_stopped(terminal: Tmux) -> None:
    terminal.open()
    terminal.shows("ready")
    terminal.say("wait 1 second, wait 0.9 seconds, wait until the window Nowhere is open")
    terminal.shows("working")
    terminal.press("F2")
    terminal.shows("paused")
    terminal.press("F3")
    terminal.shows("1 wait")
    terminal.say("no, the other one")
    terminal.shows("cannot take hints", "paused")
    terminal.press("F2")
    terminal.shows("2 wait")
    terminal.press("Escape")
    terminal.shows("stopped")


def test_who_leaves_during_a_run_is_gone_soon_and_the_run_is_kept(terminal: Tmux, tmp_path: Path) -> None:
    terminal.open()
    terminal.shows("ready")
    terminal.say("wait 0.1 seconds, then wait until the window Nowhere is open")
    terminal.shows("1 wait")
    terminal.press("C-q")
    terminal.shows("left with 0")
    (run,) = tmp_path.glob("runs/*/journal.jsonl")
    assert '"ending":"STOPPED"' in run.read_text("utf-8")


def test_an_earlier_run_is_searched_read_exported_replayed_and_deleted(
    terminal: Tmux, tmp_path: Path
) -> None:
    for task in ("wait 0.1 seconds", "wait 0.2 seconds"):
        gui_agent("run", task, GUI_AGENT_RUNS=str(tmp_path / "runs"), GUI_AGENT_SCREEN="640x480")
    terminal.open()
    terminal.shows("ready")
    terminal.press("F4")
    terminal.shows("wait 0.1 seconds", "wait 0.2 seconds")
    terminal.say("/accomplished 0.2")
    terminal.until(lambda seen: "0.1 sec" not in seen and "0.2 sec" in seen)
    terminal.press("e")
    terminal.shows("run.json")
    terminal.shows("Film:", "video.mp4")
    terminal.press("r")
    terminal.shows("Again, as in", "accomplished")
    terminal.press("F4")
    terminal.until(lambda seen: "When" in seen and seen.count("accomplished") == 4)
    terminal.press("d")
    terminal.shows("for good", "y delete")
    terminal.press("y")
    terminal.until(lambda seen: "y delete" not in seen and seen.count("accomplished") == 3)
    assert len(list(tmp_path.glob("runs/*/journal.jsonl"))) == 2
    assert len(list(tmp_path.glob("runs/*/video.mp4"))) == 1


def test_commands_are_completed_settings_saved_and_small_terminals_told(
    terminal: Tmux, tmp_path: Path
) -> None:
    terminal.open(NO_COLOR="1")
    terminal.shows("What shall I do?", "ready")
    assert "\x1b[3" not in terminal.screen("-e").replace("\x1b[39m", "")
    terminal.press("/", "s", "e")
    terminal.shows("/settings")
    terminal.press("Right", "Enter")
    terminal.shows("Computer", "Grounder", "Check the model")
    terminal.say("http://nowhere")
    terminal.shows("http://nowhere")
    terminal.press("C-s")
    terminal.shows("lacks the model's name")
    terminal.press("C-u")
    terminal.say("http://127.0.0.1:9/v1#none")
    terminal.shows("127.0.0.1:9/v1#none")
    terminal.press("F7")
    terminal.shows("✗")
    terminal.press("C-s")
    terminal.shows("Saved in")
    assert "127.0.0.1:9/v1#none" in (tmp_path / "config.toml").read_text()
    terminal.resize(30, 8)
    terminal.shows("This terminal is 30×8")
    terminal.resize(80, 24)
    terminal.shows("What shall I do?")
    terminal.say("/help")
    terminal.shows("/quit", "Shift+Tab")
    terminal.press("C-p")
    terminal.shows("Search for commands")
    terminal.press("t", "o", "u", "r")
    terminal.shows("/tour")
    terminal.press("Escape")
    terminal.until(lambda seen: "Search for commands" not in seen)


def test_plain_lines_are_enough_for_a_task_its_questions_and_the_history(
    terminal: Tmux, tmp_path: Path
) -> None:
    terminal.open("--plain", size=(80, 50))
    terminal.shows("Say what to do", "What shall I do?")
    terminal.say("make it prettier")
    terminal.shows("I do not understand")
    terminal.say("Open xterm")
    seen = terminal.shows("Step 1:", "worked:", "Done:", "Report:")
    assert not set(seen) & set("▀│─●")
    terminal.say("/mode ask everything")
    terminal.shows("Approval: ask everything.")
    terminal.say("press ctrl+l")
    terminal.shows("Allow it?")
    terminal.say("n")
    terminal.shows("Stopped: a person said no.", "Report:")
    terminal.say("/history open xterm")
    terminal.shows("1. 20", "accomplished, 2 steps: Open xterm")
    terminal.say("/steps 1")
    terminal.shows("It ended: accomplished.")
    terminal.say("/test 1")
    terminal.shows("A test: gui-agent test")
    terminal.say("/delete 1")
    terminal.shows("for good")
    terminal.say("y")
    terminal.shows("Deleted.")
    terminal.say("/quit")
    terminal.shows("left with 0")
    assert len(list(tmp_path.glob("runs/*/journal.jsonl"))) == 1
