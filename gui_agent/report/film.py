"""The screens of an episode as a film."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from actions.screenshot import Image
from gui_agent.errors import JournalError
from gui_agent.journal import read_journal
from gui_agent.types import Step

FILE_NAME = "video.mp4"
_FRAMES_PER_SECOND = 4
_SHOWN_SECONDS = 1.0
"""How long each screen is shown: a step takes as long as reading takes, which nobody wants to watch."""
_POINTER_COLOUR = (0, 0, 255)


def film(folder: Path) -> Path | None:
    """Write ``video.mp4`` of the journal in ``folder``, the pointed-at places marked; None without a picture.

    Pictures that are missing or damaged are left out.
    """
    import cv2

    try:
        steps = read_journal(folder).steps()
    except JournalError:
        return None
    frames = [frame for step in steps for frame in _frames(step)]
    if not frames:
        return None
    height, width = frames[-1].shape[:2]
    path = folder / FILE_NAME
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), _FRAMES_PER_SECOND, (width, height))
    try:
        for frame in frames:
            fitting = frame if frame.shape[:2] == (height, width) else cv2.resize(frame, (width, height))
            for _ in range(int(_FRAMES_PER_SECOND * _SHOWN_SECONDS)):
                writer.write(fitting)
    finally:
        writer.release()
    return path if path.exists() else None


def _frames(step: Step) -> list[Image]:
    import cv2

    seen = [step.observation] + ([step.after] if step.after is not None else [])
    frames: list[Image] = []
    for number, observation in enumerate(seen):
        try:
            frame: Image = np.ascontiguousarray(observation.screenshot.image).copy()
        except JournalError:
            continue
        point = getattr(step.action, "point", None)
        if number == 0 and point is not None:
            cv2.circle(frame, (point.x, point.y), 12, _POINTER_COLOUR, 3)
        frames.append(frame)
    return frames
