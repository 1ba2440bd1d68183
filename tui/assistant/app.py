"""The assistant's application: it shows messages of the run and passes the person's wishes on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from tui.assistant.allowed import Allowed
from tui.assistant.attending import attend
from tui.assistant.commands import CommandProvider
from tui.assistant.feed import StepFeed
from tui.assistant.layout import HEIGHTS, WIDTHS, fit, is_too_small, main_parts
from tui.assistant.modes import first_mode
from tui.assistant.news import News
from tui.assistant.picture import ScreenPicture
from tui.assistant.protocol import (
    Look,
    Order,
    PictureKind,
    PictureSaved,
    Question,
    Steer,
    StepShown,
    Told,
)
from tui.assistant.remote import AGENT, RemoteGate, RemoteWork
from tui.assistant.status import TAKEN_OVER, Spent, StatusLine
from tui.assistant.steps_told import StepsTold
from tui.assistant.stopping import Stopping
from tui.assistant.terminal import Terminal, hung_up

if TYPE_CHECKING:
    from gui_agent.settings import Settings

WELCOME = """Say what to do, in steps: open, click, type into, choose, check, save as …
{where} For example:
    Open Mousepad, type "Buy red apples" and save it as list.txt
/tour shows it on a small task, /help lists the commands, F6 connects a language model."""
ON_PRIVATE = "It happens on a private desktop; your own screen stays yours."
ON_YOURS = "It happens on your own desktop, and what may do harm is asked about."
_FAREWELL_SECONDS = 15.0
_HUNG_UP_SECONDS = 5.0
W = TypeVar("W", bound=Widget)
_ON_MAIN_SCREEN = ("pause", "single_step", "cycle_mode", "history", "open_report", "settings", "open_picture")


class AssistantApp(App[None]):
    """One prompt, the screen the agent works on, its plan, and its steps."""

    TITLE = "gui-agent"
    CSS_PATH = Path(__file__).with_name("assistant.tcss")
    COMMANDS = App.COMMANDS | {CommandProvider}
    HORIZONTAL_BREAKPOINTS, VERTICAL_BREAKPOINTS = WIDTHS, HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop_run", "Stop"),
        # Before the prompt, which would copy: in a terminal Ctrl-C stops.
        Binding("ctrl+c", "stop_run", "Stop", show=False, priority=True),
        Binding("f2", "pause", "Pause"),
        Binding("f3", "single_step", "Step"),
        Binding("shift+tab", "cycle_mode", "Mode", priority=True, show=False),
        Binding("f4", "history", "History"),
        Binding("f5", "open_report", "Report"),
        Binding("f6", "settings", "Settings"),
        Binding("ctrl+o,o", "open_picture", "Picture", show=False),
        Binding("ctrl+q", "quit", "Quit"),
    ]

    def __init__(self, settings: Settings, terminal: Terminal | None = None, *, agent: str = AGENT) -> None:
        # Without colours means none at all: not even shades of grey.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.settings = settings
        self._terminal = terminal or Terminal()
        self.theme = f"textual-{settings.theme}"
        self._work = RemoteWork(self._hear, agent)
        self.gate = RemoteGate(self._work, first_mode(settings))
        self.allowed = Allowed()
        """What the person allowed beforehand."""
        self.steps, self.stopping = StepsTold(self), Stopping(self)
        self.question: Question | None = None
        """The last one that was asked."""
        self._after = ""
        self.busy = False
        self._last_report: Path | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let what belongs to the main screen be done there only; other screens have keys of their own."""
        return action not in _ON_MAIN_SCREEN or len(self.screen_stack) == 1

    def compose(self) -> ComposeResult:
        yield from main_parts()

    def on_mount(self) -> None:
        where = ON_YOURS if self.settings.computer == "local" else ON_PRIVATE
        self.note(WELCOME.format(where=where))
        self.part(Input).focus()
        self.show_state("ready")
        self.part(ScreenPicture).display = self.settings.picture != "off"
        self.call_after_refresh(self._type_again)
        if not self.is_headless:
            self.set_interval(_HUNG_UP_SECONDS, self._leave_if_hung_up)

    def on_resize(self, event: events.Resize) -> None:
        if is_too_small(event.size):
            self.clear_notifications()  # they would cover what is said instead
        fit(self.screen_stack[0], event.size)
        self.call_after_refresh(self._refocus)

    def on_screen_picture_sized(self, message: ScreenPicture.Sized) -> None:
        self._look(message.columns, message.rows)

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "prompt" and event.value:
            self._work.start()  # ready when the task is written; an idle assistant has none

    def on_input_submitted(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if event.input.id != "prompt" or not text:
            return
        if text.startswith("/"):
            self.command(text)
        elif self.busy:
            self._hint(text)
        else:
            self.begin(text)

    def on_news(self, message: News) -> None:
        if not isinstance(message.told, StepShown):
            attend(self, message.told)
            return
        self.steps.add(message.told)

    def catch_up(self) -> None:
        """Tell the steps that came since the last time."""
        self.steps.catch_up()

    def going_on(self) -> str:
        """Say what the task under way is at."""
        if self.gate.taken_over:
            return TAKEN_OVER
        return "paused" if self.gate.paused else "working"

    def action_stop_run(self) -> None:
        if not self.busy:
            self.notify("Nothing is under way; Ctrl+Q leaves.")
        else:
            self.stopping.stop()

    def action_pause(self) -> None:
        if self.gate.paused:
            self.gate.resume()
        else:
            self.gate.pause()
        self.show_state(self.going_on() if self.busy or self.gate.paused else "ready")

    def action_single_step(self) -> None:
        self.gate.step()

    def action_cycle_mode(self) -> None:
        self.gate.cycle()
        self.show_state()

    def action_history(self) -> None:
        from tui.assistant.history import HistoryScreen
        from tui.assistant.wishes import grant

        self.push_screen(HistoryScreen(self.settings), lambda wish: grant(self, wish))

    def action_settings(self) -> None:
        from tui.assistant.settings_screen import SettingsScreen

        if self.busy:
            self.notify("Not while a task is under way.", severity="warning")
            return
        self.push_screen(SettingsScreen(self.settings), lambda new: self.change(new) if new else None)

    def action_open_report(self) -> None:
        if self._last_report is None:
            self.notify("There is no report yet.")
        else:
            self.open_url(self._last_report.as_uri())

    def action_open_picture(self) -> None:
        if self._work.alive:
            self._work.order(Steer("save_picture"))
        else:
            attend(self, PictureSaved(""))

    async def action_quit(self) -> None:
        # The run ends before its next action; its computer must not be closed while it works it.
        self.show_state("stopping")
        await self._work.close(_FAREWELL_SECONDS)
        self.exit()

    @property
    def agent_alive(self) -> bool:
        """Whether the agent's process has been started and lives."""
        return self._work.alive

    def stop_agent(self) -> None:
        """Let the agent end its task before its next action."""
        self._work.stop()

    def kill_agent(self) -> None:
        """End the agent's process at once, whatever it does."""
        self._work.kill()

    def command(self, text: str) -> None:
        """Carry out a slash command."""
        from tui.assistant.obeying import obey

        obey(self, text)

    def propose(self, task: str) -> None:
        """Put ``task`` into the prompt, for the person to change or to begin."""
        prompt = self.part(Input)
        prompt.value = task
        prompt.focus()

    def begin(
        self, task: str, after: str = "", *, replay: Path | None = None, resume: Path | None = None
    ) -> None:
        """Begin ``task``, or go through a run again, or on with it; ``after`` is said when it has ended."""
        self.busy, self.steps.spent, self._after = True, Spent(), after
        self.gate.paused = self.gate.taken_over = False
        self.part(StepFeed).begin(task)
        self.show_state("working")
        folders = {"replay": str(replay or ""), "resume": str(resume or "")}
        self._work.do(task, self.gate.mode, self.settings, **folders)

    def change(self, settings: Settings) -> None:
        """Work by ``settings`` from now on; not while a task is under way."""
        if settings.computer != self.settings.computer:
            self._work.order(Steer("close_computer"))
        if (settings.approve, settings.computer) != (self.settings.approve, self.settings.computer):
            self.gate.mode = first_mode(settings)
        self.settings = settings
        self.theme = f"textual-{settings.theme}"
        self.show_state()

    def note(self, text: str, style: str = "dim") -> None:
        """Say something that is no step."""
        self.part(StepFeed).note(text, style)

    def empty_feed(self) -> None:
        """Forget the steps that are shown."""
        self.part(StepFeed).clear()

    def show_state(self, state: str | None = None) -> None:
        """Show what is going on; ``state`` stays as it was where it is None."""
        self.part(StatusLine).show(state, self.gate.mode, self.settings, self.steps.spent)

    def order(self, order: Order) -> None:
        """Tell the agent's process, where there is one."""
        self._work.order(order)

    def end_task(self, state: str, report: Path | None = None) -> None:
        """Be ready for the next task; ``state`` is how this one came out."""
        self.busy = False
        self.stopping.over()
        self._last_report = report or self._last_report
        self.show_state(state)
        if self._after and report is not None:
            self.note(self._after)
        self._after = ""

    def part(self, kind: type[W]) -> W:
        """Return the part of that kind of the main screen, whatever screen lies over it."""
        return self.screen_stack[0].query_one(kind)

    async def on_unmount(self) -> None:
        # However it ends: the agent must not go on without anybody who watches.
        await self._work.close(_FAREWELL_SECONDS)

    def _refocus(self) -> None:
        """Let the prompt be typed into again once it is to be seen: it lost the focus while it was hidden."""
        if not self.screen_stack:
            return
        fit(self.screen_stack[0], self.size)  # once more: a size of before may have come late
        if self.screen_stack[0].focused is None:
            self.part(Input).focus()

    def _hear(self, told: Told) -> None:
        self.post_message(News(told))

    def _look(self, columns: int, rows: int) -> None:
        terminal = self._terminal
        kind: PictureKind = terminal.for_setting(self.settings.picture)
        if self.no_color and kind != "off":
            kind = "shades"
        self._work.look(Look(kind, columns, rows, terminal.cell_width, terminal.cell_height))

    def _type_again(self) -> None:
        """Let keys that were pressed before the prompt was there come now."""
        names = {"\r": "enter", "\x7f": "backspace"}
        for key in self._terminal.typed:
            self.post_message(events.Key(names.get(key, key), key))

    def _leave_if_hung_up(self) -> None:
        # Nobody is there, and reading from what is gone would go on for ever.
        if hung_up():
            self.exit()

    def _hint(self, text: str) -> None:
        self.gate.paused = True
        self._work.hint(text)
        self.show_state("paused")
