"""GTA1: a bare point in pixels of the resized picture.

Source: GTA1, arXiv 2507.05791 (table 8: the prompt); github.com/Yan98/GTA1.
"""

from __future__ import annotations

import re

from actions.geometry import Size
from grounding.public_models.answers import LIST, after_thinking, place_in
from grounding.public_models.formats import Message, ModelFormat, Numbers, Picture
from grounding.public_models.frames import Resize, Units
from grounding.public_models.prompts import prompt_text

_PLACE = re.compile(LIST)


def gta1() -> ModelFormat:
    """Return the format of GTA1-7B."""
    return ModelFormat(
        name="gta1",
        models=("HelloKKMe/GTA1-7B", "Salesforce/GTA1-7B"),
        architectures=("Qwen2_5_VLForConditionalGeneration",),
        units=Units.PIXELS,
        resize=Resize(28, 4 * 28 * 28, 16384 * 28 * 28),
        prompt=_messages,
        reader=_read,
        writer=_write,
        source="arXiv 2507.05791, table 8",
        max_new_tokens=32,
    )


def _messages(target: str, size: Size) -> tuple[Message, ...]:
    system = prompt_text("gta1", height=size.height, width=size.width)
    return Message("system", (system,)), Message("user", (Picture(), target))


def _read(answer: str) -> Numbers | None:
    return place_in(after_thinking(answer), _PLACE)


def _write(numbers: tuple[str, ...], size: Size) -> str:
    return f"({numbers[0]},{numbers[1]})"
