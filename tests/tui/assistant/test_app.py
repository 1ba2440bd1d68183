"""The assistant as a person uses it, with real tasks on a private desktop."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.coordinate import Coordinate
from textual.events import Key
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import DataTable, Input

from gui_agent.journal import Journal, RunHeader
from gui_agent.policy import default_policy, load_policy
from gui_agent.settings import load_settings
from tests.gui_agent.sample_run import sample_steps
from tui.assistant.app import AssistantApp
from tui.assistant.approval import ApprovalScreen
from tui.assistant.feed import PlanTree, StepFeed
from tui.assistant.history import HistoryScreen
from tui.assistant.run_screen import RunScreen
from tui.assistant.status import StatusLine
from tui.assistant.terminal import Terminal

SIZES = ((80, 24), (160, 50))

pytestmark = pytest.mark.skipif(
    any(shutil.which(program) is None for program in ("Xvfb", "openbox", "dbus-daemon", "xterm")),
    reason="needs xvfb, openbox, dbus-daemon and xterm",
)


def drive(
    folder: Path,
    path: Callable[[AssistantApp, Pilot[None]], Awaitable[None]],
    size: tuple[int, int] = (100, 30),
) -> None:
    async def driven() -> None:
        app = AssistantApp(load_settings(runs=str(folder), screen="640x480", model=""))
        async with app.run_test(size=size) as pilot:
            await path(app, pilot)

    asyncio.run(asyncio.wait_for(driven(), 150))


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    for _ in range(400):
        await pilot.pause(0.1)
        if condition():
            return
    assert isinstance(pilot.app, AssistantApp)
    pytest.fail(f"it did not come: {status(pilot.app)} | {feed(pilot.app)[-400:]} | {pilot.app.screen}")


async def say(app: AssistantApp, pilot: Pilot[None], text: str) -> None:
    main(app).query_one("#prompt", Input).value = text
    await pilot.press("enter")
    await pilot.pause()


def main(app: AssistantApp) -> Screen[object]:
    return app.screen_stack[0]


def feed(app: AssistantApp) -> str:
    return "\n".join(line.text for line in main(app).query_one(StepFeed).lines)


def status(app: AssistantApp) -> str:
    return str(main(app).query_one(StatusLine).content)


async def open_history(app: AssistantApp, pilot: Pilot[None], runs: int) -> None:
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(app.screen, HistoryScreen))
    await until(pilot, lambda: app.screen.query_one(DataTable).row_count == runs)


@pytest.mark.parametrize("size", SIZES)
def test_a_task_is_done_and_everything_about_it_is_shown(tmp_path: Path, size: tuple[int, int]) -> None:
    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        assert "Say what to do" in feed(app)
        assert "ready" in status(app)
        await say(app, pilot, 'Open xterm, then type "hello"')
        await until(pilot, lambda: "accomplished" in status(app))
        assert "Launch" in feed(app)
        assert [str(node.label) for node in main(app).query_one(PlanTree).root.children] == [
            "✓ Open xterm",
            '✓ type "hello"',
        ]
        assert list(tmp_path.glob("*/report.html"))

    drive(tmp_path, path, size)


def test_an_action_waits_for_the_person_who_denies_it_and_nothing_moves(tmp_path: Path) -> None:
    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        await say(app, pilot, "/mode ask everything")
        await say(app, pilot, "press ctrl+l")
        await until(pilot, lambda: isinstance(app.screen, ApprovalScreen))
        assert "asking" in status(app)
        await pilot.press("n")
        await until(pilot, lambda: "stopped" in status(app))
        assert "a person said no" in feed(app)

    drive(tmp_path, path)


def test_always_goes_as_far_as_it_says_and_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUI_AGENT_CONFIG", str(tmp_path / "config.toml"))

    async def asked(app: AssistantApp, pilot: Pilot[None], task: str, *keys: str) -> None:
        await say(app, pilot, task)
        for key in keys:
            await until(pilot, lambda: isinstance(app.screen, ApprovalScreen))
            await pilot.press(key)
            await pilot.pause()
        await until(pilot, lambda: not app.busy)

    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        await asked(app, pilot, "Open xterm")
        await say(app, pilot, "/mode ask")
        await asked(app, pilot, "press ctrl+l, press ctrl+l, press ctrl+k", "a", "p")
        assert "Allowed for good: press ctrl+k in" in feed(app)
        await say(app, pilot, "/forget 2")
        await asked(app, pilot, "press ctrl+k, press ctrl+l")
        assert "accomplished" in status(app), (
            "one rule is in the file, the other lasts until the person leaves"
        )
        await say(app, pilot, "/allowed")
        assert "(until you leave)" in feed(app)
        assert "(for good, in" in feed(app)
        await say(app, pilot, "/forget all")
        await asked(app, pilot, "press ctrl+k", "n")
        assert "a person said no" in feed(app)

    drive(tmp_path / "runs", path)
    assert load_policy(tmp_path / "policy.toml") == default_policy()
    assert str(tmp_path / "policy.toml") in (tmp_path / "config.toml").read_text()


def test_what_is_to_be_typed_can_be_edited(tmp_path: Path) -> None:
    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        await say(app, pilot, "Open xterm")
        await until(pilot, lambda: "accomplished" in status(app))
        await say(app, pilot, "/mode ask everything")
        await say(app, pilot, 'type "echo wrong"')
        await until(pilot, lambda: isinstance(app.screen, ApprovalScreen))
        await pilot.press("e")
        app.screen.query_one(Input).value = "echo right"
        await pilot.press("enter")
        await until(pilot, lambda: "Type “echo right”" in feed(app))

    drive(tmp_path, path)


def test_a_pause_holds_the_next_action_one_step_lets_one_through_and_escape_stops(tmp_path: Path) -> None:
    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        await say(app, pilot, "Open xterm, press ctrl+l, press ctrl+l, press ctrl+l")
        app.gate.pause()
        await pilot.press("f3")
        await until(pilot, lambda: " 1 " in feed(app))
        await pilot.pause(0.5)
        assert app.gate.paused
        await pilot.press("escape")
        await until(pilot, lambda: "stopped by" in feed(app))

    drive(tmp_path, path)


def test_ctrl_c_stops_what_is_under_way_as_everywhere(tmp_path: Path) -> None:
    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        await say(app, pilot, "Open xterm, wait until the window Nowhere is open, press ctrl+l")
        await until(pilot, lambda: " 1 " in feed(app))
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "stopped" in status(app))
        assert app.is_running

    drive(tmp_path, path)


def test_ctrl_c_stops_a_task_that_waits_for_an_answer_too(tmp_path: Path) -> None:
    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        await say(app, pilot, "/mode ask everything")
        await say(app, pilot, "press ctrl+l")
        await until(pilot, lambda: isinstance(app.screen, ApprovalScreen))
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "stopped" in status(app))
        assert len(app.screen_stack) == 1, "nobody waits for the answer any more"

    drive(tmp_path, path)


def test_a_stop_of_one_task_never_ends_the_next_by_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.assistant.stopping._STOP_SECONDS", 1.0)

    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        waits = "wait until the window Nowhere is open"
        await say(app, pilot, f"wait 0.1 seconds, then {waits}")
        await until(pilot, lambda: " 1 " in feed(app))
        await pilot.press("escape")
        await until(pilot, lambda: not app.busy)
        app.empty_feed()
        await say(app, pilot, f"wait 1.5 seconds, then {waits}")
        await until(pilot, lambda: "1.5 s" in feed(app))
        assert "by force" not in feed(app)
        await pilot.press("escape")
        await until(pilot, lambda: "stopped" in status(app))

    drive(tmp_path, path)


def test_what_is_not_understood_is_said_and_nothing_is_opened(tmp_path: Path) -> None:
    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        await say(app, pilot, "make my document look prettier")
        await until(pilot, lambda: "prettier" in feed(app) and "ready" in status(app))
        assert not list(tmp_path.iterdir())
        await say(app, pilot, "/nonsense")
        assert "There is no command /nonsense" in feed(app)

    drive(tmp_path, path)


def test_lines_that_are_typed_ahead_stay_lines(tmp_path: Path) -> None:
    async def typed_ahead() -> None:
        settings = load_settings(runs=str(tmp_path), model="")
        app = AssistantApp(settings, Terminal(typed="/mode never\r/nonsense\rOpen"))
        async with app.run_test(size=(100, 30)) as pilot:
            await until(pilot, lambda: "There is no command /nonsense." in feed(app))
            assert "approval: never" in status(app)
            assert main(app).query_one("#prompt", Input).value == "Open"

    asyncio.run(asyncio.wait_for(typed_ahead(), 60))


def test_modes_go_round(tmp_path: Path) -> None:
    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        seen = []
        for _ in range(4):
            await pilot.press("shift+tab")
            seen.append(app.gate.mode)
        assert seen == ["never", "ask", "ask everything", "auto"]
        assert "approval: auto" in status(app)

    drive(tmp_path, path)


def test_earlier_runs_are_searched_and_done_again(tmp_path: Path) -> None:
    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        await say(app, pilot, "press ctrl+l")
        await until(
            pilot, lambda: not main(app).query_one("#prompt", Input).disabled and "ctrl+l" in feed(app)
        )
        await until(pilot, lambda: "working" not in status(app))
        await pilot.press("f4")
        await until(pilot, lambda: isinstance(app.screen, HistoryScreen))
        table = app.screen.query_one(DataTable)
        await until(pilot, lambda: table.row_count == 1)
        await pilot.press("slash", *"zzz")
        await until(pilot, lambda: table.row_count == 0)
        await pilot.press("backspace", "backspace", "backspace")
        await until(pilot, lambda: table.row_count == 1)
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, RunScreen) and app.screen.told)
        assert "Press Ctrl+L" in "\n".join(line.text for line in app.screen.query_one(StepFeed).lines)
        await pilot.press("escape", "a")
        await until(pilot, lambda: main(app).query_one("#prompt", Input).value == "press ctrl+l")

    drive(tmp_path, path)


def test_an_earlier_run_is_replayed_and_one_that_broke_off_goes_on(tmp_path: Path) -> None:
    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        await say(app, pilot, "press ctrl+l")
        await until(pilot, lambda: "accomplished" in status(app))
        await open_history(app, pilot, 1)
        await pilot.press("r")
        await until(pilot, lambda: "Again, as in" in feed(app) and "accomplished" in status(app))
        await say(app, pilot, "wait 0.1 seconds, then wait until the window Nowhere is open")
        await until(pilot, lambda: " 1 wait" in feed(app))
        app.kill_agent()
        await until(pilot, lambda: "ended by SIGKILL" in feed(app))
        await open_history(app, pilot, 3)
        assert app.screen.query_one(DataTable).get_cell_at(Coordinate(0, 1)) == "broke off"
        await pilot.press("g")
        await until(pilot, lambda: "take the run up again" in feed(app))
        await pilot.press("escape")
        await until(pilot, lambda: "stopped" in status(app))

    drive(tmp_path, path)
    assert len(list(tmp_path.glob("*/journal.jsonl"))) == 3


def test_a_run_is_deleted_only_after_a_question(tmp_path: Path) -> None:
    for number in (1, 2):
        with Journal(tmp_path / f"2026-03-0{number}-120000-a", RunHeader(f"Open {number}")) as journal:
            journal.complete(sample_steps()[-1])

    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        await open_history(app, pilot, 2)
        await pilot.press("d", "n")
        await pilot.pause()
        assert app.screen.query_one(DataTable).row_count == 2
        await pilot.press("d", "y")
        await until(pilot, lambda: app.screen.query_one(DataTable).row_count == 1)
        await pilot.press("g")
        await pilot.pause()
        assert isinstance(app.screen, HistoryScreen), "a run that came to its end is not gone on with"

    drive(tmp_path, path)
    assert [folder.name for folder in tmp_path.iterdir()] == ["2026-03-01-120000-a"]


def test_the_embedded_planner_is_held_by_a_hint_and_says_that_it_takes_none(tmp_path: Path) -> None:
    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        await say(app, pilot, "Open xterm, press ctrl+l")
        app.gate.pause()
        await until(pilot, lambda: app.busy)
        await say(app, pilot, "no, another one")
        await until(pilot, lambda: "cannot take hints" in feed(app))
        assert app.gate.paused
        await pilot.press("escape")
        await until(pilot, lambda: "stopped by" in feed(app))

    drive(tmp_path, path)


def test_the_screen_is_written_as_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(AssistantApp, "open_url", lambda self, url, new_tab=True: opened.append(url))
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        await say(app, pilot, "/open")
        assert not opened
        await say(app, pilot, "press ctrl+l")
        await until(pilot, lambda: "accomplished" in status(app))
        await say(app, pilot, "/open")
        await until(pilot, lambda: bool(opened))
        (file,) = tmp_path.glob("gui-agent-screen-*.png")
        assert opened == [file.as_uri()]
        assert str(file.name) in feed(app).replace("\n", "")

    drive(tmp_path / "runs", path)


def test_the_interface_outlives_the_agents_process_and_starts_another(tmp_path: Path) -> None:
    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        await say(app, pilot, "Open xterm, wait until the window Nowhere is open, press ctrl+l")
        await until(pilot, lambda: " 1 " in feed(app))
        app.kill_agent()
        await until(pilot, lambda: "ended by SIGKILL" in feed(app))
        assert "ready" in status(app)
        await say(app, pilot, "press ctrl+l")
        await until(pilot, lambda: "accomplished" in status(app))

    drive(tmp_path, path)


def test_nothing_is_begun_before_a_letter_is_typed(tmp_path: Path) -> None:
    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        await pilot.pause()
        assert not app.agent_alive
        await pilot.press("O")
        assert app.agent_alive

    drive(tmp_path, path)


def test_keys_change_the_line_in_the_order_in_which_they_are_pressed(tmp_path: Path) -> None:
    async def path(app: AssistantApp, pilot: Pilot[None]) -> None:
        prompt = main(app).query_one(Input)
        for key in ("o", "x", "backspace", "p", "n", "left", "e"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: prompt.value == "open")

    drive(tmp_path, path)
