"""Every screen as it looks at two sizes, in the dark and in the light. Figures are made by hand.

After a wanted change: pytest --snapshot-update on this file, and look at the pictures.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from textual.pilot import Pilot

from actions.action import TypeText
from gui_agent.journal import Journal, RunHeader
from gui_agent.settings import load_settings
from gui_agent.types import ApprovalRequest, Ending, Step
from tests.gui_agent.sample_run import sample_steps
from tui.assistant.app import AssistantApp
from tui.assistant.feed import StepFeed
from tui.assistant.history import HistoryScreen
from tui.assistant.messages import Asked
from tui.assistant.news import News
from tui.assistant.picture import ScreenPicture
from tui.assistant.pictures import picture_rows
from tui.assistant.protocol import Look, PictureShown
from tui.assistant.telling import question, step_shown

pytest.importorskip("pytest_textual_snapshot")

Theme = Literal["dark", "light"]
Way = Callable[[Pilot[None]], Awaitable[None]]
SIZES = ((80, 24), (160, 50))


@pytest.fixture
def assistant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Theme], AssistantApp]:
    monkeypatch.setenv("GUI_AGENT_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return lambda theme: AssistantApp(load_settings(runs=str(tmp_path / "runs"), theme=theme, model=""))


def steps() -> list[Step]:
    return [step for step in sample_steps() if step.ending is None]


def tell(app: AssistantApp) -> None:
    app.busy = True
    picture = app.query_one(ScreenPicture)
    look = Look("cells", *picture.size)
    for step in steps():
        app.post_message(News(step_shown(step, over=True)))
        target = step.reflection.evidence if step.reflection else None
        rows = picture_rows((step.after or step.observation).screenshot.image, target, look)
        app.post_message(News(PictureShown("cells", *picture.size, rows)))


async def still(pilot: Pilot[None]) -> None:
    """Hide what blinks, and wait for what moves."""
    pilot.app.animation_level = "none"
    feed = pilot.app.screen_stack[0].query_one(StepFeed)
    await pilot.pause()
    feed.scroll_end(animate=False, immediate=True)
    for field in pilot.app.screen.query("Input"):
        field.cursor_blink = False  # type: ignore[attr-defined]
    for _ in range(3):
        await pilot.pause(0.03)
    assert feed.is_vertical_scroll_end


async def laid_out(pilot: Pilot[None]) -> None:
    """Wait for the width that fits the terminal: lines are broken where they are written."""
    wide = 31 if pilot.app.size.width < 110 else round(pilot.app.size.width * 0.45)
    while pilot.app.query_one("#left").outer_size.width != wide:
        await pilot.pause(0.02)
    await pilot.pause(0.05)


async def running(pilot: Pilot[None]) -> None:
    assert isinstance(pilot.app, AssistantApp)
    await laid_out(pilot)
    tell(pilot.app)
    await pilot.pause()
    pilot.app.catch_up()
    await still(pilot)


async def asked(pilot: Pilot[None]) -> None:
    await running(pilot)
    assert isinstance(pilot.app, AssistantApp)
    step = steps()[1]
    request = ApprovalRequest("t", step.number, step.observation, step.planned, TypeText("rm notes.txt"))
    pilot.app.post_message(News(question(Asked(request, "it deletes something"))))
    await still(pilot)
    await pilot.pause()


async def settings(pilot: Pilot[None]) -> None:
    await pilot.press("f6")
    await still(pilot)


def past(folder: Path, name: str, task: str, *, ended: bool) -> None:
    journal = Journal(folder / name, RunHeader(task, "virtual"))
    step = sample_steps()[0]
    journal.complete(step)
    if ended:
        journal.end(Ending.ACCOMPLISHED, "done")
    journal.close()


async def history(pilot: Pilot[None]) -> None:
    assert isinstance(pilot.app, AssistantApp)
    runs = pilot.app.settings.runs
    past(runs, "2026-03-01-120000-open-mousepad", 'Open Mousepad, type "apples"', ended=True)
    past(runs, "2026-03-02-093000-open-xterm", "Open xterm", ended=False)
    await pilot.press("f4")
    while not (isinstance(pilot.app.screen, HistoryScreen) and pilot.app.screen.listed):
        await asyncio.sleep(0.02)
    await still(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("way", [still, running, asked, history, settings], ids=lambda way: way.__name__)
def test_it_looks_like_this(
    assistant: Callable[[Theme], AssistantApp],
    snap_compare: Any,
    way: Way,
    theme: Theme,
    size: tuple[int, int],
) -> None:
    assert snap_compare(assistant(theme), terminal_size=size, run_before=way)
