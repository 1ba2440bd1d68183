"""A thing on the screen, named in words: found anew, and waited for, whenever something is done with it."""

from __future__ import annotations

from actions.action import MouseButton
from actions.geometry import Box
from grounding.errors import AmbiguousTarget, TargetNotFound
from grounding.types import Grounding
from gui_agent.desk import Desk
from gui_agent.planning.commands import (
    ChooseFrom,
    ClearField,
    ClickOn,
    Command,
    DragOnto,
    EnterText,
    HoverOver,
    SetChecked,
)
from gui_agent.screen_text import text_within


class Locator:
    """Names a ``target`` on a desk's screen, such as “Save button in the dialog”.

    Every method waits up to ``timeout`` seconds for the target. It raises
    `grounding.errors.TargetNotFound` where it does not come, `AmbiguousTarget` where several are equal, and
    `gui_agent.desk.NotDone` where what should come of the action does not.
    """

    def __init__(self, desk: Desk, target: str, timeout: float) -> None:
        self.desk, self.target, self.timeout = desk, target, timeout

    def __repr__(self) -> str:
        return f"Locator({self.target!r})"

    def click(self, *, button: MouseButton = "left", count: int = 1, modifiers: tuple[str, ...] = ()) -> None:
        """Click it; ``modifiers`` are keys held meanwhile."""
        self._carry_out(ClickOn(self.target, button, count, modifiers), "click")

    def double_click(self) -> None:
        """Double-click it."""
        self.click(count=2)

    def right_click(self) -> None:
        """Open its context menu."""
        self.click(button="right")

    def hover(self) -> None:
        """Rest the pointer on it."""
        self._carry_out(HoverOver(self.target), "hover over")

    def fill(self, text: str) -> None:
        """Let this field hold ``text`` and nothing else."""
        self._carry_out(EnterText(text, self.target, replacing=True), "fill in")

    def clear(self) -> None:
        """Remove everything from this field."""
        self._carry_out(ClearField(self.target), "clear")

    def choose(self, item: str) -> None:
        """Choose ``item`` in this list, menu or drop-down."""
        self._carry_out(ChooseFrom((item,), self.target), f"choose “{item}” from")

    def check(self, checked: bool = True) -> None:
        """Make this checkbox, radio button or switch checked, or not."""
        self._carry_out(SetChecked(self.target, checked), "check" if checked else "uncheck")

    def uncheck(self) -> None:
        """Make this checkbox or switch unchecked."""
        self.check(False)

    def drag_to(self, other: Locator) -> None:
        """Drag it onto ``other``."""
        other.found()
        self._carry_out(DragOnto(self.target, other.target), f"drag to {other.target}:")

    def found(self) -> Grounding:
        """Wait for it and return where it is, in screen pixels."""
        return self.desk.find(self.target, self.timeout)

    @property
    def box(self) -> Box:
        """Where it is, in screen pixels."""
        return self.found().box

    @property
    def text(self) -> str:
        """What can be read on it."""
        return text_within(self.desk.look().screen, self.box)

    def is_visible(self) -> bool:
        """Say whether it can be seen now, without waiting; several equal ones can be seen as well."""
        try:
            self.desk.find(self.target)
        except TargetNotFound:
            return False
        except AmbiguousTarget:
            return True
        return True

    def _carry_out(self, command: Command, verb: str) -> None:
        self.found()
        self.desk.carry_out(command, f"{verb} {self.target}")
