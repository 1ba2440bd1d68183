"""Accessibility nodes become boxes in screen pixels, and only those that can be seen stay."""

from __future__ import annotations

from typing import Any

from grounding.data.apps.catalogue import Toolkit
from grounding.data.apps.sight import visible, windows_of_frames
from grounding.data.apps.tree import Scene, read_nodes
from grounding.data.apps.windows import Window
from grounding.data.sample import Bounds

SIZE = (400, 300)
MAIN = Window(1, "window", "Notes", (10, 30, 210, 230), (8, 10, 212, 232))


def entry(role: str, box: list[int], parent: int = 0, **more: Any) -> dict[str, Any]:
    """One node as the session's program tells it; ``box`` is x, y, width, height."""
    return {
        "parent": parent,
        "role": role,
        "name": "",
        "description": "",
        "text": "",
        "states": ["showing", "visible"],
        "box": box,
        "action": "",
        "kit": "gtk",
        "labelled by": [],
        **more,
    }


FRAME = entry("frame", [10, 30, 200, 200], -1, name="Notes")


def seen(
    *entries: dict[str, Any],
    windows: tuple[Window, ...] = (MAIN,),
    toolkit: Toolkit = "GTK3",
    factor: float = 1,
) -> dict[int, Bounds]:
    return visible(Scene(read_nodes(entries, windows, toolkit, factor), windows, SIZE))


def test_a_button_in_its_window_is_seen_where_it_is() -> None:
    assert seen(FRAME, entry("push button", [20, 40, 50, 20]))[1] == (20, 40, 70, 60)


def test_tiny_boxes_and_boxes_off_the_screen_are_not_seen() -> None:
    assert list(seen(FRAME, entry("label", [20, 40, 3, 20]), entry("label", [500, 40, 30, 20]))) == [0]


def test_what_lies_outside_of_an_ancestor_is_not_seen() -> None:
    closed_list = entry("combo box", [100, 100, 60, 20])
    assert 2 not in seen(FRAME, closed_list, entry("list item", [12, 32, 40, 20], 1))


def test_the_content_of_a_page_may_lie_outside_of_its_tab() -> None:
    assert 2 in seen(FRAME, entry("page tab", [20, 40, 40, 20]), entry("label", [20, 100, 40, 20], 1))


def test_rows_are_cut_off_where_their_scrolled_area_ends() -> None:
    area = entry("scroll pane", [20, 40, 60, 100])
    assert seen(FRAME, area, entry("table cell", [20, 50, 130, 20], 1)) == {
        0: (8, 10, 212, 232),
        1: (20, 40, 80, 140),
    }
    assert seen(FRAME, area, entry("table cell", [20, 50, 80, 20], 1))[2] == (20, 50, 80, 70)


def test_what_another_window_covers_is_dropped_or_cut_off() -> None:
    dialog = Window(2, "window", "Open", (100, 60, 250, 200), (100, 60, 250, 200))
    boxes = seen(
        FRAME,
        entry("push button", [120, 80, 40, 20]),
        entry("push button", [40, 80, 80, 20]),
        entry("dialog", [100, 60, 150, 140], -1, name="Open"),
        entry("push button", [120, 120, 40, 20], 3),
        windows=(MAIN, dialog),
    )
    assert 1 not in boxes
    assert boxes[2] == (40, 80, 100, 100)
    assert boxes[4] == (120, 120, 160, 140)


def test_two_windows_of_equal_size_are_told_apart_by_their_titles() -> None:
    twin = Window(2, "window", "Open", MAIN.box, MAIN.frame)
    nodes = read_nodes([entry("frame", [10, 30, 200, 200], -1, name="Open"), FRAME], (MAIN, twin), "GTK3", 1)
    assert windows_of_frames(Scene(nodes, (MAIN, twin), SIZE)) == {0: 1, 1: 0}


def test_entries_of_an_open_menu_are_seen_although_they_lie_below_its_title() -> None:
    popup = Window(3, "popup", "", (20, 50, 120, 150), (20, 50, 120, 150))
    boxes = seen(
        FRAME,
        entry("menu", [20, 30, 30, 20]),
        entry("menu item", [20, 60, 100, 20], 1),
        entry("push button", [30, 70, 40, 20]),
        windows=(MAIN, popup),
    )
    assert boxes[2] == (20, 60, 120, 80)
    assert 3 not in boxes


def test_what_lies_below_a_popover_in_the_same_window_is_not_seen() -> None:
    boxes = seen(
        FRAME,
        entry("push button", [40, 100, 40, 20]),
        entry("panel", [30, 80, 100, 100], states=["showing", "visible", "modal"]),
        entry("filler", [30, 80, 100, 100], 2),
        entry("push button", [40, 100, 80, 20], 3),
    )
    assert 1 not in boxes
    assert boxes[4] == (40, 100, 120, 120)


def test_boxes_of_scaled_toolkits_are_logical() -> None:
    wide = Window(1, "window", "Notes", (20, 60, 380, 280), (20, 60, 380, 280))
    frame = entry("frame", [10, 30, 180, 110], -1, name="Notes")
    button = entry("push button", [20, 40, 50, 20])
    assert seen(frame, button, windows=(wide,), toolkit="Qt5", factor=2)[1] == (40, 80, 140, 120)
    assert read_nodes([button], (), "Gecko", 2)[0].box == (20, 40, 70, 60)


def test_gtk4_counts_from_the_frame_in_the_middle_of_its_window() -> None:
    frame = entry("frame", [0, 0, 190, 190], -1, name="Notes", kit="GTK4")
    button = entry("push button", [20, 40, 50, 20], kit="GTK4", states=["visible"])
    assert seen(frame, button, toolkit="GTK4")[1] == (35, 75, 85, 95)


def test_a_gtk4_popover_lies_where_its_own_window_is() -> None:
    popup = Window(3, "popup", "", (150, 100, 250, 200), (150, 100, 250, 200))
    frame = entry("frame", [0, 0, 190, 190], -1, name="Notes", kit="GTK4")
    menu = entry("menu", [20, 20, 100, 100], name="GtkPopoverMenu", kit="GTK4", states=["visible"])
    item = entry("menu item", [30, 40, 80, 20], 1, kit="GTK4", states=["visible"])
    assert seen(frame, menu, item, windows=(MAIN, popup), toolkit="GTK4")[2] == (160, 120, 240, 140)


def test_libreoffice_forgets_its_menu_bar_except_in_native_parts() -> None:
    nodes = read_nodes(
        [
            FRAME,
            entry("panel", [10, 58, 200, 172]),
            entry("root pane", [10, 30, 200, 172], 1),
            entry("push button", [20, 40, 20, 20], 2),
            entry("panel", [150, 60, 40, 100], 2),
            entry("panel", [150, 88, 40, 100], 4),
        ],
        (MAIN,),
        "LibreOffice",
        1,
    )
    assert nodes[3].box == (20, 68, 40, 88)
    assert nodes[4].box == nodes[5].box == (150, 88, 190, 188)


def test_chromium_scales_its_own_buttons_but_not_its_pages() -> None:
    nodes = read_nodes(
        [FRAME, entry("push button", [20, 40, 50, 20]), entry("document web", [20, 80, 100, 100]),
         entry("link", [30, 90, 20, 10], 2)],
        (MAIN,), "Chromium", 1.5,
    )  # fmt: skip
    assert nodes[1].box == (30, 60, 105, 90)
    assert nodes[3].box == (30, 90, 50, 100)
