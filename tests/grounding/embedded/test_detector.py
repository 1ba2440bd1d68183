"""Elements and lines of pictures of every size, on a network whose answers are known."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image
from grounding.data.sample import STATES
from grounding.embedded.detector import LARGEST_AREA, ElementDetector
from grounding.embedded.detector_outputs import DETECTED_ROLES, STRIDES
from grounding.types import Role

FIRST_STATE = 5 + len(DETECTED_ROLES)


@dataclass
class RedFinder:
    """Stands in for the weights: one element as large as the red pixels it is shown."""

    role: Role = "button"
    states: dict[str, float] = field(default_factory=dict)
    meta: dict[str, Any] = field(default_factory=dict)
    seen: list[tuple[int, ...]] = field(default_factory=list)

    def run(self, **inputs: NDArray[Any]) -> list[NDArray[Any]]:
        picture = inputs["picture"]
        self.seen.append(picture.shape)
        _, height, width, _ = picture.shape
        levels = [np.zeros((1, FIRST_STATE + 6, height // s, width // s), np.float32) for s in STRIDES]
        for level in levels:
            level[:, 0] = -9
        cores = np.full((1, 1, height // 2, width // 2), -9, np.float32)
        ys, xs = np.nonzero((picture[0] == (0, 0, 255)).all(-1))
        if len(xs):
            self._mark(levels[0][0], Box(xs.min(), ys.min(), xs.max() + 1, ys.max() + 1))
        return [*levels, cores]

    def _mark(self, level: NDArray[np.float32], box: Box) -> None:
        x, y = box.center.x // 8, box.center.y // 8
        middle = np.array([x * 8 + 4, y * 8 + 4])
        low, high = middle - (box.x1, box.y1), np.array([box.x2, box.y2]) - middle
        level[0, y, x] = 3
        level[1:5, y, x] = np.log(np.maximum(np.concatenate([low, high]), 0.1) / 8)
        level[5 + DETECTED_ROLES.index(self.role), y, x] = 5
        level[FIRST_STATE:, y, x] = [self.states.get(s, -3) for s in STATES]


def screen(height: int, width: int, red: Box | None = None) -> Image:
    image = np.full((height, width, 3), 240, np.uint8)
    if red:
        image[red.y1 : red.y2, red.x1 : red.x2] = (0, 0, 255)
    return image


def test_an_element_has_box_role_and_score() -> None:
    red = Box(100, 60, 180, 84)
    (element,) = ElementDetector(RedFinder()).find(screen(300, 400, red)).elements
    assert (element.box, element.role) == (red, "button")
    assert 0.9 < element.score < 1


@pytest.mark.parametrize("size", [(16, 16), (1, 1), (64, 1000), (1080, 1920)])
def test_pictures_of_any_size_are_padded_to_what_the_network_takes(size: tuple[int, int]) -> None:
    network = RedFinder()
    detection = ElementDetector(network).find(screen(*size))
    assert detection.elements == ()
    assert all(h % 64 == 0 and w % 64 == 0 for _, h, w, _ in network.seen)


def test_huge_pictures_are_shrunk_and_boxes_mapped_back() -> None:
    network = RedFinder()
    red = Box(1200, 800, 1600, 1000)
    (element,) = ElementDetector(network).find(screen(4320, 7680, red)).elements
    assert element.box.iou(red) > 0.9
    _, height, width, _ = network.seen[0]
    assert height * width < 1.1 * LARGEST_AREA


def test_a_tick_box_is_either_checked_or_not() -> None:
    network = RedFinder("checkbox", {"checked": -1.0, "unchecked": -2.0})
    (element,) = ElementDetector(network).find(screen(200, 200, Box(40, 40, 56, 56))).elements
    assert element.state == {"checked"}


def test_states_that_make_no_sense_are_dropped() -> None:
    network = RedFinder("field", {"checked": 2.0, "expanded": 2.0, "focused": 2.0})
    (element,) = ElementDetector(network).find(screen(200, 200, Box(40, 40, 150, 60))).elements
    assert element.state == {"focused"}


def test_the_threshold_comes_with_the_weights() -> None:
    strict = RedFinder(meta={"threshold": 0.99})
    assert ElementDetector(strict).find(screen(200, 200, Box(40, 40, 80, 60))).elements == ()


def test_what_was_shipped_says_how_certain_a_find_of_a_role_has_to_be() -> None:
    image, red = screen(256, 256, Box(100, 60, 180, 84)), 0.953  # what a logit of 3 is worth
    for least, count in ((red - 0.02, 1), (red + 0.02, 0)):
        network = RedFinder(meta={"threshold": 0.5, "thresholds": {"button": least, "tab": 0.1}})
        assert len(ElementDetector(network).find(image).elements) == count
