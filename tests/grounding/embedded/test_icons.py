"""Crops of icons, ids of phrases, and what the shipped towers make of simple drawings."""

import cv2
import numpy as np
import pytest

from actions.geometry import Box
from grounding.embedded.icons import SIZE, IconEncoder, IconWords, NameTable, crop_icon, drawn_part, ids_of
from grounding.embedded.weights import has_network

shipped = pytest.mark.skipif(not has_network("icons"), reason="the icon weights are not installed")


def test_a_crop_is_square_and_holds_the_surroundings() -> None:
    image = np.full((100, 100, 3), 255, np.uint8)
    image[40:60, 40:60] = 0
    crop = crop_icon(image, Box(40, 40, 60, 60))
    assert crop.shape == (SIZE, SIZE, 3)
    assert crop[SIZE // 2, SIZE // 2].max() == 0
    assert crop[0, 0].min() == 255


def test_a_wide_box_is_not_stretched() -> None:
    image = np.full((100, 200, 3), 255, np.uint8)
    cv2.circle(image, (100, 50), 10, (0, 0, 0), -1)
    dark = crop_icon(image, Box(60, 40, 140, 60)).min(axis=2) < 128
    rows, columns = np.flatnonzero(dark.any(1)), np.flatnonzero(dark.any(0))
    assert abs(len(rows) - len(columns)) <= 1


def test_of_a_row_the_left_end_is_looked_at_and_of_a_captioned_icon_the_top() -> None:
    assert drawn_part(Box(10, 20, 210, 44)) == Box(10, 20, 34, 44)
    assert drawn_part(Box(10, 20, 40, 100)) == Box(10, 20, 40, 50)


@pytest.mark.parametrize("box", [Box(0, 0, 24, 24), Box(0, 0, 40, 24), Box(0, 0, 24, 5)])
def test_ordinary_boxes_and_thin_strokes_are_looked_at_whole(box: Box) -> None:
    assert drawn_part(box) == box


@pytest.mark.parametrize("box", [Box(-20, -20, 5, 5), Box(95, 95, 130, 130), Box(300, 300, 310, 310)])
def test_boxes_over_the_edge_are_cut_to_the_picture(box: Box) -> None:
    assert crop_icon(np.full((100, 100, 3), 9, np.uint8), box).shape == (SIZE, SIZE, 3)


def test_ids_are_padded_to_the_longest() -> None:
    ids = ids_of(["bin", "trash can"])
    assert ids.shape[:2] == (2, 2)
    assert not ids[0, 1].any()
    assert ids_of([""]).shape[1] == 1


def test_naming_takes_the_nearest_phrase_or_none() -> None:
    table = NameTable(("delete, bin", ""), np.array([0, 0, 1]), np.eye(3, dtype=np.float32))
    vectors = np.array([[0, 1, 0], [0.3, 0.3, 0.3], [0, 0, 1]], np.float32)
    assert [name for name, _ in table.name(vectors, 0.6)] == ["delete, bin", "", ""]
    assert table.name(vectors[:0], 0.6) == []


def test_many_phrases_do_not_make_a_name_likelier() -> None:
    table = NameTable(("bin", "house"), np.array([0, 0, 0, 1]), np.eye(2, dtype=np.float32)[[0, 0, 0, 1]])
    chances = table.chances(np.array([[0.6, 0.8], [0.7, 0.7]], np.float32))
    assert chances.sum(axis=1) == pytest.approx([1, 1])
    assert chances[0, 1] > 0.9
    assert chances[1] == pytest.approx([0.5, 0.5])


def drawn() -> tuple[np.ndarray, dict[str, Box]]:
    image = np.full((60, 400, 3), 245, np.uint8)
    ink = (60, 60, 60)
    cv2.line(image, (20, 20), (40, 40), ink, 3, cv2.LINE_AA)
    cv2.line(image, (40, 20), (20, 40), ink, 3, cv2.LINE_AA)
    for y in (22, 30, 38):
        cv2.rectangle(image, (80, y), (100, y + 2), ink, -1)
    cv2.circle(image, (148, 28), 7, ink, 2, cv2.LINE_AA)
    cv2.line(image, (153, 33), (160, 40), ink, 3, cv2.LINE_AA)
    cv2.line(image, (200, 30), (220, 30), ink, 3)
    cv2.line(image, (210, 20), (210, 40), ink, 3)
    cv2.fillPoly(image, [np.array([[264, 20], [264, 40], [280, 30]], np.int32)], ink, cv2.LINE_AA)
    boxes = {"close": 20, "three lines": 80, "magnifying glass": 140, "plus sign": 200, "play": 262}
    return image, {word: Box(x, 20, x + 21, 41) for word, x in boxes.items()}


@shipped
def test_most_simple_drawings_are_found_by_what_people_call_them() -> None:
    image, boxes = drawn()
    vectors = IconEncoder().encode(image, list(boxes.values()))
    words = IconWords().encode(list(boxes))
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert np.allclose(np.linalg.norm(words, axis=1), 1, atol=1e-3)
    found = (words @ vectors.T).argmax(axis=1) == np.arange(len(boxes))
    assert found.sum() >= len(boxes) - 1


@shipped
def test_a_batch_says_the_same_as_one_at_a_time() -> None:
    image, boxes = drawn()
    encoder = IconEncoder()
    together = encoder.encode(image, list(boxes.values()) * 30)
    alone = np.concatenate([encoder.encode(image, [box]) for box in boxes.values()])
    assert together.shape[0] == 150
    assert (together[: len(boxes)] * alone).sum(axis=1).min() > 0.99


@shipped
def test_a_phrase_has_one_vector_whatever_is_asked_beside_it() -> None:
    words = IconWords()
    one, two = words.encode(["bin"]), words.encode(["bin", "a very long phrase with international words"])
    assert np.allclose(one[0], two[0], atol=1e-3)


@shipped
def test_names_are_words_or_nothing() -> None:
    image, boxes = drawn()
    encoder = IconEncoder()
    named = dict(zip(boxes, encoder.name(encoder.encode(image, list(boxes.values()))), strict=True))
    # Silence is allowed, a wrong name for so plain a drawing is not.
    assert named["close"][0] == "" or "close" in named["close"][0]
    assert named["magnifying glass"][0] == "" or "search" in named["magnifying glass"][0]
    assert encoder.name(encoder.encode(image, [Box(320, 10, 350, 40)]))[0][0] == ""


@shipped
def test_nothing_asked_is_nothing_answered() -> None:
    image, _ = drawn()
    encoder = IconEncoder()
    assert encoder.encode(image, []).shape[0] == 0
    assert encoder.name(encoder.encode(image, [])) == []
    assert IconWords().encode([]).shape[0] == 0
