"""Every screen as it looks at two sizes, in the dark and in the light. Figures are made by hand.

After a wanted change: LOOKS=keep pytest on this file, and look at what changed; LOOKS_PICTURES=FOLDER writes
each screen as SVG, too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Literal
from unittest.mock import patch

import pytest
from textual.command import CommandList
from textual.pilot import Pilot
from textual.widgets import Input

from actions.action import PressKeys, TypeText
from gui_agent.errors import AgentError
from gui_agent.journal import Journal, RunHeader
from gui_agent.settings import Settings, load_settings
from gui_agent.types import ApprovalRequest, Ending, Step
from tests.gui_agent.sample_run import sample_steps
from tests.tui.assistant.looks import check_look
from tui.assistant import connection
from tui.assistant.app import AssistantApp
from tui.assistant.history import HistoryScreen
from tui.assistant.messages import Asked
from tui.assistant.news import News
from tui.assistant.picture import ScreenPicture
from tui.assistant.pictures import picture_rows
from tui.assistant.protocol import Finished, HeldNow, HintHeard, Look, PictureShown, Refused
from tui.assistant.run_screen import RunScreen
from tui.assistant.telling import question, step_shown

Theme = Literal["dark", "light"]
Way = Callable[[Pilot[None]], Awaitable[None]]
SIZES = ((80, 24), (160, 50))
SCREENS = Path(__file__).with_name("screens")


@pytest.fixture
def assistant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Theme], AssistantApp]:
    monkeypatch.setenv("GUI_AGENT_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.chdir(tmp_path)
    return lambda theme: AssistantApp(load_settings(runs="runs", theme=theme, model=""))


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
    await pilot.pause()
    for field in pilot.app.screen.query(Input):
        field.cursor_blink = False
    for _ in range(3):
        await pilot.pause(0.03)


async def laid_out(pilot: Pilot[None]) -> None:
    """Wait for the width that fits the terminal: lines are broken where they are written."""
    wide = 31 if pilot.app.size.width < 110 else round(pilot.app.size.width * 0.45)
    while pilot.app.query_one("#left").outer_size.width != wide:
        await pilot.pause(0.02)
    await pilot.pause(0.05)


def of(pilot: Pilot[None]) -> AssistantApp:
    assert isinstance(pilot.app, AssistantApp)
    return pilot.app


async def first_start(pilot: Pilot[None]) -> None:
    await laid_out(pilot)


async def running(pilot: Pilot[None]) -> None:
    await laid_out(pilot)
    tell(of(pilot))
    await pilot.pause()
    of(pilot).catch_up()
    await still(pilot)


async def tour(pilot: Pilot[None]) -> None:
    from tui.assistant.tour import TOUR_AFTER, TOUR_SAYS, TOUR_TASK

    await laid_out(pilot)
    of(pilot).empty_feed()
    of(pilot).note(TOUR_SAYS)
    tell(of(pilot))
    await pilot.pause()
    of(pilot).catch_up()
    of(pilot).note(TOUR_TASK)
    of(pilot).note(TOUR_AFTER)


async def asked(pilot: Pilot[None]) -> None:
    await running(pilot)
    step = steps()[1]
    request = ApprovalRequest("t", step.number, step.observation, step.planned, TypeText("rm notes.txt"))
    of(pilot).post_message(News(question(Asked(request, "it deletes something"))))
    await still(pilot)


async def asked_about_keys(pilot: Pilot[None]) -> None:
    await running(pilot)
    step = steps()[4]
    request = ApprovalRequest("t", 5, step.observation, step.planned, PressKeys(("alt", "f4")))
    of(pilot).post_message(News(question(Asked(request, "these keys close windows"))))
    await still(pilot)


async def editing(pilot: Pilot[None]) -> None:
    await asked(pilot)
    await pilot.press("e")
    await still(pilot)


async def hinted(pilot: Pilot[None]) -> None:
    await running(pilot)
    of(pilot).gate.paused = True
    of(pilot).post_message(News(HintHeard("no, the other Save", True)))
    await pilot.pause()
    of(pilot).show_state("paused")


async def paused(pilot: Pilot[None]) -> None:
    await running(pilot)
    await pilot.press("f2")


async def taken_over(pilot: Pilot[None]) -> None:
    await running(pilot)
    of(pilot).post_message(News(HeldNow("taken over", "the mouse moved")))


async def finished(pilot: Pilot[None], ending: Ending, explanation: str) -> None:
    await running(pilot)
    told = Finished(ending.name, explanation, "runs/2026-03-01-120000-open/report.html", 6, 8.25)
    of(pilot).post_message(News(told))
    await still(pilot)


async def accomplished(pilot: Pilot[None]) -> None:
    await finished(pilot, Ending.ACCOMPLISHED, "every step was carried out and checked")


async def failed(pilot: Pilot[None]) -> None:
    why = "step 3 (try the next candidate) did not work: Two fields are labelled “Name”."
    await finished(pilot, Ending.NOT_ACCOMPLISHED, why)


async def refused(pilot: Pilot[None]) -> None:
    await laid_out(pilot)
    of(pilot).busy = True
    why = "I do not understand “make it prettier”. Say it in steps: open, click, type into …"
    of(pilot).post_message(News(Refused(why)))


async def told_help(pilot: Pilot[None]) -> None:
    await laid_out(pilot)
    of(pilot).command("/help")


async def completed(pilot: Pilot[None]) -> None:
    await laid_out(pilot)
    await pilot.press(*"/mo")


async def palette(pilot: Pilot[None]) -> None:
    await laid_out(pilot)
    await pilot.press("ctrl+p", *"/mode")
    while not pilot.app.screen.query(CommandList) or pilot.app.screen.query_one(CommandList).option_count < 5:
        await pilot.pause(0.05)
    await still(pilot)


async def settings(pilot: Pilot[None]) -> None:
    await pilot.press("f6")
    await still(pilot)


async def settings_checked(pilot: Pilot[None]) -> None:
    await settings(pilot)
    await pilot.press(*"http://127.0.0.1:9/v1#none", "f7")
    while "does not answer" not in str(pilot.app.screen.query_one("#verdict").render()):
        await pilot.pause(0.02)


def past(folder: Path, name: str, task: str, *, ended: bool, told: list[Step]) -> None:
    with patch("gui_agent.journal.time.monotonic", return_value=1.0):  # however long it takes here
        journal = Journal(folder / name, RunHeader(task, "virtual"))
        for step in told:
            journal.complete(step)
        if ended:
            journal.end(Ending.ACCOMPLISHED, "every step was carried out and checked")
        journal.close()


async def history(pilot: Pilot[None]) -> None:
    runs = of(pilot).settings.runs
    long = 'Open Mousepad, type "apples", replace red with green everywhere and save it as shopping list.txt'
    past(runs, "2026-03-01-120000-open-mousepad", long, ended=True, told=sample_steps())
    past(runs, "2026-03-02-093000-open-xterm", "Open xterm", ended=False, told=steps()[:2])
    (runs / "2026-03-03-080000-foreign").mkdir()
    (runs / "2026-03-03-080000-foreign" / "journal.jsonl").write_text("nonsense\n")
    await pilot.press("f4")
    while not (isinstance(pilot.app.screen, HistoryScreen) and pilot.app.screen.listed):
        await asyncio.sleep(0.02)
    await still(pilot)


async def no_history(pilot: Pilot[None]) -> None:
    await pilot.press("f4")
    while not (isinstance(pilot.app.screen, HistoryScreen) and pilot.app.screen.listed):
        await asyncio.sleep(0.02)
    await still(pilot)


async def searching(pilot: Pilot[None]) -> None:
    await history(pilot)
    await pilot.press("slash", *"accomp mouse")
    await still(pilot)


async def past_steps(pilot: Pilot[None]) -> None:
    await history(pilot)
    await opened(pilot, downs=2)


async def past_broken(pilot: Pilot[None]) -> None:
    await history(pilot)
    await opened(pilot, downs=1)


async def past_unreadable(pilot: Pilot[None]) -> None:
    await history(pilot)
    await opened(pilot, downs=0)


async def opened(pilot: Pilot[None], downs: int) -> None:
    await pilot.press(*["down"] * downs, "enter")
    while not (isinstance(pilot.app.screen, RunScreen) and pilot.app.screen.told):
        await asyncio.sleep(0.02)
    await still(pilot)


async def deleting(pilot: Pilot[None]) -> None:
    await history(pilot)
    await pilot.press("down", "d")
    await still(pilot)


WAYS: tuple[Way, ...] = (
    *(first_start, tour, running, paused, taken_over, hinted, accomplished, failed, refused),
    *(asked, asked_about_keys, editing, told_help, completed, palette, settings, settings_checked),
    *(history, no_history, searching, past_steps, past_broken, past_unreadable, deleting),
)


@pytest.fixture(autouse=True)
def _no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a run took is shown; writing its journal takes longer on a busy machine."""
    monkeypatch.setattr("gui_agent.journal.time", SimpleNamespace(monotonic=lambda: 0.0))


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused connection takes a while to be given up; what is shown of it is what matters here."""

    def refuse(settings: Settings) -> str:
        raise AgentError(
            f"the server {settings.model.partition('#')[0]} does not answer".replace("http://", "")
        )

    monkeypatch.setattr(connection, "check_model", refuse)


THEMES: tuple[Theme, ...] = ("dark", "light")


def look(app: AssistantApp, size: tuple[int, int], way: Way, name: str) -> None:
    async def driven() -> None:
        async with app.run_test(size=size) as pilot:
            await way(pilot)
            for theme in THEMES:
                app.theme = f"textual-{theme}"
                await still(pilot)
                check_look(app, SCREENS / f"{name}-{size[0]}x{size[1]}.txt", theme)

    asyncio.run(asyncio.wait_for(driven(), 60))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_it_looks_like_this_in_the_dark_and_in_the_light(
    assistant: Callable[[Theme], AssistantApp], way: Way, size: tuple[int, int]
) -> None:
    look(assistant("dark"), size, way, way.__name__)


@pytest.mark.parametrize("size", [(30, 8), (50, 16)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_small_terminals_look_like_this(
    assistant: Callable[[Theme], AssistantApp], size: tuple[int, int]
) -> None:
    async def nothing(pilot: Pilot[None]) -> None:
        await pilot.pause(0.05)

    look(assistant("dark"), size, nothing, "small")


def test_a_change_of_one_character_or_colour_is_noticed(
    assistant: Callable[[Theme], AssistantApp], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = SCREENS / "refused-80x24.txt"
    monkeypatch.delenv("LOOKS", raising=False)
    changed = tmp_path / "changed.txt"
    changed.write_text(kept.read_text("utf-8").replace("prettier", "prettiest"), "utf-8")

    async def compare(path: Path) -> None:
        app = assistant("dark")
        async with app.run_test(size=(80, 24)) as pilot:
            await refused(pilot)
            await still(pilot)
            check_look(app, path, "dark")

    asyncio.run(compare(kept))
    with pytest.raises(AssertionError):
        asyncio.run(compare(changed))
    text, mark, styles = kept.read_text("utf-8").partition("=== styles dark")
    changed.write_text(text + mark + styles.replace("on #1e1e1e", "on #1e1e1f", 1), "utf-8")
    with pytest.raises(AssertionError):
        asyncio.run(compare(changed))
