"""Trains the matcher: ``python -m grounding.training.train_matcher --screens DIR... --out RUN --minutes M``.

Screens are shown with a parser's mistakes simulated, a new set each time, so no detector is needed;
``--parses`` mixes in what the real parser saw, ``--start`` begins with the weights of another run's
checkpoint, ``--blend`` averages the final weights with those of earlier runs of the same chain.
Resumes from ``RUN/checkpoint.pt``. At the end the average
weights are calibrated on screens that were not trained on (validation, and a few applications set aside),
exported, compared with their ONNX file and, with ``--install``,
put among the shipped weights.
"""

from __future__ import annotations

import argparse
import json
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from grounding.data.expressions.command import icon_phrases
from grounding.embedded.calibration import Calibration, fit_isotonic, fit_temperature
from grounding.embedded.features import CHANNELS, FIT_SIZE
from grounding.embedded.features_query import FLAG_SIZE
from grounding.embedded.features_screen import ELEMENT_SIZE, PAIR_SIZE, pair_features
from grounding.embedded.matcher import mass_of
from grounding.embedded.tokens import TABLE_SIZE
from grounding.networks.matcher import MatcherNetwork, MatcherSizes, listwise_loss
from grounding.training.exporting import export_onnx, install, worst_difference
from grounding.training.matcher_data import SET_ASIDE, Sample, SampleMaker, load_screens
from grounding.training.matcher_feed import Arguments, Feed, check_samples
from grounding.training.matcher_pictures import EncodedPictures, Pictures, StandInPictures
from grounding.training.matcher_report import learned_outcomes, summary, written_outcomes
from grounding.training.run import Average, Run, warm_cosine

_CALIBRATING = ("validation", SET_ASIDE)
_ENOUGH_SCREENS = 8
_SAVE_AFTER = 250
_RELOAD_AFTER = 2000
_OPTIONS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("minutes", "rate"), float),
    **dict.fromkeys(("threads", "seed", "queries", "screens-per-step", "reuse"), int),
    **dict.fromkeys(("check-screens", "most-screens"), int),
    **dict.fromkeys(("parses", "start"), Path),
}
_INPUTS = ["elements", "label_ids", "pairs", "token_ids", "token_flags", "token_mask", "match", "fit"]


def main(arguments: list[str] | None = None) -> int:
    """Train, calibrate, report and export; return 0."""
    chosen = _parsed(arguments)
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(chosen.seed)
    run = Run(chosen.out, chosen.minutes)
    network = MatcherNetwork(sizes())
    average = Average(network, 0.997)
    optimiser = torch.optim.AdamW(network.parameters(), lr=chosen.rate, weight_decay=0.02, betas=(0.9, 0.98))
    resumed = run.resume(network=network, average=average, optimiser=optimiser)
    if chosen.start is not None and not resumed:
        network.load_state_dict(torch.load(chosen.start, weights_only=True)["parts"]["average"]["module"])
    phrases = icon_phrases()
    pictures: Pictures = (
        StandInPictures(phrases) if chosen.stand_in else EncodedPictures(chosen.out / "icons")
    )
    maker = SampleMaker(pictures, phrases, [], None if chosen.stand_in else StandInPictures(phrases))
    sources = load_screens(chosen.screens, chosen.most_screens, chosen.seed)
    checks = check_samples(chosen, sources, maker)
    print({split: len(samples) for split, samples in checks.items()}, len(sources), "screens", flush=True)
    _train(chosen, run, network, average, optimiser, Feed(chosen, sources, maker, run.step), checks)
    blend(average.module, chosen.blend)
    _finish(chosen, run, average.module, checks)
    return 0


def blend(network: Any, checkpoints: Sequence[Path]) -> None:
    """Make half of each weight the network's, and half the mean of those in other runs' checkpoints.

    The runs must have started from one another. Wortsman et al. 2022, "Model soups".
    """
    if not checkpoints:
        return
    states = [torch.load(path, weights_only=True)["parts"]["average"]["module"] for path in checkpoints]
    with torch.no_grad():
        for name, weight in network.state_dict().items():
            others = torch.stack([state[name].float() for state in states]).mean(0)
            weight.copy_(0.5 * weight + 0.5 * others)


def sizes() -> MatcherSizes:
    """Return the sizes that follow from the features."""
    return MatcherSizes(ELEMENT_SIZE, PAIR_SIZE, CHANNELS, FIT_SIZE, FLAG_SIZE, TABLE_SIZE)


def _train(
    chosen: Arguments, run: Run, network: Any, average: Average, optimiser: Any, feed: Feed,
    checks: dict[str, list[Sample]],
) -> None:  # fmt: skip
    network.train()
    losses: deque[float] = deque(maxlen=100)
    for step in run.steps(3 if chosen.smoke else None):
        factor = warm_cosine(run.progress, step)
        for group in optimiser.param_groups:
            group["lr"] = chosen.rate * factor
        optimiser.zero_grad(set_to_none=True)
        for _ in range(chosen.screens_per_step):
            sample = next(feed)
            # Layers this narrow are no faster in bfloat16 on a CPU.
            loss = listwise_loss(
                network(*tensors(sample)), torch.from_numpy(sample.accepted), weights_of(sample)
            )
            (loss / chosen.screens_per_step).backward()
            losses.append(float(loss.detach()))
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        average.update(network)
        if step % 50 == 0:
            run.log(loss=float(np.mean(losses)), rate=chosen.rate * factor)
        if step and step % _SAVE_AFTER == 0:
            run.save(network=network, average=average, optimiser=optimiser)
        if step and step % _RELOAD_AFTER == 0:
            feed.use(load_screens(chosen.screens, chosen.most_screens, step))
            run.log(**_quick_check(average.module, checks))
    run.save(network=network, average=average, optimiser=optimiser)


