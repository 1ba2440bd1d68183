"""What the detector is punished for, and what not."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch: Any = pytest.importorskip("torch")
pytestmark = pytest.mark.models

from grounding.networks.detector import TINY, DetectorNetwork, DetectorOutput  # noqa: E402
from grounding.training.detector_batches import Batch, collate  # noqa: E402
from grounding.training.detector_crops import whole_screen  # noqa: E402
from grounding.training.detector_losses import LossWeights, losses  # noqa: E402
from grounding.training.detector_truth import ScreenTruth  # noqa: E402


def batch_of(lines: bool = True, complete: bool = True) -> Batch:
    boxes = np.array([[20, 20, 100, 44], [20, 60, 34, 74]], np.float32)
    known = np.array([[30, 26, 90, 40]], np.float32) if lines else None
    truth = ScreenTruth(Path("x"), boxes, np.array([1, 3]), np.zeros((2, 6), np.float32), known, complete)
    return collate([whole_screen(np.full((128, 128, 3), 200, np.uint8), truth)])


def output_for(batch: Batch) -> DetectorOutput:
    torch.manual_seed(1)
    with torch.no_grad():
        output: DetectorOutput = DetectorNetwork(TINY).eval()(batch.pictures.float())
    return output


def test_every_part_is_finite_and_pulls_on_the_weights() -> None:
    batch = batch_of()
    network = DetectorNetwork(TINY)
    parts = losses(network(batch.pictures.float()), batch, LossWeights())
    sum(parts.values()).backward()
    assert all(torch.isfinite(part) for part in parts.values())
    assert all(p.grad is not None and torch.isfinite(p.grad).all() for p in network.parameters())


def test_unknown_lines_cost_nothing() -> None:
    batch = batch_of(lines=False)
    assert float(losses(output_for(batch), batch, LossWeights())["text"]) == 0


def test_finds_without_truth_cost_less_where_truth_may_be_missing() -> None:
    whole, partial = batch_of(), batch_of(complete=False)
    output = output_for(whole)
    full = losses(output, whole, LossWeights())["element"]
    assert float(losses(output, partial, LossWeights())["element"]) < float(full)


def test_elements_without_weight_teach_nothing() -> None:
    batch = batch_of()
    ignored = replace(batch, weights=torch.zeros(2))
    parts = losses(output_for(batch), ignored, LossWeights())
    assert float(parts["box"]) == float(parts["role"]) == float(parts["state"]) == 0


def test_a_screen_without_elements_still_has_a_loss() -> None:
    truth = ScreenTruth(
        Path("x"),
        np.zeros((0, 4), np.float32),
        np.zeros(0, np.int64),
        np.zeros((0, 6), np.float32),
        None,
        True,
    )
    batch = collate([whole_screen(np.zeros((128, 128, 3), np.uint8), truth)])
    parts = losses(output_for(batch), batch, LossWeights())
    assert float(parts["element"]) > 0
    assert float(parts["box"]) == 0
