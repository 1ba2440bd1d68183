"""The assistant's application: it shows messages of the run and passes the person's wishes on."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import events, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Footer, Input, Static

from actions.geometry import Box
from gui_agent.settings import Settings
from gui_agent.types import Approval, ApprovalRequest, Step, Usage
from tui.assistant.approval import ApprovalScreen
from tui.assistant.commands import CommandProvider, Completion
from tui.assistant.feed import PlanTree, StepFeed
from tui.assistant.gate import Gate, ScreenAsker
from tui.assistant.messages import Asked, Completed, Ended, HeldNow, Intended, Refused
from tui.assistant.modes import first_mode
from tui.assistant.picture import ScreenPicture
from tui.assistant.status import TAKEN_OVER, StatusLine
from tui.assistant.work import Work
from tui.console_asker import likeness

WELCOME = """Say what to do, in steps: open, click, type into, choose, check, save as …
It happens on a private desktop; your own screen stays yours. For example:
    Open Mousepad, type "Buy red apples" and save it as list.txt
/tour shows it on a small task, /help lists the commands, F6 connects a language model."""
TOO_SMALL = "This terminal is {width}×{height}; the assistant needs 40×10. Make it larger, or use --plain."
NEWS_SECONDS, SIGHT_SECONDS = 0.2, 0.45
_FAREWELL_SECONDS = 15.0
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

    def __init__(self, settings: Settings) -> None:
        # Without colours means none at all: not even shades of grey.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self.settings = settings
        self.theme = f"textual-{settings.theme}"
        self._asker = ScreenAsker(self._ask)
        self.gate = Gate(self._asker, first_mode(settings))
        self._work = Work(settings, self.gate, self.post_message)
        self._allowed: set[tuple[str, str, str, str]] = set()
        self._usage = Usage()
        self._news: list[Intended | Completed] = []
        self._latest: Intended | Completed | None = None
        self._after = ""
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
        yield Input(placeholder="What shall I do?  (/help)", id="prompt", suggester=Completion())
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        # Apart from each other, so that no key waits for both to be painted.
        self.set_interval(NEWS_SECONDS, self._tell_steps)
        self.set_interval(SIGHT_SECONDS, self._show_sight)
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

    def on_intended(self, message: Intended) -> None:
        self._news.append(message)

    def on_completed(self, message: Completed) -> None:
        self._news.append(message)

    def catch_up(self) -> None:
        """Show what came since the last time: every step, but only the last picture and plan."""
        self._tell_steps()
        self._show_sight()

    def _tell_steps(self) -> None:
        news, self._news = self._news, []
        if not news or not self.screen_stack:  # nothing came, or the application is closing
            return
        for message in news:
            if isinstance(message, Completed):
                self._main(StepFeed).step(message.step)
                self._usage = _sum(self._usage, message.step.usage)
        self._latest = news[-1]
        self._main(PlanTree).show(self._latest.step.plan, self._latest.step.ending)
        if self.busy:
            self.show_state(self._going_on())

    def _going_on(self) -> str:
        """Say what the task under way is at."""
        if self.gate.taken_over:
            return TAKEN_OVER
        return "paused" if self.gate.paused else "working"

    def _show_sight(self) -> None:
        latest, self._latest = self._latest, None
        if latest is None or not self.screen_stack:
            return
        step = latest.step
        if isinstance(latest, Intended):
            self._main(ScreenPicture).show(step.observation.screenshot, _target(step))
        elif (seen := step.after or step.observation).screenshot.image.size > 3:
            self._main(ScreenPicture).show(seen.screenshot, _evidence(step))

    def on_asked(self, message: Asked) -> None:
        if likeness(message.request, message.reason) in self._allowed:
            self._asker.answer(Approval("approve", "a person allowed actions like this one", "policy"))
            return
        self.catch_up()
        self.show_state("asking")
        self.bell()

        def answered(approval: Approval | None) -> None:
            if approval is None:
                self._allowed.add(likeness(message.request, message.reason))
                approval = Approval("approve", "a person said always", "person")
            self._asker.answer(approval)
            self.show_state(self._going_on())

        self.push_screen(ApprovalScreen(message.request, message.reason, self._work.witness), answered)

    def on_held_now(self, message: HeldNow) -> None:
        if not self.busy:
            return
        if message.held == "taken over":
            self.note(f"You took over ({message.what}). F2 resumes, Escape stops.", "yellow")
        self.show_state(self._going_on())

    def on_ended(self, message: Ended) -> None:
        self.catch_up()
        self._last_report = message.outcome.report
        self._main(StepFeed).ended(message.outcome)
        self._finish(message.outcome.ending.name.lower().replace("_", " "))

    def on_refused(self, message: Refused) -> None:
        self.catch_up()
        self.note(message.reason, "red")
        self._after = ""
        self._finish("ready")

    def action_stop_run(self) -> None:
        if self.busy:
            self._work.stop()
            self.show_state("stopping")
        else:
            self.notify("Nothing is under way; Ctrl+Q leaves.")

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

        def chosen(task: str | None) -> None:
            if task:
                prompt = self._main(Input)
                prompt.value = task
                prompt.focus()

        self.push_screen(HistoryScreen(self.settings.runs), chosen)

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
        path = self._main(ScreenPicture).save()
        if path is None:
            self.notify("There is no picture of the screen yet.")
        else:
            self.note(f"The screen as a picture: {path}")
            self.open_url(path.as_uri())

    async def action_quit(self) -> None:
        self._work.stop()
        self._asker.answer(Approval("terminate", "the assistant was closed", "person"))
        # The run ends before its next action; its computer must not be closed while it works it.
        self.show_state("stopping")
        ending = asyncio.ensure_future(self.workers.wait_for_complete())
        await asyncio.wait({ending}, timeout=_FAREWELL_SECONDS)
        if ending.done():
            ending.exception()
        self.exit()

    def command(self, text: str) -> None:
        """Carry out a slash command."""
        from tui.assistant.obeying import obey

        obey(self, text)

    def begin(self, task: str, after: str = "") -> None:
        """Begin ``task``; ``after`` is said when it has ended."""
        self.busy, self._usage, self._after = True, Usage(), after
        self.gate.reset()
        self._main(StepFeed).begin(task)
        self.show_state("working")
        self._carry_out(task)

    def change(self, settings: Settings) -> None:
        """Work by ``settings`` from now on; not while a task is under way."""
        if settings.computer != self.settings.computer:
            self._work.close()
        if (settings.approve, settings.computer) != (self.settings.approve, self.settings.computer):
            self.gate.mode = first_mode(settings)
        self.settings = self._work.settings = settings
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
        self._main(StatusLine).show(state, self.gate.mode, model, self.settings.computer, self._usage)

    def on_unmount(self) -> None:
        # However it ends: a run that waits for an answer must not wait for ever.
        self._work.stop()
        self._asker.answer(Approval("terminate", "the assistant was closed", "person"))
        self._work.close()

    @work(thread=True, exclusive=True, group="run")
    def _carry_out(self, task: str) -> None:
        self._work.do(task)

    def _hint(self, text: str) -> None:
        if self._work.hint(text):
            self._main(StepFeed).hint(text)
            self.note(
                "Held: the model hears it, and what it had planned is left out. F2 goes on, Escape stops."
            )
        else:
            self.note(
                "Held. The embedded planner cannot take hints: F2 goes on as planned, Escape stops.", "yellow"
            )
        self.show_state("paused")

    def _main(self, kind: type[W]) -> W:
        """Return the part of that kind of the main screen, whatever screen lies over it."""
        return self.screen_stack[0].query_one(kind)

    def _finish(self, state: str) -> None:
        self.busy = False
        self.show_state(state)
        if self._after:
            self.note(self._after)
            self._after = ""

    def _ask(self, request: ApprovalRequest, reason: str) -> None:
        self.post_message(Asked(request, reason))


def _target(step: Step) -> Box | None:
    return step.grounding.box if step.grounding else None


def _evidence(step: Step) -> Box | None:
    return step.reflection.evidence if step.reflection else None


def _sum(one: Usage, other: Usage) -> Usage:
    return Usage(
        one.input_tokens + other.input_tokens,
        one.output_tokens + other.output_tokens,
        one.model_calls + other.model_calls,
        one.cost + other.cost,
    )


def run_assistant(settings: Settings) -> None:
    """Open the assistant on this terminal until the person leaves."""
    AssistantApp(settings).run()
