"""The assistant's application: it shows messages of the run and passes the person's wishes on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import ClassVar, TypeVar

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Footer, Input

from actions.geometry import Box
from gui_agent.settings import Settings
from gui_agent.types import Approval, ApprovalRequest, Step, Usage
from tui.assistant.approval import ApprovalScreen
from tui.assistant.feed import PlanTree, StepFeed
from tui.assistant.gate import MODES, Gate, Mode, ScreenAsker
from tui.assistant.history import HistoryScreen
from tui.assistant.messages import Asked, Completed, Ended, Intended, Refused
from tui.assistant.picture import ScreenPicture
from tui.assistant.status import StatusLine
from tui.assistant.work import Work
from tui.console_asker import likeness

WELCOME = """Say what to do, in steps: open, click, type into, choose, check, save as …
It happens on a private desktop; your own screen stays yours. For example:
    Open Mousepad, type "Buy red apples" and save it as list.txt
/help lists the commands. Connect a language model with /model http://localhost:8000/v1#NAME"""
HELP = """/history  earlier runs, to read again or do again     /mode NAME   ask, ask everything, auto, never
/model SPEC  who plans (empty: the embedded planner)   /open   the last report     /clear   /quit
F2 pause or resume · F3 one step · Escape stop · Shift+Tab approval mode · Ctrl+P every command"""


_FAREWELL_SECONDS = 15.0
W = TypeVar("W", bound=Widget)


