"""A person uses mouse and keyboard while the assistant works their own desktop."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.geometry import Point
from evals.bench.nested_display import Person, nested_display
from evals.bench.private_display import program
from gui_agent.journal import Journal, RunHeader
from tests.tui.assistant.tmux import Tmux

pytestmark = [
    pytest.mark.x11,
    pytest.mark.skipif(
        any(shutil.which(program) is None for program in ("tmux", "Xvfb", "Xephyr", "openbox", "xterm")),
        reason="needs tmux, xvfb, xserver-xephyr, openbox and xterm",
    ),
]
_CTRL, _ALT, _ESCAPE, _Y, _SHIFT, _TAB = 37, 64, 9, 29, 50, 23
TASK = 'Open xterm, then wait 6 seconds, then type "hello"'


@pytest.fixture
def desktop() -> Iterator[tuple[str, Person]]:
    with nested_display() as opened:
        yield opened


def at_work(terminal: Tmux, display: str) -> None:
    terminal.open(size=(120, 30), DISPLAY=display, GUI_AGENT_COMPUTER="local", GUI_AGENT_APPROVE="auto")
    terminal.shows("What shall I do?", "ready")
    terminal.say(TASK)
    terminal.shows("wait", "working", "✓")


def test_the_persons_mouse_pauses_and_only_they_let_it_go_on(
    terminal: Tmux, desktop: tuple[str, Person], tmp_path: Path
) -> None:
    display, person = desktop
    at_work(terminal, display)
    person.move_to(Point(700, 500))
    terminal.shows("you took over; F2 resumes", "the mouse was moved")
    terminal.press("F2")
    terminal.shows("accomplished")
    journals = [path.read_text() for path in tmp_path.glob("runs/*/journal.jsonl")]
    assert any("you took over: the mouse was moved" in text for text in journals)


def test_the_panic_key_stops_for_good_from_any_window(terminal: Tmux, desktop: tuple[str, Person]) -> None:
    display, person = desktop
    at_work(terminal, display)
    for key in (_CTRL, _ALT, _ESCAPE):
        person.key_down(key)
    for key in (_ESCAPE, _ALT, _CTRL):
        person.key_up(key)
    terminal.shows("stopped")


def test_without_the_assistant_enter_in_the_terminal_lets_it_go_on(
    terminal: Tmux, desktop: tuple[str, Person]
) -> None:
    display, person = desktop
    terminal.open("run", f"'{TASK}'", "--approve", "auto", DISPLAY=display, GUI_AGENT_COMPUTER="local")
    terminal.shows("wait")
    person.click()
    terminal.shows("You took over (a mouse button was pressed). Enter lets the agent go on")
    terminal.press("Enter")
    terminal.shows("Done:", "left with 0")


def test_a_run_that_goes_on_is_held_as_well(
    terminal: Tmux, desktop: tuple[str, Person], tmp_path: Path
) -> None:
    display, person = desktop
    journal = Journal(tmp_path / "broken", RunHeader("wait 0.1 seconds, then wait 3 seconds", "local"))
    journal.close()
    terminal.open("resume", str(journal.folder), "--approve", "auto", DISPLAY=display)
    terminal.shows("wait 3")
    person.click()
    terminal.shows("You took over (a mouse button was pressed). Enter lets the agent go on")
    terminal.press("Enter")
    terminal.shows("Done:", "left with 0")


def test_a_run_without_a_terminal_ends_as_stopped_by_the_person(
    terminal: Tmux, desktop: tuple[str, Person]
) -> None:
    display, person = desktop
    terminal.open(
        *("run", f"'{TASK}'", "--approve", "auto", "</dev/null"), DISPLAY=display, GUI_AGENT_COMPUTER="local"
    )
    terminal.shows("wait")
    person.press_key()
    terminal.shows("nobody", "left with 3")


def test_only_hands_answer_and_only_hands_let_more_through(
    terminal: Tmux, desktop: tuple[str, Person]
) -> None:
    display, person = desktop
    terminal.open(size=(100, 30), DISPLAY=display, GUI_AGENT_COMPUTER="local", GUI_AGENT_APPROVE="ask")
    with program(terminal.attaching(), display):
        terminal.shows("What shall I do?", "ready")
        terminal.say("/mode ask everything")
        terminal.shows("approval: ask everything")
        terminal.say("wait 0.1 seconds, then wait 1.5 seconds")
        terminal.shows("y allow")
        terminal.press("y")
        terminal.shows("did not come from your keyboard", "y allow")
        person.press_key(_Y)
        terminal.shows("Step 2:", "y allow")
        person.press_key(_Y)
        terminal.shows("accomplished")
        terminal.press("BTab")
        terminal.shows("Approval stays “ask", "approval: ask everything")
        for shift_tab in (person.key_down, person.key_up):
            for key in (_SHIFT, _TAB):
                shift_tab(key)
        terminal.shows("approval: auto")
