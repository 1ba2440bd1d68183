"""The map as a picture: every screen a thumbnail, laid out by how it was found, and what led there."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from actions.geometry import Box
from actions.screenshot import Image
from gui_agent.exploring.appmap import AppMap, Node
from gui_agent.exploring.doing import Escape, Press, control_of, words_of
from gui_agent.exploring.findings import ORDER, Finding
from gui_agent.exploring.scenes import Control, Scene
from gui_agent.finding import shortened

THUMB_WIDTH, THUMB_HEIGHT = 200, 132
COLUMN, ROW = 330, 186
_MARGIN = 14
_QUALITY = 72
_AROUND_MENU = 50


@dataclass(frozen=True, slots=True)
class DrawnControl:
    """A numbered control, placed in percent of the picture."""

    number: int
    name: str
    left: float
    top: float
    width: float
    height: float
    leads: str


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A screen on the map; ``x`` and ``y`` are in units of the drawing."""

    number: int
    name: str
    x: int
    y: int
    picture: str
    width: int
    height: int
    view: str
    found_by: str
    tone: str
    controls: tuple[DrawnControl, ...]
    untried: int


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """A line between two screens; ``found`` is one that led to a screen for the first time."""

    source: int
    target: int
    path: str
    words: str
    label_x: int
    label_y: int
    found: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is drawn, and how large it is."""

    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]
    width: int
    height: int


def draw(appmap: AppMap, findings: Sequence[Finding]) -> Drawing:
    """Lay the map out: from left to right by the steps it takes, children beside their parents."""
    places = _places(appmap)
    worst = {f.node: f.seriousness for f in sorted(findings, key=lambda f: -ORDER.index(f.seriousness))}
    nodes = tuple(_drawn(node, places, worst.get(node.number, ""), appmap) for node in appmap.nodes)
    width = max((n.x for n in nodes), default=0) + THUMB_WIDTH + 40
    height = max((n.y for n in nodes), default=0) + ROW
    return Drawing(nodes, tuple(_lines(appmap, places)), width, height)


def shown_part(scene: Scene) -> Box:
    """Return the part of the screen that the application takes up."""
    boxes = [w.box.expanded(_MARGIN) for w in scene.windows] + [c.box for c in scene.controls]
    region = scene.observation.screenshot.region
    return Box.covering(boxes).clipped(region) if boxes else region


def thumbnail_part(node: Node) -> Box:
    """Return what a thumbnail shows: a menu with what is around it, a dialog, or a whole window."""
    whole, scene = shown_part(node.scene), node.scene
    if node.scope:
        middle = Box.covering(list(node.scope)).expanded(_AROUND_MENU)
    elif scene.active is not None:
        middle = scene.active.box.expanded(_MARGIN)
    else:
        return whole
    return middle.clipped(whole) if middle.overlaps(whole) else whole


def as_data(image: Image, part: Box | None = None) -> str:
    """Return a picture (HxWx3 BGR) as the address of an image in a page."""
    cut = image if part is None else image[part.y1 : part.y2, part.x1 : part.x2]
    done, raw = cv2.imencode(".webp", np.ascontiguousarray(cut), [cv2.IMWRITE_WEBP_QUALITY, _QUALITY])
    return f"data:image/webp;base64,{base64.b64encode(raw.tobytes()).decode()}" if done else ""


def _places(appmap: AppMap) -> dict[int, tuple[int, int]]:
    children: dict[int, list[Node]] = {}
    roots = []
    for node in appmap.nodes:
        if node.found_by is None:
            roots.append(node)
        else:
            children.setdefault(node.found_by.source, []).append(node)
    places: dict[int, tuple[int, int]] = {}
    row = 0.0
    for root in roots:
        row = _place(root, 0, row, children, places)
    return places


def _place(
    node: Node, column: int, row: float, children: dict[int, list[Node]], places: dict[int, tuple[int, int]]
) -> float:
    """Place ``node`` in the middle of its children, whose rows begin at ``row``; return the next one."""
    below = row
    for child in children.get(node.number, []):
        below = _place(child, column + 1, below, children, places)
    end = max(below, row + 1)
    places[node.number] = 20 + column * COLUMN, round(30 + (row + end - 1) / 2 * ROW)
    return end


def _drawn(node: Node, places: dict[int, tuple[int, int]], seriousness: str, appmap: AppMap) -> DrawnNode:
    x, y = places[node.number]
    part, small = shown_part(node.scene), thumbnail_part(node)
    tone = {"critical": "bad", "major": "bad", "minor": "warn"}.get(seriousness, "")
    found_by = words_of(node.found_by.doing) if node.found_by else "start"
    return DrawnNode(
        node.number,
        node.name,
        x,
        y,
        as_data(node.scene.observation.screenshot.image, part),
        part.width,
        part.height,
        f"{small.x1 - part.x1} {small.y1 - part.y1} {small.width} {small.height}",
        found_by,
        tone,
        tuple(_numbered(node, part, appmap)),
        len(node.untried),
    )


def _numbered(node: Node, part: Box, appmap: AppMap) -> list[DrawnControl]:
    leads: dict[int, str] = {}
    for edge in appmap.edges:
        control = control_of(edge.doing)
        if edge.source == node.number and control is not None:
            for number, own in enumerate(node.controls, 1):
                if own.box.contains(control.aim) and number not in leads:
                    leads[number] = (
                        f"screen {edge.target}" if edge.target not in (None, node.number) else edge.outcome
                    )
    return [
        DrawnControl(
            number,
            c.name,
            100 * (c.box.x1 - part.x1) / max(1, part.width),
            100 * (c.box.y1 - part.y1) / max(1, part.height),
            100 * c.box.width / max(1, part.width),
            100 * c.box.height / max(1, part.height),
            node.denied.get(c.label) or leads.get(number) or _elsewhere(node, c, appmap),
        )
        for number, c in enumerate(node.controls, 1)
    ]


def _elsewhere(node: Node, control: Control, appmap: AppMap) -> str:
    """Say on which other screen the same control was tried."""
    if any(control_of(doing) == control for doing in node.untried):
        return "not tried yet"
    edge = appmap.tried(node, Press(control))
    return f"tried on screen {edge.source}" if edge else "not tried"


def _lines(appmap: AppMap, places: dict[int, tuple[int, int]]) -> list[DrawnEdge]:
    found = []
    drawn: set[tuple[int, int]] = set()
    for edge in sorted(appmap.edges, key=lambda e: not _discovered(appmap, e)):
        if edge.target is None or edge.target == edge.source or (edge.source, edge.target) in drawn:
            continue
        first = _discovered(appmap, edge)
        if isinstance(edge.doing, Escape) and not first:
            continue
        drawn.add((edge.source, edge.target))
        (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
        start = x1 + THUMB_WIDTH, y1 + THUMB_HEIGHT // 2
        end = x2, y2 + THUMB_HEIGHT // 2
        if not first:
            start, end = (x1 + THUMB_WIDTH // 2, y1), (x2 + THUMB_WIDTH // 2, y2 + THUMB_HEIGHT + 24)
        bend = (end[0] - start[0]) // 2 or 40
        path = (
            f"M{start[0]},{start[1]} C{start[0] + bend},{start[1]} {end[0] - bend},{end[1]} {end[0]},{end[1]}"
        )
        label = shortened(words_of(edge.doing).removeprefix("Click "), 20)
        found.append(DrawnEdge(edge.source, edge.target, path, label, end[0] - 8, end[1] - 7, first))
    return found


def _discovered(appmap: AppMap, edge: object) -> bool:
    return any(node.found_by is edge for node in appmap.nodes)
