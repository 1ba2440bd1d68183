"""Train, measure and export the network that reads instructions.

``python -m grounding.training.train_act --data DIR --out RUN --minutes M``; ``--export`` calibrates, measures
and installs the network of a run; ``--sentences FILE`` measures on other sentences too.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from grounding.data.phrases.sample import PHRASES_FILE, read_phrases
from grounding.embedded.act_words import KINDS, Encoded, encode
from grounding.embedded.weights import open_network
from grounding.networks.act import ActNetwork, parameters_of
from grounding.training import act_scores, exporting
from grounding.training.act_batches import IGNORED, Batch, Instructions, endless, prepare
from grounding.training.run import Average, Run, warm_cosine


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a training run is made of; ``words`` is the size of a batch, ``rate`` the top learning rate."""

    data: tuple[Path, ...]
    out: Path
    minutes: float = 25.0
    threads: int = 1
    words: int = 2000
    rate: float = 2e-3
    seed: int = 0
    evaluate_every: float = 300.0
    most_steps: int | None = None
    most_samples: int | None = None
    check_samples: int = 400


def train(arguments: Arguments) -> Run:
    """Train until the time is up; checkpoints, curve and the averaged network are in the run's folder."""
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    data = _prepared(arguments)
    run = Run(arguments.out, arguments.minutes)
    network = ActNetwork()
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=arguments.rate, betas=(0.9, 0.98), weight_decay=0.01
    )
    average = Average(network)
    run.resume(network=network, optimiser=optimiser, average=average)
    batches = endless(data, arguments.words, arguments.seed + run.step)
    evaluated, losses = run.seconds, []
    for step in run.steps(arguments.most_steps):
        for group in optimiser.param_groups:
            group["lr"] = arguments.rate * warm_cosine(run.progress, step, 200)
        losses.append(_learn(network, optimiser, next(batches)))
        average.update(network)
        if step % 100 == 99:
            run.log(loss=float(np.mean(losses)), rate=optimiser.param_groups[0]["lr"])
            losses = []
        if run.seconds - evaluated > arguments.evaluate_every:
            _pause(run, arguments, network, optimiser, average)
            evaluated = run.seconds
    _pause(run, arguments, network, optimiser, average)
    return run


def _pause(
    run: Run, arguments: Arguments, network: nn.Module, optimiser: torch.optim.Optimizer, average: Average
) -> None:
    run.save(network=network, optimiser=optimiser, average=average)
    samples = list(islice(held_out(arguments.data), arguments.check_samples))
    if samples:
        judged = act_scores.judge(samples, reader_of(average.module))
        shares = act_scores.report(judged)
        run.log(
            **{
                f"exact {k}": v["exact"]
                for k, v in shares.items()
                if k in ("all actions", "no single action")
            }
        )


