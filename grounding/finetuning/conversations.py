"""Samples as conversations: what the model is asked in its own format, and what it should answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from actions.geometry import Box, Size
from grounding.finetuning.samples import NextStep, Pointing, Sample
from grounding.finetuning.step_answers import step_prompt, write_step
from grounding.public_models.asking import harmless
from grounding.public_models.formats import Message, ModelFormat, Picture
from grounding.public_models.frames import Frame

Turn = dict[str, Any]
"""One message as chat templates take it: ``role``, and ``content`` as a list of typed parts."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A prompt with a place for the picture, the wished answer, and the frame its numbers are in."""

    prompt: tuple[Turn, ...]
    answer: str
    frame: Frame
    box: Box | None


def conversation(sample: Sample, size: Size, format: ModelFormat) -> Conversation:
    """Return ``sample`` on a picture of ``size`` (pixels, not yet resized) in a model's own ``format``."""
    frame = format.frame(Box(0, 0, size.width, size.height))
    match sample:
        case Pointing():
            asked = format.messages(harmless(sample.instruction), frame.sent)
            answer = format.write(sample.box, frame)
        case NextStep():
            asked = (Message("user", (Picture(), step_prompt(sample.task, sample.history))),)
            answer = write_step(sample, format, frame)
    return Conversation(turns(asked), answer, frame, sample.box)


def turns(messages: Sequence[Message]) -> tuple[Turn, ...]:
    """Return messages as chat templates take them; pictures are placeholders."""
    return tuple({"role": m.role, "content": [_part(part) for part in m.parts]} for m in messages)


def _part(part: str | Picture) -> dict[str, str]:
    return {"type": "text", "text": part} if isinstance(part, str) else {"type": "image"}
