"""Fine-tuning learns: a miniature of Qwen2.5-VL, from nothing and by reward; a real size on a card."""

from __future__ import annotations

import tempfile
from pathlib import Path

from evals.bench.result import BenchmarkResult, Bound, Figure

_LEARNED_SHARE = 0.9


def run() -> BenchmarkResult:
    """Train the miniature in both ways; measure speed on a graphics card if torch sees one."""
    from grounding.errors import ModelUnavailable
    from grounding.finetuning.packages import require_packages

    try:
        require_packages()
    except ModelUnavailable as error:
        return BenchmarkResult("finetune", {}, details=(f"skipped: {error}",))
    figures, bounds = _miniature()
    real, details = _real_size()
    return BenchmarkResult("finetune", figures | real, bounds, details)


def _miniature() -> tuple[dict[str, Figure], dict[str, Bound]]:
    from grounding.finetuning.rehearsal import PARTLY_LEARNED_STEPS, TARGETS, learn, reinforce, set_up

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stand = set_up(folder)
        learned, _ = learn(stand, folder / "learned")
        _, partly = learn(stand, folder / "partly", PARTLY_LEARNED_STEPS)
        rewarded = reinforce(stand, folder / "rewarded", partly)
    figures = {
        "hits before": Figure(learned.before.share, "share", TARGETS),
        "hits after": Figure(learned.after.share, "share", TARGETS),
        "supervised training": Figure(learned.seconds, "s"),
        "supervised tokens": Figure(learned.tokens / learned.seconds, "1/s"),
        "reward at first": Figure(rewarded.first, "share"),
        "reward at last": Figure(rewarded.last, "share"),
        "reward gained": Figure(rewarded.last - rewarded.first, "share"),
        "hits before reinforcement": Figure(rewarded.before.share, "share", rewarded.before.asked),
        "hits after reinforcement": Figure(rewarded.after.share, "share", rewarded.after.asked),
        "reinforcement": Figure(rewarded.seconds, "s"),
    }
    bounds = {
        "hits before": Bound(0.0, "max"),
        "hits after": Bound(_LEARNED_SHARE, "min"),
        "reward gained": Bound(0.05, "min"),
    }
    return figures, bounds


def _real_size() -> tuple[dict[str, Figure], tuple[str, ...]]:
    import torch

    from grounding.finetuning.throughput import Trial, measure

    if not torch.cuda.is_available():
        return {}, ("a real size: skipped, torch sees no graphics card here",)
    made = measure(Trial())
    figures = {
        "3B: tokens": Figure(made.tokens_per_second, "1/s", 20),
        "3B: samples of 1920x1080": Figure(made.samples_per_second, "1/s", 20),
        "3B: card busy": Figure(made.busy, "share"),
        "3B: operations": Figure(made.flops / 1e12, "Tflop/s"),
        "3B: memory": Figure(made.peak_bytes / 1e9, "GB"),
    }
    return figures, (f"a real size: {made.parameters / 1e9:.2f} billion random weights on {made.card}",)
