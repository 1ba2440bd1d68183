"""One line: what is going on, who decides, who plans, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Static

from tui.assistant.protocol import StepShown

if TYPE_CHECKING:
    from gui_agent.settings import Settings

CANNOT_BE_TOLD = "The embedded planner cannot be told what to do instead."
TAKEN_OVER = "you took over; F2 resumes"
_COLOURS = {
    "ready": "cyan",
    "working": "green",
    "paused": "yellow",
    TAKEN_OVER: "yellow",
    "asking": "yellow",
    "accomplished": "green",
}


@dataclass(frozen=True, slots=True)
class Spent:
    """What a task cost so far; ``cost`` is in dollars."""

    tokens: int = 0
    calls: int = 0
    cost: float = 0.0
    steps: int = 0

    def with_(self, step: StepShown) -> Spent:
        tokens, calls = self.tokens + step.tokens, self.calls + step.calls
        return Spent(tokens, calls, self.cost + step.cost, step.number)


class StatusLine(Static):
    """Says in words what colours say too."""

    DEFAULT_CSS = "StatusLine { height: 1; background: $panel; padding: 0 1; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._state = "ready"
        self._shown = Text()

    def show(self, state: str | None, mode: str, settings: Settings, spent: Spent) -> None:
        """Show the figures of now; ``state`` stays as it was where it is None."""
        self._state = state or self._state
        style = f"bold {_COLOURS.get(self._state, 'red')}"
        text = Text.assemble((f"● {self._state}", style), no_wrap=True, overflow="ellipsis")
        parts = [f"approval: {mode} (⇧Tab)"]
        if settings.computer == "local":
            parts.append(panic_words(settings))
        if spent.steps:
            parts.append(f"step {spent.steps}/{settings.max_steps}")
        if spent.calls:
            parts.append(f"{spent.calls} calls, {spent.tokens} tokens, ${spent.cost:.4f}")
        parts += [planner_name(settings.model), computer_words(settings)]
        for part in parts:
            text.append(f"  {part}")
        if text != self._shown:
            self._shown = text
            self.update(text, layout=False)


def planner_name(model: str) -> str:
    """Return who plans in a word or two: of a served model its name, without where it is."""
    return model.rpartition("#")[2] if model else "embedded planner"


def computer_words(settings: Settings) -> str:
    """Return which computer is worked."""
    return "this desktop" if settings.computer == "local" else f"{settings.computer} computer"


def panic_words(settings: Settings) -> str:
    """Return the keys that stop the agent from any window of the person's own desktop."""
    from actions.keys import describe_combination, parse_combination

    return f"{describe_combination(parse_combination(settings.hot_key))} stops"
