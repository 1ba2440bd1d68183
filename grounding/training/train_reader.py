"""Train, measure and export the reader of text lines.

``python -m grounding.training.train_reader --data DIR --held-out DIR --out RUN --minutes M``; ``--export``
writes and installs the network of a run; ``--evaluate`` compares the installed one with rapidocr's.
"""

from __future__ import annotations

import argparse
import queue
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from grounding.data.lines.alphabet import characters
from grounding.data.lines.shards import LineShards
from grounding.embedded.reader import SLOTS, LineReader, Place
from grounding.networks.reader import BestCharacters, LineNetwork
from grounding.training import exporting
from grounding.training.line_batches import Batch, cropped, endless
from grounding.training.orthogonal import Muon
from grounding.training.reading_scores import ReadingScore, by_group, scored, size_group
from grounding.training.run import Average, Run, warm_cosine

_CHUNK = 12


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a training run is made of; ``rate`` is the top learning rate."""

    data: tuple[Path, ...]
    held_out: tuple[Path, ...]
    out: Path
    minutes: float = 60.0
    threads: int = 1
    strips: int = 6
    rate: float = 2.5e-3
    seed: int = 0
    evaluate_every: float = 300.0
    most_steps: int | None = None
    check_lines: int = 800


def train(arguments: Arguments) -> Run:
    """Train until the time is up; checkpoints, curve and the averaged network are in the run's folder."""
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    run = Run(arguments.out, arguments.minutes)
    network = LineNetwork(len(characters()) + 1).to(memory_format=torch.channels_last)
    average = Average(network, decay=0.995)
    optimisers = _optimisers(network)
    parts = {"network": network, "average": average, **optimisers}
    run.resume(**parts)
    batches = _ahead(endless(arguments.data, arguments.strips, arguments.seed + run.step))
    evaluated, losses = run.seconds, []
    for step in run.steps(arguments.most_steps):
        rate = arguments.rate * warm_cosine(run.progress, step, 300)
        losses.append(_learn(network, optimisers.values(), next(batches), rate))
        average.update(network)
        if step % 50 == 0:
            run.log(loss=float(np.mean(losses)), rate=rate)
            losses = []
        if run.seconds - evaluated > arguments.evaluate_every:
            run.save(**parts)
            _report(run, average.module, arguments)
            evaluated = run.seconds
    run.save(**parts)
    _report(run, average.module, arguments)
    return run


def _ahead(batches: Iterator[Batch], depth: int = 4) -> Iterator[Batch]:
    """Make batches in a thread of their own, a few ahead."""
    made: queue.Queue[Batch] = queue.Queue(depth)

    def make() -> None:
        for item in batches:
            made.put(item)

    threading.Thread(target=make, daemon=True).start()
    while True:
        yield made.get()


def _optimisers(network: LineNetwork) -> dict[str, torch.optim.Optimizer]:
    """Muon for the hidden convolutions; AdamW for the first and the last layer, norms and biases."""
    first, last = network.stem[0], network.head
    outer = {id(p) for part in (first, last) for p in part.parameters()}
    hidden = [p for p in network.parameters() if p.ndim == 4 and id(p) not in outer]
    inside = {id(p) for p in hidden}
    others = [p for p in network.parameters() if id(p) not in inside]
    # Orthogonal steps bear twice the rate.
    plain = [{"params": others, "share": 0.5}]
    return {"muon": Muon(hidden), "adam": torch.optim.AdamW(plain, betas=(0.9, 0.98), weight_decay=0.01)}


def _learn(
    network: nn.Module, optimisers: Iterable[torch.optim.Optimizer], batch: Batch, rate: float
) -> float:
    network.train()
    strips = batch.strips.to(memory_format=torch.channels_last)
    with torch.autocast("cpu", torch.bfloat16):
        logits = network(strips)
    loss = ctc_loss(logits.float(), batch.places, batch.targets)
    network.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 2.0)
    for optimiser in optimisers:
        for group in optimiser.param_groups:
            group["lr"] = rate * group.get("share", 1.0)
        optimiser.step()
    return float(loss.detach())


def ctc_loss(logits: torch.Tensor, places: Sequence[Place], targets: Sequence[Sequence[int]]) -> torch.Tensor:
    """Return the mean CTC loss per character of lines packed into strips."""
    flat = logits.log_softmax(2).flatten(0, 1)
    per_strip = logits.shape[1]
    order = sorted(range(len(places)), key=lambda i: places[i].end - places[i].start)
    total = flat.new_zeros(())
    # Lines of like length together: little is computed for padding.
    for first in range(0, len(order), _CHUNK):
        chosen = order[first : first + _CHUNK]
        lengths = [(places[i].end - places[i].start) * SLOTS for i in chosen]
        starts = [places[i].strip * per_strip + places[i].start * SLOTS for i in chosen]
        index = torch.tensor(starts) + torch.arange(max(lengths)).unsqueeze(1)
        own = flat[index.clamp_max(flat.shape[0] - 1)]
        wanted = torch.tensor([c for i in chosen for c in targets[i]])
        sizes = torch.tensor([len(targets[i]) for i in chosen])
        total = total + nn.functional.ctc_loss(
            own, wanted, torch.tensor(lengths), sizes, reduction="sum", zero_infinity=True
        )
    return total / sum(len(t) for t in targets)


