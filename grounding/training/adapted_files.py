"""Writes adapted networks as a folder of weights: complete and checked, or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch

from grounding.embedded.icons import SIZE
from grounding.embedded.weights import ADAPTATION, ADAPTED_FROM, default_folder, recorded
from grounding.errors import GroundingError
from grounding.training.adapting import Learned, Shipped
from grounding.training.adapting_icons import made_up_drawings
from grounding.training.adapting_screens import Crops
from grounding.training.exporting import export_onnx, install, quantize
from grounding.training.train_matcher import export

_FORMAT = 1
_CALIBRATION = 200


class CannotWrite(GroundingError):
    """The adapted weights have no place to go."""


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Give a new folder beside ``out``; `put_in_place` makes it ``out``, otherwise it vanishes.

    Raises `CannotWrite` where ``out`` is something else than adapted weights, or cannot be written.
    """
    if out.exists() and not (out / ADAPTATION).is_file():
        raise CannotWrite(f"{out} exists and does not hold adapted weights; choose another --out.")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise CannotWrite(f"{out} cannot be written: {error.strerror or error}.") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(folder: Path, out: Path) -> None:
    """Make the staged ``folder`` be ``out``; adapted weights that were there go. Raises `CannotWrite`."""
    old = folder.with_name(folder.name + "-old")
    try:
        folder.chmod(0o755)
        if out.exists():
            out.rename(old)
        folder.rename(out)
    except OSError as error:
        if old.exists() and not out.exists():
            old.rename(out)
        raise CannotWrite(f"{out} cannot be written: {error.strerror or error}.") from error
    shutil.rmtree(old, ignore_errors=True)


def write_networks(folder: Path, learned: Learned, shipped: Shipped) -> None:
    """Export both networks into ``folder`` in the form of the shipped ones, with their manifest."""
    icons, matcher = folder / "icons.new", folder / "matcher.new"
    _export_icons(learned, icons, recorded("icons")["file"])
    difference = export(learned.matcher, learned.sample, matcher)
    meta = {k: v for k, v in shipped.matcher_meta.items() if k != "report"}
    install("matcher", matcher, {**meta, "parity": difference}, folder=folder)
    install("icons", icons, {k: v for k, v in shipped.icons_meta.items() if k != "figures"}, folder=folder)
    for path in (icons, matcher):
        path.unlink()


def _export_icons(learned: Learned, path: Path, shipped_file: str) -> None:
    crops = torch.zeros(2, SIZE, SIZE, 3, dtype=torch.uint8)
    axes = {"crops": {0: "n"}, "vectors": {0: "n"}}
    whole = path.with_suffix(".float")
    export_onnx(learned.tower, (crops,), whole, ["crops"], ["vectors"], axes)
    if b"DequantizeLinear" in (default_folder() / shipped_file).read_bytes():
        samples = np.array_split(_calibration(learned.crops), 8)
        quantize(whole, path, [{"crops": part} for part in samples if len(part)])
        whole.unlink()
    else:
        whole.rename(path)


def _calibration(crops: Crops) -> Crops:
    some = crops[np.linspace(0, len(crops) - 1, min(len(crops), _CALIBRATION)).astype(int)]
    return np.concatenate([some, made_up_drawings(_CALIBRATION, 5)])


def write_adaptation(folder: Path, facts: dict[str, Any]) -> None:
    """Record what the weights were adapted from (SHA-256 of the shipped ones) and how it went."""
    base = {name: recorded(name)["sha256"] for name in ADAPTED_FROM}
    text = json.dumps({"format": _FORMAT, "adapted_from": base, **facts}, indent=1, ensure_ascii=False)
    (folder / ADAPTATION).write_text(text + "\n", "utf-8")


def names_of(images: Sequence[Path]) -> list[str]:
    """Return the pictures' names without their folders: the record may be shown to others."""
    return sorted({image.name for image in images})
