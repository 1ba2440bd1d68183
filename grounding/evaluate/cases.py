"""What is asked: a picture, words, and where a click would be right."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.geometry import Box, Point
from grounding.data.sample import RenderedScreen, read_screens

_POINT_REACH = (40, 20)
"""How far a click may be from a target of which only a point is known, in pixels (ScreenAgent's rule)."""


@dataclass(frozen=True, slots=True)
class ClickCase:
    """One question; ``boxes`` (picture pixels) are right answers, none where the target is absent.

    ``group`` says which row of the table it counts in besides its ``kind``.
    """

    id: str
    image: Path
    instruction: str
    boxes: tuple[Box, ...]
    kind: str
    group: str

    def accepts(self, point: Point) -> bool:
        return any(box.contains(point) for box in self.boxes)


def cases_from_rows(path: Path) -> list[ClickCase]:
    """Read rows of id, image, instruction and box or point (JSON lines; images beside the file)."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [_case_from_row(row, path.parent) for row in rows]


def _case_from_row(row: dict[str, Any], folder: Path) -> ClickCase:
    if row.get("box"):
        x1, y1, x2, y2 = (round(v) for v in row["box"])
        box = Box(x1, y1, x2 + 1, y2 + 1)
    else:
        x, y = (round(v) for v in row["point"])
        dx, dy = _POINT_REACH
        box = Box(x - dx, y - dy, x + dx + 1, y + dy + 1)
    group = f"{row.get('source', 'rows')} ({row.get('lang', 'en')})"
    return ClickCase(row["id"], folder / row["image"], row["instruction"], (box,), "click", group)


def cases_from_expressions(
    expressions: Path, screens: Sequence[Path], groups: Sequence[str], limit: int, seed: int
) -> list[ClickCase]:
    """Read generated expressions about rendered screens of the splits ``groups``; ``limit`` per split."""
    known = {screen.id: (folder, screen) for folder, screen in read_screens(*screens)}
    by_group: dict[str, list[ClickCase]] = {group: [] for group in groups}
    with expressions.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            row = json.loads(line)
            folder, screen = known.get(row["screen"], (None, None))
            if folder is not None and screen is not None and screen.split in by_group:
                by_group[screen.split].append(_case_from_expression(row, number, folder, screen))
    chosen = []
    for group in groups:
        some = by_group[group]
        random.Random(f"{seed} {group}").shuffle(some)
        chosen += some[:limit]
    # One picture after the other: a parsed screen answers all its questions.
    return sorted(chosen, key=lambda case: str(case.image))


def _case_from_expression(
    row: dict[str, Any], number: int, folder: Path, screen: RenderedScreen
) -> ClickCase:
    boxes = tuple(Box(*screen.elements[i].box) for i in row.get("targets") or [])
    return ClickCase(
        f"{screen.id}#{number}", folder / screen.image, row["instruction"], boxes, row["kind"], screen.split
    )
