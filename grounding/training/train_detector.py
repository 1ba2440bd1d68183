"""Train the element detector from random weights: ``python -m grounding.training.train_detector --help``.

Resumes from the run folder's checkpoint; a larger ``--minutes`` continues a finished run (the learning rate
rises again to where the longer schedule has it). ``--export-only`` ships the averaged weights of a run, also
while it trains.
"""

from __future__ import annotations

import argparse
import copy
import random
import sys
import threading
import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from grounding.networks.detector import TINY, DetectorNetwork, DetectorShape
from grounding.training.detector_batches import SHAPES, SMOKE_SHAPES, BatchSource
from grounding.training.detector_losses import LossWeights, losses
from grounding.training.detector_scores import look_with, score
from grounding.training.detector_truth import ImageCache, ScreenPool
from grounding.training.run import Average, Run, warm_cosine

# Averaging costs a pass over all weights.
AVERAGE_EVERY = 4
# Real applications are what counts; pages and generated widgets bring variety and complete truth.
SHARES = {"apps": 0.5, "web": 0.22, "widgets": 0.16, "desktops": 0.12}


@dataclass(frozen=True, slots=True)
class Arguments:
    """How to train: data folders, run folder, time budget in minutes over all sessions."""

    data: tuple[Path, ...]
    out: Path
    minutes: float = 55.0
    threads: int = 2
    seed: int = 0
    learning_rate: float = 1.5e-3
    weight_decay: float = 0.03
    average_decay: float = 0.995
    cache_bytes: int = 6_000_000_000
    validate_every: float = 300.0
    save_every: float = 120.0
    screens_to_validate: int = 30
    smoke: bool = False
    steps: int | None = None
    shares: dict[str, float] = field(default_factory=lambda: dict(SHARES))


@dataclass
class _Trainer:
    """The shared weights and what changes them; one step at a time."""

    arguments: Arguments
    network: DetectorNetwork
    average: Average
    optimizer: torch.optim.Optimizer
    run: Run
    means: _Means = field(default_factory=lambda: _Means())
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take_step(self, worker: DetectorNetwork, parts: dict[str, torch.Tensor]) -> None:
        """Apply the gradients of one worker to the shared weights."""
        factor = warm_cosine(self.run.progress, self.run.step)
        for group in self.optimizer.param_groups:
            group["lr"] = self.arguments.learning_rate * factor
        for shared, own in zip(self.network.parameters(), worker.parameters(), strict=True):
            shared.grad, own.grad = own.grad, None
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 10.0)
        self.optimizer.step()
        if self.run.step % AVERAGE_EVERY == 0:
            self.average.update(self.network)
        self.means.add(parts)
        self.run.step += 1
        if self.run.step % 100 == 0:
            self.run.log(rate=self.arguments.learning_rate * factor, **self.means.take())

    def save(self) -> None:
        self.run.save(network=self.network, average=self.average, optimizer=self.optimizer)

    def validate(self, pool: ScreenPool) -> None:
        """Log the scores of the averaged weights on every split but the training one."""
        look = look_with(self.average.module)
        for split, most in (("validation", 1.0), ("held-out apps", 0.8), ("held-out toolkit", 0.5)):
            screens = pool.sample(split, int(most * self.arguments.screens_to_validate))  # type: ignore[arg-type]
            if screens:
                figures = score(look, screens).figures()
                self.run.log(split=split, screens=float(len(screens)), **figures)


def train(arguments: Arguments) -> Path:
    """Train until the time is used up; return the run folder."""
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(1)
    trainer = _new_trainer(arguments)
    pool = ScreenPool(arguments.data, arguments.shares)
    print(f"{pool.refresh()} screens; training from step {trainer.run.step}", flush=True)
    chance = random.Random(arguments.seed + trainer.run.step)
    shapes = SMOKE_SHAPES if arguments.smoke else SHAPES
    source = BatchSource(pool, ImageCache(arguments.cache_bytes, chance), shapes, chance.randrange(1 << 30))
    _work(trainer, source, pool)
    trainer.save()
    trainer.validate(pool)
    return arguments.out


