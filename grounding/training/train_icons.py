"""Train the icon model: ``python -m grounding.training.train_icons --data DIR --out RUN --minutes M``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

from grounding.data.icons.letters import pieces_of_text
from grounding.data.icons.packed import IconLibrary
from grounding.data.icons.pairs import Batch, PairMaker
from grounding.data.icons.retrieval import HELD_OUT, Retrieval, retrieval_of
from grounding.data.icons.scenes import ScenePainter
from grounding.embedded.icons import SIZE, ids_of
from grounding.networks.icons import IconModel, contrastive_loss
from grounding.training.run import Average, Run, warm_cosine


@dataclass(frozen=True)
class Arguments:
    """What the training is told.

    ``data`` is a folder made by ``grounding.data icons``; ``minutes`` counts wall time over all sessions;
    ``batch`` is the number of icons that compete in a step; ``rate`` the highest learning rate;
    ``everything`` also learns from the held-out sets (then there is nothing left to measure on).
    """

    data: Path
    out: Path
    minutes: float = 50.0
    threads: int = 1
    batch: int = 512
    rate: float = 2e-3
    seed: int = 1
    everything: bool = False
    smoke: bool = False


def train(arguments: Arguments) -> IconModel:
    """Train until the time is up, measuring and saving on the way; return the averaged model."""
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    cv2.setNumThreads(1)
    model = new_model()
    optimiser = torch.optim.AdamW(model.parameters(), lr=arguments.rate, weight_decay=0.02, betas=(0.9, 0.98))
    average = Average(model, 0.998)
    run = Run(arguments.out, 0.2 if arguments.smoke else arguments.minutes)
    run.resume(model=model, optimiser=optimiser, average=average)
    library = IconLibrary.open(arguments.data)
    pairs = _pairs(library, arguments, run.step)
    tests = retrieval_of(library, 60 if arguments.smoke else 400)
    every = 4 if arguments.smoke else 250
    losses: list[float] = []
    for step in run.steps(8 if arguments.smoke else None):
        for group in optimiser.param_groups:
            group["lr"] = arguments.rate * warm_cosine(run.progress, step)
        losses.append(_step(model, optimiser, pairs.make(arguments.batch)))
        average.update(model)
        if (step + 1) % every == 0:
            figures = measure(average.module, tests)
            run.log(loss=float(np.mean(losses)), scale=float(model.scale.exp()), **figures)
            losses.clear()
            run.save(model=model, optimiser=optimiser, average=average)
    run.save(model=model, optimiser=optimiser, average=average)
    trained: IconModel = average.module
    return trained


def new_model() -> IconModel:
    """Return an untrained model whose sizes are settled."""
    model = IconModel()
    model.icons.eval()
    model.icons(torch.zeros(1, SIZE, SIZE, 3, dtype=torch.uint8))
    return model.train()


def measure(model: IconModel, tests: Sequence[Retrieval]) -> dict[str, float]:
    """Return for every test the share of phrases whose icon comes out first."""
    return {test.name: round(test.share_found(*_vectors(model, test)), 4) for test in tests}


@torch.no_grad()
def _vectors(model: IconModel, test: Retrieval) -> tuple[np.ndarray, np.ndarray]:
    model.eval()
    icons = [model.icons(torch.from_numpy(part)) for part in np.array_split(test.crops, 8)]
    words = model.words(torch.from_numpy(ids_of(test.phrases)))
    return torch.cat(icons).numpy(), words.numpy()


def _step(model: IconModel, optimiser: torch.optim.Optimizer, batch: Batch) -> float:
    model.train()
    with torch.autocast("cpu", torch.bfloat16):
        scores = model(torch.from_numpy(batch.crops), torch.from_numpy(ids_of(batch.phrases)))
    positive, ignored = torch.from_numpy(batch.positive), torch.from_numpy(batch.ignored)
    loss = contrastive_loss(scores, positive, ignored)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    optimiser.step()
    return float(loss.detach())


def _pairs(library: IconLibrary, arguments: Arguments, step: int) -> PairMaker:
    chosen = [
        i for i, icon in enumerate(library.icons) if arguments.everything or icon.family not in HELD_OUT
    ]
    # A resumed run must not see the same scenes again.
    seed = arguments.seed + step
    some = np.random.default_rng(seed).choice(chosen, min(800, len(chosen)), replace=False)
    painter = ScenePainter(seed, [library.picture(int(i)) for i in some], pieces_of_text(800, seed))
    return PairMaker(library, chosen, painter, seed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=50.0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=512)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--everything", action="store_true")
    parser.add_argument("--smoke", action="store_true")
    chosen = Arguments(**vars(parser.parse_args(arguments)))
    chosen.out.mkdir(parents=True, exist_ok=True)
    (chosen.out / "arguments.json").write_text(json.dumps(vars(chosen), default=str) + "\n", "utf-8")
    train(chosen)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
