"""The task's own words where the screen shows them: they say what to do, and are nothing to work with."""

from __future__ import annotations

from actions.geometry import Box
from grounding.types import ParsedScreen, UIElement
from gui_agent.screen_text import fold, likeness

COVERED = 0.8
"""The part of a task that lines must show before they count as the task itself."""
LIKENESS = 85.0
_LEAST = 4
_WIDEST_GAP = 1.5
"""Between lines of one text, in heights of a line."""


def instruction_boxes(task: str, screen: ParsedScreen) -> tuple[Box, ...]:
    """Return the elements of ``screen`` that together show ``task``; none where it is not shown."""
    wanted = fold(task)
    if len(wanted) < 2 * _LEAST:
        return ()
    lines = [e for e in screen.elements if _is_part(e, task, wanted)]
    lines.sort(key=lambda e: (e.box.y1, e.box.x1))
    for run in _runs(lines):
        shown = {fold(e.text) for e in run}
        # The same line may be there twice, as a text and as a control; a part of it is a label below.
        once = {text for text in shown if not any(text != other and text in other for other in shown)}
        if sum(map(len, once)) >= COVERED * len(wanted):
            return tuple(e.box for e in run if fold(e.text) in once)
    return ()


def beside_instruction(elements: tuple[UIElement, ...], boxes: tuple[Box, ...]) -> tuple[UIElement, ...]:
    """Return the elements that do not lie on the task's own words."""
    return tuple(e for e in elements if not any(box.contains(e.box.center) for box in boxes))


def _is_part(element: UIElement, task: str, wanted: str) -> bool:
    read = fold(element.text)
    if len(read) < _LEAST:
        return False
    return read in wanted or (len(read) <= 1.2 * len(wanted) and likeness(element.text, task) >= LIKENESS)


def _runs(lines: list[UIElement]) -> list[list[UIElement]]:
    """Cut lines from top to bottom wherever the gap between two is too wide for one text."""
    runs: list[list[UIElement]] = []
    bottom = 0
    for line in lines:
        if runs and line.box.y1 - bottom <= _WIDEST_GAP * min(map(_line_height, (runs[-1][-1], line))):
            runs[-1].append(line)
            bottom = max(bottom, line.box.y2)
        else:
            runs.append([line])
            bottom = line.box.y2
    return runs


def _line_height(element: UIElement) -> int:
    """Return how high the lines of an element are, which may be lower than a control they name."""
    return max((p.box.height for p in element.pieces), default=element.box.height)
