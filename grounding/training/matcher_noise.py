"""A rendered screen as a parser would see it: truth with the mistakes of detecting and reading in it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from grounding.data.sample import RenderedElement, RenderedScreen
from grounding.embedded.detector import DetectedElement
from grounding.embedded.fusion import ReadText, fuse
from grounding.parser import in_reading_order
from grounding.training.matcher_misreading import SWALLOWED, misread
from grounding.types import Role, State, UIElement

_HOLDERS = frozenset({"window", "dialog", "document"})
_HIGHEST_ROW = 70
_LOOK_ALIKES: dict[Role, tuple[Role, ...]] = {
    "button": ("icon", "combo box", "tab", "field", "list item", "link"),
    "field": ("combo box", "spin box", "button", "cell", "document"),
    "checkbox": ("radio", "icon"),
    "radio": ("checkbox", "icon"),
    "switch": ("slider", "button"),
    "tab": ("button", "list item", "menu", "link"),
    "menu": ("button", "tab"),
    "link": ("button", "list item"),
    "menu item": ("list item", "button", "menu"),
    "list item": ("tree item", "cell", "menu item", "button", "tab"),
    "tree item": ("list item", "cell"),
    "cell": ("list item", "field", "tree item"),
    "column header": ("button", "cell"),
    "combo box": ("button", "field", "spin box"),
    "slider": ("scroll bar", "field"),
    "spin box": ("field", "combo box"),
    "scroll bar": ("slider",),
    "icon": ("button", "image"),
    "image": ("icon", "button"),
    "dialog": ("window",),
    "window": ("dialog",),
    "document": ("field", "image"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a parser makes of a screen; ``icons`` [n, D] are the pictures' vectors, zeros where none."""

    elements: tuple[UIElement, ...]
    icons: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Mistakes:
    """How often things go wrong, each in 0-1."""

    dropped: float = 0.05
    confused: float = 0.12
    jitter: float = 0.05
    stateless: float = 0.12
    misread: float = 0.10
    unread: float = 0.03
    wrongly_named: float = 0.15
    spurious: float = 0.04
    boxed: float = 0.1
    swallowed: float = 0.06

    def scaled(self, factor: float) -> Mistakes:
        """Return all the mistakes ``factor`` times as often."""
        return Mistakes(*(min(0.9, getattr(self, name) * factor) for name in self.__slots__))


def as_seen(
    screen: RenderedScreen,
    vectors: NDArray[np.float32],
    names: Sequence[str],
    mistakes: Mistakes,
    rng: random.Random,
) -> Seen:
    """Return ``screen`` as seen; ``vectors`` [elements, D] and ``names`` are its pictures' true ones."""
    found: list[DetectedElement] = []
    pictures: list[tuple[Box, int]] = []
    for i, e in enumerate(screen.elements):
        small = min(e.box[2] - e.box[0], e.box[3] - e.box[1]) < 12
        if rng.random() < mistakes.dropped * (2 if small else 1) * (0.3 if e.role in _HOLDERS else 1):
            continue
        if e.role == "text":
            if rng.random() < mistakes.boxed:
                # Plain words are often taken for something to click on.
                role: Role = rng.choice(["button", "cell", "tab", "list item", "column header", "link"])
                box = _jittered(e.box, mistakes.jitter, rng)
                found.append(DetectedElement(box, role, frozenset(), rng.uniform(0.3, 0.6)))
            continue
        box = _jittered(e.box, mistakes.jitter, rng)
        found.append(
            DetectedElement(box, _role(e.role, mistakes, rng), _states(e, mistakes, rng), rng.uniform(0.3, 1))
        )
        pictures.append((box, i))
    found += [_invented(screen, rng) for _ in range(_how_many(len(found) * mistakes.spurious, rng))]
    fused = in_reading_order(fuse(found, _read_lines(screen, mistakes, rng)))
    return _with_pictures(fused, pictures, vectors, names, mistakes, rng)


def _read_lines(screen: RenderedScreen, mistakes: Mistakes, rng: random.Random) -> list[ReadText]:
    lines = [(x.box, x.text) for x in screen.lines] if screen.lines else _lines_of_elements(screen)
    read = []
    for box, text in lines:
        if rng.random() < mistakes.unread or not text.strip():
            continue
        said = misread(text, rng) if rng.random() < mistakes.misread else text
        if rng.random() < mistakes.swallowed and _has_picture_before(screen, box):
            said = rng.choice(SWALLOWED) + rng.choice(["", " ", " "]) + said
        if said.strip():
            read.append(ReadText(_jittered(box, mistakes.jitter / 2, rng), said, rng.uniform(0.6, 1)))
    return _merged(read, rng)


def _has_picture_before(screen: RenderedScreen, line: tuple[int, int, int, int]) -> bool:
    """Say whether a picture stands right before a line, so that it may be read as a letter of it."""
    x, y = line[0], (line[1] + line[3]) / 2
    return any(
        e.icon and e.text and e.box[0] <= x <= e.box[2] and e.box[1] <= y <= e.box[3] and x - e.box[0] > 8
        for e in screen.elements
    )


def _lines_of_elements(screen: RenderedScreen) -> list[tuple[tuple[int, int, int, int], str]]:
    """Return the texts of elements where lines are unknown, each text once per place."""
    lines: list[tuple[tuple[int, int, int, int], str]] = []
    held: dict[str, list[tuple[int, int, int, int]]] = {}
    for e in sorted(screen.elements, key=lambda e: (e.box[2] - e.box[0]) * (e.box[3] - e.box[1])):
        text = " ".join(e.text.split())
        if not text or e.role in _HOLDERS:
            continue
        inner = held.setdefault(text, [])
        if not any(
            e.box[0] <= (b[0] + b[2]) / 2 <= e.box[2] and e.box[1] <= (b[1] + b[3]) / 2 <= e.box[3]
            for b in inner
        ):
            inner.append(e.box)
            lines.append((_inner(e), text))
    return lines


