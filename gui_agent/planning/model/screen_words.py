"""The screen in words: numbered elements in rows, short enough for every step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from actions.geometry import Box
from grounding.types import UIElement
from gui_agent.finding import shortened
from gui_agent.types import Observation

MAX_TOKENS = 1400
LETTERS_PER_TOKEN = 3
"""Fewer than prose has: numbers, quotes and names of roles are short tokens."""
LETTER_LIMITS = (80, 48, 28)
"""Texts are cut to these lengths, one after the other, until the whole fits."""
_WIDEST_GAP = 1.0
"""Between words of one line, in heights of the line."""
_WHOLE_SCREEN = 0.5
"""Where more than this part of the screen changed, marking every element would say nothing."""


@dataclass(frozen=True, slots=True)
class _Item:
    number: int
    element: UIElement
    changed: bool


def describe_screen(observation: Observation, max_tokens: int = MAX_TOKENS) -> str:
    """Return what is on the screen; an element's number is its place in the parsed screen, from 1.

    Where not everything fits, plain text outside of the active window is left out first, then the rest of
    what is outside, then the end of the list; the last line says how much is missing.
    """
    items = _worth_telling(observation)
    limit = max_tokens * LETTERS_PER_TOKEN
    head = _windows(observation)
    for letters in LETTER_LIMITS:
        text = "\n".join([head, *_rows(items, letters)])
        if len(text) <= limit:
            return text
    return _cut(head, items, observation, limit)


def named(element: UIElement) -> str:
    """Return an element in words a person would use: “Save” button, or icon (delete, bin)."""
    if element.text.strip():
        return f"“{shortened(element.text)}” {element.role}"
    return f"{element.role} ({element.meaning})" if element.meaning else f"unnamed {element.role}"


def _cut(head: str, items: Sequence[_Item], observation: Observation, limit: int) -> str:
    window = observation.active_window
    inside = [i for i in items if window is None or window.box.contains(i.element.box.center)]
    outside = [i for i in items if i not in inside and i.element.role != "text"]
    order = [*inside, *outside]
    low, high = 0, len(order)
    while low < high:
        middle = (low + high + 1) // 2
        if len(_with_rest(head, order[:middle], len(items))) <= limit:
            low = middle
        else:
            high = middle - 1
    return _with_rest(head, order[:low], len(items))[:limit]


def _with_rest(head: str, kept: Sequence[_Item], count: int) -> str:
    chosen = sorted(kept, key=lambda item: item.number)
    rest = f"({count - len(kept)} more are not listed)"
    return "\n".join([head, *_rows(chosen, LETTER_LIMITS[-1]), *([rest] if count > len(kept) else [])])


def _windows(observation: Observation) -> str:
    active = observation.active_window
    others = [w.title or w.application for w in observation.windows if w is not active]
    lines = [f"Screen {observation.screenshot.size.width}x{observation.screenshot.size.height}"]
    if active is not None:
        lines.append(f"active window: “{shortened(active.title or active.application, 80)}”")
    if others:
        lines.append("other windows: " + ", ".join(f"“{shortened(title, 40)}”" for title in others[:8]))
    return "; ".join(lines)


def _worth_telling(observation: Observation) -> list[_Item]:
    """Return the elements that say or do something, each once."""
    elements = observation.screen.elements
    changes = _telling_changes(observation)
    told: list[_Item] = []
    for index, element in enumerate(elements):
        text = element.text.strip()
        if element.role == "text" and (not text or _said_by_another(element, elements)):
            continue
        if element.role in ("window", "dialog", "image", "document") and not text and not element.meaning:
            continue
        told.append(_Item(index + 1, element, any(c.overlaps(element.box) for c in changes)))
    return told


def _said_by_another(text: UIElement, elements: Sequence[UIElement]) -> bool:
    return any(
        other.role != "text" and text.text in other.text and other.box.contains(text.box.center)
        for other in elements
        if other.text
    )


def _telling_changes(observation: Observation) -> tuple[Box, ...]:
    area = sum(change.area for change in observation.changes)
    whole = area > _WHOLE_SCREEN * observation.screenshot.size.area
    return () if whole else observation.changes


def _rows(items: Sequence[_Item], letters: int) -> list[str]:
    """Put what stands side by side on one line."""
    rows: list[list[_Item]] = []
    for item in sorted(items, key=lambda i: (i.element.box.center.y, i.element.box.x1)):
        if rows and _level(rows[-1][0].element.box, item.element.box):
            rows[-1].append(item)
        else:
            rows.append([item])
    return [" ".join(_words(item, letters) for item in _joined(row)) for row in rows]


def _joined(row: Sequence[_Item]) -> list[_Item]:
    """Put the pieces of one line of text together again; the first one's number stands for them."""
    joined: list[_Item] = []
    for item in sorted(row, key=lambda i: i.element.box.x1):
        last = joined[-1] if joined else None
        if last is None or not _goes_on(last.element, item.element):
            joined.append(item)
            continue
        box = Box.covering([last.element.box, item.element.box])
        both = replace(last.element, box=box, text=f"{last.element.text} {item.element.text}")
        joined[-1] = _Item(last.number, both, last.changed or item.changed)
    return joined


def _goes_on(last: UIElement, element: UIElement) -> bool:
    plain = last.role == element.role == "text" and last.state == element.state
    gap = element.box.x1 - last.box.x2
    return plain and gap <= _WIDEST_GAP * max(last.box.height, element.box.height)


def _level(one: Box, other: Box) -> bool:
    return abs(one.center.y - other.center.y) <= 0.4 * min(one.height, other.height)


def _words(item: _Item, letters: int) -> str:
    """Return an element: its role unless it is plain text, and of the names of a picture the first."""
    element = item.element
    parts = [f"{'*' if item.changed else ''}[{item.number}]"]
    if element.role != "text":
        parts.append(element.role)
    if text := element.text.strip():
        parts.append(f'"{shortened(text, letters)}"')
    elif element.meaning:
        parts.append(f"({shortened(element.meaning.partition(',')[0], letters)})")
    return " ".join([*parts, *sorted(element.state)])
