"""Controls told by their outlines, where the network did not see them: plain fields, tick boxes, tabs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from actions.screenshot import Image
from grounding.controls import control_of, tick_elements
from grounding.cues import Area, Edges, find_areas, find_ticked
from grounding.embedded.detector import DetectedElement
from grounding.embedded.fusion import ReadText
from grounding.embedded.text_areas import with_text_areas
from grounding.embedded.wordless import may_hold_rings, retold
from grounding.neighbours import Neighbours
from grounding.ocr import TextLine
from grounding.types import Role, UIElement

OUTLINED_SCORE = 0.5
_SURE = 0.7
_SAME = 0.5
_LEAST_WIDTH = 40
_LARGEST_TICK = 26
_LARGEST_SHARE = 0.6
_TICKS: frozenset[Role] = frozenset({"checkbox", "radio", "switch"})
_PICTURES: frozenset[Role] = frozenset({"icon", "image"})
_TICK_WORDS = frozenset(
    [
        "checkbox",
        "check",
        "checked",
        "tick",
        "radio",
        "square",
        "rectangle",
        "circle",
        "dot",
        "toggle",
        "done",
    ]
)
_ENTERED: frozenset[Role] = frozenset({"field", "combo box", "spin box", "button"})
_RUN_SHARE = 0.3
_WIDE = 120
_TOUCHING, _TOUCHING_BARE = 4, 2
_PICTURE_SHARE = 6
_WIDE_FIELDS: frozenset[Role] = frozenset({"field", "combo box"})
_SMEARED: frozenset[Role] = frozenset({"field", "cell", "list item"})
_MISTAKEN: frozenset[Role] = frozenset({"tab", "tree item", "menu item", "column header", "spin box"})
"""What the network takes drop-downs for, beside what is smeared."""
_FITTED: Mapping[Role, float] = MappingProxyType(
    {"field": 0.35, "combo box": 0.35, "tab": 0.35, "spin box": 0.35, "window": 0.35, "dialog": 0.35}
)
"""Wide things, whose ends the network sees least well, and how much of an outline's box theirs must share."""


def with_outlined(
    image: Image,
    found: Sequence[DetectedElement],
    lines: Sequence[ReadText],
    meanings_of: Callable[[Sequence[Box]], Mapping[Box, str]],
) -> list[DetectedElement]:
    """Return ``found`` (picture pixels), fitted to outlines, and the controls that only outlines show.

    ``meanings_of`` says in words what the pictures in some boxes stand for, where it knows: many icons are
    as round or as square as a tick box, and have words beside them too.
    """
    edges = Edges(image)
    texts = [TextLine(x.box, x.text, x.score) for x in lines]
    ticked = find_ticked(edges)
    areas = find_areas(edges, partial(_may_matter, found=found, lines=lines))
    fitted = _fitted(retold(edges, found, [*ticked, *areas], lines), [a.box for a in areas])
    ticks, labels = tick_elements([*ticked, *areas], texts)
    entered = np.array([(e.box.x1, e.box.y1, e.box.x2, e.box.y2) for e in found if e.role in _ENTERED])
    alone = [not _runs_into(label.box, entered.reshape(-1, 4)) for label in labels]
    ticks = [t for t, stays in zip(ticks, alone, strict=True) if stays]
    labels = [label for label, stays in zip(labels, alone, strict=True) if stays]
    kept = _with_ticks(fitted, ticks, labels, meanings_of)
    used = {id(label) for label in labels}
    shown = _controls_of(edges, areas, [t for t in texts if id(t) not in used])
    kept = [_as_shown(e, shown) for e in kept]
    kept = with_text_areas(image, areas, kept)
    fields = [s.box for s in shown if s.role in _WIDE_FIELDS]
    kept = [e for e in kept if e.box in fields or not _is_smeared(e, fields)]
    return [*kept, *_unseen(shown, [e.box for e in kept])]


