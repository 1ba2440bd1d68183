"""OS-Atlas Base 7B: a box in thousandths of the picture.

Source: github.com/OS-Copilot/OS-Atlas, README (prompt, answer, "0-1000 range"); OS-Atlas, arXiv 2410.23218.
"""

from __future__ import annotations

import re

from actions.geometry import Size
from grounding.public_models.answers import LIST, PAIR, after_thinking, place_in
from grounding.public_models.formats import Message, ModelFormat, Numbers, Picture
from grounding.public_models.frames import Resize, Units
from grounding.public_models.prompts import prompt_text

_BOX = re.compile(rf"{PAIR}\s*,?\s*{PAIR}")
_POINT = re.compile(LIST)


def os_atlas() -> ModelFormat:
    """Return the format of OS-Atlas-Base-7B."""
    return ModelFormat(
        name="os-atlas",
        models=("OS-Copilot/OS-Atlas-Base-7B",),
        architectures=("Qwen2VLForConditionalGeneration",),
        units=Units.THOUSANDTHS,
        resize=Resize(28, 4 * 28 * 28, 16384 * 28 * 28),
        prompt=_messages,
        reader=_read,
        writer=_write,
        source="github.com/OS-Copilot/OS-Atlas README.md",
        writes_boxes=True,
    )


def _messages(target: str, size: Size) -> tuple[Message, ...]:
    return (Message("user", (Picture(), prompt_text("os_atlas", target=target))),)


def _read(answer: str) -> Numbers | None:
    return place_in(after_thinking(answer), _BOX, _POINT)


def _write(numbers: tuple[str, ...], size: Size) -> str:
    x1, y1, x2, y2 = numbers
    return f"<|box_start|>({x1},{y1}),({x2},{y2})<|box_end|>"
