"""The numbers under which elements of a screen are told, and what is meant by them."""

from __future__ import annotations

from grounding.errors import TargetNotFound
from grounding.types import ParsedScreen, UIElement
from gui_agent.planning.model.screen_words import named

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


def in_words(target: int | str, screen: ParsedScreen) -> tuple[str, UIElement | None]:
    """Return ``target`` in words, and the element it means where it is a number. Raises `TargetNotFound`.

    The words tell the element from others; those that only its number can tell apart keep the number.
    """
    number = element_number(target)
    if number is None:
        return str(target), None
    element = numbered_element(screen, number)
    words = named(element)
    if not element.text.strip() or sum(e.text == element.text for e in screen.elements) > 1:
        words = f"{words} [{number}]"
    return words, element
