"""The shipped networks: found, checked against their recorded SHA-256, and opened with ONNX Runtime."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from grounding.errors import DamagedWeights, ModelUnavailable

MANIFEST = "manifest.json"
ADAPTATION = "adaptation.json"
"""Beside adapted weights: what they were adapted from, and how it went."""
ADAPTED_FROM = ("icons", "icon_words", "matcher")
"""The networks that must be the shipped ones of the installed version for adapted weights to fit."""
_REMEDY = "Install the package again, or retrain as grounding/MODEL_CARD.md describes."
Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Network:
    """An opened network; ``meta`` is what its training recorded beside it (characters, sizes, scales)."""

    name: str
    meta: dict[str, Any]
    evaluate: Callable[[Arrays], list[NDArray[Any]]]

    def run(self, **inputs: NDArray[Any]) -> list[NDArray[Any]]:
        """Return the network's outputs in their order."""
        return self.evaluate(inputs)


def default_folder() -> Path:
    """Return the folder of the weights that come with the package."""
    return Path(__file__).resolve().parent.parent / "weights"


def open_network(name: str, threads: int = 2, folder: Path | None = None) -> Network:
    """Open a shipped network for ``threads`` CPU threads.

    Raises `ModelUnavailable` where it is not there, `DamagedWeights` where its bytes were changed.
    """
    folder = folder or default_folder()
    entry = _entry(folder, name)
    data = read_checked(folder / entry["file"], entry["sha256"])
    return Network(name, dict(entry.get("meta", {})), partial(_run, _open_session(data, threads)))


def read_checked(path: Path, sha256: str) -> bytes:
    """Return the bytes of ``path``. Raises `ModelUnavailable`, `DamagedWeights`."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelUnavailable(
            f"The weights {path.name} cannot be read ({error.strerror}). {_REMEDY}"
        ) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DamagedWeights(
            f"The weights {path.name} are damaged: their SHA-256 is not the recorded one. {_REMEDY}"
        )
    return data


def read_companion(name: str, file: str, folder: Path | None = None) -> bytes:
    """Return a file shipped beside network ``name`` (a table of names, say), checked like the network."""
    folder = folder or default_folder()
    companions: dict[str, str] = _entry(folder, name).get("companions", {})
    if file not in companions:
        raise ModelUnavailable(f"There is no {file} beside the network {name}. {_REMEDY}")
    return read_checked(folder / file, companions[file])


def has_network(name: str, folder: Path | None = None) -> bool:
    """Say whether the manifest lists network ``name``."""
    try:
        _entry(folder or default_folder(), name)
    except ModelUnavailable:
        return False
    return True


def recorded(name: str, folder: Path | None = None) -> dict[str, Any]:
    """Return the manifest's entry of network ``name``: file, sha256, meta. Raises `ModelUnavailable`."""
    return _entry(folder or default_folder(), name)


def check_adapted(folder: Path) -> None:
    """Check that ``folder`` holds weights adapted from those of the installed version.

    Raises `ModelUnavailable` where it does not; damaged files are noticed when they are opened.
    """
    try:
        adapted_from = json.loads((folder / ADAPTATION).read_text("utf-8"))["adapted_from"]
        fits = all(adapted_from[name] == recorded(name)["sha256"] for name in ADAPTED_FROM)
    except FileNotFoundError:
        raise ModelUnavailable(
            f"There are no adapted weights in {folder}; gui-agent grounding adapt makes some."
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelUnavailable(
            f"The adapted weights in {folder} cannot be read: {ADAPTATION} is damaged. "
            "Run gui-agent grounding adapt again."
        ) from error
    if not fits:
        raise ModelUnavailable(
            f"The adapted weights in {folder} were made from another version of the shipped ones. "
            "Run gui-agent grounding adapt again with your recordings."
        )


def _entry(folder: Path, name: str) -> dict[str, Any]:
    try:
        manifest: dict[str, dict[str, Any]] = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelUnavailable(f"The list of weights {MANIFEST} cannot be read. {_REMEDY}") from error
    if name not in manifest:
        raise ModelUnavailable(f"There is no network {name} among the weights. {_REMEDY}")
    return manifest[name]


def _open_session(data: bytes, threads: int) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise ModelUnavailable("onnxruntime is missing: pip install onnxruntime") from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Arenas keep the largest picture ever seen; screens differ in size.
    options.enable_cpu_mem_arena = False
    # Threads that spin for work would starve the application being driven.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])


def _run(session: Any, inputs: Arrays) -> list[NDArray[Any]]:
    outputs: list[NDArray[Any]] = session.run(None, inputs)
    return outputs
