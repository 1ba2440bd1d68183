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

from grounding.data.icons.bank import PhraseBank
from grounding.data.icons.letters import pieces_of_text
from grounding.data.icons.packed import IconLibrary
from grounding.data.icons.pairs import Batch, PairMaker, relations
from grounding.data.icons.retrieval import HELD_OUT, Retrieval, retrieval_of
from grounding.data.icons.scenes import ScenePainter
from grounding.embedded.icons import SIZE, ids_of
from grounding.networks.icons import IconModel, contrastive_loss
from grounding.training.run import Average, Run, warm_cosine


@dataclass(frozen=True)
class Arguments:
    """What the training is told.

    ``data`` is a folder made by ``grounding.data icons``, ``more`` are folders of glyphs and of pieces of
    screens (``grounding.data.icons.glyphs`` and ``.seen``); ``minutes`` counts wall time over all sessions;
    ``batch`` is the number of icons in a step; ``rate`` the highest learning rate; ``word_steps``
    the steps that words learn alone; ``bank`` the number of phrases that compete for every icon;
    ``everything`` also learns from the held-out sets (then there is nothing left to measure on).
    """

    data: Path
    out: Path
    minutes: float = 50.0
    threads: int = 1
    batch: int = 256
    rate: float = 3e-3
    word_steps: int = 300
    bank: int = 5000
    seed: int = 1
    everything: bool = False
    smoke: bool = False
    more: tuple[Path, ...] = ()


def train(arguments: Arguments) -> IconModel:
    """Train until the time is up, measuring and saving on the way; return the averaged model.

    The words learn first, from one another: phrases of the same icon belong together. Then the icons learn
    to be told by all usual phrases at once (a softmax over the bank of them), while words go on slowly.
    """
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    cv2.setNumThreads(1)
    model = new_model()
    optimiser = _optimiser(model, arguments.rate)
    average = Average(model, 0.995)
    run = Run(arguments.out, 10.0 if arguments.smoke else arguments.minutes)
    resumed = run.resume(model=model, optimiser=optimiser, average=average)
    library = IconLibrary.open(arguments.data, *arguments.more)
    pairs = _pairs(library, arguments, run.step)
    if not resumed:
        learn_words(model, pairs, 4 if arguments.smoke else arguments.word_steps)
        average = Average(model, 0.995)
        run.save(model=model, optimiser=optimiser, average=average)
    bank = PhraseBank(*pairs.weighted(), most=50 if arguments.smoke else arguments.bank)
    tests = retrieval_of(library, 60 if arguments.smoke else 400)
    every = 4 if arguments.smoke else 150
    losses: list[float] = []
    for step in run.steps(8 if arguments.smoke else None):
        factor = warm_cosine(run.progress, step, warm_steps=60)
        for group in optimiser.param_groups:
            group["lr"] = group["top"] * factor
        if not losses or step % 50 == 0:
            told = _bank_vectors(model, bank)
        batch = pairs.make(64 if arguments.smoke else arguments.batch)
        losses.append(_step(model, optimiser, batch, bank, told))
        average.update(model)
        if (step + 1) % every == 0:
            figures = measure(average.module, tests)
            run.log(loss=float(np.mean(losses)), scale=model.sharpness, **figures)
            losses.clear()
            run.save(model=model, optimiser=optimiser, average=average)
    run.save(model=model, optimiser=optimiser, average=average)
    trained: IconModel = average.module
    return trained


def learn_words(model: IconModel, pairs: PairMaker, steps: int) -> None:
    """Bring phrases together that are said of the same icons."""
    optimiser = torch.optim.AdamW([*model.words.parameters(), model.scale], lr=3e-3, weight_decay=0.01)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = 4e-3 * warm_cosine(step / steps, step, warm_steps=50, floor=0.1)
        words, one, other = pairs.phrases(512)
        positive, ignored = (torch.from_numpy(flags) for flags in relations(words, other))
        vectors = [model.words(torch.from_numpy(ids_of(phrases))) for phrases in (one, other)]
        loss = contrastive_loss(model.scores(*vectors), positive, ignored)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        if step % 100 == 0:
            print(f"words: step {step}  loss {float(loss.detach()):.3f}", flush=True)


def _optimiser(model: IconModel, rate: float) -> torch.optim.Optimizer:
    groups = [
        {"params": [*model.icons.parameters(), model.scale], "top": rate},
        {"params": [*model.words.parameters()], "top": 0.3 * rate},
    ]
    return torch.optim.AdamW(groups, lr=rate, weight_decay=0.02, betas=(0.9, 0.98))


@torch.no_grad()
def _bank_vectors(model: IconModel, bank: PhraseBank) -> torch.Tensor:
    parts = [bank.phrases[i : i + 512] for i in range(0, len(bank.phrases), 512)]
    return torch.cat([model.words(torch.from_numpy(ids_of(part))) for part in parts])


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


def _step(
    model: IconModel, optimiser: torch.optim.Optimizer, batch: Batch, bank: PhraseBank, told: torch.Tensor
) -> float:
    model.train()
    with torch.autocast("cpu", torch.bfloat16):
        icons = model.icons(torch.from_numpy(batch.crops))
    words = model.words(torch.from_numpy(ids_of(batch.phrases)))
    positive, ignored = torch.from_numpy(batch.positive), torch.from_numpy(batch.ignored)
    within = contrastive_loss(model.scores(icons, words), positive, ignored)
    shares, unclear = (torch.from_numpy(values) for values in bank.targets(batch.words))
    scores = model.scores(icons, told).masked_fill(unclear, -1e4)
    overall = -(torch.log_softmax(scores, 1) * shares).sum(1).mean()
    loss = overall + 0.5 * within
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
    drawings = [i for i in chosen if not library.icons[i].box]
    some = np.random.default_rng(seed).choice(drawings, min(800, len(drawings)), replace=False)
    painter = ScenePainter(seed, [library.picture(int(i)) for i in some], pieces_of_text(800, seed))
    return PairMaker(library, chosen, painter, seed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Train; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--more", type=Path, nargs="*", default=())
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=50.0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--word-steps", type=int, default=300)
    parser.add_argument("--bank", type=int, default=5000)
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
