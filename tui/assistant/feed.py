"""The steps as they happen, and the plan they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rich.text import Text
from textual.widgets import RichLog, Tree

from gui_agent.wording import shown
from tui.assistant.protocol import Finished, Mark, StepShown

_KEPT_LINES = 20_000
_MARKS: Mapping[Mark, tuple[str, str]] = MappingProxyType(
    {"good": ("✓", "green"), "bad": ("✗", "red"), "unsure": ("·", "yellow")}
)
_ACCOMPLISHED = "ACCOMPLISHED"


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

    def steps(self, steps: Sequence[StepShown]) -> None:
        """Tell steps that are over; how a run ended is told by `ended`."""
        told = [step_text(step) for step in steps if not step.ending]
        if told:
            self.write(Text("\n").join(told))

    def hint(self, text: str) -> None:
        """Tell what the person said to the planner."""
        self.write(Text(f"❯ hint: {shown(text)}", style="bold cyan"))

    def ended(self, task: Finished) -> None:
        """Tell how a task ended, and where its report is."""
        mark, style = _MARKS["good" if task.ending == _ACCOMPLISHED else "bad"]
        word = task.ending.lower().replace("_", " ")
        text = Text.assemble((f"{mark} {word}: {task.explanation}", f"bold {style}"))
        text.append(f"\n  {task.steps} steps in {task.seconds:.1f} s · {task.report}\n", style="dim")
        self.write(text)


def step_text(step: StepShown) -> Text:
    """Return a step in a few lines."""
    mark, style = _MARKS[step.mark]
    text = Text.assemble((f"{mark} {step.number:>2} ", f"bold {style}"))
    text.append(step.intention, style="bold")
    text.append(f"  {step.seconds:.1f} s", style="dim")
    if step.did:
        text.append(f"\n     {step.did}", style="dim")
    if step.expects:
        text.append(f"\n     expects that {step.expects}", style="dim")
    if step.saw:
        text.append(f"\n     {step.saw}", style=style)
    return text


class PlanTree(Tree[int]):
    """The subgoals of the task, with marks for what is done and what is being worked on."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("Plan", id=id)
        self.show_root = False
        self._told: tuple[tuple[str, ...], int, str] | None = None

    def show(self, subgoals: tuple[str, ...], cursor: int, ending: str = "") -> None:
        """Show a plan; with ``ending``, the name of the task's, how it came out."""
        told = subgoals, cursor, ending
        if not subgoals or told == self._told:
            return
        self._told = told
        self.clear()
        for number, subgoal in enumerate(subgoals):
            mark, style = _progress(number, cursor, ending)
            self.root.add_leaf(Text(f"{mark} {subgoal}", style=style), number)
        self.root.expand()


def _progress(number: int, cursor: int, ending: str) -> tuple[str, str]:
    if ending == _ACCOMPLISHED or number < cursor:
        return "✓", "green"
    if number > cursor:
        return "○", "dim"
    return ("✗", "red") if ending else ("▶", "bold cyan")
