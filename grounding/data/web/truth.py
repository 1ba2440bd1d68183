"""From what the page says of itself and two pictures of it to elements and lines tight around their ink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from grounding.data.sample import Bounds, RenderedElement, RenderedLine
from grounding.types import Role, State

Picture = NDArray[np.uint8]
HIDE_TEXT = (
    "(() => { const s = document.createElement('style'); s.textContent = '*,*::before,*::after,*::placeholder"
    "{-webkit-text-fill-color:transparent!important}'; document.head.append(s);"
    " return new Promise(d => requestAnimationFrame(() => requestAnimationFrame(() => d(1)))) })()"
)
_READABLE_CONTRAST = 40
_INK_CONTRAST = 24


@dataclass(slots=True)
class _Line:
    """A line being put together; boxes are device pixels."""

    text: str
    box: list[float]
    owner: int
    block: int
    owners: list[tuple[int, int, int]]  # (owner, start, end) of each piece in the text


def page_script() -> str:
    """Return the script that reports the page's nodes and texts."""
    return Path(__file__).with_name("truth.js").read_text(encoding="utf-8")


def decoded(png: bytes) -> Picture:
    """Return a PNG's pixels, BGR."""
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    return np.asarray(picture, np.uint8)


def ink_of(picture: Picture, without_text: Picture) -> Picture:
    """Return how strongly every pixel is changed by text, 0-255."""
    blue, green, red = cv2.split(cv2.absdiff(picture, without_text))
    return np.asarray(cv2.max(cv2.max(blue, green), red), np.uint8)


def fringed(picture: Picture, without_text: Picture) -> Picture:
    """Return the picture with its text smoothed per sub-pixel, as liquid-crystal screens do (RGB order)."""
    text = picture.astype(np.float32) - without_text
    moved = text.copy()
    moved[:, 1:, 0] = (2 * text[:, 1:, 0] + text[:, :-1, 0]) / 3
    moved[:, :-1, 2] = (2 * text[:, :-1, 2] + text[:, 1:, 2]) / 3
    return np.clip(without_text + moved + 0.5, 0, 255).astype(np.uint8)


def truth_of(
    report: dict[str, Any], picture: Picture, without_text: Picture, scale: float
) -> tuple[tuple[RenderedElement, ...], tuple[RenderedLine, ...]]:
    """Return elements and lines in picture pixels; a text without visible ink is left out."""
    ink = ink_of(picture, without_text)
    merged = _merged(report["pieces"], scale)
    _part_neighbours(merged)
    lines = [line for line in merged if _tightened(line, ink)]
    found = report["found"]
    kept = [i for i, node in enumerate(found) if node["keep"]]
    texts = _texts_of(found, lines)
    boxes = _boxes_of(found, kept, lines, picture, scale)
    kept = [i for i in kept if _sane(boxes[i])]
    place = {node: position for position, node in enumerate(kept)}
    elements = tuple(_element(found, i, boxes[i], texts.get(i, ""), place) for i in kept)
    return elements, tuple(RenderedLine(_rounded(line.box), line.text) for line in lines)


def _merged(pieces: Sequence[dict[str, Any]], scale: float) -> list[_Line]:
    """Join pieces that read as one line: side by side, about one space apart (wider within one block)."""
    lines: list[_Line] = []
    for piece in pieces:
        box = [value * scale for value in piece["box"]]
        text = piece["text"].strip()
        last = lines[-1] if lines else None
        if last is not None and _continues(last, piece, box):
            gap = box[0] - last.box[2] > 0.1 * piece["size"] * scale or piece["text"][0] == " "
            start = len(last.text) + gap
            last.text += (" " if gap else "") + text
            last.box[1], last.box[3] = min(last.box[1], box[1]), max(last.box[3], box[3])
            last.box[2] = max(last.box[2], box[2])
            last.owners.append((piece["owner"], start, start + len(text)))
        else:
            owners = [(piece["owner"], 0, len(text))]
            lines.append(_Line(text, box, piece["owner"], piece["block"], owners))
    return lines


def _continues(last: _Line, piece: dict[str, Any], box: list[float]) -> bool:
    height = min(last.box[3] - last.box[1], box[3] - box[1])
    overlap = min(last.box[3], box[3]) - max(last.box[1], box[1])
    gap = box[0] - last.box[2]
    together = piece["block"] == last.block or (piece["owner"] == last.owner and piece["owner"] >= 0)
    return overlap > 0.6 * height and -0.2 * height <= gap < (1.2 if together else 0.35) * height


def _part_neighbours(lines: list[_Line]) -> None:
    """Where a line's font box reaches into the next line's, part them in the middle."""
    for upper, lower in pairwise(lines):
        across = min(upper.box[2], lower.box[2]) - max(upper.box[0], lower.box[0])
        if across > 0 and upper.box[1] < lower.box[1] < upper.box[3] < lower.box[3]:
            upper.box[3] = lower.box[1] = (upper.box[3] + lower.box[1]) / 2


