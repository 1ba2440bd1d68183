"""UI-TARS 1.5: a click whose point is in pixels of the resized picture.

Source: github.com/bytedance/UI-TARS, ``codes/ui_tars`` (prompt GROUNDING, action_parser) and its README
on coordinates; UI-TARS, arXiv 2501.12326.
"""

from __future__ import annotations

import re

from actions.geometry import Size
from grounding.public_models.answers import NUMBER, after_thinking, place_in
from grounding.public_models.formats import Message, ModelFormat, Numbers, Picture
from grounding.public_models.frames import Resize, Units
from grounding.public_models.prompts import prompt_text

_GAP = r"\s*[,\s]\s*"
_POINT = re.compile(rf"<point>\s*({NUMBER}){_GAP}({NUMBER})\s*</point>")
_BOX = re.compile(
    rf"(?:start_box|point|start_point)\s*=\s*['\"]?(?:<\|box_start\|>|<bbox>)?\s*[(\[]?\s*"
    rf"({NUMBER}){_GAP}({NUMBER})(?:{_GAP}({NUMBER}){_GAP}({NUMBER}))?\s*[)\]]?"
)
_BARE = re.compile(rf"\(\s*({NUMBER})\s*,\s*({NUMBER})(?:\s*,\s*({NUMBER})\s*,\s*({NUMBER}))?\s*\)")


def ui_tars() -> ModelFormat:
    """Return the format of UI-TARS-1.5-7B and of the models trained from it."""
    return ModelFormat(
        name="ui-tars-1.5",
        models=("ByteDance-Seed/UI-TARS-1.5-7B",),
        architectures=("Qwen2_5_VLForConditionalGeneration",),
        units=Units.PIXELS,
        resize=Resize(28, 100 * 28 * 28, 16384 * 28 * 28),
        prompt=_messages,
        reader=_read,
        writer=_write,
        source="github.com/bytedance/UI-TARS codes/ui_tars/{prompt,action_parser}.py",
        max_new_tokens=128,
    )


def _messages(target: str, size: Size) -> tuple[Message, ...]:
    return (Message("user", (Picture(), prompt_text("ui_tars", target=target))),)


def _read(answer: str) -> Numbers | None:
    return place_in(after_thinking(answer), _POINT, _BOX, _BARE)


def _write(numbers: tuple[str, ...], size: Size) -> str:
    return f"Action: click(point='<point>{numbers[0]} {numbers[1]}</point>')"
