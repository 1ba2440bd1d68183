"""Panels, docks and icons drawn with their truth."""

import random
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from grounding.data.desktops.canvas import Canvas, shortened
from grounding.data.desktops.command import main
from grounding.data.desktops.shells import draw_shell, draw_start_menu, random_shell
from grounding.data.sample import RenderedElement, RenderedScreen, read_screens, write_screens
from grounding.data.widgets.words import Pools

POOLS = Pools(("Open…",), ("Name:",), ("Show hidden files",), ("General",), ("Really?",))
pytestmark = pytest.mark.skipif(shutil.which("fc-match") is None, reason="fontconfig is needed")


def canvas() -> Canvas:
    return Canvas(Image.new("RGBA", (1024, 768)), "DejaVu Sans", "hicolor")


def test_a_text_is_noted_where_its_ink_is() -> None:
    drawn = canvas()
    box = drawn.text((100, 50), "Hello", 16, (255, 0, 0))
    alpha = np.asarray(drawn.picture)[:, :, 3]
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    ink = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1)
    assert all(abs(a - b) <= 1 for a, b in zip(box, ink, strict=True))


def test_a_long_text_ends_in_dots() -> None:
    drawn = canvas()
    cut = shortened(drawn, "A rather long name of a file", 14, 90)
    assert cut.endswith("…")
    assert drawn.width(cut, 14) <= 90


@pytest.mark.parametrize("seed", range(12))
def test_what_a_desktop_draws_lies_on_the_screen_and_is_named(seed: int) -> None:
    drawn, shell = canvas(), random_shell(random.Random(seed), POOLS)
    draw_start_menu(drawn, shell)
    draw_shell(drawn, shell, ["Notes", "Mail"])
    assert drawn.elements
    assert drawn.covers
    for element in drawn.elements:
        assert element.text or element.name
        assert element.box[0] < element.box[2] <= 1024 + 8
        assert element.box[1] < element.box[3] <= 768 + 8


def test_desktops_are_composed_of_train_screens_only(tmp_path: Path) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    (source / "images").mkdir(parents=True)
    cv2.imwrite(str(source / "images/a.png"), np.full((400, 600, 3), 90, np.uint8))
    window = RenderedElement((0, 0, 600, 400), "window", "Notes")

    def screen(split: str) -> RenderedScreen:
        return RenderedScreen("a", "images/a.png", (600, 400), "w", "Qt5", "generated", split, (window,), ())  # type: ignore[arg-type]

    write_screens(source, [screen("held-out apps")])
    assert main(["--screens", str(source), "--out", str(out), "--count", "1"]) == 2
    write_screens(source, [screen("train")])
    assert main(["--screens", str(source), "--out", str(out), "--count", "3"]) == 0
    for folder, made in read_screens(out):
        image = cv2.imread(str(folder / made.image))
        assert image is not None
        assert (image.shape[1], image.shape[0]) == made.size
