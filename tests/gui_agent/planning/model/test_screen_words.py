"""The screen in words."""

import numpy as np

from actions.computer import Window
from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.types import ParsedScreen, UIElement
from gui_agent.planning.model.screen_words import (
    LETTERS_PER_TOKEN,
    MAX_TOKENS,
    describe_screen,
    named,
)
from gui_agent.types import Observation

REGION = Box(0, 0, 1920, 1080)


def seen(*elements: UIElement, changes: tuple[Box, ...] = (), active: Box = REGION) -> Observation:
    shot = Screenshot(np.zeros((1, 1, 3), np.uint8), REGION)
    windows = (
        Window(1, "Files", "thunar", REGION, active=False),
        Window(2, "notes.txt - Mousepad", "mousepad", active, active=True),
    )
    return Observation(shot, ParsedScreen(elements, REGION), changes, windows)


def at(x: int, y: int, width: int = 80, height: int = 20) -> Box:
    return Box(x, y, x + width, y + height)


SAVE = UIElement(at(10, 100), "button", "Save")
NAME = UIElement(at(100, 102, 200), "field", "Ana", frozenset({"focused"}))
BIN = UIElement(at(320, 100, 20), "icon", meaning="delete, bin")
NEWS = UIElement(at(10, 140, 200), "checkbox", "Send me news", frozenset({"checked"}))


def test_rows_numbers_roles_states_and_windows_are_told() -> None:
    assert describe_screen(seen(SAVE, NAME, BIN, NEWS)).splitlines() == [
        "Screen 1920x1080; active window: “notes.txt - Mousepad”; other windows: “Files”",
        '[1] button "Save" [2] field "Ana" focused [3] icon (delete)',
        '[4] checkbox "Send me news" checked',
    ]


def test_the_pieces_of_a_line_of_text_are_one() -> None:
    line = [UIElement(at(10 + 90 * n, 200), "text", word) for n, word in enumerate(("Meeting", "at", "ten"))]
    apart = UIElement(at(600, 200), "text", "Monday")
    assert describe_screen(seen(*line, apart)).splitlines()[1:] == ['[1] "Meeting at ten" [4] "Monday"']


def test_what_changed_is_marked_unless_everything_did() -> None:
    assert '*[2] field "Ana"' in describe_screen(seen(SAVE, NAME, changes=(at(110, 100),)))
    assert "*" not in describe_screen(seen(SAVE, NAME, changes=(REGION,)))


def test_what_says_nothing_is_left_out_and_keeps_its_number() -> None:
    label = UIElement(SAVE.box, "text", "Save")
    picture = UIElement(at(500, 500), "image")
    text = describe_screen(seen(label, picture, UIElement(at(1, 1), "text", " "), SAVE))
    assert text.splitlines()[1:] == ['[4] button "Save"']


def test_a_crowded_screen_keeps_the_active_window_within_the_limit() -> None:
    inside = Box(960, 0, 1920, 1080)
    crowd = [
        UIElement(at(x, y, 150), "text" if x < 960 else "cell", f"quarterly result number {x} {y}")
        for y in range(0, 1080, 24)
        for x in range(0, 1900, 160)
    ]
    button = UIElement(at(1500, 1050), "button", "Send")
    text = describe_screen(seen(*crowd, button, active=inside))
    assert len(text) <= MAX_TOKENS * LETTERS_PER_TOKEN
    assert "more are not listed" in text
    assert "cell" in text
    assert "] text" not in text
    assert describe_screen(seen(*crowd, button, active=inside), 100).count("\n") >= 1


def test_elements_are_named_as_a_person_would() -> None:
    assert named(SAVE) == "“Save” button"
    assert named(BIN) == "icon (delete, bin)"
    assert named(UIElement(at(1, 1), "slider")) == "unnamed slider"
