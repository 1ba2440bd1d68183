"""What to click next: menus, tabs, dialogs and lists that were not opened before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import Literal

from grounding.data.sample import Bounds, RenderedElement
from grounding.types import Role

Move = Literal["click", "hover", "escape", "close"]

_OPENS_DIALOG = re.compile(
    r"(\.\.\.|…)$|prefer|setting|about|option|propert|configur|find|search|print|open|save as|new|shortcut",
    re.I,
)
_DANGEROUS = re.compile(
    r"quit|exit|close|delete|remove|shut|restart|log ?out|minimi|maximi|erase|kill|restore|window menu"
    r"|full ?screen|end process|stop|apply|empty|report a|get involved|website|online",
    re.I,
)
# These start a browser or help reader, which is another program.
_LEAVES = re.compile(
    r"^help\b|contents|documentation|manual|handbook|home ?page|web ?site|bug|donat|support|forum", re.I
)
_OPENS_POPUP = re.compile(
    r"menu|open|view|option|more|add|new|tool|prefer|search|find|about|help|settings", re.I
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; ``key`` names it so that it is not done twice."""

    move: Move
    box: Bounds = (0, 0, 0, 0)
    key: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What can be clicked now: ``elements`` of the topmost window or popup."""

    elements: tuple[RenderedElement, ...]
    has_popup: bool
    has_dialog: bool


def next_step(view: View, done: frozenset[str], stays: int, random: Random, careful: bool) -> Step | None:
    """Return the next step, None when nothing new is left.

    ``stays`` counts the screens already taken in this dialog or popup; ``careful`` opens menus and tabs only.
    """
    options = [
        (weight, step)
        for element in view.elements
        if (weight := _weight(element, view, careful)) > 0 and (step := _step(element, view)).key not in done
    ]
    if view.has_popup and (stays >= 2 or not options or random.random() < 0.25):
        return Step("escape")
    if view.has_dialog and (stays >= 3 or not options):
        return Step("close")
    if not options:
        return None
    return random.choices([step for _, step in options], [weight for weight, _ in options])[0]


def _step(element: RenderedElement, view: View) -> Step:
    place = f"{element.role}/{element.text or element.name or element.box}"
    move: Move = "hover" if view.has_popup and "expanded" in element.state else "click"
    return Step(move, element.box, f"{place}/{view.has_popup:d}{view.has_dialog:d}")


def _weight(element: RenderedElement, view: View, careful: bool) -> float:
    words = f"{element.text} {element.name}".strip()
    if "disabled" in element.state or _DANGEROUS.search(words):
        return 0.0
    if element.role != "menu" and _LEAVES.search(words):
        return 0.0
    match element.role:
        case "tab":
            return 0.0 if "selected" in element.state else 2.5
        case "menu item" if view.has_popup:
            return 3.0 if _OPENS_DIALOG.search(words) and not careful else 0.3
        case "button":
            return _button_weight(element, words, careful)
        case "list item" | "tree item":
            return 0.0 if view.has_popup else 0.25
        case "checkbox" | "radio" | "switch":
            return 0.0 if careful else 0.15
        case role:
            return _WEIGHTS.get(role, 0.0)


def _button_weight(element: RenderedElement, words: str, careful: bool) -> float:
    if "menu" in words.lower():
        return 3.0
    if careful:
        return 0.0
    if _OPENS_POPUP.search(words):
        return 1.2
    return 0.02 if len(element.text) == 1 else 0.2


_WEIGHTS: dict[Role, float] = {
    "menu": 3.0, "menu item": 2.0, "combo box": 1.5, "column header": 0.02, "cell": 0.02, "field": 0.15
}  # fmt: skip
