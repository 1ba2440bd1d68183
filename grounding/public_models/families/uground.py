"""UGround V1: a point in thousandths of the picture.

Source: github.com/OSU-NLP-Group/UGround, grounding/uground_qwen2vl.py (prompt, "/ 1000"); UGround,
arXiv 2410.05243.
"""

from __future__ import annotations

import re

from actions.geometry import Size
from grounding.public_models.answers import LIST, after_thinking, place_in
from grounding.public_models.formats import Message, ModelFormat, Numbers, Picture
from grounding.public_models.frames import Resize, Units
from grounding.public_models.prompts import prompt_text

_PLACE = re.compile(LIST)


def uground() -> ModelFormat:
    """Return the format of UGround-V1 2B, 7B and 72B, which are trained from Qwen2-VL."""
    return ModelFormat(
        name="uground",
        models=("osunlp/UGround-V1-2B", "osunlp/UGround-V1-7B", "osunlp/UGround-V1-72B"),
        architectures=("Qwen2VLForConditionalGeneration",),
        units=Units.THOUSANDTHS,
        resize=Resize(28, 4 * 28 * 28, 16384 * 28 * 28),
        prompt=_messages,
        reader=_read,
        writer=_write,
        source="github.com/OSU-NLP-Group/UGround grounding/uground_qwen2vl.py",
    )


def _messages(target: str, size: Size) -> tuple[Message, ...]:
    return (Message("user", (Picture(), "\n" + prompt_text("uground", target=target))),)


def _read(answer: str) -> Numbers | None:
    return place_in(after_thinking(answer), _PLACE)


def _write(numbers: tuple[str, ...], size: Size) -> str:
    return f"({numbers[0]}, {numbers[1]})"
