"""Ship a trained detector: export, quantise, measure what that costs, install.

``python -m grounding.training.detector_shipping --run RUN --data ...`` also works while the run trains: it
takes the averaged weights of the last checkpoint.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch

from grounding.embedded.detector import NETWORK
from grounding.networks.detector import TINY, DetectorNetwork, DetectorShape, ShippedDetector
from grounding.training.detector_crops import whole_screen
from grounding.training.detector_scores import Looks, Scores, score
from grounding.training.detector_truth import Floats, Pixels, ScreenPool, ScreenTruth
from grounding.training.exporting import export_onnx, install, worst_difference
from grounding.training.run import Run
from grounding.types import Role

_OUTPUTS = ("at8", "at16", "at32", "text")
_LOWEST, _HIGHEST = 0.15, 0.4
_FULL_HD = (1, 1088, 1920, 3)


@dataclass(frozen=True, slots=True)
class Shipping:
    """What to ship: the run, screens to calibrate and validate on, and in which precision."""

    run: Path
    data: tuple[Path, ...]
    int8: bool = True
    smoke: bool = False
    screens: int = 60
    calibration: int = 24
    threads: int = 2
    folder: Path | None = None


def ship(shipping: Shipping) -> dict[str, Any]:
    """Export, compare and install; return what was measured (and recorded beside the weights)."""
    network, run = averaged_network(shipping.run, shipping.smoke)
    shipped = ShippedDetector(network)
    plain = shipping.run / "detector.onnx"
    export_onnx(
        shipped, (torch.zeros(1, 128, 192, 3, dtype=torch.uint8),), plain, ["picture"], _OUTPUTS,
        {"picture": {1: "height", 2: "width"}},
    )  # fmt: skip
    sample = np.random.default_rng(0).integers(0, 255, (1, 192, 256, 3)).astype(np.uint8)
    meta: dict[str, Any] = {"steps": run.step, "minutes": round(run.spent / 60, 1)}
    meta["export_difference"] = worst_difference(shipped, plain, {"picture": sample})
    pool = ScreenPool(shipping.data, {})
    pool.refresh()
    meta["float"] = _measured(plain, pool, shipping)
    chosen = plain
    if shipping.int8:
        chosen = shipping.run / "detector.int8.onnx"
        quantize_detector(plain, chosen, _calibration(pool, shipping.calibration))
        meta["int8"] = _measured(chosen, pool, shipping)
    meta["threshold"] = threshold_of(meta["int8" if shipping.int8 else "float"])
    meta["thresholds"] = _thresholds(chosen, pool, shipping)
    install(NETWORK, chosen, meta, folder=shipping.folder)
    return meta


def averaged_network(folder: Path, smoke: bool = False) -> tuple[DetectorNetwork, Run]:
    """Return the averaged network of a run's checkpoint, and the run's state."""
    network = DetectorNetwork(TINY if smoke else DetectorShape())
    run = Run(folder, minutes=0)
    if not run.resume(average=_AverageOnly(network)):
        raise FileNotFoundError(f"there is no checkpoint in {folder}")
    return network.eval(), run


class _AverageOnly:
    """Loads the averaged weights of a checkpoint straight into a network."""

    def __init__(self, network: DetectorNetwork) -> None:
        self._network = network

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self._network.load_state_dict(state["module"])


def quantize_detector(plain: Path, out: Path, calibration: Iterator[dict[str, Any]]) -> None:
    """Write an int8 version (static, per channel) that keeps the last layers in single precision.

    Distances are exponents: a step of 1/255 of their range would be several pixels.
    """
    from onnxruntime import quantization
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = out.with_suffix(".prepared.onnx")
    quant_pre_process(str(plain), str(prepared), skip_symbolic_shape=True)
    quantization.quantize_static(
        str(prepared),
        str(out),
        _Reader(calibration),
        quant_format=quantization.QuantFormat.QDQ,
        per_channel=True,
        activation_type=quantization.QuantType.QUInt8,
        weight_type=quantization.QuantType.QInt8,
        op_types_to_quantize=["Conv", "Add"],
        nodes_to_exclude=_last_layers(prepared),
    )
    prepared.unlink()


def _last_layers(path: Path) -> list[str]:
    import onnx

    graph = onnx.load(str(path)).graph
    ends = ("/element/", "/edges/", "/role/", "/state/", "/text/out/")
    return [n.name for n in graph.node if n.op_type == "Conv" and any(e in n.name for e in ends)]


class _Reader:
    """Hands calibration inputs one by one."""

    def __init__(self, samples: Iterator[dict[str, Any]]) -> None:
        self._samples = samples

    def get_next(self) -> dict[str, Any] | None:
        return next(self._samples, None)


def _calibration(pool: ScreenPool, most: int) -> Iterator[dict[str, Any]]:
    groups = [screens[:: max(1, len(screens) // most)] for screens in pool.train.values()]
    mixed = [s for several in zip(*groups, strict=False) for s in several][:most]
    for screen in mixed:
        picture = cv2.imread(str(screen.image), cv2.IMREAD_COLOR)
        if picture is not None:
            crop = np.asarray(picture, dtype=np.uint8)[:1088, :1920]
            yield {"picture": whole_screen(crop, screen).picture[None]}


def _measured(path: Path, pool: ScreenPool, shipping: Shipping) -> dict[str, Any]:
    """Return scores by split, and milliseconds for a full-HD picture."""
    look = _look_with(path, shipping.threads)
    figures: dict[str, Any] = {}
    screens = pool.sample("validation", shipping.screens)
    whole = [s for s in screens if s.complete]
    for name, chosen in (
        ("validation", screens),
        ("complete", whole),
        ("held-out apps", pool.sample("held-out apps", shipping.screens)),
        ("held-out toolkit", pool.sample("held-out toolkit", shipping.screens)),
    ):
        if chosen:
            figures[name] = _figures(score(look, chosen), chosen)
    figures["ms"] = _milliseconds(look)
    return figures


def _figures(scores: Scores, screens: Sequence[ScreenTruth]) -> dict[str, Any]:
    threshold, precision, recall = scores.best_threshold() if scores.ranked else (0.0, 0.0, 0.0)
    rounded = {name: round(value, 4) for name, value in scores.figures().items()}
    best = {"threshold": threshold, "precision_there": precision, "recall_there": recall}
    return {
        "screens": len(screens),
        "elements": scores.wanted,
        **rounded,
        **{name: round(value, 4) for name, value in best.items()},
    }


def threshold_of(figures: dict[str, Any], low: float = 0.2, high: float = 0.4) -> float:
    """Return where to cut scores: the best F-measure on screens whose truth is complete."""
    known = figures.get("complete") or figures.get("validation") or {"threshold": 0.3}
    return round(min(high, max(low, float(known["threshold"]))), 3)


def _thresholds(path: Path, pool: ScreenPool, shipping: Shipping) -> dict[Role, float]:
    """Return where to cut the finds of each role, by as many validation screens of every data folder."""
    by_folder: dict[Path, list[ScreenTruth]] = defaultdict(list)
    for screen in pool.sample("validation", 1_000_000):
        by_folder[screen.image.parents[1]].append(screen)
    screens = [s for several in by_folder.values() for s in several[: shipping.screens]]
    best = score(_look_with(path, shipping.threads), screens).best_thresholds()
    return {role: round(min(_HIGHEST, max(_LOWEST, value)), 3) for role, value in sorted(best.items())}


def _look_with(path: Path, threads: int) -> Looks:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def look(picture: Pixels) -> tuple[list[Floats], Floats]:
        *levels, text = session.run(None, {"picture": picture[None]})
        return [level[0] for level in levels], text[0, 0]

    return look


def _milliseconds(look: Looks, runs: int = 10) -> float:
    picture = np.random.default_rng(0).integers(0, 255, _FULL_HD).astype(np.uint8)[0]
    times = []
    for _ in range(runs):
        start = time.monotonic()
        look(picture)
        times.append(1000 * (time.monotonic() - start))
    return round(min(times), 1)


def main(arguments: list[str]) -> int:
    """Parse the command line and ship."""
    parser = argparse.ArgumentParser(prog="detector_shipping", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--run", type=Path, required=True, help="run folder of train_detector")
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="folders of rendered screens")
    parser.add_argument("--float", action="store_true", help="single precision instead of int8")
    parser.add_argument("--screens", type=int, default=60, help="screens of each split to measure on")
    parser.add_argument("--folder", type=Path, default=None, help="install elsewhere than in the package")
    parser.add_argument("--smoke", action="store_true", help="the tiny network of a smoke run")
    known = parser.parse_args(arguments)
    shipping = Shipping(
        known.run, tuple(known.data), not known.float, known.smoke, known.screens, folder=known.folder
    )
    print(json.dumps(ship(shipping), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
