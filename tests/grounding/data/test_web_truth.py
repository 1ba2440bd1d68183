"""What becomes of a page's own report: lines tight around ink, elements with text, label and state."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from grounding.data.web.truth import Picture, fringed, ink_of, truth_of


def blank(width: int = 300, height: int = 120) -> Picture:
    return np.full((height, width, 3), 250, np.uint8)


def written(*words: tuple[str, int, int]) -> Picture:
    picture = blank()
    for text, x, y in words:
        cv2.putText(picture, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)
    return picture


def piece(text: str, box: list[float], owner: int = -1, block: int = 0) -> dict[str, Any]:
    return {"text": text, "box": box, "size": 14.0, "owner": owner, "block": block}


def node(role: str, box: list[float], parent: int = -1, **data: str) -> dict[str, Any]:
    return {"role": role, "box": box, "keep": True, "parent": parent, "data": {"role": role, **data}}


def test_a_line_is_tight_around_its_ink() -> None:
    picture = written(("Hello", 20, 40))
    report = {"found": [], "pieces": [piece("Hello", [10, 20, 120, 50])]}

    _, (line,) = truth_of(report, picture, blank(), 1.0)

    inked = np.argwhere(ink_of(picture, blank()) > 24)
    assert line.box == (inked[:, 1].min(), inked[:, 0].min(), inked[:, 1].max() + 1, inked[:, 0].max() + 1)


def test_text_that_left_no_ink_is_no_line() -> None:
    report = {"found": [], "pieces": [piece("gone", [10, 20, 120, 50])]}

    assert truth_of(report, blank(), blank(), 1.0) == ((), ())


def test_neighbouring_words_of_one_block_make_one_line_and_distant_ones_two() -> None:
    picture = written(("one", 10, 40), ("two", 45, 40), ("far", 200, 40))
    report = {
        "found": [],
        "pieces": [
            piece("one", [10, 25, 40, 45]),
            piece("two", [45, 25, 75, 45]),
            piece("far", [200, 25, 230, 45]),
        ],
    }

    _, lines = truth_of(report, picture, blank(), 1.0)

    assert [line.text for line in lines] == ["one two", "far"]


def test_tabs_side_by_side_stay_apart() -> None:
    picture = written(("File", 10, 40), ("Edit", 52, 40))
    pieces = [piece("File", [10, 25, 40, 45], 0, 1), piece("Edit", [52, 25, 80, 45], 1, 2)]
    found = [node("tab", [5, 20, 46, 50]), node("tab", [46, 20, 90, 50])]

    elements, lines = truth_of({"found": found, "pieces": pieces}, picture, blank(), 1.0)

    assert [line.text for line in lines] == ["File", "Edit"]
    assert [(e.role, e.text, e.box) for e in elements] == [
        ("tab", "File", (5, 20, 46, 50)),
        ("tab", "Edit", (46, 20, 90, 50)),
    ]


def test_a_button_inside_a_cell_keeps_its_state_name_and_parent() -> None:
    picture = written(("Save", 30, 40))
    found = [
        node("cell", [0, 0, 200, 80]),
        node("button", [20, 20, 90, 50], 0, state="disabled", icon="content-save", name="Save file"),
    ]

    elements, _ = truth_of(
        {"found": found, "pieces": [piece("Save", [28, 25, 80, 45], 1)]}, picture, blank(), 1.0
    )

    cell, button = elements
    assert (cell.text, button.text, button.parent) == ("Save", "Save", 0)
    assert (button.state, button.icon, button.name) == (("disabled",), "content-save", "Save file")


def test_a_parent_that_is_not_visible_is_skipped() -> None:
    found = [
        node("window", [0, 0, 250, 100]),
        node("cell", [0, 0, 200, 80], 0),
        node("button", [20, 20, 90, 50], 1),
    ]
    found[1]["keep"] = False

    elements, _ = truth_of({"found": found, "pieces": []}, blank(), blank(), 1.0)

    assert [(e.role, e.parent) for e in elements] == [("window", -1), ("button", 0)]


def test_boxes_are_scaled_to_device_pixels() -> None:
    elements, _ = truth_of({"found": [node("image", [10, 10, 50, 40])], "pieces": []}, blank(), blank(), 2.0)

    assert elements[0].box == (20, 20, 100, 80)


def test_an_icon_shrinks_to_its_drawing() -> None:
    picture = blank()
    picture[30:50, 40:60] = 0

    elements, _ = truth_of(
        {"found": [node("icon", [32, 22, 72, 62], icon="stop")], "pieces": []}, picture, blank(), 1.0
    )

    assert elements[0].box == (40, 30, 60, 50)


def test_fringes_colour_the_text_and_nothing_else() -> None:
    picture, ground = written(("ill", 20, 40)), blank()
    ground[80:, :] = picture[80:, :] = 90

    shown = fringed(picture, ground)

    assert (shown[80:] == picture[80:]).all()
    assert (shown[20:45, :, 0] != shown[20:45, :, 2]).any()
