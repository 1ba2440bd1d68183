"""ShowUI 2B: a point in fractions of the picture.

Source: github.com/showlab/ShowUI, QUICK_START.md (prompt, answer "[0.73, 0.21]", 256 to 1344 patches of
28 pixels); ShowUI, arXiv 2411.17465.
"""

from __future__ import annotations

import re

from actions.geometry import Size
from grounding.public_models.answers import LIST, after_thinking, place_in
from grounding.public_models.formats import Message, ModelFormat, Numbers, Picture
from grounding.public_models.frames import Resize, Units
from grounding.public_models.prompts import prompt_text

_PLACE = re.compile(LIST)


def showui() -> ModelFormat:
    """Return the format of ShowUI-2B."""
    return ModelFormat(
        name="showui",
        models=("showlab/ShowUI-2B",),
        architectures=("Qwen2VLForConditionalGeneration",),
        units=Units.FRACTIONS,
        resize=Resize(28, 256 * 28 * 28, 1344 * 28 * 28),
        prompt=_messages,
        reader=_read,
        writer=_write,
        source="github.com/showlab/ShowUI QUICK_START.md",
        digits=2,
    )


def _messages(target: str, size: Size) -> tuple[Message, ...]:
    return (Message("user", (prompt_text("showui"), Picture(), target)),)


def _read(answer: str) -> Numbers | None:
    return place_in(after_thinking(answer), _PLACE)


def _write(numbers: tuple[str, ...], size: Size) -> str:
    return f"[{numbers[0]}, {numbers[1]}]"
