"""Reading scored boxes off the detector's maps."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grounding.embedded.detector_outputs import (
    DETECTED_ROLES,
    STRIDES,
    FoundBoxes,
    decode,
    overlaps,
    suppress_doubles,
)

CHANNELS = 5 + len(DETECTED_ROLES) + 6


def empty_levels(height: int = 128, width: int = 192) -> list[NDArray[np.float32]]:
    levels = [np.zeros((CHANNELS, height // s, width // s), np.float32) for s in STRIDES]
    for level in levels:
        level[0] = -9
    return levels


def found(*rows: tuple[float, float, float, float, float, str]) -> FoundBoxes:
    roles = np.zeros((len(rows), len(DETECTED_ROLES)), np.float32)
    for i, row in enumerate(rows):
        roles[i, [str(r) for r in DETECTED_ROLES].index(row[5])] = 1
    boxes = np.array([r[:4] for r in rows], np.float32).reshape(-1, 4)
    scores = np.array([r[4] for r in rows], np.float32)
    return FoundBoxes(boxes, scores, roles, np.zeros((len(rows), 6), np.float32))


def test_a_cell_says_how_far_its_edges_are_in_strides() -> None:
    levels = empty_levels()
    levels[1][0, 2, 3] = 2.0  # stride 16, centre (56, 40)
    levels[1][1:5, 2, 3] = np.log([1.0, 0.5, 2.0, 1.0])
    result = decode(levels, 0.3)
    assert result.boxes.round(3).tolist() == [[40.0, 32.0, 88.0, 56.0]]
    assert abs(result.scores[0] - 1 / (1 + np.exp(-2))) < 1e-6


def test_boxes_come_best_first_and_no_more_than_asked_for() -> None:
    levels = empty_levels()
    levels[0][0, 0, :6] = [0, 3, 1, 2, -9, 5]
    scores = decode(levels, 0.3, most=3).scores
    assert len(scores) == 3
    assert (np.diff(scores) < 0).all()


def test_each_role_has_a_threshold_of_its_own() -> None:
    levels = empty_levels()
    levels[0][0, 0, :2] = 0  # a score of a half
    levels[0][5 + DETECTED_ROLES.index("slider"), 0, 0] = 3
    levels[0][5 + DETECTED_ROLES.index("button"), 0, 1] = 3
    thresholds = np.full(len(DETECTED_ROLES), 0.6, np.float32)
    thresholds[DETECTED_ROLES.index("slider")] = 0.4
    result = decode(levels, thresholds)
    assert [DETECTED_ROLES[r] for r in result.roles.argmax(1)] == ["slider"]


def test_an_empty_screen_has_no_boxes() -> None:
    assert len(suppress_doubles(decode(empty_levels(), 0.3))) == 0


def test_the_better_of_two_doubles_stays() -> None:
    kept = suppress_doubles(found((0, 0, 100, 20, 0.9, "button"), (2, 0, 100, 20, 0.8, "list item")))
    assert kept.scores.tolist() == pytest.approx([0.9])


def test_text_in_a_button_and_a_row_in_a_window_stay() -> None:
    boxes = found(
        (0, 0, 100, 30, 0.9, "button"), (10, 8, 90, 22, 0.8, "text"), (0, 0, 400, 300, 0.7, "window")
    )
    assert len(suppress_doubles(boxes)) == 3


def test_a_suppressed_box_suppresses_nothing() -> None:
    chain = found((0, 0, 100, 20, 0.9, "cell"), (30, 0, 130, 20, 0.8, "cell"), (60, 0, 160, 20, 0.7, "cell"))
    assert suppress_doubles(chain).scores.tolist() == pytest.approx([0.9, 0.7])


def test_overlap_is_one_for_the_same_box_and_zero_for_strangers() -> None:
    boxes = np.array([[0, 0, 10, 10], [5, 0, 15, 10], [50, 50, 60, 60]], np.float32)
    assert overlaps(boxes, boxes) == pytest.approx(np.array([[1, 1 / 3, 0], [1 / 3, 1, 0], [0, 0, 1]]))


def test_a_button_holds_no_button_but_a_window_may_hold_a_window() -> None:
    inner = (10, 2, 40, 18, 0.5)
    assert len(suppress_doubles(found((0, 0, 100, 20, 0.9, "button"), (*inner, "button")))) == 1
    assert len(suppress_doubles(found((0, 0, 100, 20, 0.9, "button"), (*inner, "icon")))) == 2
    assert len(suppress_doubles(found((0, 0, 100, 20, 0.9, "window"), (*inner, "window")))) == 2
