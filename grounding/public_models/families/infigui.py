"""InfiGUI-G1: after thinking, points as JSON in pixels of the resized picture, the likeliest first.

Source: github.com/InfiXAI/InfiGUI-G1, eval/prompts.py (prompt, ``point_2d``, an empty list where there is
nothing); the picture's limit of 5600 patches is its quick start's; InfiGUI-G1, arXiv 2508.05731.
"""

from __future__ import annotations

from actions.geometry import Size
from grounding.public_models.answers import after_thinking, place_in_json
from grounding.public_models.formats import Message, ModelFormat, Numbers, Picture
from grounding.public_models.frames import Resize, Units
from grounding.public_models.prompts import prompt_text


def infigui_g1() -> ModelFormat:
    """Return the format of InfiGUI-G1 3B and 7B."""
    return ModelFormat(
        name="infigui-g1",
        models=("InfiX-ai/InfiGUI-G1-3B", "InfiX-ai/InfiGUI-G1-7B"),
        architectures=("Qwen2_5_VLForConditionalGeneration",),
        units=Units.PIXELS,
        resize=Resize(28, 4 * 28 * 28, 5600 * 28 * 28),
        prompt=_messages,
        reader=_read,
        writer=_write,
        source="github.com/InfiXAI/InfiGUI-G1 eval/prompts.py",
        max_new_tokens=1024,
    )


def _messages(target: str, size: Size) -> tuple[Message, ...]:
    asked = prompt_text("infigui", width=size.width, height=size.height, target=target)
    return Message("system", (prompt_text("infigui_thinking"),)), Message("user", (Picture(), asked))


def _read(answer: str) -> Numbers | None:
    return place_in_json(after_thinking(answer), "point_2d", "bbox_2d")


def _write(numbers: tuple[str, ...], size: Size) -> str:
    return f'<think>\n\n</think>\n[{{"point_2d": [{numbers[0]}, {numbers[1]}]}}]'
