"""One earlier run, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Footer, Static

from tui.assistant.feed import StepFeed

if TYPE_CHECKING:
    from gui_agent.past.listing import Run
    from tui.assistant.protocol import Finished, StepShown


class RunScreen(Screen[None]):
    """Tells what was intended, done and seen in each step of ``run``."""

    DEFAULT_CSS = """
    RunScreen #about { height: auto; max-height: 6; padding: 0 1; border-bottom: solid $panel; }
    RunScreen StepFeed { height: 1fr; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "Back"),
        Binding("f5", "report", "Report"),
        Binding("home", "top", "First step", show=False),
    ]

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._run = run
        self.told = False

    def compose(self) -> ComposeResult:
        yield Static(about(self._run), id="about")
        yield StepFeed(id="steps")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one(StepFeed).focus()
        self._read()

    def action_report(self) -> None:
        from gui_agent.errors import AgentError
        from gui_agent.report import render_report

        try:
            self.app.open_url(render_report(self._run.folder).as_uri())
        except AgentError as error:
            self.notify(str(error), severity="error", markup=False)

    def action_top(self) -> None:
        self.query_one(StepFeed).scroll_home(animate=False)

    @work(thread=True, exclusive=True)
    def _read(self) -> None:
        from gui_agent.errors import AgentError
        from gui_agent.journal import read_journal
        from tui.assistant.telling import ended_as, step_shown

        try:
            contents = read_journal(self._run.folder)
            steps = [step_shown(step, over=True) for step in contents.steps()]
            self.app.call_from_thread(self._tell, steps, ended_as(contents), contents.taken_up)
        except AgentError as error:
            self.app.call_from_thread(self._refuse, str(error))

    def _tell(
        self, steps: list[StepShown], end: Finished | None, taken_up: tuple[tuple[int, str], ...]
    ) -> None:
        feed = self.query_one(StepFeed)
        for after, _ in taken_up:
            feed.note(f"It had broken off and was taken up again after step {after}.", "yellow")
        feed.steps(steps)
        if end is not None:
            feed.ended(end)
        else:
            feed.note("✗ It broke off here: the record has no end.", "red")
        feed.scroll_home(animate=False)
        self.told = True

    def _refuse(self, reason: str) -> None:
        self.query_one(StepFeed).note(reason, "red")
        self.told = True


def about(run: Run) -> Text:
    """Return what is known of a run in a few lines; its task first, the folder last."""
    from gui_agent.wording import shown

    known = [run.when, run.ending, f"{run.steps} step{'s' * (run.steps != 1)}"]
    known += [shown(name) for name in run.applications[:4]]
    text = Text(shown(run.task), style="bold")
    text.append(f"\n{' · '.join(known)}", style="not bold")
    text.append(f"\n{run.folder}", style="not bold dim")
    return text
