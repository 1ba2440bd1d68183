"""Pictures for a model that points, and whether the screen it saw is still the one it works on."""

from __future__ import annotations

import cv2
import numpy as np

from actions.codecs.frame import Frame
from actions.geometry import Box, Size
from actions.screenshot import Screenshot
from gui_agent.chat.types import Picture
from gui_agent.finding import shortened
from gui_agent.types import Observation

_MOST_OF_IT = 0.5
"""Where more than this part of the screen was drawn anew, places seen before it mean nothing any longer."""


def zoomed(screenshot: Screenshot, region: Box, size: Size) -> Picture:
    """Return ``region`` (screen pixels) of the screenshot, made as large as fits into ``size``."""
    crop = screenshot.crop(region)
    height, width = crop.shape[:2]
    factor = min(size.width / width, size.height / height)
    shown = Size(max(1, int(width * factor)), max(1, int(height * factor)))
    method = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    large = cv2.resize(crop, (shown.width, shown.height), interpolation=method).astype(np.uint8)
    data = cv2.imencode(".png", large)[1].tobytes()
    return Picture(data, "image/png", shown, Frame.resized(shown, region))


def another_screen(before: Observation, now: Observation, changes: tuple[Box, ...]) -> str:
    """Say how the screen became another one since ``before``; empty where it is still the same.

    ``changes`` are the boxes drawn anew since then.
    """
    was, front = before.active_window, now.active_window
    if was is not None and front is not None and was.id != front.id:
        return f"another window is in front now: “{shortened(front.title or front.application)}”"
    known = {window.id for window in before.windows}
    if new := [w for w in now.windows if w.id not in known and not w.hidden]:
        return f"a window opened: “{shortened(new[-1].title or new[-1].application)}”"
    if sum(change.area for change in changes) > _MOST_OF_IT * now.screenshot.region.area:
        return "most of the screen changed"
    return ""
