"""Finds the elements and the lines of text of a screen with the project's own network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image
from grounding.data.sample import STATES
from grounding.embedded.detector_outputs import DETECTED_ROLES, Floats, FoundBoxes, decode, suppress_doubles
from grounding.embedded.text_lines import find_lines
from grounding.types import Role, State

NETWORK = "detector"
LARGEST_AREA = 2_600_000
_MULTIPLE = 64
_GREY = 127
_THRESHOLD = 0.3
_LEAST_SIDE = 3
# Which roles can be in which state; anything else the network says about a state is noise.
_TICKED: frozenset[Role] = frozenset({"checkbox", "radio", "switch", "menu item", "button", "cell"})
_EXPANDED: frozenset[Role] = frozenset({"tree item", "combo box", "button", "menu", "menu item", "list item"})


@dataclass(frozen=True, slots=True)
class DetectedElement:
    """An element on a picture: ``box`` in its pixels, ``score`` in 0-1."""

    box: Box
    role: Role
    state: frozenset[State]
    score: float


@dataclass(frozen=True, slots=True)
class Detection:
    """What was found: elements best first, lines of text from top to bottom."""

    elements: tuple[DetectedElement, ...]
    lines: tuple[Box, ...]


class DetectorNetwork(Protocol):
    """An opened network: uint8 picture [1, h, w, 3] in; three element maps and the map of text cores out."""

    @property
    def meta(self) -> dict[str, Any]: ...

    def run(self, **inputs: NDArray[Any]) -> list[NDArray[Any]]: ...


class ElementDetector:
    """Runs the network on pictures of any size; opens the shipped weights unless given others.

    Raises `ModelUnavailable` or `DamagedWeights` where the weights cannot be opened.
    """

    def __init__(self, network: DetectorNetwork | None = None) -> None:
        self._network = network if network is not None else _shipped()
        self._thresholds = thresholds_by_role(self._network.meta)

    def find(self, image: Image) -> Detection:
        """Return elements and lines of a BGR picture [h, w, 3], in its pixels."""
        height, width = image.shape[:2]
        if height < 2 or width < 2:
            return Detection((), ())
        scale = min(1.0, (LARGEST_AREA / (height * width)) ** 0.5)
        seen = image if scale == 1.0 else _shrunk(image, scale)
        *levels, cores = self._network.run(picture=_padded(seen)[None])
        found = suppress_doubles(decode([m[0] for m in levels], self._thresholds))
        frame = Box(0, 0, width, height)
        elements = elements_of(found, 1 / scale, frame)
        lines = find_lines(cores[0, 0], seen)
        return Detection(elements, tuple(_scaled(b, 1 / scale, frame) for b in lines))


def thresholds_by_role(meta: Mapping[str, Any]) -> Floats:
    """Return the least score of an element of each detected role, as measured when it was shipped."""
    otherwise = float(meta.get("threshold", _THRESHOLD))
    known = meta.get("thresholds", {})
    return np.array([float(known.get(role, otherwise)) for role in DETECTED_ROLES], np.float32)


def elements_of(found: FoundBoxes, enlarged: float, frame: Box) -> tuple[DetectedElement, ...]:
    """Turn boxes found on a reduced picture into elements inside ``frame``."""
    boxes = np.round(found.boxes * enlarged)
    boxes = np.clip(boxes, 0, [frame.x2, frame.y2, frame.x2, frame.y2]).astype(int)
    roles = [DETECTED_ROLES[r] for r in found.roles.argmax(1)] if len(found) else []
    elements = (
        DetectedElement(Box(*box), role, _states(role, states), round(float(score), 4))
        for box, role, states, score in zip(boxes.tolist(), roles, found.states, found.scores, strict=True)
    )
    return tuple(e for e in elements if min(e.box.width, e.box.height) >= _LEAST_SIDE)


def _states(role: Role, logits: NDArray[np.float32]) -> frozenset[State]:
    value = dict(zip(STATES, logits.tolist(), strict=True))
    said: set[State] = {s for s in STATES if value[s] > 0}
    ticked: set[State] = {"checked", "unchecked"}
    if role in ("checkbox", "radio", "switch"):
        # These are always one of the two.
        said = said - ticked | {max(ticked, key=lambda s: value[s])}
    elif role not in _TICKED:
        said -= ticked
    if role not in _EXPANDED:
        said -= {"expanded"}
    return frozenset(said)


def _padded(image: Image) -> Image:
    below, right = -image.shape[0] % _MULTIPLE, -image.shape[1] % _MULTIPLE
    grey = (_GREY, _GREY, _GREY)
    return np.asarray(
        cv2.copyMakeBorder(image, 0, below, 0, right, cv2.BORDER_CONSTANT, value=grey), dtype=np.uint8
    )


def _shrunk(image: Image, scale: float) -> Image:
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _scaled(box: Box, factor: float, frame: Box) -> Box:
    if factor == 1.0:
        return box
    corners = (round(v * factor) for v in (box.x1, box.y1, box.x2, box.y2))
    return Box(*corners).intersection(frame)


def _shipped() -> DetectorNetwork:
    from grounding.embedded.weights import open_network

    return open_network(NETWORK)
