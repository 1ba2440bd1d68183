"""What to click next: menus, tabs, dialogs and lists that were not opened before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import Literal

from grounding.data.sample import Bounds, RenderedElement

Move = Literal["click", "hover", "escape", "close"]

_OPENS_DIALOG = re.compile(
    r"(\.\.\.|…)$|prefer|setting|about|option|propert|configur|find|search|print|open|save as|new|shortcut|help", re.I
)
_DANGEROUS = re.compile(
    r"quit|exit|close|delete|remove|shut|restart|log ?out|minimi|maximi|erase|format|kill|restore|window menu|full ?screen"
    r"|end process|stop|apply|empty|report a|get involved|website|online",
    re.I,
)
_OPENS_POPUP = re.compile(r"menu|open|view|option|more|add|new|tool|prefer|search|find|about|help|settings", re.I)


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
    match element.role:
        case "menu":
            return 3.0
        case "tab":
            return 0.0 if "selected" in element.state else 2.5
        case "menu item":
            return (3.0 if _OPENS_DIALOG.search(words) and not careful else 0.3) if view.has_popup else 2.0
        case "combo box":
            return 1.5
        case "button" if not careful:
            return 1.2 if _OPENS_POPUP.search(words) else 0.3
        case "list item" | "tree item" if not view.has_popup:
            return 0.25
        case "checkbox" | "radio" | "switch" if not careful:
            return 0.15
        case "column header" | "cell":
            return 0.02
        case "field":
            return 0.15
        case _:
            return 0.0