def _work(trainer: _Trainer, source: BatchSource, pool: ScreenPool) -> None:
    """Let every worker learn until the time is used up; meanwhile save and validate now and then."""
    arguments, stop = trainer.arguments, threading.Event()
    with ThreadPoolExecutor(arguments.threads) as workers:
        running = [workers.submit(_learn, trainer, source, stop) for _ in range(arguments.threads)]
        try:
            next_check = time.monotonic() + arguments.validate_every
            while not any(w.done() for w in running):
                wait(running, arguments.save_every, FIRST_COMPLETED)
                with trainer.lock:
                    trainer.save()
                if time.monotonic() > next_check:
                    trainer.validate(pool)
                    next_check = time.monotonic() + arguments.validate_every
        finally:
            stop.set()
        for worker in running:
            worker.result()


def _learn(trainer: _Trainer, source: BatchSource, stop: threading.Event) -> None:
    """Take steps on the shared weights, without waiting for other workers (as in Hogwild, Niu et al. 2011).

    A core each with its own batch: on a shared machine a step split over cores waits for the slowest.
    """
    torch.set_num_threads(1)
    own = _worker_of(trainer.network)
    while not stop.is_set() and trainer.run.progress < 1.0:
        if trainer.arguments.steps is not None and trainer.run.step >= trainer.arguments.steps:
            break
        batch = source.batch()
        with torch.autocast("cpu", torch.bfloat16):
            output = own(_as_input(batch.pictures))
        parts = losses(output, batch, LossWeights())
        sum(parts.values()).backward()
        with trainer.lock:
            trainer.take_step(own, {name: part.detach() for name, part in parts.items()})


def _worker_of(network: DetectorNetwork) -> DetectorNetwork:
    """Return a copy with the same weights in the same memory, but gradients of its own."""
    worker = copy.deepcopy(network)
    for own, shared in zip(worker.parameters(), network.parameters(), strict=True):
        own.data = shared.data
    for own, shared in zip(worker.buffers(), network.buffers(), strict=True):
        own.data = shared.data
    return worker.train()


class _Means:
    """Means of loss parts since they were last taken."""

    def __init__(self) -> None:
        self._sums: dict[str, Any] = {}
        self._count = 0

    def add(self, parts: dict[str, torch.Tensor]) -> None:
        self._count += 1
        for name, part in parts.items():
            self._sums[name] = self._sums.get(name, 0) + part

    def take(self) -> dict[str, float]:
        means = {name: float(total) / self._count for name, total in self._sums.items()}
        self._sums, self._count = {}, 0
        return {"loss": sum(means.values()), **means}


def _as_input(pictures: torch.Tensor) -> torch.Tensor:
    return pictures.float().contiguous(memory_format=torch.channels_last)


def _new_trainer(arguments: Arguments) -> _Trainer:
    network = DetectorNetwork(TINY if arguments.smoke else DetectorShape())
    network = network.to(memory_format=torch.channels_last)
    average = Average(network, arguments.average_decay)
    plain = [p for p in network.parameters() if p.ndim <= 1]
    decayed = [p for p in network.parameters() if p.ndim > 1]
    groups = [
        {"params": decayed, "weight_decay": arguments.weight_decay},
        {"params": plain, "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, arguments.learning_rate, betas=(0.9, 0.98), fused=True)
    run = Run(arguments.out, arguments.minutes)
    run.resume(network=network, average=average, optimizer=optimizer)
    return _Trainer(arguments, network, average, optimizer, run)


def main(arguments: list[str]) -> int:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(prog="train_detector", description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders of rendered screens")
    parser.add_argument("--out", type=Path, required=True, help="run folder (checkpoint.pt, curve.jsonl)")
    parser.add_argument("--minutes", type=float, default=55.0, help="budget over all sessions of the run")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cache-gb", type=float, default=6.0, help="memory for decoded pictures")
    parser.add_argument("--smoke", action="store_true", help="a tiny network and a few steps")
    known = parser.parse_args(arguments)
    smoke: dict[str, Any] = {"steps": 12, "screens_to_validate": 3} if known.smoke else {}
    train(
        Arguments(
            tuple(known.data), known.out, known.minutes, known.threads, known.seed,
            cache_bytes=int(known.cache_gb * 1e9), smoke=known.smoke, **smoke,
        )
    )  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
