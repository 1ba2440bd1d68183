"""Pictures cut from real screens, looked for on real screens that look the same, or nearly."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from actions.geometry import Box, Point
from actions.screenshot import Image
from grounding.pictures.matching import find_picture
from grounding.pictures.picture import Picture, PictureArea
from tests.grounding.pictures.conftest import Render

pytestmark = pytest.mark.x11


def needle(image: Image, *areas: PictureArea) -> Picture:
    return Picture("needle", image, areas)


def cut(image: Image, box: Box, similar: float = 0.7, click: Point | None = None) -> Picture:
    part = image[box.y1 : box.y2, box.x1 : box.x2]
    area = PictureArea(Box(0, 0, box.width, box.height), similar=similar, click=click)
    return Picture("image", part, (area,), placed=False, strictly=False)


def test_a_needle_is_found_at_its_place_and_clicked_where_it_says(render: Render) -> None:
    image, boxes = render()
    save, name = boxes["Save"], boxes["Customer name"]
    match = find_picture(image, needle(image, PictureArea(save, click=Point(5, 7)), PictureArea(name)))
    assert match is not None
    assert (match.box, match.point, match.healed) == (save, Point(save.x1 + 5, save.y1 + 7), "")


def test_the_last_area_is_clicked_in_its_middle_where_none_says_otherwise(render: Render) -> None:
    image, boxes = render()
    match = find_picture(image, needle(image, PictureArea(boxes["Save"]), PictureArea(boxes["Clear"])))
    assert match is not None
    assert match.point == boxes["Clear"].center


def test_within_its_margin_a_needle_may_be_elsewhere_further_off_it_heals(render: Render) -> None:
    image, boxes = render("--at", "100,100")
    near, near_boxes = render("--at", "130,80")
    far, far_boxes = render("--at", "300,250")
    both = needle(image, PictureArea(boxes["Save"]), PictureArea(boxes["City"]))
    close, distant = find_picture(near, both), find_picture(far, both)
    assert close is not None
    assert (close.box, close.healed) == (near_boxes["City"], "")
    assert distant is not None
    assert distant.box == far_boxes["City"]
    assert distant.healed == "200 px right, 150 px below of its place"


def test_every_area_must_be_there(render: Render) -> None:
    image, boxes = render()
    other, _ = render("--changed")
    assert find_picture(other, needle(image, PictureArea(boxes["Clear"]))) is not None
    both = needle(image, PictureArea(boxes["Clear"]), PictureArea(boxes["Save"]))
    assert find_picture(other, both) is None


def test_what_is_excluded_does_not_count(render: Render) -> None:
    image, boxes = render()
    field = boxes["Customer name"]
    written = image.copy()
    cv2.putText(written, "Ana", (field.x1 + 8, field.y2 - 8), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0), 2)
    around = field.expanded(6)
    inside = PictureArea(field.expanded(-2), "exclude")
    # Another field looks the same, a little further down.
    other = find_picture(written, needle(image, PictureArea(around, margin=10)))
    assert other is None or other.box != around
    match = find_picture(written, needle(image, PictureArea(around, margin=10), inside))
    assert match is not None
    assert match.box == around


def test_a_needle_heeds_colours_and_an_image_heeds_shapes(render: Render) -> None:
    image, boxes = render()
    faded = np.asarray(cv2.addWeighted(image, 0.4, np.full_like(image, 255), 0.6, 0), np.uint8)
    save = boxes["Save"]
    assert find_picture(faded, needle(image, PictureArea(save))) is None
    match = find_picture(faded, cut(image, save))
    assert match is not None
    assert match.box == save


def test_an_image_is_found_anywhere_and_clicked_off_its_middle(render: Render) -> None:
    image, boxes = render()
    moved, there = render("--at", "300,250")
    save = boxes["Save"]
    click = Point(save.width // 2 + 30, save.height // 2 - 12)
    match = find_picture(moved, cut(image, save, click=click))
    assert match is not None
    assert (match.box, match.healed) == (there["Save"], "")
    assert match.point == there["Save"].center.offset(30, -12)


@pytest.mark.parametrize("scale", [0.8, 1.25, 1.5])
def test_at_another_size_it_heals(render: Render, scale: float) -> None:
    image, boxes = render()
    screen = np.asarray(cv2.resize(image, None, fx=scale, fy=scale), np.uint8)
    match = find_picture(screen, cut(image, boxes["tab Notes"].expanded(8), similar=0.97))
    assert match is not None
    assert match.healed == f"at {scale:.0%} of its size"
    wanted = boxes["tab Notes"].center
    assert match.point.distance_to(Point(round(wanted.x * scale), round(wanted.y * scale))) <= 3


def test_what_is_there_twice_is_told(render: Render) -> None:
    image, boxes = render()
    remove = boxes["remove Invoices"]
    match = find_picture(image, cut(image, remove, similar=0.95))
    assert match is not None
    assert {match.box, *match.others} >= {remove, boxes["remove Orders"]}


def test_what_is_not_there_is_not_found(render: Render) -> None:
    image, boxes = render()
    empty = np.full_like(image, 60)
    assert find_picture(empty, needle(image, PictureArea(boxes["Save"]))) is None
    assert find_picture(empty, cut(image, boxes["Save"])) is None


def test_a_plain_area_is_known_by_its_colour(render: Render) -> None:
    image, _ = render()
    plain = Box(10, image.shape[0] - 60, 60, image.shape[0] - 20)
    assert find_picture(image, needle(image, PictureArea(plain))) is not None
    assert find_picture(255 - image, needle(image, PictureArea(plain))) is None
