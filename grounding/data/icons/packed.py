"""Thousands of small pictures in one file, with a line of JSON for each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PIXELS_FILE = "icons.bin"
LIST_FILE = "icons.jsonl"


@dataclass(frozen=True, slots=True)
class PackedIcon:
    """One drawing and its words.

    ``family`` is the icon set; ``style`` the variant or size it was drawn for; ``said``, ``looks`` and
    ``tags`` are phrases of people, of its appearance and of the set's own search terms. ``channels`` is 1
    (a shape to be filled with any colour: alpha only), 4 (RGBA) or 3 (BGR: a piece of a screen, with the
    element at ``box``); ``offset`` counts bytes in the pixels of its ``folder``, of those opened together.
    """

    family: str
    style: str
    file: str
    name: str
    said: tuple[str, ...]
    looks: tuple[str, ...]
    tags: tuple[str, ...]
    height: int = 0
    width: int = 0
    channels: int = 4
    offset: int = 0
    box: tuple[int, ...] = ()
    folder: int = 0


def pack(folder: Path, icons: Iterator[tuple[PackedIcon, NDArray[np.uint8]]]) -> int:
    """Write drawings (HxWx4 or HxW uint8) and their lines; return how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = offset = 0
    with (
        (folder / PIXELS_FILE).open("wb") as pixels,
        (folder / LIST_FILE).open("w", encoding="utf-8") as lines,
    ):
        for icon, picture in icons:
            height, width = picture.shape[:2]
            channels = 1 if picture.ndim == 2 else picture.shape[2]
            placed = replace(icon, height=height, width=width, channels=channels, offset=offset)
            pixels.write(picture.tobytes())
            lines.write(json.dumps(asdict(placed), ensure_ascii=False) + "\n")
            offset += picture.nbytes
            count += 1
    return count


@dataclass(frozen=True, slots=True)
class IconLibrary:
    """The packed icons of one or more folders, mapped into memory."""

    icons: tuple[PackedIcon, ...]
    pixels: NDArray[np.uint8]
    more: tuple[NDArray[np.uint8], ...] = ()

    @classmethod
    def open(cls, *folders: Path) -> IconLibrary:
        """Open what `pack` wrote, several folders as one."""
        icons: list[PackedIcon] = []
        for number, folder in enumerate(folders):
            with (folder / LIST_FILE).open(encoding="utf-8") as lines:
                icons.extend(_icon(json.loads(line), number) for line in lines)
        first, *more = (np.memmap(folder / PIXELS_FILE, np.uint8, "r") for folder in folders)
        return cls(tuple(icons), first, tuple(more))

    def picture(self, index: int) -> NDArray[np.uint8]:
        """Return one drawing: HxW (a shape), HxWx4 (RGBA) or HxWx3 (BGR, a piece of a screen)."""
        icon = self.icons[index]
        pixels = (self.pixels, *self.more)[icon.folder]
        shape = (icon.height, icon.width, icon.channels)[: 2 if icon.channels == 1 else 3]
        size = icon.height * icon.width * icon.channels
        return np.asarray(pixels[icon.offset : icon.offset + size]).reshape(shape)


def _icon(data: dict[str, Any], folder: int) -> PackedIcon:
    listed = {k: tuple(data.get(k, ())) for k in ("said", "looks", "tags", "box")}
    return PackedIcon(**{**data, **listed, "folder": folder})
