"""What a routine can see for itself: the passages of a page, its only field, an item of a list.

The task's own words, where the screen shows them, belong to none of these.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import numpy as np
from rapidfuzz import fuzz

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.phrase import parse_target
from grounding.types import UIElement
from gui_agent.instruction_text import beside_instruction, instruction_boxes
from gui_agent.planning.language.quotes import quote_label
from gui_agent.planning.situation import Situation
from gui_agent.screen_text import contains, fold

ENTRIES = frozenset({"field", "combo box", "spin box"})
_CONTROLS = frozenset(
    {"button", "checkbox", "radio", "switch", "icon", "tab", "slider", "scroll bar", *ENTRIES}
)
_SAME = 88.0
_LINE_GAP = 0.85
"""Between lines of one passage, in heights of the higher one: small letters alone make a line low."""
_BELIEVED = 0.5
_ROW = 3
"""So many parts of a passage may stand beside each other above its next line."""
_LONG_ITEM = 12
"""Letters of an item that is cut off, the last of which may be a part of one."""
_SHORTEST_RULE = 10
_THICKEST_RULE = 3
_WHOLE_RULE = 0.95
_DRAWN = 40
"""How much the colour of a drawn line differs from what is around it, of 255."""
_SEGMENTED = re.compile(r"(?=.*[/:.\-–—]).{4,}")
_LETTERS_OF_DATES = frozenset("mdyhsap-–—_./: •−")


def in_sight(now: Situation) -> tuple[UIElement, ...]:
    """Return the elements of the screen beside the task's own words."""
    screen = now.observation.screen
    return beside_instruction(screen.elements, instruction_boxes(now.task, screen))


def only_entry(now: Situation) -> UIElement | None:
    """Return the one field on the screen; None where there are none or several."""
    entries = [e for e in in_sight(now) if e.role in ENTRIES]
    return entries[0] if len(entries) == 1 else None


def is_named(name: str, now: Situation) -> bool:
    """Say whether anything on the screen is called ``name``."""
    return any(e.text and contains(e.text, name) for e in in_sight(now))


def item_as_shown(item: str, now: Situation) -> str:
    """Return ``item`` as it stands on the screen by itself; empty where it does not.

    The value of a closed list is no item. A narrow list shows only the beginning of a long one.
    """
    wanted = fold(item)
    seen = in_sight(now)
    closed = [e.box for e in seen if e.role == "combo box"]
    texts = [e.text for e in seen if e.text and e.role not in ENTRIES and not _on(e.box, closed)]
    if any(_is_item(fold(text), wanted) for text in texts):
        return item
    begun = {t for t in texts if len(fold(t)) >= _LONG_ITEM and wanted.startswith(fold(t)[:-1])}
    return min(begun, key=len) if begun else ""


def _is_item(text: str, wanted: str) -> bool:
    return text == wanted or (len(wanted) > 4 and fuzz.ratio(text, wanted) >= _SAME)


def entry_with_parts(now: Situation) -> UIElement | None:
    """Return the field that shows the parts of a date or a time to fill in, such as mm/dd/yyyy."""
    return next((e for e in in_sight(now) if _wants_parts(e.text.casefold())), None)


def unnamed_entry(now: Situation) -> str:
    """Return words for the field that is meant where none has the name said; empty where that is open."""
    if only_entry(now):
        return "field"
    parts = entry_with_parts(now)
    return words_for(parts) if parts else ""


def changed_beside_controls(now: Situation) -> bool:
    """Say whether the last step changed the screen, and nothing that is known for another control."""
    changes = now.last.after.changes if now.last is not None and now.last.after is not None else ()
    controls = [e.box for e in in_sight(now) if e.role in _CONTROLS - {"icon"} and e.role not in ENTRIES]
    return bool(changes) and not any(c.overlaps(control) for c in changes for control in controls)


