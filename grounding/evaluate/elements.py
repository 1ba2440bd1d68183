"""How many of the elements of rendered screens are found, and how many words are read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from actions.geometry import Box
from grounding.data.sample import RenderedScreen
from grounding.evaluate.statistics import wilson
from grounding.images import load_screenshot
from grounding.types import ParsedScreen, ScreenParser

_IOU = 0.5
_POINTABLE_LEAST = 6
_WORD = re.compile(r"\w+", re.UNICODE)


@dataclass
class Tally:
    """Counts of one model on one group of screens."""

    found: Counter[str] = field(default_factory=Counter)
    present: Counter[str] = field(default_factory=Counter)
    words_read: int = 0
    words: int = 0
    screens: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return recall over all and by role, with the interval of the whole."""
        hits, count = sum(self.found.values()), sum(self.present.values())
        return {
            "screens": self.screens,
            "elements": count,
            "recall": _share(hits, count),
            "interval": [round(v, 4) for v in wilson(hits, count)],
            "by_role": {
                r: [_share(self.found[r], n), n] for r, n in sorted(self.present.items(), key=lambda x: -x[1])
            },
            "words": self.words,
            "word_recall": _share(self.words_read, self.words),
        }


def run_screens(
    parsers: Mapping[str, ScreenParser],
    screens: Iterable[tuple[Path, RenderedScreen]],
    on_screen: Callable[[int], None] = lambda done: None,
) -> dict[str, dict[str, Tally]]:
    """Parse every screen with every parser; return tallies by model and split."""
    tallies: dict[str, dict[str, Tally]] = {name: {} for name in parsers}
    for number, (folder, screen) in enumerate(screens):
        shot = load_screenshot(folder / screen.image)
        for name, parser in parsers.items():
            tally = tallies[name].setdefault(screen.split, Tally())
            add_screen(tally, screen, parser.parse(shot))
        on_screen(number + 1)
    return tallies


def add_screen(tally: Tally, truth: RenderedScreen, seen: ParsedScreen) -> None:
    """Count which true elements ``seen`` holds at IoU 0.5 or better, whatever role it gives them."""
    boxes = [e.box for e in seen.elements]
    tally.screens += 1
    for element in truth.elements:
        box = Box(*element.box)
        if min(box.width, box.height) < _POINTABLE_LEAST:
            continue
        tally.present[element.role] += 1
        tally.found[element.role] += _is_found(box, boxes)
    for line in truth.lines or ():
        near = " ".join(
            e.text for e in seen.elements if e.text and e.box.expanded(4).overlaps(Box(*line.box))
        )
        wanted, read = Counter(_words(line.text)), Counter(_words(near))
        tally.words += wanted.total()
        tally.words_read += (wanted & read).total()


def _is_found(box: Box, boxes: Sequence[Box]) -> bool:
    return any(box.iou(other) >= _IOU for other in boxes)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _share(hits: int, count: int) -> float | None:
    return round(hits / count, 4) if count else None
