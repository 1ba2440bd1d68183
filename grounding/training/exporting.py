"""From a trained module to a shipped ONNX file: export, quantise, compare, install."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from grounding.embedded.weights import MANIFEST, Arrays, default_folder

_OPSET = 17


def export_onnx(
    module: torch.nn.Module,
    inputs: tuple[torch.Tensor, ...],
    path: Path,
    input_names: Sequence[str],
    output_names: Sequence[str],
    dynamic_axes: dict[str, dict[int, str]],
) -> None:
    """Write ``module`` in evaluation mode as ONNX; ``dynamic_axes`` names the axes of free length.

    Parameters keep their names in the file, so that `grounding.training.restoring` can read them back.
    """
    module.eval()
    with warnings.catch_warnings(), torch.no_grad():
        # The traced exporter is deprecated, and the only one that keeps sizes free without fuss.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            module,
            inputs,
            str(path),
            input_names=list(input_names),
            output_names=list(output_names),
            dynamic_axes=dynamic_axes,
            opset_version=_OPSET,
            dynamo=False,
            # Folding would replace them by nameless transposed copies; ONNX Runtime folds when it opens.
            do_constant_folding=False,
        )


def quantize(path: Path, out: Path, calibration: Iterable[Arrays] | None = None) -> None:
    """Write an int8 version: static (QDQ, per channel) with ``calibration`` inputs, else dynamic."""
    from onnxruntime import quantization
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(path), str(prepared), skip_symbolic_shape=True)
        if calibration is None:
            quantization.quantize_dynamic(str(prepared), str(out), weight_type=quantization.QuantType.QInt8)
            return
        quantization.quantize_static(
            str(prepared),
            str(out),
            _calibration_reader(calibration),
            quant_format=quantization.QuantFormat.QDQ,
            per_channel=True,
            activation_type=quantization.QuantType.QUInt8,
            weight_type=quantization.QuantType.QInt8,
        )


def _calibration_reader(samples: Iterable[Arrays]) -> Any:
    from onnxruntime.quantization import CalibrationDataReader

    class Reader(CalibrationDataReader):
        def __init__(self) -> None:
            self._samples: Iterator[Arrays] = iter(samples)

        def get_next(self) -> Arrays | None:
            return next(self._samples, None)

    return Reader()


def run_onnx(path: Path, inputs: Arrays, threads: int = 2) -> list[NDArray[Any]]:
    """Run an ONNX file once; return its outputs."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    outputs: list[NDArray[Any]] = session.run(None, inputs)
    return outputs


def worst_difference(module: torch.nn.Module, path: Path, inputs: Arrays) -> float:
    """Return the largest absolute difference between module and ONNX outputs on the same inputs."""
    module.eval()
    with torch.no_grad():
        expected = module(*(torch.from_numpy(v) for v in inputs.values()))
    flat = expected if isinstance(expected, tuple | list) else (expected,)
    pairs = zip(flat, run_onnx(path, inputs), strict=True)
    return max(float(np.abs(e.float().numpy() - o).max()) for e, o in pairs)


def install(
    name: str, path: Path, meta: dict[str, Any], companions: Sequence[Path] = (), folder: Path | None = None
) -> None:
    """Copy an ONNX file and its companions to the shipped weights and record their SHA-256 and ``meta``."""
    folder = folder or default_folder()
    folder.mkdir(parents=True, exist_ok=True)
    manifest_path = folder / MANIFEST
    manifest = json.loads(manifest_path.read_text("utf-8")) if manifest_path.exists() else {}
    target = folder / f"{name}.onnx"
    shutil.copyfile(path, target)
    for companion in companions:
        shutil.copyfile(companion, folder / companion.name)
    manifest[name] = {
        "file": target.name,
        "sha256": _sha256(target),
        "bytes": target.stat().st_size,
        "meta": meta,
        "companions": {c.name: _sha256(folder / c.name) for c in companions},
    }
    manifest_path.write_text(
        json.dumps(dict(sorted(manifest.items())), indent=1, ensure_ascii=False) + "\n", "utf-8"
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