def _inner(e: RenderedElement) -> tuple[int, int, int, int]:
    """Return about where the words of a control stand in it."""
    x1, y1, x2, y2 = e.box
    if e.role == "text":
        return e.box
    width = min(x2 - x1, 7 * len(e.text) + 4)
    middle = (y1 + y2) // 2
    left = x1 + (x2 - x1 - width) // 2 if e.role in ("button", "tab") else min(x1 + 4, x2 - width)
    return left, max(y1, middle - 7), left + width, min(y2, middle + 7)


def _merged(lines: list[ReadText], rng: random.Random) -> list[ReadText]:
    """Join some neighbours in a row, and cut some lines in two, as line finders do."""
    out: list[ReadText] = []
    for line in sorted(lines, key=lambda x: (x.box.y1 // 8, x.box.x1)):
        last = out[-1] if out else None
        near = last is not None and abs(last.box.y1 - line.box.y1) < 5 and 0 <= line.box.x1 - last.box.x2 < 14
        if last is not None and near and rng.random() < 0.15:
            out[-1] = ReadText(Box.covering([last.box, line.box]), f"{last.text} {line.text}", last.score)
        elif " " in line.text and rng.random() < 0.015:
            out += _halves(line)
        else:
            out.append(line)
    return out


def _halves(line: ReadText) -> list[ReadText]:
    words = line.text.split()
    k = max(1, len(words) // 2)
    first, second = " ".join(words[:k]), " ".join(words[k:])
    cut = line.box.x1 + line.box.width * len(first) // max(1, len(line.text))
    b = line.box
    return [
        ReadText(Box(b.x1, b.y1, cut, b.y2), first, line.score),
        ReadText(Box(cut + 3, b.y1, b.x2, b.y2), second, line.score),
    ]


def _jittered(box: tuple[int, int, int, int], amount: float, rng: random.Random) -> Box:
    x1, y1, x2, y2 = box
    dx, dy = amount * min(60, x2 - x1), amount * min(40, y2 - y1)
    moved = [round(v + rng.gauss(0, 0.5 + d)) for v, d in zip(box, (dx, dy, dx, dy), strict=True)]
    return Box(moved[0], moved[1], max(moved[0] + 3, moved[2]), max(moved[1] + 3, moved[3]))


def _role(role: Role, mistakes: Mistakes, rng: random.Random) -> Role:
    if rng.random() < mistakes.confused and role in _LOOK_ALIKES:
        return rng.choice(_LOOK_ALIKES[role])
    return role


def _states(e: RenderedElement, mistakes: Mistakes, rng: random.Random) -> frozenset[State]:
    return frozenset(s for s in e.state if rng.random() >= mistakes.stateless)


def _invented(screen: RenderedScreen, rng: random.Random) -> DetectedElement:
    width, height = rng.choice([(20, 20), (24, 24), (90, 28), (60, 18), (200, 30)])
    x, y = rng.randrange(max(1, screen.size[0] - width)), rng.randrange(max(1, screen.size[1] - height))
    role: Role = rng.choice(["icon", "icon", "button", "image", "field", "checkbox", "list item"])
    return DetectedElement(Box(x, y, x + width, y + height), role, frozenset(), rng.uniform(0.3, 0.6))


def _how_many(expected: float, rng: random.Random) -> int:
    return int(expected) + (rng.random() < expected % 1)


def _with_pictures(
    elements: Sequence[UIElement],
    pictures: Sequence[tuple[Box, int]],
    vectors: NDArray[np.float32],
    names: Sequence[str],
    mistakes: Mistakes,
    rng: random.Random,
) -> Seen:
    """Give elements the vector of the picture in their box, and the name that is read off it."""
    at = dict(pictures)
    icons = np.zeros((len(elements), vectors.shape[1]), np.float32)
    named = []
    for row, e in zip(icons, elements, strict=True):
        index = at.get(e.box)
        meaning = ""
        if index is not None and np.any(vectors[index]):
            row[:] = vectors[index]
            wrong = rng.random() < mistakes.wrongly_named
            meaning = "" if rng.random() < 0.3 else rng.choice(names) if wrong else names[index]
        named.append(UIElement(e.box, e.role, e.text, e.state, e.score, meaning))
    return Seen(tuple(named), icons)


def seen_targets(
    seen: Sequence[UIElement], truth: Sequence[RenderedElement], targets: Sequence[int]
) -> set[int]:
    """Return the seen elements at which a click hits a true target: middles in each other's boxes."""
    found: set[int] = set()
    for target in targets:
        x1, y1, x2, y2 = truth[target].box
        box = Box(x1, y1, x2, y2)
        holder = truth[target].role in _HOLDERS
        for i, e in enumerate(seen):
            if (e.role in _HOLDERS) != holder or not box.contains(e.box.center):
                continue
            if _same_place(e.box, box) or _fills_row(e, box):
                found.add(i)
    return found


def _same_place(seen: Box, true: Box) -> bool:
    return seen.expanded(2).contains(true.center) or seen.iou(true) > 0.3


def _fills_row(seen: UIElement, true: Box) -> bool:
    """Say whether ``seen`` are the words in a long row: to click on them is to click on the row."""
    long = true.height <= _HIGHEST_ROW and true.width > 2 * true.height
    inside = seen.box.intersection(true).area >= 0.8 * seen.box.area
    return long and inside and seen.role == "text"
