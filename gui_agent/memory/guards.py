"""What the screen showed when an action worked, and whether a screen shows it again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from actions.computer import Window
from actions.geometry import Box
from grounding.types import Role, UIElement
from gui_agent.memory.records import Guard
from gui_agent.memory.templates import Unbound, fill
from gui_agent.screen_text import contains, find_text, fold, likeness
from gui_agent.types import Observation

TEXTS_KEPT = 6
LONGEST_TEXT = 30
"""Labels of controls are short; what is longer is content, which differs from run to run."""
TEXTS_SHARE = 0.5
"""So much of the texts must be seen again: readers of pixels miss some, and some are content after all."""
LIKE_TITLES = 75.0
_CONTROLS: frozenset[Role] = frozenset(
    {"button", "menu", "tab", "checkbox", "radio", "switch", "column header", "link"}
)
_PARTS = re.compile(r"\s+[-–—|]\s+")


def guard_for(observation: Observation) -> Guard:
    """Return what of ``observation`` must be there again: the active window and labels of its controls."""
    window = observation.active_window
    if window is None:
        return Guard(texts=_labels(observation, None))
    texts = _labels(observation, window)
    return Guard(window.application, window.title.strip()[:120], window.dialog, texts)


def with_box(guard: Guard, observation: Observation, target: Box | None) -> Guard:
    """Return ``guard`` with the state of the box to tick at ``target``: a click turns it round."""
    if target is None:
        return guard
    for element in observation.screen.elements:
        if element.state & {"checked", "unchecked"} and element.box.expanded(4).overlaps(target):
            return replace(guard, checked="yes" if "checked" in element.state else "no")
    return guard


def misfit(guard: Guard, observation: Observation, values: Mapping[str, str]) -> str:
    """Say why ``guard``, with ``values`` in its slots, does not hold on a screen; empty where it does."""
    if guard == Guard():
        return ""
    window = observation.active_window
    if guard.application or guard.title:
        if window is None:
            return "no window has the focus"
        if trouble := _other_window(guard, window, values):
            return trouble
    elif window is not None and guard.texts:
        return f"“{window.title or window.application}” is in front"
    seen = sum(bool(find_text(observation.screen, text)) for text in guard.texts)
    if seen < TEXTS_SHARE * len(guard.texts):
        return f"only {seen} of {len(guard.texts)} things are there that were there when it worked"
    return ""


def common(guard: Guard, other: Guard) -> Guard:
    """Return what both demand of the texts: what was not there when it worked again is not needed."""
    kept = tuple(text for text in guard.texts if any(contains(o, text) for o in other.texts))
    return replace(guard, texts=kept)


def _other_window(guard: Guard, window: Window, values: Mapping[str, str]) -> str:
    shown = window.title or window.application or "a window without a title"
    if fold(guard.application) != fold(window.application):
        return f"“{shown}” is in front, not {guard.application}"
    if guard.dialog != window.dialog:
        return f"“{shown}” is {'a' if window.dialog else 'no'} dialog"
    try:
        title = fill(guard.title, values)
    except Unbound:
        return "the title of its window cannot be known"
    return "" if same_title(title, window.title) else f"“{shown}” is in front, not “{title}”"


def same_title(one: str, other: str) -> bool:
    """Say whether two titles may be of one window: marks and numbers may differ, and the document."""
    first, second = _plain(one), _plain(other)
    if first == second or likeness(first, second) >= LIKE_TITLES:
        return True
    parts, others = _PARTS.split(one.strip()), _PARTS.split(other.strip())
    # “document - program”: the last part says which program it is.
    return len(parts) > 1 and len(others) > 1 and _plain(parts[-1]) == _plain(others[-1])


def _plain(title: str) -> str:
    return re.sub(r"\d+", "#", fold(title.strip().lstrip("*•● ").removesuffix("*")))


def _labels(observation: Observation, window: Window | None) -> tuple[str, ...]:
    inside = [e for e in observation.screen.elements if window is None or window.box.contains(e.box.center)]
    texts = dict.fromkeys(e.text.strip() for e in inside if _is_label(e))
    return tuple(texts)[:TEXTS_KEPT]


def _is_label(element: UIElement) -> bool:
    text = element.text.strip()
    plain = 3 <= len(text) <= LONGEST_TEXT and "\n" not in text
    return element.role in _CONTROLS and plain and not any(c.isdigit() for c in text)
