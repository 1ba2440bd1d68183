"""The steps as they happen, and the plan they belong to."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import RichLog, Tree

from gui_agent.session import Outcome
from gui_agent.types import Ending, Plan, Step
from gui_agent.wording import shown
from gui_agent.words import describe_action, describe_expectation
from tui.progress import intention

_KEPT_LINES = 20_000
_GOOD, _BAD, _UNSURE = ("✓", "green"), ("✗", "red"), ("·", "yellow")


class StepFeed(RichLog):
    """One block for each step: what, why, what was expected, what came of it, how long it took."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, wrap=True, markup=False, min_width=20, max_lines=_KEPT_LINES)

    def begin(self, text: str) -> None:
        """Begin a task."""
        self.write(Text(f"❯ {shown(text)}", style="bold cyan"))

    def note(self, text: str, style: str = "dim") -> None:
        """Say something that is no step."""
        self.write(Text("\n".join(shown(line) for line in text.splitlines()), style=style))

    def step(self, step: Step) -> None:
        """Tell a step that is over; how a run ended is told by `ended`."""
        if step.ending is None:
            self.write(step_text(step))

    def hint(self, text: str) -> None:
        """Tell what the person said to the planner."""
        self.write(Text(f"❯ hint: {shown(text)}", style="bold cyan"))

    def ended(self, outcome: Outcome) -> None:
        """Tell how a task ended, and where its report is."""
        mark, style = _GOOD if outcome.ending is Ending.ACCOMPLISHED else _BAD
        word = outcome.ending.name.lower().replace("_", " ")
        text = Text.assemble((f"{mark} {word}: {shown(outcome.explanation)}", f"bold {style}"))
        text.append(f"\n  {outcome.steps} steps in {outcome.seconds:.1f} s · {outcome.report}\n", style="dim")
        self.write(text)


def step_text(step: Step) -> Text:
    """Return a step in a few lines."""
    mark, style = _mark(step)
    text = Text.assemble((f"{mark} {step.number:>2} ", f"bold {style}"))
    text.append(shown(intention(step)), style="bold")
    text.append(f"  {step.timing.total:.1f} s", style="dim")
    if step.action is not None:
        text.append(f"\n     {shown(describe_action(step.action))}", style="dim")
    if step.planned.expectation is not None:
        text.append(
            f"\n     expects that {shown(describe_expectation(step.planned.expectation))}", style="dim"
        )
    saw = step.error or (step.reflection.feedback if step.reflection else "")
    if saw:
        text.append(f"\n     {shown(saw)}", style=style)
    return text


def _mark(step: Step) -> tuple[str, str]:
    if step.error:
        return _BAD
    verdict = step.reflection.verdict if step.reflection else "success"
    return _GOOD if verdict == "success" else _UNSURE


class PlanTree(Tree[int]):
    """The subgoals of the task, with marks for what is done and what is being worked on."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("Plan", id=id)
        self.show_root = False
        self._told: tuple[tuple[str, ...], int, str] | None = None

    def show(self, plan: Plan | None, ending: Ending | None = None) -> None:
        """Show ``plan``; with ``ending``, how it came out."""
        if plan is None:
            return
        told = plan.subgoals, plan.cursor, ending.name if ending else ""
        if told == self._told:
            return
        self._told = told
        self.clear()
        for number, subgoal in enumerate(plan.subgoals):
            mark, style = _progress(number, plan.cursor, ending)
            self.root.add_leaf(Text(f"{mark} {shown(' '.join(subgoal.split()))}", style=style), number)
        self.root.expand()


def _progress(number: int, cursor: int, ending: Ending | None) -> tuple[str, str]:
    if ending is Ending.ACCOMPLISHED or number < cursor:
        return "✓", "green"
    if number > cursor:
        return "○", "dim"
    return ("▶", "bold cyan") if ending is None else ("✗", "red")
