"""Samples as trainers of trl take them: pictures are read when their turn comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from actions.geometry import Size
from grounding.finetuning.conversations import conversation
from grounding.finetuning.samples import Sample
from grounding.images import load_image
from grounding.public_models.asking import resized
from grounding.public_models.formats import ModelFormat


@dataclass(frozen=True, slots=True)
class Feed:
    """Turns numbers of samples into prompts, answers and pictures."""

    samples: tuple[Sample, ...]
    format: ModelFormat

    def __call__(self, batch: dict[str, list[int]]) -> dict[str, list[Any]]:
        rows = [self.row(number) for number in batch["number"]]
        return {name: [row[name] for row in rows] for name in rows[0]}

    def row(self, number: int) -> dict[str, Any]:
        """Return one sample: ``images`` are RGB pictures of Pillow, in the size the format says."""
        from PIL import Image

        sample = self.samples[number]
        picture = load_image(sample.image)
        made = conversation(sample, Size(picture.shape[1], picture.shape[0]), self.format)
        shown = resized(picture, made.frame.sent)[:, :, ::-1]
        return {
            "prompt": list(made.prompt),
            "completion": [{"role": "assistant", "content": [{"type": "text", "text": made.answer}]}],
            "images": [Image.fromarray(shown.copy())],
            "frame": made.frame,
            "box": made.box,
        }


def as_dataset(samples: Sequence[Sample], format: ModelFormat) -> Any:
    """Return ``samples`` as a dataset of Hugging Face that reads pictures when they are asked for."""
    from datasets import Dataset

    return Dataset.from_dict({"number": list(range(len(samples)))}).with_transform(
        Feed(tuple(samples), format)
    )


def limited(format: ModelFormat, max_pixels: int) -> ModelFormat:
    """Return ``format`` with pictures of at most ``max_pixels``; 0 leaves it as it is."""
    if not 0 < max_pixels < format.resize.max_pixels:
        return format
    least = min(format.resize.min_pixels, max_pixels)
    return replace(format, resize=replace(format.resize, min_pixels=least, max_pixels=max_pixels))
