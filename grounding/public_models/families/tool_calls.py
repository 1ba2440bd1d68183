"""The call of a computer tool that Qwen's models and their children answer with.

Source: the grounding prompt of github.com/likaixin2000/ScreenSpot-Pro-GUI-Grounding (models/qwen3vl.py,
models/qwen2_5vl.py), which follows Qwen's computer-use cookbook; here it also allows to give up.
"""

from __future__ import annotations

import json
import re

from actions.geometry import Size
from grounding.public_models.answers import LIST, after_thinking, place_in, place_in_json
from grounding.public_models.formats import Message, Numbers, Picture
from grounding.public_models.prompts import prompt_text

_CALL = re.compile(rf"\bcoordinate\b\W{{0,6}}{LIST}")


def call_prompt(target: str, resolution: Size) -> tuple[Message, ...]:
    """Return the prompt of a model that is told the screen has ``resolution``."""
    system = prompt_text("click_call", tool=json.dumps(_tool(resolution)))
    return Message("system", (system,)), Message("user", (Picture(), target))


def read_call(answer: str) -> Numbers | None:
    """Return the numbers of a tool call, or of the ``point_2d`` and ``bbox_2d`` that Qwen also writes."""
    text = after_thinking(answer)
    try:
        return place_in_json(text, "coordinate", "point_2d", "bbox_2d")
    except ValueError:
        return place_in(text, _CALL)


def write_call(numbers: tuple[str, ...], size: Size) -> str:
    """Return the tool call that clicks at ``numbers``."""
    arguments = f'{{"action": "left_click", "coordinate": [{", ".join(numbers)}]}}'
    return f'<tool_call>\n{{"name": "computer_use", "arguments": {arguments}}}\n</tool_call>'


def _tool(resolution: Size) -> dict[str, object]:
    actions = (
        "* `left_click`: Click the left mouse button with coordinate (x, y).\n* `terminate`: End the task."
    )
    properties = {
        "action": {
            "description": f"The action to perform. The available actions are:\n{actions}",
            "enum": ["left_click", "terminate"],
            "type": "string",
        },
        "coordinate": {
            "description": "(x, y): The x (pixels from the left edge) and y (pixels from the top edge) "
            "coordinates to move the mouse to. Required only by `action=left_click`.",
            "type": "array",
        },
        "status": {
            "description": "The status of the task. Required only by `action=terminate`.",
            "enum": ["success", "failure"],
            "type": "string",
        },
    }
    description = (
        "Use a mouse to interact with a computer.\n"
        f"* The screen's resolution is {resolution.width}x{resolution.height}.\n"
        "* Make sure to click any buttons, links, icons, etc with the cursor tip in the center of the "
        "element."
    )
    parameters = {"properties": properties, "required": ["action"], "type": "object"}
    return {
        "type": "function",
        "function": {"name": "computer_use", "description": description, "parameters": parameters},
    }
