"""Writes screenshots beside a journal without making the loop wait."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np

from actions.screenshot import Image

FOLDER = "screens"

_LONGEST_QUEUE = 8
_REMEMBERED = 6


class PictureStore:
    """Keeps pictures as PNG files named by their content, so that the same one is stored once.

    A thread of its own encodes and writes. Methods raise the `OSError` of an earlier picture where that one
    could not be written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / FOLDER).mkdir(exist_ok=True)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        self._waiting: deque[Future[None]] = deque()
        self._known: set[str] = set()
        self._names = RecentNames()

    def keep(self, image: Image) -> str:
        """Have ``image`` (HxWx3 BGR) written and return its file name relative to the run folder."""
        self._check_written(_LONGEST_QUEUE)
        name = f"{FOLDER}/{self._names.of(image)}.png"
        if name not in self._known:
            self._known.add(name)
            self._waiting.append(self._writer.submit(write_picture, self._folder / name, image))
        return name

    def close(self) -> None:
        """Wait until every picture is on the disk."""
        try:
            self._check_written(0)
        finally:
            self._writer.shutdown(wait=True)

    def _check_written(self, allowed: int) -> None:
        while self._waiting and (len(self._waiting) > allowed or self._waiting[0].done()):
            self._waiting.popleft().result()


class RecentNames:
    """Names pictures as `content_name` does; one that was named a moment ago is not looked at again."""

    def __init__(self) -> None:
        # The same frame is usually asked for several times in a row, and hashing it costs milliseconds.
        self._recent: deque[tuple[Image, str]] = deque(maxlen=_REMEMBERED)

    def of(self, image: Image) -> str:
        name = next((name for seen, name in self._recent if seen is image), None)
        if name is None:
            name = content_name(image)
            self._recent.append((image, name))
        return name


def content_name(image: Image) -> str:
    """Return a name that two pictures share only where every pixel is the same."""
    # SHA-256 has instructions of its own in today's processors: three times as fast as BLAKE2.
    digest = hashlib.sha256(repr(image.shape).encode())
    digest.update(np.ascontiguousarray(image).data)
    return digest.hexdigest()[:24]


def write_picture(path: Path, image: Image) -> None:
    """Write ``image`` as PNG, whole or not at all, and wait for the disk."""
    try:
        encoded, data = cv2.imencode(".png", image)
    except cv2.error as error:
        raise OSError(f"a picture of the shape {image.shape} cannot be written") from error
    if not encoded:
        raise OSError(f"a picture of the shape {image.shape} cannot be written")
    partial = path.with_suffix(".part")
    try:
        with partial.open("wb") as file:
            file.write(data.data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