def _prepared(arguments: Arguments) -> Instructions:
    """Return the training instructions as arrays, kept beside the run for the next session."""
    kept = arguments.out / "instructions.npz"
    if kept.exists():
        return Instructions.load(kept)
    samples = (s for folder in arguments.data for s in read_phrases(folder / PHRASES_FILE) if not s.held_out)
    data, left_out = prepare(islice(samples, arguments.most_samples))
    print(f"{len(data)} instructions, {left_out} left out", flush=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    data.save(kept)
    return data


def held_out(folders: Sequence[Path]) -> Any:
    """Yield the samples of templates that are never trained on."""
    return (s for folder in folders for s in read_phrases(folder / PHRASES_FILE) if s.held_out)


def _learn(network: nn.Module, optimiser: torch.optim.Optimizer, batch: Batch) -> float:
    network.train()
    with torch.autocast("cpu", torch.bfloat16):
        tags, kinds = network(batch.ids, batch.looks)
    loss = loss_of(tags.float(), kinds.float(), batch)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def loss_of(tags: torch.Tensor, kinds: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Return the mean losses of tags, kinds and "several actions" together."""
    # Per instruction rather than per word: one wrong word spoils the whole span.
    by_word = nn.functional.cross_entropy(
        tags.flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED, reduction="sum"
    )
    of_tags = by_word / max(1, int((batch.kinds > 0).sum()))
    of_kinds = nn.functional.cross_entropy(kinds[:, : len(KINDS)], batch.kinds, label_smoothing=0.01)
    several = nn.functional.binary_cross_entropy_with_logits(kinds[:, -1], batch.several)
    return 0.5 * of_tags + of_kinds + 0.5 * several


def reader_of(module: nn.Module) -> act_scores.Network:
    """Return a function that runs ``module`` on one instruction."""
    module.eval()

    @torch.no_grad()
    def run(encoded: Encoded) -> list[NDArray[np.float32]]:
        tags, kinds = module(torch.from_numpy(encoded.ids[None]), torch.from_numpy(encoded.looks[None]))
        return [tags[0].numpy(), kinds[0].numpy()]

    return run


def shipped_reader_of(path: Path) -> act_scores.Network:
    """Return a function that runs the exported file: what is measured is what is shipped."""
    folder = path.parent / "weights"
    exporting.install("act", path, {}, folder=folder)
    network = open_network("act", threads=1, folder=folder)

    def run(encoded: Encoded) -> list[NDArray[np.float32]]:
        tags, kinds = network.run(ids=encoded.ids[None], looks=encoded.looks[None])
        return [tags[0], kinds[0]]

    return run


def export(
    arguments: Arguments, sentences: Path | None, fresh: Path | None = None, folder: Path | None = None
) -> dict[str, Any]:
    """Calibrate on one half of the held-out templates, measure on the other, and install the network.

    ``fresh``: a folder of instructions of another seed; half of them are calibrated on as well, since what
    people say is neither only templates that were learned nor only ones that were not.
    """
    torch.set_num_threads(arguments.threads)
    run, network = Run(arguments.out, arguments.minutes), ActNetwork()
    average = Average(network)
    if not run.resume(network=network, average=average):
        raise SystemExit(f"there is no checkpoint in {arguments.out}")
    path = arguments.out / "act.onnx"
    write_onnx(average.module, path)
    network_of = shipped_reader_of(path)
    most = 6 * arguments.check_samples
    sets = {"held-out templates": list(islice(held_out(arguments.data), most))}
    if fresh:
        sets["fresh instructions"] = list(islice(read_phrases(fresh / PHRASES_FILE), most))
    fitted = [j for samples in sets.values() for j in act_scores.judge(samples[::2], network_of)]
    weights = act_scores.calibrate(fitted)
    threshold = act_scores.best_threshold(act_scores.scores_of(fitted, weights), _right(fitted))
    figures = {
        name: measure(act_scores.judge(samples[1::2], network_of), weights, threshold)
        for name, samples in sets.items()
    }
    if sentences:
        judged = act_scores.judge(read_phrases(sentences), network_of)
        figures["sentences by hand"] = measure(judged, weights, threshold)
        (arguments.out / "mistakes.txt").write_text(_mistakes(judged, weights), "utf-8")
    meta = {
        "kinds": list(KINDS), "calibration": weights, "threshold": threshold, "steps": run.step,
        "parameters": parameters_of(average.module), "measured": _headline(figures),
    }  # fmt: skip
    exporting.install("act", path, meta, folder=folder)
    (arguments.out / "figures.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False), "utf-8")
    return figures


def write_onnx(module: nn.Module, path: Path) -> None:
    """Export ``module`` and check that it says the same in ONNX Runtime. Raises ValueError where not."""
    encoded = encode("Click on the 'Save' button to save the changes")
    inputs = {"ids": encoded.ids[None], "looks": encoded.looks[None]}
    axes = {"ids": {0: "b", 1: "n"}, "looks": {0: "b", 1: "n"}, "tags": {0: "b", 1: "n"}, "kinds": {0: "b"}}
    tensors = tuple(torch.from_numpy(v) for v in inputs.values())
    exporting.export_onnx(module, tensors, path, list(inputs), ["tags", "kinds"], axes)
    for text in ("OK", "Type 'hello world' into the field labelled \"Name\", please, and nothing else"):
        other = encode(text)
        worst = exporting.worst_difference(module, path, {"ids": other.ids[None], "looks": other.looks[None]})
        if worst > 2e-2:
            raise ValueError(f"the exported network differs by {worst}")


def measure(judged: list[act_scores.Judged], weights: list[float], threshold: float) -> dict[str, Any]:
    """Return all figures of one set of sentences."""
    scores, right = act_scores.scores_of(judged, weights), _right(judged)
    actions = np.array([j.sample.kind != "none" for j in judged])
    read = np.array([j.reading is not None for j in judged])
    kept = scores >= threshold
    return {
        "count": len(judged),
        "threshold": threshold,
        "calibration error": round(act_scores.calibration_error(scores[read], right[read]), 4),
        "separation of actions from others": round(
            act_scores.separation(scores[actions], scores[~actions]), 4
        ),
        "answered of actions": round(float(kept[actions].mean()), 4),
        "right of answered": round(float(right[kept].mean()), 4) if kept.any() else 0.0,
        "answered of others": round(float(kept[~actions].mean()), 4) if (~actions).any() else 0.0,
        "shares": act_scores.report(judged),
    }


def _right(judged: Sequence[act_scores.Judged]) -> NDArray[np.bool_]:
    return np.array([j.right for j in judged])


def _headline(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: {k: v for k, v in f.items() if k != "shares"} for name, f in figures.items()}


def _mistakes(judged: Sequence[act_scores.Judged], weights: Sequence[float]) -> str:
    lines = []
    for one, score in zip(judged, act_scores.scores_of(judged, weights), strict=True):
        if not one.right:
            sample, said = one.sample, one.reading
            wanted = f"{sample.kind} | {sample.words_of(sample.target)} | {sample.words_of(sample.text)}"
            got = f"{said.kind} | {said.target} | {said.text}" if said else "none"
            lines.append(f"{score:.2f}  {sample.instruction}\n      wanted {wanted}\n      got    {got}\n")
    return "".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Train or export; return the exit status."""
    options = _options(arguments)
    chosen = Arguments(tuple(options.data), options.out, options.minutes, options.threads, seed=options.seed)
    if options.smoke:
        chosen = Arguments(
            **{**asdict(chosen), "minutes": 1.0, "most_steps": 5, "most_samples": 400, "check_samples": 20}
        )
    if options.export:
        figures = export(chosen, options.sentences, options.fresh, options.weights)
        print(json.dumps(figures, indent=1, ensure_ascii=False))
    else:
        train(chosen)
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m grounding.training.train_act", description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders with phrases.jsonl")
    parser.add_argument("--out", type=Path, required=True, help="folder of the run")
    parser.add_argument("--minutes", type=float, default=25.0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--smoke", action="store_true", help="a few steps only")
    parser.add_argument(
        "--export", action="store_true", help="calibrate, measure and install the run's network"
    )
    parser.add_argument("--sentences", type=Path, help="sentences written by hand, to be measured as well")
    parser.add_argument("--fresh", type=Path, help="instructions of another seed, to calibrate on as well")
    parser.add_argument("--weights", type=Path, help="folder to install into; the shipped weights without it")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
