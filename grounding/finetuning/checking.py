"""How many samples a model finds, asked the way the product asks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grounding.finetuning.samples import Pointing
from grounding.images import load_screenshot
from grounding.types import Grounding

if TYPE_CHECKING:
    from grounding.public_models.formats import ModelFormat


@dataclass(frozen=True, slots=True)
class Hits:
    """How many of ``asked`` targets were answered with a point inside of their box."""

    found: int
    asked: int

    @property
    def share(self) -> float:
        return self.found / self.asked if self.asked else 0.0


def count_hits(model: Path, samples: Sequence[Pointing], format: ModelFormat) -> Hits:
    """Ask the checkpoint in the folder ``model`` for every sample. Raises `ModelUnavailable`."""
    if not samples:
        return Hits(0, 0)
    from grounding.public_models.asking import PublicGroundingModel, Wanted
    from grounding.public_models.checkpoints import find_checkpoint
    from grounding.public_models.devices import choose_place, free_room
    from grounding.public_models.local import LocalAnswerer, load

    checkpoint = find_checkpoint(str(model))
    opened = LocalAnswerer(load(checkpoint, choose_place(checkpoint, free_room())), format)
    wanted = [Wanted(load_screenshot(each.image), each.instruction) for each in samples]
    answers = PublicGroundingModel(opened).ground_all(wanted)
    opened.close()
    hits = sum(
        isinstance(answer, Grounding) and each.box.contains(answer.point)
        for each, answer in zip(samples, answers, strict=True)
    )
    return Hits(hits, len(samples))


def evenly(samples: Sequence[Pointing], most: int) -> list[Pointing]:
    """Return at most ``most`` samples, spread over all."""
    if len(samples) <= most:
        return list(samples)
    return [samples[number * len(samples) // most] for number in range(most)]
