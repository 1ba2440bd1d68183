"""How fast a real-sized model is fine-tuned on this machine's graphics card.

The weights are random, since only the speed counts: Qwen2.5-VL 3B's sizes (its ``config.json``), pictures of
1920x1080 pixels, LoRA in every linear layer of what reads. ``python -m grounding.finetuning.throughput``
prints the figures as JSON.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from grounding.errors import ModelUnavailable
from grounding.finetuning.arguments import Arguments
from grounding.finetuning.base_model import BaseModel, open_processor
from grounding.finetuning.packages import require_packages
from grounding.finetuning.samples import read_samples
from grounding.finetuning.tiny import write_surroundings
from grounding.finetuning.tiny_screens import draw_screens, instructions
from grounding.finetuning.trainers import StageWork, supervised
from grounding.public_models.checkpoints import Checkpoint
from grounding.public_models.table import format_named

_FORMAT = "qwen2.5-vl"
_WARMING_UP = 3


def real_sizes() -> dict[str, dict[str, Any]]:
    """Return the sizes of Qwen2.5-VL 3B."""
    return {
        "text_config": {
            "vocab_size": 151936, "hidden_size": 2048, "intermediate_size": 11008, "num_hidden_layers": 36,
            "num_attention_heads": 16, "num_key_value_heads": 2, "max_position_embeddings": 32768,
            "tie_word_embeddings": True,
            "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [16, 24, 24]},
        },
        "vision_config": {
            "depth": 32, "hidden_size": 1280, "intermediate_size": 3420, "num_heads": 16,
            "out_hidden_size": 2048, "fullatt_block_indexes": [7, 15, 23, 31], "window_size": 112,
        },
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Throughput:
    """Speed of training: ``tokens`` count those of pictures after merging; the rest is of the card.

    ``busy`` is the share of time in which the card computed anything (0-1, of nvidia-smi); ``flops`` are the
    network's own operations per second, recomputed activations not counted.
    """

    card: str
    parameters: int
    trained: int
    batch: int
    checkpointing: bool
    tokens_per_sample: float
    tokens_per_second: float
    samples_per_second: float
    busy: float
    peak_bytes: int
    flops: float


@dataclass(frozen=True, slots=True)
class Trial:
    """What is trained: ``sizes`` of the network, pictures of ``screen`` pixels, on a ``device`` of torch."""

    batch: int = 4
    steps: int = 20
    checkpointing: bool = True
    sizes: dict[str, dict[str, Any]] = field(default_factory=real_sizes)
    screen: tuple[int, int] = (1920, 1080)
    device: str = "cuda"


def measure(trial: Trial) -> Throughput:
    """Train for ``steps`` updates after three of warming up. Raises `ModelUnavailable` without the device.

    On the processor there is no card to be busy: that share and the memory are 0.
    """
    require_packages()
    import torch

    on_card = trial.device.startswith("cuda")
    if on_card and not torch.cuda.is_available():
        raise ModelUnavailable("Speed of training is measured on a graphics card, and torch sees none here.")
    with tempfile.TemporaryDirectory() as folder:
        trainer, watch = _prepared(Path(folder), trial)
        if not on_card:
            trainer.train()
            return _figures(trainer, watch, trial, "", 0.0, 0)
        torch.cuda.reset_peak_memory_stats()
        with _Busy() as busy:
            trainer.train()
        peak, card = torch.cuda.max_memory_allocated(), torch.cuda.get_device_name()
        return _figures(trainer, watch, trial, card, busy.share(watch.first, watch.last), peak)


class _Watch:
    """Notes when updates end; the first ones are warming up."""

    def __init__(self) -> None:
        self.ends: list[float] = []

    def __call__(self, _name: str, _done: int, _of: int) -> None:
        import torch

        if torch.cuda.is_available():
            torch.cuda.synchronize()
        self.ends.append(time.time())

    @property
    def first(self) -> float:
        return self.ends[_WARMING_UP - 1]

    @property
    def last(self) -> float:
        return self.ends[-1]


class _Busy:
    """Asks nvidia-smi twice a second how busy the card is."""

    def __enter__(self) -> _Busy:
        query = ["nvidia-smi", "--query-gpu=utilization.gpu", "--format=csv,noheader,nounits", "-lms", "500"]
        self._started = time.time()
        self._asking = subprocess.Popen(query, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._asking.terminate()
        said, _none = self._asking.communicate()
        self._shares = [float(line) / 100 for line in said.split() if line.strip().isdigit()]

    def share(self, first: float, last: float) -> float:
        """Return the mean between two times."""
        start, end = (round((at - self._started) * 2) for at in (first, last))
        within = self._shares[start:end] or self._shares
        return sum(within) / len(within) if within else 0.0


def _prepared(folder: Path, trial: Trial) -> tuple[Any, _Watch]:
    import torch
    from transformers import Qwen2_5_VLForConditionalGeneration

    format = format_named(_FORMAT)
    samples = read_samples([draw_screens(folder / "data", size=trial.screen)])
    config = write_surroundings(folder / "base", [*instructions(), "click coordinate"], trial.sizes)
    on_card = trial.device.startswith("cuda")
    with torch.device(trial.device):
        network = Qwen2_5_VLForConditionalGeneration(config)
    network = network.to(torch.bfloat16) if on_card else network
    network.config.use_cache = False
    checkpoint = Checkpoint(folder / "base", {}, 0, 0)
    arguments = Arguments(
        "", (), folder, steps=_WARMING_UP + trial.steps, batch=trial.batch, accumulate=1,
        checkpointing=trial.checkpointing, save_every=10_000, log_every=1,
        precision="bf16" if on_card else "float32", workers=8 if on_card else 0,
    )  # fmt: skip
    watch = _Watch()
    work = StageWork("throughput", folder / "run", tuple(samples), format, arguments)
    work.folder.mkdir()
    return supervised(work, BaseModel(network, open_processor(checkpoint, format)), watch), watch


def _figures(trainer: Any, watch: _Watch, trial: Trial, card: str, busy: float, peak: int) -> Throughput:
    updates = trial.steps / (watch.last - watch.first)
    counted = [row["num_tokens"] for row in trainer.state.log_history if "num_tokens" in row]
    per_sample = counted[-1] / (trial.batch * len(watch.ends))
    named = dict(trainer.model.named_parameters())
    whole = sum(p.numel() for p in named.values())
    seeing = sum(p.numel() for name, p in named.items() if ".visual." in name)
    trained = sum(p.numel() for p in named.values() if p.requires_grad)
    rate = per_sample * trial.batch * updates
    # Forwards 2 operations per weight and token, backwards 2 more: frozen weights need no gradient.
    # What sees runs forwards only, on four patches per token.
    flops = rate * (4 * (whole - seeing) + 2 * 4 * seeing)
    samples = trial.batch * updates
    return Throughput(
        card, whole, trained, trial.batch, trial.checkpointing, per_sample, rate, samples, busy, peak, flops
    )


def main(arguments: Sequence[str]) -> int:
    """Print the figures as one JSON object; return 0."""
    parser = argparse.ArgumentParser(prog="grounding.finetuning.throughput", description=__doc__)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--no-checkpointing", action="store_true")
    chosen = parser.parse_args(arguments)
    trial = Trial(chosen.batch, chosen.steps, not chosen.no_checkpointing)
    print(json.dumps(asdict(measure(trial))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
