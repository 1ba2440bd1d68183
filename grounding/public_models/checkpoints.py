"""What can be told about a checkpoint before it is loaded: where it lies, what it is, how large it gets."""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grounding.errors import DamagedWeights, ModelUnavailable

INSTALL = "pip install 'guiagent-desktop[hf]'"
_MOST_HEADER = 100_000_000
_WORKING_SHARE = 0.15
"""What generating needs beside the weights, as a share of them."""
_WORKING_LEAST = 300_000_000


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model on disk; ``parameters`` are counted in the weight files' headers, ``stored`` their bytes."""

    folder: Path
    config: dict[str, Any]
    parameters: int
    stored: int

    @property
    def architectures(self) -> tuple[str, ...]:
        named = self.config.get("architectures")
        return tuple(str(each) for each in named) if isinstance(named, list) else ()

    @property
    def needs_own_code(self) -> bool:
        """Whether it can be loaded only by running code that lies beside the weights."""
        return "auto_map" in self.config

    def bytes_needed(self, bytes_per_parameter: int) -> int:
        """Return the memory that loading and asking it takes, about."""
        weights = self.parameters * bytes_per_parameter
        return weights + max(_WORKING_LEAST, int(weights * _WORKING_SHARE))


def find_checkpoint(model: str) -> Checkpoint:
    """Return the checkpoint in the folder ``model``, or the one of this name in Hugging Face's cache.

    Nothing is downloaded. Raises `ModelUnavailable`, which says what is missing and how to get it.
    """
    folder = _folder(model)
    config = _json(folder / "config.json", model)
    weights = sorted(folder.glob("*.safetensors"))
    _require_shards(folder, weights, model)
    counted = [_counted(file) for file in weights]
    return Checkpoint(folder, config, sum(counted), sum(file.stat().st_size for file in weights))


def _folder(model: str) -> Path:
    path = Path(model).expanduser()
    if path.is_dir():
        return path
    if path.is_absolute() or model.startswith((".", "~")) or model.count("/") != 1:
        raise ModelUnavailable(
            f"There is no folder {model}. Give a checkpoint's folder, or a name OWNER/MODEL."
        )
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HFValidationError
    except ImportError as error:
        raise ModelUnavailable(
            f"A model of Hugging Face needs transformers. Install it with: {INSTALL}"
        ) from error
    try:
        return Path(snapshot_download(model, local_files_only=True))
    except HFValidationError as error:
        raise ModelUnavailable(f"{model} is no name of a model: {error}") from error
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"The weights of {model} are not on this machine. Download them with: hf download {model}"
        ) from error


def _json(path: Path, model: str) -> dict[str, Any]:
    try:
        read = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ModelUnavailable(f"{model} holds no {path.name}; is it a checkpoint's folder?") from error
    except (OSError, ValueError) as error:
        raise ModelUnavailable(f"{path} cannot be read: {error}") from error
    if not isinstance(read, dict):
        raise ModelUnavailable(f"{path} does not describe a model.")
    return read


def _require_shards(folder: Path, weights: list[Path], model: str) -> None:
    index = folder / "model.safetensors.index.json"
    wanted = set(_json(index, model).get("weight_map", {}).values()) if index.exists() else set()
    missing = sorted(wanted - {file.name for file in weights})
    if missing or not weights:
        what = (
            f"{len(missing)} of {len(wanted)} weight files" if missing else "all weight files (*.safetensors)"
        )
        raise ModelUnavailable(
            f"Of {model}, {what} are missing in {folder}. Download them with: hf download {model}"
        )


def _counted(file: Path) -> int:
    """Return the number of parameters in a weight file, from its header (safetensors' format)."""
    try:
        with file.open("rb") as opened:
            (length,) = struct.unpack("<Q", opened.read(8))
            header = json.loads(opened.read(min(length, _MOST_HEADER)))
            held = [entry for name, entry in header.items() if name != "__metadata__"]
            ends = max((entry["data_offsets"][1] for entry in held), default=0)
        if 8 + length + ends > file.stat().st_size:
            raise ValueError("it is cut short")
        return sum(math.prod(entry["shape"]) for entry in held)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, struct.error) as error:
        raise DamagedWeights(
            f"The weight file {file} is damaged ({error}); delete it and download it again."
        ) from error