def area_to_scroll(now: Situation) -> str:
    """Return words for the longest passage in sight: what scrolls, where nothing says which area is meant."""
    found = max(passages(now), key=len, default=[])
    return place_of(found[len(found) // 2], now) if len(found) > 1 else ""


def is_unseen_text_area(target: str, now: Situation) -> bool:
    """Say whether ``target`` is a text area, and the screen shows nothing that is known for one."""
    phrase = parse_target(target)
    return phrase.role == "document" and not any(e.role == "document" for e in in_sight(now))


def _wants_parts(text: str) -> bool:
    return bool(_SEGMENTED.fullmatch(text)) and set(text) <= _LETTERS_OF_DATES


def passages(now: Situation) -> list[list[UIElement]]:
    """Return the lines of text of each passage, top to bottom; the words of controls are none."""
    seen = in_sight(now)
    controls = [e.box for e in seen if _is_control(e)]
    lines = [e for e in seen if e.text and not _is_control(e) and not _on(e.box, controls)]
    return _grouped(_in_lines(_once(lines)), now.observation.screenshot)


def _is_control(element: UIElement) -> bool:
    """Say whether ``element`` is a control; what is hardly believed to be a tab is often words alone."""
    doubtful = element.role == "tab" and element.text and element.score < _BELIEVED
    return element.role in _CONTROLS and not doubtful


def _in_lines(texts: list[UIElement]) -> list[UIElement]:
    """Return texts of several lines as one element a line."""
    return [
        line
        for e in texts
        for line in (
            [replace(e, box=p.box, text=p.text, pieces=()) for p in e.pieces] if len(e.pieces) > 1 else [e]
        )
    ]


def _once(lines: list[UIElement]) -> list[UIElement]:
    """Leave out what is only another name for words that are there as text: a row, an item of a list."""
    plain = [e for e in lines if e.role == "text"]
    return [e for e in lines if e.role == "text" or not any(e.box.contains(t.box.center) for t in plain)]


def _grouped(lines: list[UIElement], shot: Screenshot) -> list[list[UIElement]]:
    found: list[list[UIElement]] = []
    for line in sorted(lines, key=lambda e: (e.box.y1, e.box.x1)):
        passage = next((p for p in found if any(_continues(e.box, line.box, shot) for e in p[-_ROW:])), None)
        if passage is None:
            found.append([line])
        else:
            passage.append(line)
    return found


def meant_instead(target: str, now: Situation) -> str:
    """Return words for the only thing that ``target`` can mean where nothing looks like it; else nothing.

    "The button" is the only passage of a page that shows nothing else to click; a sign in quotes such as
    “x” is the only icon.
    """
    phrase = parse_target(target)
    seen = in_sight(now)
    if phrase.quoted and not any(c.isalnum() for c in phrase.label):
        return _only_bare(seen)  # signs that readers of letters do not know
    if phrase.role is not None and not phrase.label and phrase.ordinal is None:
        if label := _only_label(phrase.role, seen):
            return f"{label} {phrase.role}"
        if phrase.role == "button":
            return _only_words(seen, now.observation.screenshot)
    if phrase.quoted and len(phrase.label) == 1:
        icons = [e for e in seen if e.role == "icon" and not e.text]
        return "icon" if len(icons) == 1 else ""
    return ""


def covered_instead(target: str, now: Situation) -> str:
    """Return words for the button that ``target`` calls by capitals that nothing shows; else nothing.

    Where one button only shows no words, as when another lies on it, it must be that one.
    """
    phrase = parse_target(target)
    if phrase.role != "button" or not phrase.label.isupper() or phrase.relations:
        return ""
    return "" if is_named(phrase.label, now) else _only_bare(in_sight(now))


def _only_bare(seen: tuple[UIElement, ...]) -> str:
    """Return words for the only button without any words; a part of one looks like a field."""
    bare = [e for e in seen if not e.text and e.role in ("button", "field")]
    buttons = [e for e in bare if e.role == "button"] or bare
    return f"point {buttons[0].box.center.x}, {buttons[0].box.center.y}" if len(buttons) == 1 else ""


def _only_label(role: str, seen: tuple[UIElement, ...]) -> str:
    """Return the quoted label of the only element of ``role``; empty where there is no such."""
    found = [e for e in seen if e.role == role]
    return (quote_label(found[0].text.splitlines()[0]) or "") if len(found) == 1 and found[0].text else ""


def _only_words(seen: tuple[UIElement, ...], shot: Screenshot) -> str:
    """Return words for the only group of words in sight, all controls lying on it; else nothing."""
    found = _grouped([e for e in seen if e.text], shot)
    if len(found) != 1:
        return ""
    around = _around([e.box for e in found[0]]).expanded(2 * found[0][0].box.height)
    apart = [e for e in seen if e.role in _CONTROLS and not around.contains(e.box.center)]
    return "" if apart else words_for(found[0][0])


def _around(boxes: list[Box]) -> Box:
    return Box(
        min(b.x1 for b in boxes), min(b.y1 for b in boxes), max(b.x2 for b in boxes), max(b.y2 for b in boxes)
    )


def place_of(line: UIElement, now: Situation) -> str:
    """Return the target that means this line: by its words where it stands alone, else by its place."""
    if any(e is line for e in now.observation.screen.elements) and (words := words_for(line)):
        return words
    return f"point {line.box.center.x}, {line.box.center.y}"


def words_for(line: UIElement) -> str:
    """Return the target that means exactly this line of text; empty where no quotes fit around it."""
    label = quote_label(line.text.splitlines()[0])
    return f"the text {label}" if label else ""


def _on(box: Box, controls: list[Box]) -> bool:
    return any(control.contains(box.center) for control in controls)


def _continues(last: Box, box: Box, shot: Screenshot) -> bool:
    """Say whether ``box`` is the next line of the passage that ``last`` is in, or goes on beside it."""
    height = max(last.height, box.height)
    shared = min(last.x2, box.x2) - max(last.x1, box.x1)
    level = abs(last.center.y - box.center.y) < 0.5 * height
    if level:
        return box.x1 - last.x2 < 2 * height
    return shared > 0 and box.y1 - last.y2 <= _LINE_GAP * height and not _is_ruled_off(last, box, shot)


def _is_ruled_off(upper: Box, lower: Box, shot: Screenshot) -> bool:
    """Say whether a line is drawn between two lines of text: a border, which ends a text area."""
    between = Box(
        max(upper.x1, lower.x1), upper.center.y, max(min(upper.x2, lower.x2), 0), max(lower.center.y, 0)
    )
    if between.width < _SHORTEST_RULE or between.height < 3:
        return False
    pixels = shot.crop(between).astype(np.int16)
    off = np.abs(pixels - np.median(pixels, axis=(0, 1))).max(axis=2) > _DRAWN
    whole = off.mean(axis=1) >= _WHOLE_RULE
    edges = np.flatnonzero(np.diff(whole.astype(np.int8)))
    # Thin, and with something else above and below it.
    return any(
        not whole[first] and last - first <= _THICKEST_RULE
        for first, last in itertools.pairwise(edges.tolist())
    )
