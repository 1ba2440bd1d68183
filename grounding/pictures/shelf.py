"""Where the pictures of a test lie."""

from __future__ import annotations

from pathlib import Path

from grounding.errors import InvalidNeedle
from grounding.pictures.needle import read_image, read_needle
from grounding.pictures.picture import Picture
from grounding.pictures.target import PictureTarget

FOLDERS = ("", "needles", "pictures", "images")
"""Where pictures are looked for, below the folder of a test."""
_LOOKED_IN = ", ".join(f"{folder}/" for folder in FOLDERS if folder)


class PictureShelf:
    """Reads the pictures that lie in ``folder`` and in its folders `FOLDERS`, each once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[PictureTarget, tuple[Picture, ...]] = {}

    def pictures(self, target: PictureTarget) -> tuple[Picture, ...]:
        """Return the picture, or all needles with that tag. Raises `InvalidNeedle`."""
        if target not in self._read:
            self._read[target] = self._needles(target) if target.kind == "needle" else (self._image(target),)
        return self._read[target]

    def _image(self, target: PictureTarget) -> Picture:
        for folder in FOLDERS:
            if _is_file(path := self._folder / folder / target.name):
                return read_image(path, target.similar, target.offset)
        raise InvalidNeedle(self._folder / target.name, "", f"there is no such picture, nor in {_LOOKED_IN}")

    def _needles(self, target: PictureTarget) -> tuple[Picture, ...]:
        for folder in FOLDERS:
            path = self._folder / folder / f"{target.name}.json"
            if _is_file(path):
                return (read_needle(path),)
        files = [p for folder in FOLDERS for p in sorted((self._folder / folder).glob("*.json"))]
        beside = [path for path in files if path.with_suffix(".png").is_file()]
        tagged = tuple(n for n in map(read_needle, beside) if target.name in n.tags)
        if not tagged:
            what = f"there is no such needle and no needle with this tag, nor in {_LOOKED_IN}"
            raise InvalidNeedle(self._folder / f"{target.name}.json", "", what)
        return tagged


def _is_file(path: Path) -> bool:
    """Say whether there is such a file; no file has a name that is too long for one."""
    try:
        return path.is_file()
    except OSError:
        return False
