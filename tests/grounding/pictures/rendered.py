"""Real screens: a GTK program that says where its controls are, on a display of its own."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path

import numpy as np

from actions.geometry import Box
from actions.local import open_x11
from actions.screenshot import Image
from tests.widgets.harness import APPS, SYSTEM_PYTHON, private_display, require, running, wait_until

APP = APPS / "gtk_customers.py"
_STILL = 0.2


def rendered(*options: str) -> tuple[Image, dict[str, Box]]:
    """Return what `gtk_customers.py` looks like with ``options``, and the boxes of its controls."""
    require("Xvfb", "openbox", SYSTEM_PYTHON)
    with tempfile.TemporaryDirectory() as folder, private_display() as display:
        log, places = Path(folder, "log"), Path(folder, "places.json")
        with running([SYSTEM_PYTHON, str(APP), str(log), str(places), *options], display):
            wait_until(places.exists, what="the program")
            with open_x11(display) as computer:
                (image,) = wait_until(lambda: _still(computer), what="the program to be still")
            boxes = {name: Box(*box) for name, box in json.loads(places.read_text()).items()}
    return image, boxes


def _still(computer: object) -> list[Image]:
    """Return the screen where it is painted and does not change, else nothing."""
    first = computer.screenshot().image.copy()  # type: ignore[attr-defined]
    time.sleep(_STILL)
    second: Image = computer.screenshot().image.copy()  # type: ignore[attr-defined]
    painted = int(np.ptp(second)) > 0 and len(np.unique(second[::8, ::8].reshape(-1, 3), axis=0)) > 20
    return [second] if painted and np.array_equal(first, second) else []
