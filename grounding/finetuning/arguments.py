"""What fine-tuning is told."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from grounding.errors import ModelUnavailable

StageName = Literal["grounding", "reasoning", "reinforcement"]
STAGES: tuple[StageName, ...] = get_args(StageName)
Precision = Literal["", "bf16", "float32"]
_NOT_THE_TRAINING = ("out", "data", "save_every", "log_every", "workers", "threads")


@dataclass(frozen=True, slots=True)
class Arguments:
    """What to train, on what, and how.

    ``base`` is a checkpoint's folder or its name in Hugging Face's cache, ``format`` its answer format where
    its name does not say it; ``steps`` (0: as ``epochs`` says) are updates of the weights of a stage, each of
    ``batch`` x ``accumulate`` samples on every processor. ``lora_rank`` 0 trains all weights; ``vision`` also
    trains what sees. ``generations`` are the answers that reinforcement compares for one sample.
    ``precision`` empty is bf16 on a graphics card, float32 elsewhere. ``max_pixels`` (0: the format's own)
    shows pictures smaller. ``held_back`` is the share of samples that is only checked on, ``checked`` how
    many are asked before and after (0: none).
    """

    base: str
    data: tuple[Path, ...]
    out: Path
    stages: tuple[StageName, ...] = ("grounding",)
    format: str = ""
    epochs: float = 1.0
    steps: int = 0
    batch: int = 4
    accumulate: int = 4
    rate: float = 1e-4
    reinforcement_rate: float = 1e-5
    lora_rank: int = 32
    vision: bool = False
    generations: int = 8
    temperature: float = 1.0
    max_pixels: int = 0
    precision: Precision = ""
    checkpointing: bool = True
    held_back: float = 0.05
    checked: int = 64
    save_every: int = 200
    log_every: int = 10
    workers: int = 0
    threads: int = 0
    seed: int = 1

    def shaping(self) -> dict[str, object]:
        """Return what must stay the same for a training to go on, as JSON values."""
        values = {name: value for name, value in asdict(self).items() if name not in _NOT_THE_TRAINING}
        shaped: dict[str, object] = json.loads(json.dumps(values))
        return shaped


def checked_stages(names: Sequence[str]) -> tuple[StageName, ...]:
    """Return the named stages in their order. Raises `ModelUnavailable` for a name that is none."""
    unknown = [name for name in names if name not in STAGES]
    if unknown:
        raise ModelUnavailable(f"There is no stage {unknown[0]}; choose of {', '.join(STAGES)}.")
    return tuple(stage for stage in STAGES if stage in names)


def checked_precision(name: str) -> Precision:
    """Return the precision called ``name``. Raises `ModelUnavailable` for a name that is none."""
    if name not in get_args(Precision):
        raise ModelUnavailable(f"There is no precision {name}; give bf16 or float32, or leave it out.")
    return cast(Precision, name)