class _TorchNetwork:
    """A module dressed as an opened network, so that evaluation uses the shipped reader's own code."""

    def __init__(self, module: LineNetwork) -> None:
        self._module = BestCharacters(module).eval()
        self.meta: dict[str, Any] = {"characters": characters()}

    def run(self, **inputs: NDArray[Any]) -> list[NDArray[Any]]:
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            strips = torch.from_numpy(inputs["strips"]).to(memory_format=torch.channels_last)
            return [x.float().numpy() if x.is_floating_point() else x.numpy() for x in self._module(strips)]


def evaluate(reader: LineReader, shards: LineShards, most: int) -> dict[str, ReadingScore]:
    """Return the scores of evenly spread lines: over all, by language, by size and by font."""
    chance = np.random.default_rng(0)
    chosen = range(0, len(shards), max(1, len(shards) // max(1, most)))
    crops = [cropped(shards.image(i), shards.entries[i], chance) for i in chosen]
    pairs = []
    for i, line in zip(chosen, reader.read(crops), strict=True):
        entry = shards.entries[i]
        score = scored(entry.text, line.text)
        size = size_group(entry.size)
        pairs += [("all", score), (f"language {entry.language}", score), (f"size {size}", score)]
        pairs.append((f"font {entry.font}", score))
    return by_group(pairs)


def _report(run: Run, module: LineNetwork, arguments: Arguments) -> None:
    shards = LineShards(*arguments.held_out)
    groups = evaluate(LineReader(_TorchNetwork(module)), shards, arguments.check_lines) if len(shards) else {}
    figures = {}
    for name, score in sorted(groups.items()):
        if not name.startswith("font") and score.words >= 20:
            figures[f"{name} recall"] = round(score.word_recall, 4)
    if "all" in groups:
        figures["error rate"] = round(groups["all"].error_rate, 4)
    run.log(**figures)


def export(run_folder: Path, weights: Path | None = None) -> dict[str, float]:
    """Write the run's averaged network as ONNX, check it against torch, and install it as "reader"."""
    network = LineNetwork(len(characters()) + 1)
    average = Average(network)
    run = Run(run_folder, 1.0)
    if not run.resume(average=average):
        raise SystemExit(f"There is no checkpoint in {run_folder}.")
    module = BestCharacters(average.module)
    path = run_folder / "reader.onnx"
    sample = torch.rand(2, 3, 24, 256)
    axes = {"strips": {0: "strips", 3: "width"}, "classes": {0: "strips", 1: "slots"}}
    exporting.export_onnx(
        module, (sample,), path, ["strips"], ["classes", "scores"], {**axes, "scores": axes["classes"]}
    )
    difference = exporting.worst_difference(module, path, {"strips": torch.rand(1, 3, 24, 512).numpy()})
    meta = {"characters": characters(), "steps": run.step, "seconds": round(run.spent)}
    exporting.install("reader", path, meta, folder=weights)
    return {"worst difference": difference, "bytes": float(path.stat().st_size), "steps": float(run.step)}


def main(arguments: list[str]) -> int:
    """Train, export or compare, as asked."""
    chosen = _parser().parse_args(arguments)
    if chosen.smoke:
        return _smoke()
    if chosen.evaluate:
        from grounding.training.compare_readers import compare

        print(compare(chosen.held_out, chosen.check_lines))
        return 0
    if not chosen.export:
        train(_arguments(chosen))
    if chosen.export or chosen.install:
        print(export(chosen.out))
    return 0


def _smoke() -> int:
    """Train a few steps on a few drawn lines and export, all in a scratch folder."""
    import tempfile

    from grounding.data.lines.drawing import drawn_lines
    from grounding.data.lines.shards import write_shard

    with tempfile.TemporaryDirectory() as folder:
        data, run = Path(folder) / "lines", Path(folder) / "run"
        write_shard(data, "smoke", drawn_lines(0, 60, most_catalogues=3))
        train(Arguments((data,), (data,), run, minutes=1.0, strips=2, most_steps=3, check_lines=10))
        print(export(run, Path(folder) / "weights"))
    return 0


def _arguments(chosen: argparse.Namespace) -> Arguments:
    return Arguments(
        tuple(chosen.data),
        tuple(chosen.held_out),
        chosen.out,
        chosen.minutes,
        chosen.threads,
        chosen.strips,
        chosen.rate,
        chosen.seed,
        check_lines=chosen.check_lines,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m grounding.training.train_reader", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="*", default=[])
    parser.add_argument("--held-out", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, default=Path("runs/reader"))
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--strips", type=int, default=6)
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--check-lines", type=int, default=800)
    parser.add_argument("--install", action="store_true", help="export and install after training")
    parser.add_argument("--export", action="store_true", help="only export and install what --out holds")
    parser.add_argument(
        "--evaluate", action="store_true", help="compare the installed reader with rapidocr's"
    )
    parser.add_argument("--smoke", action="store_true", help="a few seconds that touch everything")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
