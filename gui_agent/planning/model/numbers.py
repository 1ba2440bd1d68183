"""The numbers under which elements of a screen are told, and what is meant by them."""

from __future__ import annotations

from grounding.errors import TargetNotFound
from grounding.types import ParsedScreen, UIElement

_MOST_DIGITS = 5


def element_number(target: int | str) -> int | None:
    """Return the number that ``target`` is (12, “12”, “[12]”, “#12”); None where it is words."""
    if isinstance(target, int):
        return target
    bare = target.strip("[]#* ")
    if not (bare.isascii() and bare.isdigit() and len(bare) <= _MOST_DIGITS):
        return None
    return int(bare) or None


def numbered_element(screen: ParsedScreen, number: int) -> UIElement:
    """Return the element told as ``number``, from 1. Raises `TargetNotFound`."""
    elements = screen.elements
    if not 1 <= number <= len(elements):
        known = f"the numbers go from 1 to {len(elements)}" if elements else "nothing on it has a number"
        raise TargetNotFound(f"there is no element {number} on the screen; {known}")
    return elements[number - 1]
