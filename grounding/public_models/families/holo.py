"""Holo1.5: a click as JSON, in pixels of the resized picture; (-1, -1) where there is no such element.

Source: github.com/hcompai/hai-cookbook (localization prompt and the ClickAbsoluteAction schema), and its
entry in github.com/likaixin2000/ScreenSpot-Pro-GUI-Grounding (4 x 28 x 28 to 2560 x 1440 pixels).
"""

from __future__ import annotations

import re

from actions.geometry import Size
from grounding.public_models.answers import LIST, after_thinking, json_values, place_in
from grounding.public_models.formats import Message, ModelFormat, Numbers, Picture
from grounding.public_models.frames import Resize, Units
from grounding.public_models.prompts import prompt_text

_CLICK = re.compile(rf"[cC]lick\w*\s*{LIST}")


def holo1_5() -> ModelFormat:
    """Return the format of Holo1.5 3B, 7B and 72B."""
    return ModelFormat(
        name="holo1.5",
        models=("Hcompany/Holo1.5-3B", "Hcompany/Holo1.5-7B", "Hcompany/Holo1.5-72B"),
        architectures=("Qwen2_5_VLForConditionalGeneration",),
        units=Units.PIXELS,
        resize=Resize(28, 4 * 28 * 28, 2560 * 1440),
        prompt=_messages,
        reader=_read,
        writer=_write,
        source="github.com/hcompai/hai-cookbook",
    )


def _messages(target: str, size: Size) -> tuple[Message, ...]:
    return (Message("user", (Picture(), prompt_text("holo", target=target))),)


def _read(answer: str) -> Numbers | None:
    text = after_thinking(answer)
    for value in json_values(text):
        match value:
            case {"x": int() | float() as x, "y": int() | float() as y} if not isinstance(x, bool):
                return float(x), float(y)
            case {"x": None, "y": None}:
                return None
    return place_in(text, _CLICK)


def _write(numbers: tuple[str, ...], size: Size) -> str:
    return f'{{"action": "click_absolute", "x": {numbers[0]}, "y": {numbers[1]}}}'
