"""The whole way, tiny: train, resume, score, ship, find."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("torch")
pytestmark = pytest.mark.models

from grounding.embedded.detector import Detection, ElementDetector  # noqa: E402
from grounding.embedded.weights import open_network  # noqa: E402
from grounding.training.detector_scores import Scores, match  # noqa: E402
from grounding.training.detector_shipping import Shipping, ship  # noqa: E402
from grounding.training.train_detector import main  # noqa: E402
from tests.grounding.training.drawn_folders import draw_folder  # noqa: E402


def test_a_run_trains_resumes_and_ships(tmp_path: Path) -> None:
    data = draw_folder(tmp_path / "apps", 3)
    draw_folder(data, 2, seed=1, split="validation")
    run = tmp_path / "run"
    command = ["--data", str(data), "--out", str(run), "--minutes", "1", "--threads", "1", "--smoke"]
    assert main(command) == 0
    rows = [json.loads(line) for line in (run / "curve.jsonl").read_text().splitlines()]
    assert rows[-1]["split"] == "validation"
    assert rows[-1]["step"] == 12
    assert main(command) == 0  # nothing left to do: resumes at its end

    shipping = Shipping(run, (data,), smoke=True, screens=2, calibration=2, folder=tmp_path / "weights")
    meta = ship(shipping)
    assert meta["steps"] == 12
    assert meta["export_difference"] < 1e-3
    assert 0.2 <= meta["threshold"] <= 0.4
    image = cv2.imread(str(next((data / "images").iterdir())))
    assert image is not None
    detector = ElementDetector(open_network("detector", folder=tmp_path / "weights"))
    assert isinstance(detector.find(np.asarray(image, dtype=np.uint8)), Detection)


def test_each_true_box_is_found_once() -> None:
    common = np.array([[0.9, 0.6], [0.8, 0.55], [0.2, 0.3]])
    assert match(common) == [(0, 0), (1, 1)]


def test_average_precision_is_one_for_a_perfect_ranking() -> None:
    perfect = Scores(wanted=2, ranked=[(0.9, True), (0.8, True), (0.1, False)])
    assert perfect.average_precision() == pytest.approx(1.0)
    assert perfect.best_threshold() == pytest.approx((0.8, 1.0, 1.0))
    assert Scores(wanted=2, ranked=[(0.9, False), (0.8, True)]).average_precision() == pytest.approx(0.25)