def _controls_of(edges: Edges, areas: Sequence[Area], texts: Sequence[TextLine]) -> list[DetectedElement]:
    """Return the fields, combo boxes, buttons and tabs that wide areas look like."""
    neighbours = Neighbours(areas)
    largest = _LARGEST_SHARE * edges.mask.size
    wide = [a for a in areas if a.box.width >= _LEAST_WIDTH and a.box.area <= largest]
    middles = np.array([((t.box.x1 + t.box.x2) // 2, (t.box.y1 + t.box.y2) // 2) for t in texts]).reshape(
        -1, 2
    )
    controls = (
        control_of(edges, area, neighbours, [texts[i] for i in _inside(area.box, middles)]) for area in wide
    )
    elements = [c.element for c in controls if c is not None and not _is_header(c.element, wide)]
    return [DetectedElement(e.box, e.role, e.state, OUTLINED_SCORE) for e in elements]


def _inside(box: Box, points: NDArray[Any]) -> list[int]:
    """Return which of ``points`` [n, 2] lie in ``box``."""
    x, y = points.T
    return [int(i) for i in np.flatnonzero((x >= box.x1) & (x < box.x2) & (y >= box.y1) & (y < box.y2))]


def _is_header(element: UIElement, wide: Sequence[Area]) -> bool:
    """Say whether what looks like a field touches another one beside it, as the heads of columns do."""
    box = element.box
    if element.role != "field":
        return False
    level = [a.box for a in wide if abs(a.box.y1 - box.y1) <= 2 and abs(a.box.y2 - box.y2) <= 2]
    # Heads have words; fields that stand close to each other have none.
    touching = _TOUCHING if element.text else _TOUCHING_BARE
    return any(min(abs(o.x1 - box.x2), abs(box.x1 - o.x2)) <= touching for o in level if o != box)


def _as_shown(element: DetectedElement, shown: Sequence[DetectedElement]) -> DetectedElement:
    """Return a doubtful finding of something wide as the field that the outlines show in its place.

    An arrow at its end shows a drop-down more surely than the network does, a narrow one as well.
    """
    doubtful = element.score < OUTLINED_SCORE and element.role in _SMEARED and element.box.width >= _WIDE
    drop_down = element.score < _SURE and element.role in _SMEARED | _MISTAKEN
    believed = {"field", "combo box"} if doubtful else {"combo box"} if drop_down else set()
    fields = [s for s in shown if s.role in believed and s.box.iou(element.box) >= _SAME]
    best = max(fields, key=lambda s: s.box.iou(element.box), default=None)
    return element if best is None else replace(best, state=element.state, score=element.score)


def _is_smeared(element: DetectedElement, fields: Sequence[Box]) -> bool:
    """Say whether a doubtful finding is a field right beside, seen over the words that name it."""
    if element.score >= OUTLINED_SCORE or element.role not in _SMEARED or element.box.width < _WIDE:
        return False
    box = element.box
    return any(_abuts(box, field) and 0.5 <= box.width / field.width <= 2.0 for field in fields)


def _abuts(one: Box, other: Box) -> bool:
    """Say whether two boxes as high as each other stand one below the other, or overlap a little."""
    across = min(one.x2, other.x2) - max(one.x1, other.x1)
    apart = abs(one.center.y - other.center.y)
    level = max(one.height, other.height) <= 1.6 * min(one.height, other.height)
    return (
        level and across >= 0.8 * min(one.width, other.width) and apart <= 1.2 * max(one.height, other.height)
    )


def _may_matter(
    boxes: NDArray[Any], found: Sequence[DetectedElement], lines: Sequence[ReadText]
) -> NDArray[np.bool_]:
    """Say which areas [n, 4] are wide, or small with words to their right; the others only cost time."""
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    control = (wide >= _LEAST_WIDTH) & (high >= 12)
    small = np.flatnonzero((wide <= _LARGEST_TICK) & (high <= _LARGEST_TICK))
    control[small] = may_hold_rings(boxes[small], found)
    if not lines:
        return np.asarray(control)
    text = np.array([(x.box.x1, x.box.y1, x.box.x2, x.box.y2) for x in lines])[None]
    box = boxes[small][:, None]
    across, middle = (box[..., 0] + box[..., 2]) / 2, (box[..., 1] + box[..., 3]) / 2
    apart, level = text[..., 0] - box[..., 2], np.abs((text[..., 1] + text[..., 3]) / 2 - middle)
    named = ((apart >= -3) & (apart <= 16) & (level <= 12)).any(axis=1)
    inside = (text[..., 0] <= across) & (across <= text[..., 2]) & (text[..., 1] <= middle)
    letter = (inside & (middle <= text[..., 3])).any(axis=1)
    control[small] |= named & ~letter
    return np.asarray(control)


def _fitted(found: Sequence[DetectedElement], areas: Sequence[Box]) -> list[DetectedElement]:
    """Return ``found`` with wide things in the outlines they nearly have, each once."""
    fitted: dict[tuple[Role, Box], DetectedElement] = {}
    for element in found:
        box = _fitting(element, areas)
        fitted.setdefault((element.role, box), replace(element, box=box))
    return list(fitted.values())


def _fitting(element: DetectedElement, areas: Sequence[Box]) -> Box:
    """Return the outline that ``element`` nearly has; its own box where there is none."""
    least = _FITTED.get(element.role)
    if least is None:
        return element.box
    best = max(areas, key=element.box.iou, default=element.box)
    return best if element.box.iou(best) >= least else element.box


def _runs_into(line: Box, controls: NDArray[Any]) -> bool:
    """Say whether a line of words goes on within one of ``controls`` [n, 4] that begins after it."""
    x1, y1, x2, y2 = controls.T
    across = np.minimum(x2, line.x2) - np.maximum(x1, line.x1)
    down = np.minimum(y2, line.y2) - np.maximum(y1, line.y1)
    shared = np.maximum(across, 0) * np.maximum(down, 0)
    return bool(((x1 > line.x1 + line.height) & (shared >= _RUN_SHARE * line.area)).any())


def _with_ticks(
    found: Sequence[DetectedElement],
    ticks: Sequence[UIElement],
    labels: Sequence[TextLine],
    meanings_of: Callable[[Sequence[Box]], Mapping[Box, str]],
) -> list[DetectedElement]:
    """Return ``found`` with its tick boxes as the outlines show them, each once and with its label."""
    may_be = [i for i, e in enumerate(found) if e.role in _TICKS | _PICTURES | {"button"}]
    seen = [
        [i for i in may_be if _is_tick(found[i], tick.box, label.box)]
        for tick, label in zip(ticks, labels, strict=True)
    ]
    pictures = {i: found[i].box for same in seen for i in same if found[i].role in _PICTURES}
    meanings = meanings_of(list(pictures.values()))
    others = {i for i, box in pictures.items() if not looks_ticked(meanings.get(box, ""))}
    shown, replaced = [], set()
    for tick, label, same in zip(ticks, labels, seen, strict=True):
        if same and others.issuperset(same):
            continue
        role = next((found[i].role for i in same if found[i].role in _TICKS), tick.role)
        score = max([OUTLINED_SCORE, *(found[i].score for i in same)])
        shown.append(DetectedElement(Box.covering([tick.box, label.box]), role, tick.state, score))
        replaced.update(same)
    return [*(e for i, e in enumerate(found) if i not in replaced), *shown]


def looks_ticked(meaning: str) -> bool:
    """Say whether a picture that stands for ``meaning`` (empty: nothing known) can be a tick box."""
    return not meaning or bool(_TICK_WORDS & set(meaning.replace(",", " ").split()))


def _is_tick(element: DetectedElement, tick: Box, label: Box) -> bool:
    """Say whether ``element`` is what an outline shows as a tick box, with or without its label."""
    if not element.box.overlaps(tick):
        return False
    alone, whole = element.box.iou(tick), element.box.iou(Box.covering([tick, label]))
    return alone >= 0.4 or whole >= _SAME


def _unseen(shown: Sequence[DetectedElement], known: Sequence[Box]) -> list[DetectedElement]:
    """Return those of ``shown`` that nobody has found and that hold nothing but themselves."""
    new = [s for s in shown if not any(s.box.iou(other) >= _SAME for other in known)]
    return [s for s in new if not _holds_controls(s.box, known) and not _is_part(s, known)]


def _is_part(shown: DetectedElement, known: Sequence[Box]) -> bool:
    """Say whether an icon's outline is that of a part of a picture that was found as a whole."""
    if shown.role != "icon":
        return False
    return any(b.contains(shown.box.center) and b.area <= _PICTURE_SHARE * shown.box.area for b in known)


def _holds_controls(box: Box, known: Sequence[Box]) -> bool:
    """Say whether several things lie within ``box``: then it is what holds them, a bar or a panel."""
    inside = [b for b in known if b.intersection(box).area >= 0.8 * b.area]
    return len(inside) > 1 or any(b.area > 0.3 * box.area for b in inside)
