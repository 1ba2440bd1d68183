"""A real toolkit on a private display: the truth lies on the picture."""

import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest

from grounding.data.sample import read_screens
from grounding.data.widgets.command import main
from grounding.data.widgets.display import missing
from grounding.data.widgets.process import SYSTEM_PYTHON

CHECKS = {
    "GTK3": "import gi; gi.require_version('Gtk', '3.0'); from gi.repository import Gtk",
    "Qt5": "import PyQt5.QtWidgets",
    "Tk": "import tkinter, gi; gi.require_version('GdkPixbuf', '2.0')",
}


def has(toolkit: str) -> bool:
    if missing() or not Path(SYSTEM_PYTHON).exists():
        return False
    return (
        subprocess.run([SYSTEM_PYTHON, "-c", CHECKS[toolkit]], capture_output=True, check=False).returncode
        == 0
    )


@pytest.mark.x11
@pytest.mark.app
@pytest.mark.parametrize("toolkit", CHECKS)
def test_screens_of_a_toolkit_carry_their_truth(toolkit: str, tmp_path: Path) -> None:
    if not has(toolkit):
        pytest.skip(f"{toolkit}, Xvfb and openbox are needed")
    assert main(["--out", str(tmp_path), "--seed", "7", "--count", "3", "--toolkits", toolkit]) == 0
    screens = list(read_screens(tmp_path))
    assert screens
    for folder, screen in screens:
        image = cv2.imread(str(folder / screen.image))
        assert image is not None
        assert (image.shape[1], image.shape[0]) == screen.size
        assert {"window", "button"} <= {e.role for e in screen.elements}
        for line in screen.lines or ():
            x1, y1, x2, y2 = line.box
            assert np.ptp(image[y1:y2, x1:x2].astype(int)) > 15, line.text