class AssistantApp(App[None]):
    """One prompt, the screen the agent works on, its plan, and its steps."""

    TITLE = "gui-agent"
    CSS_PATH = "assistant.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stop_run", "Stop"),
        # Before the prompt, which would copy: in a terminal Ctrl-C stops.
        Binding("ctrl+c", "stop_run", "Stop", show=False, priority=True),
        Binding("f2", "pause", "Pause/resume"),
        Binding("f3", "single_step", "Step"),
        Binding("shift+tab", "cycle_mode", "Mode", priority=True),
        Binding("f4", "history", "History"),
        Binding("f5", "open_report", "Report"),
        Binding("ctrl+q", "quit", "Quit"),
    ]

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._asker = ScreenAsker(self._ask)
        self.gate = Gate(self._asker, _first_mode(settings))
        self._work = Work(settings, self.gate, self.post_message)
        self._allowed: set[tuple[str, str, str, str]] = set()
        self._usage = Usage()
        self._busy = False
        self._last_report: Path | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="middle"):
            with Vertical(id="left"):
                yield ScreenPicture(id="picture")
                yield PlanTree(id="plan")
            yield StepFeed(id="feed")
        yield StatusLine(id="status")
        yield Input(placeholder="What shall I do?  (/help)", id="prompt")
        yield Footer()

    def on_mount(self) -> None:
        self._main(StepFeed).note(WELCOME)
        self._main(Input).focus()
        self._show_state("ready")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        text = event.value.strip()
        if event.input.id != "prompt" or not text:
            return
        event.input.clear()
        if text.startswith("/"):
            self._command(text)
        elif self._busy:
            self.notify("A task is under way: Escape stops it, F2 pauses it.", severity="warning")
        else:
            self._begin(text)

    def on_intended(self, message: Intended) -> None:
        step = message.step
        self._main(PlanTree).show(step.plan)
        target = step.grounding.box if step.grounding else None
        self._main(ScreenPicture).show(step.observation.screenshot, target)
        self._show_state("paused" if self.gate.paused else "working")

    def on_completed(self, message: Completed) -> None:
        step = message.step
        self._main(StepFeed).step(step)
        self._main(PlanTree).show(step.plan, step.ending)
        seen = step.after or step.observation
        if seen.screenshot.image.size > 3:
            self._main(ScreenPicture).show(seen.screenshot, _evidence(step))
        self._usage = _sum(self._usage, step.usage)
        self._show_state("paused" if self.gate.paused else "working")

    def on_asked(self, message: Asked) -> None:
        if likeness(message.request, message.reason) in self._allowed:
            self._asker.answer(Approval("approve", "a person allowed actions like this one", "person"))
            return
        self._show_state("asking")
        self.bell()

        def answered(approval: Approval | None) -> None:
            if approval is None:
                self._allowed.add(likeness(message.request, message.reason))
                approval = Approval("approve", "a person said always", "person")
            self._asker.answer(approval)
            self._show_state("working")

        self.push_screen(ApprovalScreen(message.request, message.reason), answered)

    def on_ended(self, message: Ended) -> None:
        self._last_report = message.outcome.report
        self._main(StepFeed).ended(message.outcome)
        self._finish(message.outcome.ending.name.lower().replace("_", " "))

    def on_refused(self, message: Refused) -> None:
        self._main(StepFeed).note(message.reason, "red")
        self._finish("ready")

    def action_stop_run(self) -> None:
        if self._busy:
            self._work.stop()
            self._show_state("stopping")
        else:
            self.notify("Nothing is under way; Ctrl+Q leaves.")

    def action_pause(self) -> None:
        if self.gate.paused:
            self.gate.resume()
        else:
            self.gate.pause()
        self._show_state("paused" if self.gate.paused else "working" if self._busy else "ready")

    def action_single_step(self) -> None:
        self.gate.step()

    def action_cycle_mode(self) -> None:
        self.gate.cycle()
        self._show_state()

    def action_history(self) -> None:
        def chosen(task: str | None) -> None:
            if task:
                prompt = self._main(Input)
                prompt.value = task
                prompt.focus()

        self.push_screen(HistoryScreen(self._settings.runs), chosen)

    def action_open_report(self) -> None:
        if self._last_report is None:
            self.notify("There is no report yet.")
        else:
            self.open_url(self._last_report.as_uri())

    async def action_quit(self) -> None:
        self._work.stop()
        self._asker.answer(Approval("terminate", "the assistant was closed", "person"))
        # The run ends before its next action; its computer must not be closed while it works it.
        self._show_state("stopping")
        ending = asyncio.ensure_future(self.workers.wait_for_complete())
        await asyncio.wait({ending}, timeout=_FAREWELL_SECONDS)
        if ending.done():
            ending.exception()
        self.exit()

    @work(thread=True, exclusive=True, group="run")
    def _carry_out(self, task: str) -> None:
        self._work.do(task)

    def _main(self, kind: type[W]) -> W:
        """Return the part of that kind of the main screen, whatever screen lies over it."""
        return self.screen_stack[0].query_one(kind)

    def _begin(self, task: str) -> None:
        self._busy, self._usage = True, Usage()
        self.gate.reset()
        self._main(StepFeed).begin(task)
        self._show_state("working")
        self._carry_out(task)

    def _finish(self, state: str) -> None:
        self._busy = False
        self._show_state(state)

    def _ask(self, request: ApprovalRequest, reason: str) -> None:
        self.post_message(Asked(request, reason))

    def _command(self, text: str) -> None:
        name, _, rest = text[1:].partition(" ")
        match name:
            case "help":
                self._main(StepFeed).note(HELP)
            case "history":
                self.action_history()
            case "open":
                self.action_open_report()
            case "clear":
                self._main(StepFeed).clear()
            case "mode" if rest.strip() in MODES:
                self.gate.mode = next(mode for mode in MODES if mode == rest.strip())
                self._show_state()
            case "model":
                self._change_model(rest.strip())
            case "quit" | "exit":
                self.call_later(self.action_quit)
            case _:
                self._main(StepFeed).note(f"There is no command {text}. {HELP}", "yellow")

    def _change_model(self, spec: str) -> None:
        from gui_agent.errors import SettingsError

        if self._busy:
            self.notify("Not while a task is under way.", severity="warning")
            return
        try:
            if spec:
                from gui_agent.chat.opening import parse_model_spec

                parse_model_spec(spec)
            self._settings = self._settings.model_copy(update={"model": spec})
        except SettingsError as error:
            self._main(StepFeed).note(str(error), "red")
            return
        self._work.settings = self._settings
        self._show_state()

    def _show_state(self, state: str | None = None) -> None:
        model = self._settings.model or "embedded planner"
        self._main(StatusLine).show(state, self.gate.mode, model, self._settings.computer, self._usage)

    def on_unmount(self) -> None:
        # However it ends: a run that waits for an answer must not wait for ever.
        self._work.stop()
        self._asker.answer(Approval("terminate", "the assistant was closed", "person"))
        self._work.close()


def _first_mode(settings: Settings) -> Mode:
    known = next((mode for mode in MODES if mode == settings.approve), None)
    return known or ("auto" if settings.computer == "virtual" else "ask")


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
