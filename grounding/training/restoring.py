"""From a shipped ONNX file back to a module that can be trained: only ONNX files are shipped.

A file of `grounding.training.exporting.export_onnx` keeps the parameters under their names. Where exporting
or quantising renamed them (batch normalisation merged into a convolution, 8-bit integers), the node that
uses a weight still says to which layer it belongs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from grounding.embedded.icons import SIZE
from grounding.embedded.weights import MANIFEST, default_folder, read_checked
from grounding.errors import ModelUnavailable
from grounding.networks.icons import IconTower
from grounding.networks.matcher import MatcherNetwork, MatcherSizes

Parameters = dict[str, NDArray[Any]]
_LAYERS = frozenset({"Conv", "Gemm", "MatMul"})
_NORM_EPSILON = 1e-5


def restored_matcher(folder: Path | None = None) -> tuple[MatcherNetwork, dict[str, Any]]:
    """Return the matcher as shipped in ``folder`` and what the manifest says of it.

    Raises `ModelUnavailable` where the file was not exported from this version of the network.
    """
    data, meta = _shipped("matcher", folder)
    found = parameters_in(data)
    try:
        network = MatcherNetwork(MatcherSizes(**meta["sizes"]))
    except (KeyError, TypeError) as error:
        raise ModelUnavailable(_not_ours("matcher")) from error
    _load(network, found, "matcher")
    return network.eval(), meta


def restored_icons(folder: Path | None = None) -> tuple[IconTower, dict[str, Any]]:
    """Return the icon tower as shipped in ``folder`` and what the manifest says of it. Raises as above.

    Batch normalisations are identities there: the exporter merged them into the convolutions.
    """
    data, meta = _shipped("icons", folder)
    tower = IconTower(int(meta["dimensions"]))
    tower.eval()
    tower(torch.zeros(1, SIZE, SIZE, 3, dtype=torch.uint8))
    _load(tower, _unmerged(parameters_in(data)), "icons")
    return tower, meta


def parameters_in(data: bytes) -> Parameters:
    """Return the parameters of an ONNX file by the names they have in the module that it was made from."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load_from_string(data).graph
    stored = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    made = {output: node for node in graph.node for output in node.output}
    found: Parameters = {name: value for name, value in stored.items() if value.dtype == np.float32}
    for node in graph.node:
        if node.op_type not in _LAYERS or not node.name:
            continue
        layer = _layer_of(node.name)
        for place, name in ((1, "weight"), (2, "bias")):
            value = _constant(node.input[place], stored, made) if place < len(node.input) else None
            if value is not None and f"{layer}.{name}" not in found:
                found[f"{layer}.{name}"] = value.T if node.op_type == "MatMul" else value
    return found


def _layer_of(node: str) -> str:
    """Return the module's path in a node's name: "/body/body.0/convolution/Conv" is body.0.convolution."""
    path: list[str] = []
    for part in node.strip("/").split("/")[:-1]:
        if path and part.startswith(path[-1] + "."):
            path.pop()
        path.append(part)
    return ".".join(path)


def _constant(
    name: str, stored: Mapping[str, NDArray[Any]], made: Mapping[str, Any]
) -> NDArray[np.float32] | None:
    """Return the float values of an input that is stored in the file, plainly or as 8-bit integers."""
    if name in stored:
        return np.asarray(stored[name], np.float32)
    node = made.get(name)
    if node is None or node.op_type != "DequantizeLinear" or node.input[0] not in stored:
        return None
    whole, scale = stored[node.input[0]].astype(np.float32), stored[node.input[1]]
    zero = stored[node.input[2]] if len(node.input) > 2 else np.zeros_like(scale)
    axis = next((a.i for a in node.attribute if a.name == "axis"), 1)
    shape = [-1 if i == axis else 1 for i in range(whole.ndim)] if np.ndim(scale) and whole.ndim else []
    spread = [np.asarray(v, np.float32).reshape(shape) for v in (scale, zero)]
    return np.asarray((whole - spread[1]) * spread[0], np.float32)


def _unmerged(found: Parameters) -> Parameters:
    """Give convolutions that took over their normalisation's shift a normalisation that only shifts."""
    out = dict(found)
    for name, bias in found.items():
        layer, dot, rest = name.rpartition(".convolution.bias")
        if dot and not rest:
            ones = np.ones_like(bias)
            shift = {"weight": ones, "bias": bias, "running_mean": 0 * bias}
            out |= {f"{layer}.norm.{part}": value for part, value in shift.items()}
            out[f"{layer}.norm.running_var"] = ones - np.float32(_NORM_EPSILON)
    return out


def _load(network: torch.nn.Module, found: Parameters, name: str) -> None:
    state = network.state_dict()
    for key, value in state.items():
        if key.endswith("num_batches_tracked"):
            continue
        if key not in found or found[key].shape != tuple(value.shape):
            raise ModelUnavailable(_not_ours(name, key))
        value.copy_(torch.from_numpy(np.array(found[key], np.float32)))


def _not_ours(name: str, key: str = "") -> str:
    part = f" ({key} is missing or of another size)" if key else ""
    return (
        f"The weights of the network {name} cannot be trained further: they were not exported from this "
        f"version of it{part}. Install the package again."
    )


def _shipped(name: str, folder: Path | None) -> tuple[bytes, dict[str, Any]]:
    folder = folder or default_folder()
    try:
        entry = json.loads((folder / MANIFEST).read_text("utf-8"))[name]
    except (OSError, ValueError, KeyError) as error:
        raise ModelUnavailable(f"The weights of the network {name} are not in {folder}.") from error
    return read_checked(folder / entry["file"], entry["sha256"]), dict(entry["meta"])
