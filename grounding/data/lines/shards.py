"""Line pictures on disk: one array of bytes and one list of what they say, per shard."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from actions.screenshot import Image

Bounds = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class LinePicture:
    """A line with some of its surroundings; ``ink`` is the tight box of the line in ``image`` (BGR)."""

    image: Image
    ink: Bounds
    text: str
    language: str = "en"
    size: float = 0.0
    font: str = ""
    source: str = "pango"


@dataclass(frozen=True, slots=True)
class LineEntry:
    """Where a line's picture lies in its shard's bytes, and what it says."""

    offset: int
    height: int
    width: int
    ink: Bounds
    text: str
    language: str
    size: float
    font: str
    source: str


class LineShards:
    """All lines of some folders, read from memory-mapped files on demand."""

    def __init__(self, *folders: Path) -> None:
        self.entries: list[LineEntry] = []
        self._pixels: list[NDArray[np.uint8]] = []
        self._shard_of: list[int] = []
        for listing in sorted(f for folder in folders for f in folder.glob("*.lines.jsonl")):
            self._pixels.append(np.load(_pixels_beside(listing), mmap_mode="r"))
            found = [_entry(json.loads(line)) for line in listing.read_text("utf-8").splitlines()]
            self.entries += found
            self._shard_of += [len(self._pixels) - 1] * len(found)

    def __len__(self) -> int:
        return len(self.entries)

    def image(self, index: int) -> Image:
        """Return the picture of line ``index`` (BGR)."""
        e = self.entries[index]
        flat = self._pixels[self._shard_of[index]][e.offset : e.offset + e.height * e.width * 3]
        return np.asarray(flat).reshape(e.height, e.width, 3)


def write_shard(folder: Path, name: str, lines: Iterable[LinePicture]) -> int:
    """Write the lines as ``NAME.pixels.npy`` and ``NAME.lines.jsonl``; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    listing = folder / f"{name}.lines.jsonl"
    blocks: list[NDArray[np.uint8]] = []
    offset = 0
    partial = listing.with_suffix(".partial")
    with partial.open("w", encoding="utf-8") as file:
        for line in lines:
            height, width = line.image.shape[:2]
            entry = LineEntry(
                offset, height, width, line.ink, line.text, line.language, line.size, line.font, line.source
            )
            file.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
            blocks.append(np.ascontiguousarray(line.image).reshape(-1))
            offset += blocks[-1].size
    np.save(_pixels_beside(listing), np.concatenate(blocks) if blocks else np.zeros(0, np.uint8))
    # Renamed last: a listing without its pixels must never be seen by a trainer that runs meanwhile.
    partial.rename(listing)
    return len(blocks)


def _pixels_beside(listing: Path) -> Path:
    return listing.with_name(listing.name.replace(".lines.jsonl", ".pixels.npy"))


def _entry(data: dict[str, Any]) -> LineEntry:
    x1, y1, x2, y2 = data["ink"]
    return LineEntry(**{**data, "ink": (x1, y1, x2, y2)})
