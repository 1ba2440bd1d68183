"""When two scenes are the same screen."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from actions.geometry import Box
from gui_agent.exploring.sameness import difference
from gui_agent.exploring.scenes import Scene
from tests.gui_agent.exploring.drawn import WINDOW, blank, control, scene, with_texts, write

PLAIN = (("File", 60, 80), ("Lend", 60, 400), ("10:31", 500, 430))


def test_a_clock_makes_no_new_screen() -> None:
    assert not difference(with_texts(*PLAIN), with_texts(*PLAIN[:2], ("10:32", 500, 430)))


def test_a_line_of_status_makes_no_new_screen() -> None:
    before = with_texts(*PLAIN, ("Ready", 60, 440))
    assert not difference(before, with_texts(*PLAIN, ("Saved", 60, 440)))
    assert not difference(with_texts(*PLAIN), before)


def test_a_tick_makes_no_new_screen() -> None:
    known = with_texts(*PLAIN)
    ticked = known.observation.screenshot.image.copy()
    cv2.rectangle(ticked, (200, 200), (214, 214), (0, 0, 0), -1)
    elements = known.observation.screen.elements
    assert not difference(known, scene(ticked, *elements))


def _menu(*entries: str) -> Scene:
    """Return the plain scene with a menu open over it."""
    known = with_texts(*PLAIN)
    image = known.observation.screenshot.image.copy()
    cv2.rectangle(image, (56, 90), (220, 100 + 26 * len(entries)), (255, 255, 255), -1)
    cv2.rectangle(image, (56, 90), (220, 100 + 26 * len(entries)), (90, 90, 90), 1)
    boxes = [(e, write(image, e, 80, 110 + 26 * row)) for row, e in enumerate(entries)]
    added = [control(entry, box.expanded(5), "menu item", box) for entry, box in boxes]
    return scene(image, *known.observation.screen.elements, *added)


@pytest.mark.parametrize("entries", [("About",), ("New", "Open", "Quit")])
def test_a_menu_makes_a_new_screen_and_the_difference_is_where_it_is(entries: tuple[str, ...]) -> None:
    found = difference(with_texts(*PLAIN), _menu(*entries))
    assert found
    controls = _menu(*entries).controls_in(found.boxes)
    assert [c.label for c in controls] == list(entries)


def test_a_dialog_makes_a_new_screen() -> None:
    known = with_texts(*PLAIN)
    dialog = replace(WINDOW, id=2, title="Import", box=Box(200, 200, 400, 300), dialog=True)
    windows = (replace(WINDOW, active=False), dialog)
    image = known.observation.screenshot.image
    assert difference(known, scene(image, *known.observation.screen.elements, windows=windows)).windows


def test_what_is_typed_into_a_field_makes_no_new_screen() -> None:
    field = control("", Box(100, 200, 300, 230), "field")
    empty, typed = blank(), blank()
    for image in (empty, typed):
        cv2.rectangle(image, (100, 200), (300, 230), (100, 100, 100), 1)
    words = write(typed, "Garden", 110, 222)
    cv2.rectangle(typed, (97, 197), (303, 233), (220, 90, 30), 2)
    assert not difference(scene(empty, field), scene(typed, field, control("Garden", words, "text")))


def test_a_window_that_moved_shows_the_same_screen() -> None:
    known = with_texts(*PLAIN)
    image = np.full_like(known.observation.screenshot.image, 90)
    image[40:460, 60:620] = known.observation.screenshot.image[30:450, 40:600]
    moved = replace(WINDOW, box=WINDOW.box.offset(20, 10))
    elements = [
        control(t.text, t.box.offset(20, 10).expanded(6), words=t.box.offset(20, 10)) for t in known.tokens
    ]
    assert not difference(known, scene(image, *elements, windows=(moved,)))


def test_another_document_in_the_title_is_the_same_window() -> None:
    known = with_texts(*PLAIN)
    image, elements = known.observation.screenshot.image, known.observation.screen.elements
    one = scene(image, *elements, windows=(replace(WINDOW, title="Untitled 1 - Mousepad"),))
    other = scene(image, *elements, windows=(replace(WINDOW, title="*notes.txt - Mousepad"),))
    assert not difference(one, other)
