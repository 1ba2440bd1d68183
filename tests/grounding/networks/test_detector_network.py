"""The detector's network: shapes, decoding, and the exported graph."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grounding.data.sample import STATES
from grounding.embedded.detector_outputs import DETECTED_ROLES, STRIDES

torch: Any = pytest.importorskip("torch")
pytestmark = pytest.mark.models


def tiny() -> Any:
    from grounding.networks.detector import TINY, DetectorNetwork

    torch.manual_seed(0)
    return DetectorNetwork(TINY).eval()


def test_maps_have_the_sizes_of_their_strides() -> None:
    output = tiny()(torch.zeros(2, 3, 128, 192))
    channels = 5 + len(DETECTED_ROLES) + len(STATES)
    assert [tuple(level.shape) for level in output.levels] == [
        (2, channels, 128 // s, 192 // s) for s in STRIDES
    ]
    assert tuple(output.text.shape) == (2, 1, 64, 96)


def test_the_full_size_has_between_two_and_eight_million_parameters() -> None:
    from grounding.networks.detector import DetectorNetwork

    assert 2e6 < sum(p.numel() for p in DetectorNetwork().parameters()) < 8e6


def test_the_exported_graph_answers_like_the_network_at_any_size(tmp_path: Path) -> None:
    from grounding.networks.detector import ShippedDetector
    from grounding.training.exporting import export_onnx, worst_difference

    network = tiny()
    shipped = ShippedDetector(network)
    example = torch.zeros(1, 64, 128, 3, dtype=torch.uint8)
    export_onnx(
        shipped, (example,), tmp_path / "d.onnx", ["picture"], ["a", "b", "c", "text"],
        {"picture": {1: "height", 2: "width"}},
    )  # fmt: skip
    picture = np.random.default_rng(0).integers(0, 255, (1, 192, 256, 3)).astype(np.uint8)
    assert worst_difference(shipped, tmp_path / "d.onnx", {"picture": picture}) < 1e-4
    plain = network(torch.from_numpy(picture).permute(0, 3, 1, 2).float())
    with torch.no_grad():
        assert torch.allclose(plain.text, shipped(torch.from_numpy(picture))[-1], atol=1e-4)
