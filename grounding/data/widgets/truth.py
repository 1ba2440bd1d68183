"""Turns what a toolkit's program tells about its windows into elements and lines on the picture."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from grounding.data.sample import Bounds, RenderedElement, RenderedLine
from grounding.data.widgets.boxes import area, meet, seen_part, uncovered, with_parents
from grounding.data.widgets.frames import Frame
from grounding.data.widgets.ink import Image, find_ink
from grounding.types import State

_LEAST_VISIBLE = 0.5
_LEAST_SIDE = 5
Layer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Truth:
    """The elements of a screen, and its lines (None when a line could not be found)."""

    elements: tuple[RenderedElement, ...]
    lines: tuple[RenderedLine, ...] | None


def screen_truth(image: Image, layers: Sequence[tuple[Layer, Frame]], scale: float = 1.0) -> Truth:
    """Put the layers (lowest first) together; what upper ones cover is left out.

    The programs' boxes are in their toolkit's own pixels, each of them ``scale`` of the picture's.
    """
    height, width = image.shape[:2]
    elements: list[RenderedElement] = []
    lines: list[RenderedLine] = []
    known = True
    whole = (0, 0, width, height)
    bare = [_View(image, whole, [], (f.client[0], f.client[1]), scale) for _, f in layers]
    hidden = [
        view.placed(layer["drawn"]) if layer.get("drawn") else frame.box
        for view, (layer, frame) in zip(bare, layers, strict=True)
    ]
    for i, (layer, frame) in enumerate(layers):
        view = replace(bare[i], covers=hidden[i + 1 :])
        found, sure = _lines(view, layer, frame)
        lines.extend(found)
        known = known and sure
        elements.extend(with_parents(_elements(view, layer, frame), len(elements)))
    return Truth(tuple(elements), tuple(lines) if known else None)


@dataclass(frozen=True, slots=True)
class _View:
    image: Image
    screen: Bounds
    covers: list[Bounds]
    origin: tuple[int, int]
    scale: float

    def placed(self, box: Sequence[float]) -> Bounds:
        x, y = self.origin
        x1, y1, x2, y2 = (side * self.scale for side in box)
        return (
            math.floor(x1 + 0.01) + x,
            math.floor(y1 + 0.01) + y,
            math.ceil(x2 - 0.01) + x,
            math.ceil(y2 - 0.01) + y,
        )

    def shown(self, box: Bounds, clip: Sequence[float] | None) -> Bounds:
        """Return what can be seen of a box (the largest rectangle of it)."""
        seen = meet(box, self.screen)
        if clip is not None:
            seen = meet(seen, self.placed(clip))
        for cover in self.covers:
            seen = uncovered(seen, cover)
        return seen

    def visible(
        self, box: Bounds, clip: Sequence[float] | None, least: float = _LEAST_VISIBLE
    ) -> Bounds | None:
        """Return the box around what can be seen of a box, None when that is too little to count."""
        inner = meet(box, self.screen if clip is None else meet(self.screen, self.placed(clip)))
        seen, share = seen_part(inner, self.covers)
        large = min(seen[2] - seen[0], seen[3] - seen[1]) >= _LEAST_SIDE
        return seen if large and share * area(inner) >= least * area(box) else None


def _elements(view: _View, layer: Layer, frame: Frame) -> list[RenderedElement]:
    made = []
    shown = view.visible(frame.box, None, 0.25) if layer["role"] != "popup" else None
    if shown:
        state: tuple[State, ...] = ("focused",) if frame.active else ()
        made.append(RenderedElement(shown, layer["role"], text=layer["title"], state=state))
    for button in frame.buttons:
        box = view.visible(button.box, None)
        if box and button.icon:
            icon = "window-restore" if button.icon == "window-maximize" and frame.maximised else button.icon
            made.append(
                RenderedElement(
                    box, "button", name="Restore" if icon == "window-restore" else button.name, icon=icon
                )
            )
    title = _title(view, layer, frame)
    if title:
        made.append(RenderedElement(title.box, "text", text=title.text))
    for told in layer["elements"]:
        box = view.visible(view.placed(told["box"]), told["clip"])
        if box and told.get("tighten"):
            box = find_ink(view.image, box, None, "left")
        if box:
            more = {k: told[k] for k in ("role", "text", "name", "icon", "label")}
            made.append(RenderedElement(box, state=tuple(told["state"]), **more))
    return made


def _title(view: _View, layer: Layer, frame: Frame) -> RenderedLine | None:
    if not frame.title or not layer["title"]:
        return None
    shown = view.visible(frame.title, None)
    if shown != frame.title:
        return None
    found = find_ink(view.image, (shown[0] + 1, shown[1] + 1, shown[2] - 1, shown[3] - 1), None, "left")
    per_letter = (found[2] - found[0]) / len(layer["title"]) if found else 0.0
    # A title that does not fit ends in dots: what can be read is not known then.
    cut = bool(found) and found is not None and found[2] - found[0] > shown[2] - shown[0] - 24
    # Much wider than its letters can be: the title bar's own pattern was found.
    sane = 2 < per_letter < 1.1 * (shown[3] - shown[1])
    return RenderedLine(found, "" if cut else layer["title"]) if found and sane else None


def _lines(view: _View, layer: Layer, frame: Frame) -> tuple[list[RenderedLine], bool]:
    """Return the lines of a layer, and whether they are all."""
    title, sure = _title(view, layer, frame), True
    made = [title] if title else []
    for told in layer["lines"]:
        spot = view.placed(told["box"])
        seen = view.shown(spot, told["clip"])
        if (
            seen[2] - seen[0] < 4
            or seen[3] - seen[1] < 0.6 * (spot[3] - spot[1])
            or not told["text"].strip() + told.get("cut", "")
        ):
            continue
        whole = (
            seen[0] <= spot[0] + 2
            and seen[2] >= spot[2] - 2
            and seen[1] <= spot[1] + 1
            and seen[3] >= spot[3] - 1
        )
        box = seen if told["exact"] else _found(view, told, seen, whole)
        if box is None or told.get("unknown"):
            drawn = told.get("unknown") or find_ink(view.image, seen, None, "left")
            sure = sure and not (whole and drawn)
            continue
        readable = not told.get("cut") and (whole or (not told["exact"] and _fits(view, told, box)))
        made.append(RenderedLine(box, told["text"] if readable else ""))
    return made, sure


def _found(view: _View, told: dict[str, Any], seen: Bounds, whole: bool) -> Bounds | None:
    size = _ink_size(view, told, whole)
    box = find_ink(view.image, seen, size, told["align"])
    if box is None and size and told.get("alone"):
        box = find_ink(view.image, seen, None, told["align"])
        return box if box and 0.6 * size[0] < box[2] - box[0] < 1.5 * size[0] else None
    return box


def _ink_size(view: _View, told: dict[str, Any], whole: bool) -> tuple[int, int] | None:
    """Return how large the ink should be in the picture, None where that is unknown or it is cut."""
    if not told["ink"] or not whole or told.get("cut"):
        return None
    return round(told["ink"][0] * view.scale), round(told["ink"][1] * view.scale)


def _fits(view: _View, told: dict[str, Any], box: Bounds) -> bool:
    """Tell whether ink as wide as the text was found, so that clipping took only empty space."""
    return bool(told["ink"]) and box[2] - box[0] >= 0.95 * told["ink"][0] * view.scale - 2
