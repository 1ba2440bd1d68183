"""What becomes an element, and whether its words count as text or as a name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grounding.data.apps.drawn import padded, tight, tight_title
from grounding.data.apps.elements import elements_of
from grounding.data.apps.tree import Scene, read_nodes
from grounding.data.apps.windows import FrameButton, Window, name_decorations
from grounding.data.apps.words import clean_name
from grounding.data.sample import RenderedElement
from tests.grounding.data.test_apps_tree import FRAME, MAIN, SIZE, entry

NOISE = np.random.default_rng(1).integers(0, 255, (SIZE[1], SIZE[0], 3), dtype=np.uint8)


def elements(*entries: dict[str, Any], window: Window = MAIN) -> list[RenderedElement]:
    scene = Scene(read_nodes(entries, (window,), "GTK3", 1), (window,), SIZE)
    return [e for e in elements_of(scene, NOISE) if e.role != "window"]


def test_a_wide_button_shows_its_name_and_a_square_one_does_not() -> None:
    wide, square = elements(
        FRAME,
        entry("push button", [20, 40, 80, 20], name="Save"),
        entry("push button", [20, 80, 24, 24], name="Delete"),
    )
    assert (wide.text, wide.name) == ("Save", "")
    assert (square.text, square.name) == ("", "Delete")


def test_a_button_without_a_name_takes_its_tooltip() -> None:
    (button,) = elements(FRAME, entry("push button", [20, 40, 24, 24], description="Print this page"))
    assert button.name == "Print this page"


def test_labels_and_pictures_of_a_button_belong_to_it() -> None:
    (button,) = elements(
        FRAME,
        entry("push button", [20, 40, 80, 24]),
        entry("image", [22, 42, 16, 16], 1),
        entry("label", [44, 44, 40, 14], 1, name="Open"),
    )
    assert (button.role, button.text) == ("button", "Open")


def test_containers_and_labels_without_words_are_no_elements() -> None:
    assert elements(FRAME, entry("panel", [20, 40, 80, 24]), entry("label", [20, 80, 40, 14])) == []


def test_fields_know_the_label_beside_them() -> None:
    _, field = elements(
        FRAME,
        entry("label", [20, 40, 40, 14], name="Name:"),
        entry("text", [70, 40, 80, 20], text="Ada", states=["showing", "editable"]) | {"labelled by": [1]},
    )
    assert (field.role, field.text, field.label) == ("field", "Ada", "Name")


@pytest.mark.parametrize(
    ("role", "states", "expected"),
    [
        ("check box", ["checked"], ("checked",)),
        ("check box", [], ("unchecked",)),
        ("page tab", ["selected"], ("selected",)),
        ("toggle button", ["pressed"], ("checked",)),
        ("push button", [], ()),
    ],
)
def test_states_are_those_that_can_be_seen(role: str, states: list[str], expected: tuple[str, ...]) -> None:
    shown = ["showing", "visible", "sensitive", *states]
    (element,) = elements(FRAME, entry(role, [20, 40, 80, 20], name="Sound", states=shown))
    assert element.state == expected


def test_parents_are_the_smallest_elements_around() -> None:
    scene = Scene(
        read_nodes([FRAME, entry("list item", [20, 40, 100, 40]), entry("push button", [30, 50, 20, 20], 1)],
                   (MAIN,), "GTK3", 1),
        (MAIN,), SIZE,
    )  # fmt: skip
    assert [e.parent for e in elements_of(scene, NOISE)] == [-1, 0, 1]


def test_the_window_manager_s_buttons_are_elements_too() -> None:
    buttons = (FrameButton("close", (190, 12, 206, 28)),)
    window = Window(1, "window", "Notes", MAIN.box, MAIN.frame, False, buttons)
    (close,) = elements(FRAME, window=window)
    assert (close.role, close.name, close.box) == ("button", "close", (190, 12, 206, 28))


def test_title_bars_are_taken_apart_by_their_layout() -> None:
    parts = [(4, 2, 20, 18), (24, 2, 120, 18), (130, 2, 144, 16), (146, 2, 160, 16), (162, 2, 176, 16)]
    assert [p.kind for p in name_decorations(parts, True)] == [
        "menu",
        "title",
        "minimise",
        "maximise",
        "close",
    ]
    assert [p.kind for p in name_decorations([parts[1], parts[4]], False)] == ["title", "close"]


@pytest.mark.parametrize(
    ("name", "clean"),
    [("7 7", "7"), ("GtkButton", ""), ("Open file", "Open file"), ("  Save \n as ", "Save as")],
)
def test_gtk4_names_lose_doubled_words_and_class_names(name: str, clean: str) -> None:
    assert clean_name(name, "GTK4") == clean


def test_text_boxes_shrink_to_their_letters() -> None:
    picture = np.full((60, 200, 3), 240, np.uint8)
    picture[20:30, 50:58] = picture[20:30, 62:70] = 10
    assert tight(picture, (5, 5, 190, 50)) == (49, 19, 71, 31)


def test_gtk4_buttons_grow_to_their_border() -> None:
    picture = np.full((80, 200, 3), 240, np.uint8)
    picture[20:60, 40:140] = 180
    assert padded(picture, (50, 26, 130, 54)) == (40, 20, 140, 60)


def test_titles_on_shaded_bars_shrink_to_their_letters() -> None:
    shaded = np.repeat(np.linspace(20, 200, 300).astype(np.uint8)[None, :, None], 30, axis=0).repeat(
        3, axis=2
    )
    shaded[8:20, 40:42] = shaded[8:20, 90:92] = 255
    assert tight_title(shaded, (0, 0, 300, 30)) == (39, 7, 93, 21)


def test_words_typed_in_a_field_are_no_element_of_their_own() -> None:
    (field,) = elements(
        FRAME,
        entry("entry", [20, 40, 100, 24], states=["showing", "editable"]),
        entry("label", [24, 44, 40, 14], 1, name="Search"),
    )
    assert (field.role, field.text) == ("field", "Search")


def test_names_that_only_programmers_see_are_dropped() -> None:
    (field,) = elements(
        FRAME, entry("entry", [20, 40, 100, 24], name="page-label-entry", states=["showing", "editable"])
    )
    assert field.name == ""


def test_a_dock_is_no_window_and_an_expander_is_its_header() -> None:
    found = elements(
        FRAME,
        entry("frame", [20, 40, 100, 80], 0, name="Tools"),
        entry("toggle button", [20, 130, 160, 60], 0, name="Options"),
        entry("panel", [20, 150, 160, 40], 2),
    )
    assert [(e.role, e.box) for e in found] == [("button", (20, 130, 180, 150))]


def test_a_cell_with_a_picture_and_words_is_one_cell() -> None:
    (cell,) = elements(
        FRAME,
        entry("tree table", [10, 30, 200, 180]),
        entry("table cell", [20, 40, 160, 20], 1),
        entry("table cell", [20, 40, 20, 20], 2),
        entry("table cell", [40, 40, 140, 20], 2, name="Music"),
    )
    assert (cell.role, cell.box, cell.text) == ("cell", (20, 40, 180, 60), "Music")


def test_leaves_of_a_tree_are_called_like_its_branches() -> None:
    branch = entry("table cell", [20, 40, 160, 20], 1, name="Music", states=["showing", "expandable"])
    leaf = entry("table cell", [36, 60, 144, 20], 1, name="Notes")
    found = elements(FRAME, entry("tree", [10, 30, 200, 180]), branch, leaf)
    assert [e.role for e in found] == ["tree item", "tree item"]


def test_tabs_known_by_their_labels_grow_to_the_middle_between_them() -> None:
    first, second = elements(
        FRAME,
        entry("page tab list", [10, 30, 200, 180]),
        entry("page tab", [30, 36, 40, 14], 1, name="One"),
        entry("page tab", [90, 36, 40, 14], 1, name="Two"),
        entry("panel", [10, 56, 200, 150], 2),
    )
    assert (first.box, second.box) == ((20, 30, 80, 56), (80, 30, 140, 56))