def weights_of(sample: Sample) -> torch.Tensor:
    """Return the weight of each expression: several accepted answers mean less certainty."""
    return torch.from_numpy(1.0 / np.sqrt(np.maximum(1, sample.accepted.sum(1)))).float()


def tensors(sample: Sample) -> tuple[torch.Tensor, ...]:
    """Return the network's inputs in their order."""
    arrays = (
        sample.elements, sample.label_ids, pair_features(sample.boxes, sample.boxes), sample.token_ids,
        sample.token_flags, sample.token_mask, sample.match.astype(np.float32), sample.fit,
    )  # fmt: skip
    return tuple(torch.from_numpy(np.ascontiguousarray(a)) for a in arrays)


@torch.no_grad()
def logits_of(network: Any, sample: Sample) -> list[np.ndarray[Any, np.dtype[np.float32]]]:
    """Return the logits [n + 1] of each expression."""
    network.eval()
    return list(network(*tensors(sample)).float().numpy())


def _quick_check(network: Any, checks: dict[str, list[Sample]]) -> dict[str, float]:
    figures = {}
    for split, samples in checks.items():
        outcomes = [
            o for s in samples[:20] for o in learned_outcomes(s, logits_of(network, s), Calibration())
        ]
        if outcomes:
            found = summary(outcomes)
            figures[f"{split} accuracy"] = found["kinds"].get("present", {}).get("accuracy", 0.0)
            figures[f"{split} auroc"] = found["auroc"]
    return figures


def calibrated(network: Any, samples: list[Sample]) -> Calibration:
    """Return the calibration that fits the samples."""
    pairs = [(z, y) for s in samples for z, y in zip(logits_of(network, s), s.accepted, strict=True)]
    if not pairs:
        return Calibration()
    temperature = fit_temperature([z for z, _ in pairs], [y for _, y in pairs])
    flat = Calibration(temperature)
    raw, right = [], []
    for s in samples:
        for z, y in zip(logits_of(network, s), s.accepted, strict=True):
            shares = flat.shares(z)
            best = int(shares[:-1].argmax())
            raw.append(mass_of(shares[:-1], s.boxes, s.seen.elements, best))
            right.append(bool(y[best]))
    knots = fit_isotonic(np.array(raw, np.float32), np.array(right, bool))
    return Calibration(temperature, tuple(map(float, knots[0])), tuple(map(float, knots[1])))


def _finish(chosen: Arguments, run: Run, network: Any, checks: dict[str, list[Sample]]) -> None:
    # Nothing held out has a say in the calibration.
    pool = {k: v for k, v in checks.items() if k.startswith(_CALIBRATING)}
    real = [s for split, samples in pool.items() if "parsed" in split for s in samples]
    simulated = [s for samples in pool.values() for s in samples]
    calibration = calibrated(network, real if len(real) >= _ENOUGH_SCREENS else simulated)
    report: dict[str, Any] = {}
    for split, checked in checks.items():
        learned = [o for s in checked for o in learned_outcomes(s, logits_of(network, s), calibration)]
        written = [o for s in checked for o in written_outcomes(s)]
        report[split] = {"learned": summary(learned), "hand-written": summary(written)} if learned else {}
    (chosen.out / "report.json").write_text(json.dumps(report, indent=1), "utf-8")
    print(json.dumps(report, indent=1), flush=True)
    path = chosen.out / "matcher.onnx"
    sample = next(s for samples in checks.values() for s in samples)
    difference = export(network, sample, path)
    meta = {
        "calibration": calibration.to_meta(), "sizes": asdict(sizes()), "steps": run.step,
        "minutes": round(run.seconds / 60, 1), "stand_in_pictures": chosen.stand_in,
        "parity": difference, "report": report,
    }  # fmt: skip
    (chosen.out / "matcher.json").write_text(json.dumps(meta, indent=1), "utf-8")
    print(f"ONNX differs by {difference:.2g}; {path.stat().st_size / 1e6:.1f} MB", flush=True)
    if chosen.install:
        install("matcher", path, meta)


def export(network: Any, sample: Sample, path: Path) -> float:
    """Write the network as ONNX; return its largest difference from it on the sample."""
    inputs = tensors(sample.of_queries([0]))
    axes = {
        "elements": {0: "n"}, "label_ids": {0: "n"}, "pairs": {0: "n", 1: "n"}, "token_ids": {0: "q", 1: "t"},
        "token_flags": {0: "q", 1: "t"}, "token_mask": {0: "q", 1: "t"}, "match": {0: "q", 1: "n", 2: "t"},
        "fit": {0: "q", 1: "n"}, "logits": {0: "q", 1: "n1"},
    }  # fmt: skip
    export_onnx(network.eval(), inputs, path, _INPUTS, ["logits"], axes)
    return worst_difference(network, path, dict(zip(_INPUTS, (x.numpy() for x in inputs), strict=True)))


def _parsed(arguments: list[str] | None) -> Arguments:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--screens", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--blend", type=Path, nargs="*", default=[], help="checkpoints of earlier runs")
    for name, kind in _OPTIONS.items():
        parser.add_argument(f"--{name}", type=kind, default=argparse.SUPPRESS)
    for name in ("stand-in", "install", "smoke"):
        parser.add_argument(f"--{name}", action="store_true")
    return Arguments(**vars(parser.parse_args(arguments)))


if __name__ == "__main__":
    raise SystemExit(main())
