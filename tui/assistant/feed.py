"""The steps as they happen, and the plan they belong to."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import ClassVar

from rich.containers import Lines
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Tree

from gui_agent.wording import shown
from tui.assistant.paths import short
from tui.assistant.protocol import Finished, Mark, StepShown

_KEPT_LINES = 10_000
_BROKEN_ANEW = 400
"""So many of the last entries are broken anew where the width changes."""
_NARROWEST, _BAR_WIDTH = 20, 2
_KEPT_PAINTED = 500
_FAINT = Style(dim=True)
_MARKS: Mapping[Mark, tuple[str, str]] = MappingProxyType(
    {"good": ("✓", "green"), "bad": ("✗", "red"), "unsure": ("·", "yellow")}
)
_ACCOMPLISHED = "ACCOMPLISHED"


class StepFeed(Widget, can_focus=True):
    """One block for each step: what, why, what was expected, what came of it, how long it took.

    It follows what comes unless it was scrolled back. Lines are broken once, where they are written, and
    nothing is laid out again for them: a step costs its own lines only, however many came before.
    """

    DEFAULT_CSS = """
    StepFeed { background: $surface; color: $foreground; }
    StepFeed:focus { background-tint: $foreground 5%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll(-1)", "Up", show=False),
        Binding("down", "scroll(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "scroll(-10_000_000)", "Begin", show=False),
        Binding("end", "scroll(10_000_000)", "End", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: list[Strip] = []
        self._entries: deque[tuple[Text, int]] = deque(maxlen=_BROKEN_ANEW)
        self._waiting: list[Text] = []
        self._painted: dict[int, Strip] = {}
        self._colours: Style | None = None
        self._first, self._follows, self._width = 0, True, 0

    def on_resize(self, event: events.Resize) -> None:
        width = self.size.width  # without the padding, which the event's has
        if width and width != self._width:
            self._width = width
            anew = [text for text, _ in self._entries] + self._waiting
            self._painted.clear()
            del self.lines[len(self.lines) - sum(count for _, count in self._entries) :]
            self._entries.clear()
            self._waiting.clear()
            self.write(*anew)
        self.action_scroll(0)

    def on_mouse_scroll_up(self) -> None:
        self.action_scroll(-3)

    def on_mouse_scroll_down(self) -> None:
        self.action_scroll(3)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._painted.clear()
        self._colours = None

    def action_page(self, pages: int) -> None:
        self.action_scroll(pages * max(1, self.size.height - 1))

    def action_scroll(self, lines: int) -> None:
        last = max(0, len(self.lines) - self.size.height)
        first = last if self._follows and lines >= 0 else min(last, max(0, self._first + lines))
        self._first, self._follows = first, first == last
        self.refresh()

    def write(self, *texts: Text) -> None:
        """Add ``texts``, each on lines of its own."""
        if not self._width:
            self._waiting += texts
            return
        for text in texts:
            broken = [Strip(list(line.render(self.app.console))) for line in self._broken(text)]
            self.lines += broken
            self._entries.append((text, len(broken)))
        if (superfluous := len(self.lines) - _KEPT_LINES) > _KEPT_LINES // 10:
            del self.lines[:superfluous]
            self._painted.clear()
            self._first = max(0, self._first - superfluous)
        self.action_scroll(0)

    def clear(self) -> None:
        """Forget everything."""
        self.lines.clear()
        self._painted.clear()
        self._entries.clear()
        self._waiting.clear()
        self._follows = True
        self.action_scroll(0)

    def render_line(self, y: int) -> Strip:
        if self._colours is None:
            self._colours = self.rich_style
        number, bar = self._first + y, self._bar(y)
        if number >= len(self.lines):
            return Strip.blank(self.size.width, self._colours)
        line = self._line(number, self.size.width - len(bar))
        return Strip([*line, Segment(bar, self._colours + _FAINT)]) if bar else line

    def _line(self, number: int, width: int) -> Strip:
        """Return a line in this widget's colours; those on the screen are kept for when it scrolls."""
        line = self._painted.get(number)
        if line is None or line.cell_length != width:
            if len(self._painted) > _KEPT_PAINTED:
                self._painted.clear()
            line = self.lines[number].adjust_cell_length(width).apply_style(self._colours or Style())
            self._painted[number] = line
        return line

    def _bar(self, y: int) -> str:
        """Return what shows, in the last column, which part of the whole is seen; empty where it fits."""
        height, total = self.size.height, len(self.lines)
        if total <= height:
            return ""
        top = self._first * height // total
        return " ┃" if top <= y <= top + height * height // total else "  "

    def _broken(self, text: Text) -> Lines:
        """Break ``text`` to the width; what is indented stays so."""
        width, broken = max(_NARROWEST, self._width - _BAR_WIDTH), Lines()
        for line in text.split(allow_blank=True):
            indent = min(len(line.plain) - len(line.plain.lstrip(" ")), width // 2)
            for part in line[indent:].wrap(self.app.console, width - indent):
                part.pad_left(indent)
                broken.append(part)
        return broken

    def begin(self, text: str) -> None:
        """Begin a task."""
        self.write(_styled(f"❯ {shown(text)}", "bold cyan"))

    def note(self, text: str, style: str = "dim") -> None:
        """Say something that is no step."""
        self.write(_styled("\n".join(shown(line) for line in text.splitlines()), style))

    def steps(self, steps: Sequence[StepShown]) -> None:
        """Tell steps that are over; how a run ended is told by `ended`."""
        self.write(*(step_text(step) for step in steps if not step.ending))

    def hint(self, text: str) -> None:
        """Tell what the person said to the planner."""
        self.write(_styled(f"❯ hint: {shown(text)}", "bold cyan"))

    def ended(self, task: Finished) -> None:
        """Tell how a task ended, and where its report is."""
        mark, style = _MARKS["good" if task.ending == _ACCOMPLISHED else "bad"]
        word = task.ending.lower().replace("_", " ")
        text = Text.assemble((f"{mark} {word}: {task.explanation}", f"bold {style}"))
        steps = f"{task.steps} step{'s' * (task.steps != 1)}"
        text.append(f"\n  {steps} in {task.seconds:.1f} s · {short(Path(task.report))}\n", style="dim")
        self.write(text)


def _styled(words: str, style: str) -> Text:
    """Return ``words`` in a style that they keep when they are broken."""
    return Text.assemble((words, style))


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