def _tightened(line: _Line, ink: Picture) -> bool:
    """Shrink the line's box to its ink; False where there is none to speak of."""
    height, width = ink.shape
    x1, y1 = max(0, int(line.box[0]) - 1), max(0, int(line.box[1]))
    x2, y2 = min(width, int(line.box[2]) + 2), min(height, int(np.ceil(line.box[3])))
    part = ink[y1:y2, x1:x2]
    if part.size == 0 or part.max() < _READABLE_CONTRAST:
        return False
    rows = np.flatnonzero((part > _INK_CONTRAST).any(axis=1))
    columns = np.flatnonzero((part > _INK_CONTRAST).any(axis=0))
    line.box = [x1 + columns[0], y1 + rows[0], x1 + columns[-1] + 1, y1 + rows[-1] + 1]
    return True


def _texts_of(found: list[dict[str, Any]], lines: list[_Line]) -> dict[int, str]:
    """Return the readable text of every node: its own and its descendants', up to the next container."""
    texts: dict[int, list[str]] = {}
    for line in lines:
        for owner, start, end in line.owners:
            node = owner
            while node >= 0 and found[node]["role"] not in ("window", "dialog"):
                texts.setdefault(node, []).append(line.text[start:end])
                node = found[node]["parent"]
    return {node: " ".join(parts) for node, parts in texts.items()}


def _boxes_of(
    found: list[dict[str, Any]], kept: list[int], lines: list[_Line], picture: Picture, scale: float
) -> dict[int, list[float]]:
    """Border boxes in device pixels; plain texts and links shrink to their ink, icons to their drawing."""
    boxes = {i: [value * scale for value in found[i]["box"]] for i in kept}
    inked: dict[int, list[list[float]]] = {}
    for line in lines:
        for owner in {owner for owner, _, _ in line.owners}:
            whole = len({o for o, _, _ in line.owners}) == 1
            box = line.box if whole else _common(line.box, boxes.get(owner, line.box))
            inked.setdefault(owner, []).append(box)
    for i in kept:
        if found[i]["role"] == "icon" and "solid" not in found[i]["data"]:
            boxes[i] = _drawn(boxes[i], picture)
    for i in kept:
        if found[i]["role"] not in ("text", "link") or "solid" in found[i]["data"]:
            continue
        parts = [*inked.get(i, []), *(boxes[k] for k in kept if found[k]["parent"] == i)]
        boxes[i] = _union(parts) if parts else [0, 0, 0, 0]
    return boxes


def _drawn(box: list[float], picture: Picture) -> list[float]:
    """Shrink to what differs from an even surrounding; the box itself where the surrounding is uneven."""
    x1, y1, x2, y2 = _rounded(box)
    part = picture[y1:y2, x1:x2].astype(np.int16)
    if part.size == 0 or min(part.shape[:2]) < 6:
        return box
    ring = np.concatenate([part[0], part[-1], part[:, 0], part[:, -1]])
    ground = np.median(ring, axis=0)
    if (np.abs(ring - ground).max(axis=1) > _INK_CONTRAST).mean() > 0.35:
        return box
    mask = np.abs(part - ground).max(axis=2) > _INK_CONTRAST
    if mask.sum() < 6:
        return box if mask.any() else [0, 0, 0, 0]
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return [x1 + columns[0], y1 + rows[0], x1 + columns[-1] + 1.0, y1 + rows[-1] + 1.0]


def _element(
    found: list[dict[str, Any]], i: int, box: list[float], text: str, place: dict[int, int]
) -> RenderedElement:
    data, role = found[i]["data"], found[i]["role"]
    parent = found[i]["parent"]
    while parent >= 0 and parent not in place:
        parent = found[parent]["parent"]
    if role not in get_args(Role):
        raise ValueError(f"unknown role {role}")
    states: tuple[State, ...] = tuple(s for s in get_args(State) if s in data.get("state", "").split())
    return RenderedElement(
        box=_rounded(box),
        role=role,
        text=data.get("text", text),
        name=data.get("name", ""),
        icon=data.get("icon", ""),
        label=data.get("label", ""),
        state=states,
        parent=place.get(parent, -1),
    )


def _sane(box: list[float]) -> bool:
    return box[2] - box[0] >= 3 and box[3] - box[1] >= 3


def _common(a: list[float], b: list[float]) -> list[float]:
    return [max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])]


def _union(boxes: list[list[float]]) -> list[float]:
    columns = list(zip(*boxes, strict=True))
    return [min(columns[0]), min(columns[1]), max(columns[2]), max(columns[3])]


def _rounded(box: Sequence[float]) -> Bounds:
    return round(box[0]), round(box[1]), round(box[2]), round(box[3])
