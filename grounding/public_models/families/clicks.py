"""Aguvis and OpenCUA: a line of pyautogui, which is read by pattern and never run.

Sources: github.com/xlang-ai/aguvis, src/aguvis/constants.py (system message) and serve/cli.py (the turn opens
with a recipient, ``os`` where only the action is wanted); Aguvis, arXiv 2412.04454.
github.com/xlang-ai/OpenCUA, model/inference (same system message; pixels of the resized picture); OpenCUA,
arXiv 2508.09123.
"""

from __future__ import annotations

import re

from actions.geometry import Size
from grounding.public_models.answers import NUMBER, after_thinking, place_in
from grounding.public_models.formats import Message, ModelFormat, Numbers, Picture
from grounding.public_models.frames import Resize, Units
from grounding.public_models.prompts import prompt_text

_CLICK = re.compile(
    rf"(?:[cC]lick|moveTo|dragTo|tap)\s*\(\s*(?:x\s*=\s*)?({NUMBER})\s*,\s*(?:y\s*=\s*)?({NUMBER})"
)
_NAMED = re.compile(rf"\bx\s*=\s*({NUMBER})\s*,\s*y\s*=\s*({NUMBER})")


def aguvis() -> ModelFormat:
    """Return the format of Aguvis 7B and 72B: fractions with four decimals."""
    return ModelFormat(
        name="aguvis",
        models=("xlangai/Aguvis-7B-720P", "xlangai/Aguvis-72B-720P"),
        architectures=("Qwen2VLForConditionalGeneration",),
        units=Units.FRACTIONS,
        resize=Resize(28, 4 * 28 * 28, 1280 * 28 * 28),
        prompt=_messages,
        reader=_read,
        writer=_write,
        source="github.com/xlang-ai/aguvis src/aguvis/constants.py",
        digits=4,
        opening="<|im_start|>assistant<|recipient|>os\n",
    )


def opencua() -> ModelFormat:
    """Return the format of OpenCUA 7B, 32B and 72B, whose checkpoints carry code of their own."""
    return ModelFormat(
        name="opencua",
        models=("xlangai/OpenCUA-7B", "xlangai/OpenCUA-32B", "xlangai/OpenCUA-72B"),
        architectures=("OpenCUAForConditionalGeneration",),
        units=Units.PIXELS,
        resize=Resize(28, 4 * 28 * 28, 16384 * 28 * 28),
        prompt=_messages,
        reader=_read,
        writer=_write_fenced,
        source="github.com/xlang-ai/OpenCUA model/inference",
        max_new_tokens=512,
    )


def _messages(target: str, size: Size) -> tuple[Message, ...]:
    return Message("system", (prompt_text("pyautogui"),)), Message("user", (Picture(), target))


def _read(answer: str) -> Numbers | None:
    return place_in(after_thinking(answer), _CLICK, _NAMED)


def _write(numbers: tuple[str, ...], size: Size) -> str:
    return f"pyautogui.click(x={numbers[0]}, y={numbers[1]})"


def _write_fenced(numbers: tuple[str, ...], size: Size) -> str:
    return f"```python\n{_write(numbers, size)}\n```"
