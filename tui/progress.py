"""Live progress of a run in a terminal: what it intends, then what it saw."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.status import Status

from gui_agent.types import Ending, Plan, Step

_MARKS = {"success": "[green]✓[/]", "no_effect": "[yellow]·[/]", "unexpected": "[yellow]![/]"}


class ConsoleProgress:
    """A `StepRecorder` that prints one line for each step, and what is under way below it.

    Where the ``result_follows`` elsewhere, a task that was accomplished ends without a line of its own.
    """

    def __init__(self, console: Console | None = None, *, result_follows: bool = False) -> None:
        self._console = console or Console()
        self._result_follows = result_follows
        self._status: Status | None = None
        self._subgoal: int | None = None
        self._changes = 0

    def intent(self, step: Step) -> None:
        self._heading(step)
        if self._console.is_terminal:
            self._stop_status()
            self._status = self._console.status(f"[dim]{escape(intention(step))}…[/]")
            self._status.start()

    def acknowledge(self, number: int, error: str) -> None:
        """Nothing to show: the step's own line follows."""

    def complete(self, step: Step) -> None:
        self._stop_status()
        self._heading(step)
        if step.ending is not None:
            self._print_ending(step)
            return
        mark = _mark(step)
        saw = step.error or (step.reflection.feedback if step.reflection else "")
        line = f"  {mark} [bold]{step.number:>2}[/] {escape(intention(step))}"
        self._console.print(
            f"{line} [dim]— {escape(saw)} · {step.timing.total:.1f} s[/]", highlight=False, soft_wrap=True
        )

    def close(self) -> None:
        self._stop_status()

    def _heading(self, step: Step) -> None:
        """Print the sentence being worked on, once."""
        plan = step.plan
        self._tell_changes(plan)
        if plan is None or step.planned.subgoal == self._subgoal or step.planned.kind == "done":
            return
        self._subgoal = step.planned.subgoal
        if self._subgoal < len(plan.subgoals):
            counter = f"{self._subgoal + 1}/{len(plan.subgoals)}"
            sentence = escape(" ".join(plan.subgoals[self._subgoal].split()))
            self._console.print(f"[cyan]{counter}[/] {sentence}", highlight=False, soft_wrap=True)

    def _tell_changes(self, plan: Plan | None) -> None:
        """Print how the plan was changed since the last time, and why."""
        changes = plan.changes if plan is not None else ()
        for change in changes[self._changes :]:
            what = "Filled in" if change.kind == "in_plan" else "Planned anew"
            self._console.print(
                f"[magenta]{what}:[/] {escape(change.reason)}", highlight=False, soft_wrap=True
            )
            self._subgoal = None
        self._changes = len(changes)

    def _print_ending(self, step: Step) -> None:
        good = step.ending is Ending.ACCOMPLISHED
        if good and self._result_follows:
            return
        color, word = ("green", "Done") if good else ("red", _ENDINGS[step.ending or Ending.STOPPED])
        self._console.print(
            f"[bold {color}]{word}:[/] {escape(step.explanation)}", highlight=False, soft_wrap=True
        )

    def _stop_status(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None


_ENDINGS = {
    Ending.ACCOMPLISHED: "Done",
    Ending.NOT_ACCOMPLISHED: "Not accomplished",
    Ending.STOPPED: "Stopped",
    Ending.MACHINE_FAILED: "The machine failed",
    Ending.BUDGET_SPENT: "Budget spent",
}


def _mark(step: Step) -> str:
    """Return the mark of a step; the tick is grey where nothing could be checked yet."""
    if step.reflection is None:
        return "[red]✗[/]"
    if step.planned.expectation is None and step.reflection.verdict == "success":
        return "[dim]✓[/]"
    return _MARKS.get(step.reflection.verdict, "·")


def intention(step: Step) -> str:
    """Say in a few words what a step is about to do."""
    planned = step.planned
    words = planned.thought or f"{planned.kind} {planned.target}".strip()
    if planned.repairs is not None:
        words = f"(mending step {planned.repairs}) {words}"
    return words if len(words) <= 100 else words[:99] + "…"
