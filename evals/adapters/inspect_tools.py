"""The tools through which a model of Inspect's works a computer."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Literal

from actions.action import Click, Drag, Move, Scroll
from actions.codecs import anthropic
from actions.codecs.frame import Frame
from actions.codecs.query import Query
from actions.computer import Computer
from actions.errors import InvalidAction, LaunchFailed, WindowNotFound
from actions.geometry import Point
from actions.settle import wait_until_settled

if TYPE_CHECKING:
    from inspect_ai.tool import Tool

SETTLE_SECONDS = 3.0
FIRST_CHANGE_WITHIN = 0.25
"""Seconds an application is given to begin repainting after an action."""
Does = Literal[
    "screenshot",
    "left_click",
    "right_click",
    "middle_click",
    "double_click",
    "triple_click",
    "mouse_move",
    "left_click_drag",
    "scroll",
    "type",
    "key",
    "hold_key",
    "wait",
]


class Desk:
    """A computer as tools; remembers where the pointer is, and whether the task was declared infeasible."""

    def __init__(self, computer: Computer) -> None:
        self._computer = computer
        self._pointer: Point | None = None
        self.declared_infeasible = False

    def tools(self) -> list[Tool]:
        """Return the tools ``computer`` and ``declare_infeasible``."""
        return [_computer_tool(self), _infeasible_tool(self)]

    def act(self, call: dict[str, Any]) -> bytes:
        """Carry out a call as Anthropic's computer tool has it; return the settled screen as PNG.

        Raises `InvalidAction` kinds, `LaunchFailed` and `WindowNotFound`: the model's mistakes.
        """
        frame = Frame.screen(self._computer.screen_size)
        for item in anthropic.decode(call, frame, self._pointer):
            if not isinstance(item, Query):
                self._computer.execute(item)
                match item:
                    case Click(point) | Move(point) | Scroll(point):
                        self._pointer = point
                    case Drag(path):
                        self._pointer = path[-1]
        return self._picture()

    def _picture(self) -> bytes:
        import cv2

        shot = wait_until_settled(
            self._computer.screenshot, timeout=SETTLE_SECONDS, first_change_within=FIRST_CHANGE_WITHIN
        ).screenshot
        _, data = cv2.imencode(".png", shot.image)
        return data.tobytes()


def _computer_tool(desk: Desk) -> Tool:
    from anyio import to_thread
    from inspect_ai.model import ContentImage
    from inspect_ai.tool import ToolError, tool

    @tool(name="computer", parallel=False)
    def computer() -> Tool:
        async def execute(
            action: Does,
            coordinate: list[int] | None = None,
            start_coordinate: list[int] | None = None,
            text: str | None = None,
            scroll_direction: Literal["up", "down", "left", "right"] | None = None,
            scroll_amount: int | None = None,
            duration: float | None = None,
        ) -> list[Any]:
            """Work the computer, and see its screen afterwards.

            Args:
                action: What to do.
                coordinate: Where, [x, y] in pixels of the screen; the end of a drag.
                start_coordinate: Where a drag begins.
                text: What to type; the keys to press, as ctrl+s; the keys held during a click or scroll.
                scroll_direction: Where to scroll.
                scroll_amount: By how many notches of the wheel.
                duration: Seconds to wait, or to hold a key.
            """
            given = {
                "action": action,
                "coordinate": coordinate,
                "start_coordinate": start_coordinate,
                "text": text,
                "scroll_direction": scroll_direction,
                "scroll_amount": scroll_amount,
                "duration": duration,
            }
            call = {name: value for name, value in given.items() if value is not None}
            try:
                picture = await to_thread.run_sync(desk.act, call)
            except (InvalidAction, LaunchFailed, WindowNotFound) as error:
                raise ToolError(str(error)) from error
            address = "data:image/png;base64," + base64.b64encode(picture).decode("ascii")
            return [ContentImage(image=address)]

        return execute

    return computer()


def _infeasible_tool(desk: Desk) -> Tool:
    from inspect_ai.tool import tool

    @tool(name="declare_infeasible")
    def declare_infeasible() -> Tool:
        async def execute(reason: str) -> str:
            """Say that the task cannot be done on this computer, whoever tries.

            Args:
                reason: Why it cannot be done.
            """
            desk.declared_infeasible = True
            return "noted; now submit"

        return execute

    return declare_infeasible()
