"""Plans that run into trouble on a real private desktop, with real programs and a scripted mind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.geometry import Size
from actions.virtual_desktop import VirtualDesktop
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.chat.types import Capabilities
from gui_agent.journal import read_journal
from gui_agent.planning.backtracking import KnownState
from gui_agent.planning.model.parts import model_parts
from gui_agent.screen_text import find_text
from gui_agent.session import Outcome, perform
from gui_agent.settings import Settings
from gui_agent.types import Ending, Step
from tests.gui_agent.planning.model.cast import Cast, do, plan

pytestmark = [pytest.mark.app, pytest.mark.x11]
NOTE, WRONG = "Meeting on Monday at ten", "Buy three lemons"


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[VirtualDesktop]:
    missing = [p for p in ("Xvfb", "openbox", "dbus-daemon", "mousepad") if shutil.which(p) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    home = tmp_path / "home"
    home.mkdir()
    with VirtualDesktop(Size(1024, 700), home) as opened:
        yield opened


def play(cast: Cast, desktop: VirtualDesktop, folder: Path, task: str) -> tuple[Outcome, list[Step]]:
    model = ScriptedChatModel(cast, capabilities=Capabilities(json_schema=True))
    # Where somebody's memory stands in for the model, a script would not be followed.
    parts = model_parts(desktop, model, Settings(mechanisms="-memory,-shortcuts"))
    folder.mkdir()
    outcome = perform(task, desktop, folder=folder, parts=parts)
    return outcome, list(read_journal(folder).steps())


def test_a_note_is_written_in_spite_of_failures_at_every_level(
    desktop: VirtualDesktop, tmp_path: Path
) -> None:
    """A key without effect and the wrong text lead back to the empty page, then to a better plan, twice."""
    cast = Cast(
        manager=[plan(("open an editor", {"open": "Mousepad"}), ("write the note", {"see": NOTE}))],
        worker=[
            do("launch", {"opens": "Mousepad"}, application="mousepad"),
            do("press", {"changes": "screen"}, keys=["f9"]),
            do("type", {"see": NOTE}, text=WRONG),
            do("fail", reason="I do not know the words"),
            do("type", {"see": NOTE}, text=NOTE),
            do("done", answer="it is written"),
        ],
        critic=[{"verdict": "go", "why": "try"}],
        reflector=[
            {
                "verdict": "wrong",
                "why": "other words were written",
                "avoid": {"where": "the empty page", "action": "type a shopping list", "instead": "the note"},
            }
        ],
        refine=[
            {
                "refine": "in_plan",
                "goal": "write the note on the page",
                "reached_when": {"see": NOTE},
                "hint": "it is about a meeting",
            },
            {"refine": "out_of_plan", "why": "the words are known"} | plan((f"write {NOTE}", {"see": NOTE})),
        ],
    )
    outcome, steps = play(cast, desktop, tmp_path / "run", "make a note about the meeting")
    told = "\n".join(f"{s.number} {s.planned.kind} {s.planned.thought} {s.reflection}" for s in steps)
    assert outcome.ending is Ending.ACCOMPLISHED, told
    assert cast.unsaid == {}, told
    assert steps[-1].plan is not None
    assert [change.kind for change in steps[-1].plan.changes] == ["in_plan", "out_of_plan"]
    back = [s for s in steps if s.planned.optional]
    assert back, told
    assert all("go back" in s.planned.thought for s in back)
    before, after = steps[1].observation, back[-1].after
    assert after is not None
    assert KnownState(2, before).came_back(after)
    assert not any(find_text(after.screen, word) for word in WRONG.split())
    assert "in the empty page, do not type a shopping list" in cast.asked("worker")[3]
    assert find_text(steps[-1].observation.screen, NOTE)
    assert not find_text(steps[-1].observation.screen, WRONG)


def test_a_dialog_that_nobody_wanted_is_left_and_the_page_is_as_before(
    desktop: VirtualDesktop, tmp_path: Path
) -> None:
    """The wrong keys open the dialog of files; the way back is found without a question."""
    cast = Cast(
        manager=[plan(("open an editor", {"open": "Mousepad"}), ("write the note", {"see": NOTE}))],
        worker=[
            do("launch", {"opens": "Mousepad"}, application="mousepad"),
            do("press", {"see": NOTE}, keys=["ctrl", "o"]),
            do("type", {"see": NOTE}, text=NOTE),
            do("done", answer="it is written"),
        ],
        reflector=[{"verdict": "wrong", "why": "a dialog of files came up"}],
        refine=[],
    )
    outcome, steps = play(cast, desktop, tmp_path / "run", "make a note about the meeting")
    told = "\n".join(f"{s.number} {s.planned.kind} {s.planned.thought} {s.reflection}" for s in steps)
    assert outcome.ending is Ending.ACCOMPLISHED, told
    back = [s for s in steps if s.planned.optional]
    assert [s.planned.arguments.get("keys") for s in back] == [("escape",)], told
    assert back[-1].after is not None
    assert KnownState(2, steps[1].observation).came_back(back[-1].after)
    assert len(steps[1].after.windows) == len(steps[1].observation.windows) + 1  # type: ignore[union-attr]


def test_a_command_line_is_cleared_and_no_program_is_stopped(desktop: VirtualDesktop, tmp_path: Path) -> None:
    if shutil.which("xterm") is None:
        pytest.skip("needs xterm")
    cast = Cast(
        manager=[plan(("open a terminal", {"open": "xterm"}), ("print a word", {"see": "lemons 42"}))],
        worker=[
            do("launch", {"opens": "xterm"}, application="xterm"),
            do("type", {"see": "lemons 42"}, text="sleep 1000"),
            do("type", {"see": "lemons 42"}, text="echo lemons $((40+2))\n"),
            do("done"),
        ],
        critic=[{"verdict": "go"}] * 3,
        reflector=[{"verdict": "wrong", "why": "that would only sleep"}],
    )
    outcome, steps = play(cast, desktop, tmp_path / "run", "print lemons and the answer")
    told = "\n".join(f"{s.number} {s.planned.kind} {s.planned.thought} {s.reflection}" for s in steps)
    assert outcome.ending is Ending.ACCOMPLISHED, told
    assert [s.planned.arguments.get("keys") for s in steps if s.planned.optional] == [("ctrl", "u")], told
    shown = " ".join(steps[-1].observation.screen.texts())
    assert "sleep" not in shown
    assert "Stopped" not in shown
