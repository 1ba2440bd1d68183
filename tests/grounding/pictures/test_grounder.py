"""Pictures found on real screens by whoever reads them: words in their areas, points to be clicked."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import pytest

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.errors import TargetNotFound
from grounding.grounders import open_grounder
from grounding.pictures.grounder import PictureGrounder
from grounding.pictures.shelf import PictureShelf
from tests.grounding.pictures.conftest import Render

pytestmark = pytest.mark.x11


@pytest.mark.parametrize(("place", "words", "there"), [
    ("150,120", "Clear", True), ("300,250", "Clear", True), ("300,250", "Vanish", False),
])  # fmt: skip
def test_words_to_be_read_move_with_their_needle_and_are_clicked(
    render: Render, tmp_path: Path, place: str, words: str, there: bool
) -> None:
    image, boxes = render("--at", "150,120")
    moved, now = render("--at", place)
    read = area(boxes["Clear"]) | {"type": "ocr", "refstr": words, "click_point": "center", "margin": 10}
    document = {"area": [read, area(boxes["Save"]) | {"type": "match"}]}
    (tmp_path / "clear.json").write_text(json.dumps(document))
    cv2.imwrite(str(tmp_path / "clear.png"), image)
    eyes = open_grounder("embedded")
    grounder = PictureGrounder(eyes.model, eyes.parser, PictureShelf(tmp_path))
    screenshot = Screenshot(moved, Box(0, 0, moved.shape[1], moved.shape[0]))
    if there:
        assert grounder.ground(screenshot, 'needle "clear"').point == now["Clear"].center
        return
    with pytest.raises(TargetNotFound):
        grounder.ground(screenshot, 'needle "clear"')


def area(box: Box) -> dict[str, object]:
    return {"xpos": box.x1, "ypos": box.y1, "width": box.width, "height": box.height}
