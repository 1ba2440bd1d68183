"""Draw found icon files, in a process of the system's python that has GdkPixbuf."""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from grounding.data.icons.sources import IconFile

_PROGRAM = Path(__file__).with_name("programs") / "render.py"
_SMALLEST = 8


def draw(files: Sequence[IconFile], folder: Path) -> Iterator[tuple[IconFile, NDArray[np.uint8]]]:
    """Yield files that could be drawn, and their pixels: HxW for plain shapes (alpha), else HxWx4 RGBA."""
    listed, out = folder / "to_draw.tsv", folder / "drawn.raw"
    listed.write_text("".join(f"{f.side}\t{f.path}\n" for f in files), "utf-8")
    subprocess.run(["/usr/bin/python3", str(_PROGRAM), str(listed), str(out)], check=True)
    with out.open("rb") as raw:
        for file in files:
            picture = _next_picture(raw)
            if picture is not None and (shape := trimmed(picture)) is not None:
                yield file, shape
    out.unlink()


def trimmed(picture: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """Return the picture without its clear margin, as a shape (HxW) where one colour fills it."""
    seen = picture[..., 3] > 16
    rows, columns = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    if len(rows) < _SMALLEST / 4 or len(columns) < _SMALLEST / 4 or max(len(rows), len(columns)) < _SMALLEST:
        return None
    cut = picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    solid = cut[cut[..., 3] > 128][:, :3]
    plain = len(solid) > 0 and int(np.ptp(solid, axis=0).max()) <= 6
    return np.ascontiguousarray(cut[..., 3] if plain else cut)


def _next_picture(raw: BinaryIO) -> NDArray[np.uint8] | None:
    height, width = struct.unpack("<HH", raw.read(4))
    if not height:
        return None
    return np.frombuffer(raw.read(height * width * 4), np.uint8).reshape(height, width, 4)
