"""Lines of one wrapped text, told from lists and forms by how they are broken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from actions.geometry import Box

_MOST_LINES = 10
_LEAST_WORDS = 3
_EDGE = 4
_GAP_SHARE, _CAPITAL_GAP_SHARE = 0.8, 0.5
_LEAST_ALIKE = 0.55


class Line(Protocol):
    """A line of text and its box."""

    @property
    def box(self) -> Box: ...

    @property
    def text(self) -> str: ...


AnyLine = TypeVar("AnyLine", bound=Line)


def wrapped(lines: Sequence[AnyLine]) -> list[list[AnyLine]]:
    """Return the groups of two or more lines that are one wrapped text, each from the top; long ones not."""
    below: dict[int, int] = {}
    taken: set[int] = set()
    order = sorted(range(len(lines)), key=lambda i: (lines[i].box.y1, lines[i].box.x1))
    for place, i in enumerate(order):
        for j in order[place + 1 :]:
            if lines[j].box.y1 > lines[i].box.y2 + lines[i].box.height:
                break
            if j not in taken and goes_on(lines[i], lines[j]):
                below[i] = j
                taken.add(j)
                break
    groups = []
    for i in order:
        if i in below and i not in taken:
            group = [i]
            while group[-1] in below:
                group.append(below[group[-1]])
            if len(group) <= _MOST_LINES:
                groups.append([lines[k] for k in group])
    return groups


def goes_on(upper: Line, lower: Line) -> bool:
    """Say whether ``lower`` goes on with the sentence of ``upper``: its first word had no room up there."""
    a, b = upper.box, lower.box
    low, high = sorted((a.height, b.height))
    begins_low = lower.text[:1].islower()
    most = low * (_GAP_SHARE if begins_low else _CAPITAL_GAP_SHARE)
    if not -2 <= b.y1 - a.y2 <= most or low < _LEAST_ALIKE * high or not lower.text[:1].isalnum():
        return False
    in_column = abs(a.x1 - b.x1) <= _EDGE or abs(a.center.x - b.center.x) <= _EDGE
    if not in_column or len(upper.text.split()) < _LEAST_WORDS:
        return False
    # The names of a list begin with capitals too, and are of any width.
    if a.width < (0.6 if begins_low else 1.0) * b.width:
        return False
    first = lower.text.split()[0]
    per_letter = b.width / len(lower.text)
    return a.width + per_letter * (len(first) + 1) > max(a.width, b.width) + _EDGE
