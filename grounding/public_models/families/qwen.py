"""Qwen2.5-VL, Qwen3-VL and GUI-Owl, which is trained from both: a tool call with a coordinate.

Sources: github.com/QwenLM/Qwen3-VL cookbooks (computer use; thousandths since Qwen3-VL, pixels of the
resized picture in Qwen2.5-VL); Qwen2.5-VL, arXiv 2502.13923; github.com/X-PLUG/MobileAgent Mobile-Agent-v3
(``coor_type``: GUI-Owl counts pixels) and Mobile-Agent-v3.5 (GUI-Owl 1.5: "resolution is 1000x1000");
GUI-Owl, arXiv 2508.15144.
"""

from __future__ import annotations

from actions.geometry import Size
from grounding.public_models.families.tool_calls import call_prompt, read_call, write_call
from grounding.public_models.formats import Message, ModelFormat
from grounding.public_models.frames import Resize, Units

_QWEN_2 = Resize(28, 4 * 28 * 28, 16384 * 28 * 28)
_QWEN_3 = Resize(32, 64 * 32 * 32, 16384 * 32 * 32)


def qwen2_5_vl() -> ModelFormat:
    """Return the format of Qwen2.5-VL: pixels of the resized picture."""
    return _in_pixels(
        "qwen2.5-vl",
        ("Qwen/Qwen2.5-VL-3B-Instruct", "Qwen/Qwen2.5-VL-7B-Instruct", "Qwen/Qwen2.5-VL-72B-Instruct"),
        "ScreenSpot-Pro models/qwen2_5vl.py",
    )


def gui_owl() -> ModelFormat:
    """Return the format of GUI-Owl 7B and 32B: pixels of the resized picture."""
    return _in_pixels(
        "gui-owl", ("mPLUG/GUI-Owl-7B", "mPLUG/GUI-Owl-32B"), "github.com/X-PLUG/MobileAgent Mobile-Agent-v3"
    )


def qwen3_vl() -> ModelFormat:
    """Return the format of Qwen3-VL: thousandths."""
    return _in_thousandths(
        "qwen3-vl",
        ("Qwen/Qwen3-VL-2B-Instruct", "Qwen/Qwen3-VL-8B-Instruct", "Qwen/Qwen3-VL-30B-A3B-Instruct"),
        "ScreenSpot-Pro models/qwen3vl.py",
    )


def gui_owl_1_5() -> ModelFormat:
    """Return the format of GUI-Owl 1.5: thousandths."""
    return _in_thousandths(
        "gui-owl-1.5",
        ("mPLUG/GUI-Owl-1.5-2B-Instruct", "mPLUG/GUI-Owl-1.5-8B-Instruct"),
        "github.com/X-PLUG/MobileAgent Mobile-Agent-v3.5",
    )


def _in_pixels(name: str, models: tuple[str, ...], source: str) -> ModelFormat:
    return ModelFormat(
        name=name,
        models=models,
        architectures=("Qwen2_5_VLForConditionalGeneration",),
        units=Units.PIXELS,
        resize=_QWEN_2,
        prompt=call_prompt,
        reader=read_call,
        writer=write_call,
        source=source,
    )


def _in_thousandths(name: str, models: tuple[str, ...], source: str) -> ModelFormat:
    return ModelFormat(
        name=name,
        models=models,
        architectures=("Qwen3VLForConditionalGeneration", "Qwen3VLMoeForConditionalGeneration"),
        units=Units.THOUSANDTHS,
        resize=_QWEN_3,
        prompt=_thousandths_prompt,
        reader=read_call,
        writer=write_call,
        source=source,
    )


def _thousandths_prompt(target: str, size: Size) -> tuple[Message, ...]:
    return call_prompt(target, Size(1000, 1000))
