"""Windows on a desktop: what is covered is gone from the truth too."""

import random
from pathlib import Path

import cv2
import numpy as np

from grounding.data.desktops.compose import Layer, Window, cut_window, paste, truth_of
from grounding.data.desktops.wallpapers import wallpaper
from grounding.data.sample import Bounds, RenderedElement, RenderedLine, RenderedScreen


def window(width: int, height: int, *elements: RenderedElement) -> Window:
    lines = tuple(RenderedLine(e.box, e.text) for e in elements if e.text)
    return Window(np.zeros((height, width, 3), np.uint8), elements, lines, "A window", "en", True)


def texts(layers: list[Layer]) -> list[str]:
    return [e.text for e in truth_of(layers)[0]]


def test_an_element_below_another_window_is_gone() -> None:
    desktop = np.zeros((200, 300, 3), np.uint8)
    below = paste(desktop, window(100, 100, RenderedElement((0, 0, 50, 20), "button", "Save")), 5, 5)
    above = paste(desktop, window(100, 100, RenderedElement((0, 0, 50, 20), "button", "Open")), 0, 0)
    assert texts([below, above]) == ["Open"]
    assert texts([above, below]) == ["Save"]


def test_an_element_mostly_seen_is_cut_and_its_line_cannot_be_read() -> None:
    desktop = np.zeros((200, 300, 3), np.uint8)
    below = paste(desktop, window(100, 50, RenderedElement((0, 0, 100, 20), "button", "Save")), 0, 0)
    above = paste(desktop, window(100, 100), 70, 0)
    elements, lines = truth_of([below, above])
    assert [e.box for e in elements] == [(0, 0, 70, 20)]
    assert lines == (RenderedLine((0, 0, 70, 20), ""),)


def test_a_window_over_the_edge_is_cut() -> None:
    desktop = np.zeros((100, 100, 3), np.uint8)
    found = paste(desktop, window(80, 80, RenderedElement((60, 0, 80, 20), "button", "Close")), 50, 0)
    assert found.box == (50, 0, 100, 80)
    assert texts([found]) == []


def test_lines_are_unknown_when_a_windows_lines_are() -> None:
    layer = Layer((0, 0, 10, 10), (), None, ())
    assert truth_of([layer])[1] is None


def test_a_window_is_cut_out_with_what_is_in_it(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "a.png"), np.full((400, 600, 3), 90, np.uint8))
    frame: Bounds = (100, 50, 500, 350)
    elements = (
        RenderedElement(frame, "window", "Notes"),
        RenderedElement((120, 60, 160, 80), "button", "Save", parent=0),
        RenderedElement((0, 0, 90, 40), "button", "outside"),
    )
    screen = RenderedScreen("a", "a.png", (600, 400), "widgets", "Qt5", "generated", "train", elements, ())
    found = cut_window(random.Random(1), tmp_path, screen)
    assert found is not None
    assert found.title == "Notes"
    assert found.picture.shape == (300, 400, 3)
    assert [(e.text, e.box) for e in found.elements] == [
        ("Notes", (0, 0, 400, 300)),
        ("Save", (20, 10, 60, 30)),
    ]


def test_wallpapers_have_the_size_asked_for_and_come_back_with_the_seed() -> None:
    for seed in range(12):
        first = wallpaper(random.Random(seed), 320, 200)
        assert first.shape == (200, 320, 3)
        assert np.array_equal(first, wallpaper(random.Random(seed), 320, 200))
