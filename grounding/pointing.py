"""Where on an element a person would click: on its words, out of the way of what lies in front."""

from __future__ import annotations

from actions.geometry import Box, Point
from grounding.labels import folded
from grounding.types import ParsedScreen, Role, UIElement

_CLICKED_ON_WORDS: frozenset[Role] = frozenset(
    {"button", "menu", "menu item", "list item", "tree item", "cell", "tab", "link", "column header", "field"}
)
_ROWS: frozenset[Role] = frozenset({"menu item", "list item", "tree item", "cell"})
_ROWS_LONG = 3
_INSET = 4
_WORD_GAP = 1.2
_TITLE_HEIGHT = 12


def click_point(element: UIElement) -> Point:
    """Return where a person clicks ``element``: on its words, as near to its middle as these are.

    A tick box that reaches over its label is clicked on the box itself.
    """
    box, words = element.box, main_words(element)
    if words is None:
        return box.center
    if element.role in ("checkbox", "radio"):
        room = words.x1 - box.x1
        ticked = 8 <= room <= 2 * box.height
        return Point(box.x1 + room // 2, box.center.y) if ticked else box.center
    if element.role not in _CLICKED_ON_WORDS:
        return box.center
    across = _nearest(box.center.x, words.x1, words.x2)
    # Where the middle is as far left and right as the words it is good: in a tile they stand below a picture.
    level = box.center.y if across == box.center.x else _nearest(box.center.y, words.y1, words.y2)
    return _inside(Point(across, level), box)


def _nearest(value: int, low: int, high: int) -> int:
    """Return what is nearest to ``value`` in the run from ``low`` to ``high``, not on its very ends."""
    inset = min(_INSET, (high - low) // 4)
    return min(max(value, low + inset), high - 1 - inset)


def main_words(element: UIElement) -> Box | None:
    """Return the box of the first words of ``element`` and what goes on right of or below them.

    Other columns of a row and the shortcut at the end of a menu item are left out; None without words.
    """
    if not element.pieces:
        return None
    first, *others = (p.box for p in element.pieces)
    grown = first
    for box in others:
        beside = abs(box.center.y - grown.center.y) <= grown.height and 0 <= (
            box.x1 - grown.x2
        ) <= _WORD_GAP * min(first.height, box.height)
        below = -4 <= box.y1 - grown.y2 <= first.height and box.x1 < grown.x2 and grown.x1 < box.x2
        if beside or below:
            grown = Box.covering([grown, box])
    return grown


def free_point(element: UIElement, screen: ParsedScreen) -> Point:
    """Return where to click ``element`` or, where another window covers that, a point in the open."""
    b, wanted = element.box, _picture_point(element, screen) or click_point(element)
    over = [
        e.box
        for e in screen.elements
        if e.role in ("window", "dialog") and e.box.area < b.area and e.box.overlaps(b)
    ]
    if not any(o.contains(wanted) for o in over):
        return wanted
    xs = [b.x1 + b.width * i // 12 for i in range(1, 12)]
    ys = [b.y1 + b.height * i // 12 for i in range(1, 12)]
    free = [p for y in ys for x in xs if not any(o.contains(p := Point(x, y)) for o in over)]
    return min(free, key=wanted.distance_to, default=wanted)


def _picture_point(element: UIElement, screen: ParsedScreen) -> Point | None:
    """Return the middle of the first picture in a long row without words."""
    b = element.box
    if element.role not in _ROWS or element.text or b.width < _ROWS_LONG * b.height:
        return None
    inside = [e.box for e in screen.elements if e.role in ("icon", "image") and _holds(b, e.box)]
    first = min(inside, key=lambda o: o.x1, default=None)
    return first.center if first else None


def _holds(outer: Box, inner: Box) -> bool:
    return inner.area < outer.area and inner.intersection(outer).area >= 0.8 * inner.area


def title_point(box: Box) -> Point:
    """Return where a window with this box is taken hold of."""
    return Point(box.center.x, min(box.y1 + _TITLE_HEIGHT, box.y2 - 1))


def part_box(label: str, element: UIElement) -> Box | None:
    """Return the box of the words ``label`` in the longer text of ``element``; None where not there."""
    whole, part = element.text.casefold(), label.casefold()
    if whole.find(part) < 0 or len(part) >= 0.8 * len(whole):
        return None
    for piece in element.pieces:
        if part in piece.text.casefold():
            return _share(piece.text.casefold(), part, piece.box)
    lines = [p.box for p in element.pieces if folded(p.text) and folded(p.text) in folded(label)]
    if lines:
        return Box.covering(lines)
    return _share(whole, part, element.box)


def _share(whole: str, part: str, box: Box) -> Box:
    """Return where ``part`` stands in ``box``, every letter taken to be as wide as any other."""
    per_letter = box.width / max(1, len(whole))
    left = box.x1 + round(whole.find(part) * per_letter)
    return Box(left, box.y1, left + max(4, round(len(part) * per_letter)), box.y2)


def _inside(point: Point, box: Box) -> Point:
    return Point(min(max(point.x, box.x1), box.x2 - 1), min(max(point.y, box.y1), box.y2 - 1))
