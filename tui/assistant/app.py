"""The assistant's application: it shows messages of the run and passes the person's wishes on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Footer, Input, Static

from tui.assistant.approval import ApprovalScreen
from tui.assistant.commands import CommandProvider, Completion
from tui.assistant.feed import PlanTree, StepFeed
from tui.assistant.modes import first_mode
from tui.assistant.news import News
from tui.assistant.picture import ScreenPicture
from tui.assistant.protocol import (
    Answer,
    Finished,
    HeldNow,
    HintHeard,
    Look,
    Lost,
    NotTaken,
    PictureSaved,
    PictureShown,
    Question,
    Refused,
    Steer,
    StepShown,
    Told,
)
from tui.assistant.remote import AGENT, RemoteGate, RemoteWork
from tui.assistant.status import TAKEN_OVER, Spent, StatusLine

if TYPE_CHECKING:
    from gui_agent.settings import Settings

WELCOME = """Say what to do, in steps: open, click, type into, choose, check, save as …
It happens on a private desktop; your own screen stays yours. For example:
    Open Mousepad, type "Buy red apples" and save it as list.txt
/tour shows it on a small task, /help lists the commands, F6 connects a language model."""
TOO_SMALL = "This terminal is {width}×{height}; the assistant needs 40×10. Make it larger, or use --plain."
NEWS_SECONDS = 0.2
_FAREWELL_SECONDS = 15.0
_STOP_SECONDS = 3.0
W = TypeVar("W", bound=Widget)


class AssistantApp(App[None]):
    """One prompt, the screen the agent works on, its plan, and its steps."""

    TITLE = "gui-agent"
    CSS_PATH = Path(__file__).with_name("assistant.tcss")
    COMMANDS = App.COMMANDS | {CommandProvider}
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-tiny"),
        (40, "-narrow"),
        (70, "-normal"),
        (110, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012
        (0, "-flat"),
        (10, "-low"),
        (30, "-tall"),
    ]
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

    def __init__(self, settings: Settings, agent: str = AGENT) -> None:
        # Without colours means none at all: not even shades of grey.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.settings = settings
        self.theme = f"textual-{settings.theme}"
        self._work = RemoteWork(self._hear, agent)
        self.gate = RemoteGate(self._work, first_mode(settings))
        self._allowed: set[tuple[str, ...]] = set()
        self._spent = Spent()
        self._news: list[StepShown] = []
        self._question: Question | None = None
        self._after = ""
        self._may_kill = False
        self.busy = False
        self._last_report: Path | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="middle"):
            with Vertical(id="left"):
                yield ScreenPicture(id="picture")
                yield PlanTree(id="plan")
            yield StepFeed(id="feed")
        yield Static("", id="too-small", markup=False)
        yield StatusLine(id="status")
        # A cursor that blinks would be sent, over ssh too, all day long.
        prompt = Input(placeholder="What shall I do?  (/help)", id="prompt", suggester=Completion())
        prompt.cursor_blink = False
        yield prompt
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.note(WELCOME)
        self._main(Input).focus()
        self.show_state("ready")

    def on_resize(self, event: events.Resize) -> None:
        size = event.size
        if size.width < 40 or size.height < 10:
            self.clear_notifications()  # they would cover what is said instead
        words = TOO_SMALL.format(width=size.width, height=size.height)
        self.screen_stack[0].query_one("#too-small", Static).update(words)
        if self.screen_stack[0].focused is None:
            self._main(Input).focus()  # it lost the focus while it was hidden

    def on_screen_picture_sized(self, message: ScreenPicture.Sized) -> None:
        kind = "shades" if self.no_color else "cells"
        self._work.look(Look(kind, message.columns, message.rows))

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.input.id == "prompt" and event.value:
            self._work.start()  # ready when the task is written; an idle assistant has none

    def on_input_submitted(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if event.input.id != "prompt" or not text:
            return
        event.input.clear()
        if text.startswith("/"):
            self.command(text)
        elif self.busy:
            self._hint(text)
        else:
            self.begin(text)

    def on_news(self, message: News) -> None:
        match message.told:
            case StepShown() as step:
                if not self._news:  # those that come meanwhile are told with it
                    self.set_timer(NEWS_SECONDS, self.catch_up)
                self._news.append(step)
            case PictureShown() as picture:
                self._main(ScreenPicture).show(picture)
            case Question() as question:
                self._ask(question)
            case NotTaken(reason=reason):
                self._ask_again(reason)
            case HeldNow() as held:
                self._held(held)
            case HintHeard() as hint:
                self._hinted(hint)
            case PictureSaved(path=path):
                self._saved(path)
            case Finished() as task:
                self.catch_up()
                self._last_report = Path(task.report)
                self._main(StepFeed).ended(task)
                self._finish(task.ending.lower().replace("_", " "))
            case Refused(reason=reason):
                self._give_up(reason)
            case Lost(reason=reason):
                self._lose(reason)

    def catch_up(self) -> None:
        """Tell the steps that came since the last time."""
        news, self._news = self._news, []
        if not news or not self.screen_stack:  # nothing came, or the application is closing
            return
        self._main(StepFeed).steps([step for step in news if step.over])
        for step in news:
            self._spent = self._spent.with_(step)
        last = news[-1]
        self.gate.told(last)
        self._main(PlanTree).show(last.plan, last.cursor, last.ending)
        if self.busy:
            self.show_state(self._going_on())

    def _going_on(self) -> str:
        """Say what the task under way is at."""
        if self.gate.taken_over:
            return TAKEN_OVER
        return "paused" if self.gate.paused else "working"

    def action_stop_run(self) -> None:
        if not self.busy:
            self.notify("Nothing is under way; Ctrl+Q leaves.")
        elif self._may_kill:
            self._work.kill()
        else:
            self._work.stop()
            self.show_state("stopping")
            self.set_timer(_STOP_SECONDS, self._offer_force)

    def action_pause(self) -> None:
        if self.gate.paused:
            self.gate.resume()
        else:
            self.gate.pause()
        self.show_state(self._going_on() if self.busy or self.gate.paused else "ready")

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
            self._saved("")

    async def action_quit(self) -> None:
        # The run ends before its next action; its computer must not be closed while it works it.
        self.show_state("stopping")
        await self._work.close(_FAREWELL_SECONDS)
        self.exit()

    @property
    def agent_alive(self) -> bool:
        """Whether the agent's process has been started and lives."""
        return self._work.alive

    def kill_agent(self) -> None:
        """End the agent's process at once, whatever it does."""
        self._work.kill()

    def command(self, text: str) -> None:
        """Carry out a slash command."""
        from tui.assistant.obeying import obey

        obey(self, text)

    def propose(self, task: str) -> None:
        """Put ``task`` into the prompt, for the person to change or to begin."""
        prompt = self._main(Input)
        prompt.value = task
        prompt.focus()

    def begin(
        self, task: str, after: str = "", *, replay: Path | None = None, resume: Path | None = None
    ) -> None:
        """Begin ``task``, or go through a run again, or on with it; ``after`` is said when it has ended."""
        self.busy, self._spent, self._after, self._may_kill = True, Spent(), after, False
        self.gate.paused = self.gate.taken_over = False
        self._main(StepFeed).begin(task)
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
        self._main(StepFeed).note(text, style)

    def empty_feed(self) -> None:
        """Forget the steps that are shown."""
        self._main(StepFeed).clear()

    def show_state(self, state: str | None = None) -> None:
        """Show what is going on; ``state`` stays as it was where it is None."""
        model = self.settings.model or "embedded planner"
        self._main(StatusLine).show(state, self.gate.mode, model, self.settings.computer, self._spent)

    async def on_unmount(self) -> None:
        # However it ends: the agent must not go on without anybody who watches.
        await self._work.close(_FAREWELL_SECONDS)

    def _hear(self, told: Told) -> None:
        self.post_message(News(told))

    def _ask(self, question: Question) -> None:
        if question.alike in self._allowed:
            self._work.order(Answer("approve", "a person allowed actions like this one", given=False))
            return
        self._question = question
        self.catch_up()
        self.show_state("asking")
        self.bell()

        def answered(answer: Answer | None) -> None:
            if answer is None:
                self._allowed.add(question.alike)
                answer = Answer("approve", "a person said always")
            self._work.order(answer)
            self.show_state(self._going_on())

        self.push_screen(ApprovalScreen(question), answered)

    def _ask_again(self, reason: str) -> None:
        """Put the question once more whose answer came from no person's hands."""
        self.notify(reason, severity="warning")
        if self._question is not None:
            self._allowed.discard(self._question.alike)
            self._ask(self._question)

    def _held(self, now: HeldNow) -> None:
        self.gate.held(now.held)
        if not self.busy:
            return
        if self.gate.taken_over:
            self.note(f"You took over ({now.what}). F2 resumes, Escape stops.", "yellow")
        self.show_state(self._going_on())

    def _hint(self, text: str) -> None:
        self.gate.paused = True
        self._work.hint(text)
        self.show_state("paused")

    def _hinted(self, hint: HintHeard) -> None:
        if hint.heard:
            self._main(StepFeed).hint(hint.text)
            self.note(
                "Held: the model hears it, and what it had planned is left out. F2 goes on, Escape stops."
            )
        else:
            self.note(
                "Held. The embedded planner cannot take hints: F2 goes on as planned, Escape stops.", "yellow"
            )

    def _saved(self, path: str) -> None:
        if not path:
            self.notify("There is no picture of the screen yet.")
            return
        self.note(f"The screen as a picture: {path}")
        self.open_url(Path(path).as_uri())

    def _offer_force(self) -> None:
        if self.busy:
            self._may_kill = True
            self.note("It has not ended yet. Escape once more ends the agent's process by force.", "yellow")

    def _lose(self, reason: str) -> None:
        if isinstance(self.screen, ApprovalScreen):
            self.pop_screen()  # nobody waits for the answer any more
        again = "The next task starts another."
        if self.busy:
            again = f"What it had done is kept: F4 lists it as broken off. {again}"
        self._give_up(f"The agent's process ended {reason}. {again}")

    def _give_up(self, reason: str) -> None:
        self.catch_up()
        self.note(reason, "red")
        self._after = ""
        self._finish("ready")

    def _main(self, kind: type[W]) -> W:
        """Return the part of that kind of the main screen, whatever screen lies over it."""
        return self.screen_stack[0].query_one(kind)

    def _finish(self, state: str) -> None:
        self.busy = self._may_kill = False
        self.show_state(state)
        if self._after:
            self.note(self._after)
            self._after = ""


def run_assistant(settings: Settings) -> None:
    """Open the assistant on this terminal until the person leaves."""
    AssistantApp(settings).run()
