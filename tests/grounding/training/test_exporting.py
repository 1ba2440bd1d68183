"""What is exported computes what was trained, and is installed with its checksum."""

import json
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.models
torch = pytest.importorskip("torch")

from grounding.embedded.weights import open_network, read_companion  # noqa: E402
from grounding.training.exporting import (  # noqa: E402
    export_onnx,
    install,
    quantize,
    run_onnx,
    worst_difference,
)


@pytest.fixture
def module() -> "torch.nn.Module":
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.ReLU(), torch.nn.Conv2d(8, 4, 3))


@pytest.fixture
def exported(module: "torch.nn.Module", tmp_path: Path) -> Path:
    path = tmp_path / "net.onnx"
    axes = {"image": {2: "height", 3: "width"}}
    export_onnx(module, (torch.randn(1, 3, 16, 16),), path, ["image"], ["map"], axes)
    return path


def images(count: int, size: int = 24) -> list[dict[str, np.ndarray]]:
    rng = np.random.default_rng(0)
    return [{"image": rng.standard_normal((1, 3, size, size)).astype(np.float32)} for _ in range(count)]


def test_the_export_agrees_on_sizes_it_was_not_traced_with(module: "torch.nn.Module", exported: Path) -> None:
    assert worst_difference(module, exported, images(1, 31)[0]) < 1e-4


@pytest.mark.parametrize("calibrated", [True, False])
def test_int8_stays_close(exported: Path, tmp_path: Path, calibrated: bool) -> None:
    small = tmp_path / "int8.onnx"
    quantize(exported, small, images(8) if calibrated else None)
    sample = images(1)[0]
    exact, rounded = run_onnx(exported, sample)[0], run_onnx(small, sample)[0]
    assert float(np.abs(exact - rounded).mean()) < 0.1 * float(np.abs(exact).mean())


def test_an_installed_network_opens_with_its_meta_and_companions(exported: Path, tmp_path: Path) -> None:
    names = tmp_path / "names.json"
    names.write_text('["bin"]', "utf-8")
    shipped = tmp_path / "weights"
    install("net", exported, {"size": 16}, [names], folder=shipped)
    network = open_network("net", folder=shipped)
    assert network.meta == {"size": 16}
    assert network.run(**images(1)[0])[0].shape == (1, 4, 20, 20)
    assert json.loads(read_companion("net", "names.json", folder=shipped)) == ["bin"]
