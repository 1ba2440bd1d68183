"""What of a screen belongs to the application: its windows, the words in them, and what can be pointed at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz

from actions.computer import Window
from actions.geometry import Box, Point
from grounding.types import TextPiece, UIElement
from gui_agent.screen_text import fold
from gui_agent.types import Observation

ControlKind = Literal["menu", "tab", "button", "box", "choice", "field", "row", "icon", "text"]

_KINDS: dict[str, ControlKind] = {
    "button": "button",
    "menu": "menu",
    "menu item": "menu",
    "tab": "tab",
    "link": "button",
    "checkbox": "box",
    "radio": "box",
    "switch": "box",
    "combo box": "choice",
    "field": "field",
    "spin box": "field",
    "slider": "icon",
    "icon": "icon",
    "list item": "row",
    "tree item": "row",
    "cell": "row",
    "column header": "row",
}
TITLE_BAR = 27
"""Height in pixels of the title bars of a private desktop's window manager, borders included."""
_TITLE_COLORS = ((0xEA, 0xDC, 0xD0), (0xE6, 0xE6, 0xE6))
"""BGR of its active and its other title bars."""
_LEAST_SIDE, _LEAST_AREA = 9, 100
_LARGEST_SHARE = 0.3
"""A larger part of the window is no control but what holds some."""
_LONGEST_LABEL, _MOST_WORDS = 32, 5
"""Texts beyond this are sentences to be read, not labels to be clicked."""
_KEYS = re.compile(r"(?:(?:Ctrl|Shift|Alt|Super|Control)\+)+\S+(?:Up|Down)?|F\d{1,2}", re.IGNORECASE)
_NEAR = 8
"""How far, in pixels, a control may be from where it was and still be the same."""


@dataclass(frozen=True, slots=True)
class Control:
    """Something to be tried; ``aim`` is where it is clicked, in screen pixels."""

    kind: ControlKind
    label: str
    box: Box
    aim: Point
    role: str = "text"
    meaning: str = ""

    @property
    def name(self) -> str:
        """What people are told it is."""
        if self.label:
            return f"“{self.label}”"
        what = self.meaning.partition(",")[0]
        return f"the {what} {self.role}" if what else f"a {self.role} without words"


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """An observation seen as windows of one application; the controls are those that can be worked now."""

    observation: Observation
    windows: tuple[Window, ...]
    tokens: tuple[TextPiece, ...]
    controls: tuple[Control, ...]

    @property
    def active(self) -> Window | None:
        return next(
            (w for w in reversed(self.windows) if w.active), self.windows[-1] if self.windows else None
        )

    @property
    def origin(self) -> Point:
        """Where the active window begins: places are told from here."""
        return Point(self.active.box.x1, self.active.box.y1) if self.active else Point(0, 0)

    @property
    def title(self) -> str:
        return self.active.title if self.active else ""

    def tokens_in(self, box: Box) -> list[TextPiece]:
        return [token for token in self.tokens if box.contains(token.box.center)]

    def controls_in(self, boxes: Sequence[Box]) -> tuple[Control, ...]:
        """Return the controls inside ``boxes``, made of nothing but what stands there: those of a menu."""
        inside = tuple(t for t in self.tokens if any(box.contains(t.box.center) for box in boxes))
        alone = replace(self, tokens=inside)
        return tuple(c for c in _controls(alone) if any(box.contains(c.aim) for box in boxes))


def read_scene(observation: Observation, own: Iterable[int]) -> Scene:
    """Read the scene of the application whose windows have the numbers ``own``."""
    numbers = set(own)
    windows = tuple(w for w in observation.windows if w.id in numbers and not w.hidden)
    tokens = tuple(_tokens(observation.screen.elements))
    scene = Scene(observation, windows, tokens, ())
    return Scene(observation, windows, tokens, tuple(_controls(scene)))


def same_control(one: Control, one_origin: Point, other: Control, other_origin: Point) -> bool:
    """Say whether two scenes show the same control at the same place of its window."""
    dx = (one.aim.x - one_origin.x) - (other.aim.x - other_origin.x)
    dy = (one.aim.y - one_origin.y) - (other.aim.y - other_origin.y)
    return abs(dx) <= _NEAR and abs(dy) <= _NEAR and alike(one.label, other.label)


def alike(one: str, other: str) -> bool:
    """Say whether two readings are of the same words, numbers left aside."""
    first, second = steady(one), steady(other)
    return first == second or not first or not second or fuzz.ratio(first, second) >= 75


def steady(text: str) -> str:
    """Return ``text`` without what changes by itself: clocks, counters, the mark of unsaved changes."""
    return re.sub(r"\d+", "#", fold(text)).replace("*", "").replace("#:#", "#")


def has_title_bar(observation: Observation, window: Window) -> bool:
    """Say whether the window manager drew a title bar on ``window``."""
    x = max(0, window.box.x1 + 3)
    strip = observation.screenshot.crop(Box(x, window.box.y1 + 3, x + 1, window.box.y1 + 6))
    return bool(strip.size) and any((strip == color).all() for color in _TITLE_COLORS)


def _tokens(elements: Sequence[UIElement]) -> list[TextPiece]:
    """Return every run of words once, whichever elements hold it."""
    found: list[TextPiece] = []
    for element in sorted(elements, key=lambda e: e.role != "text"):
        own = (TextPiece(element.text, element.box),) if element.role == "text" and element.text else ()
        for piece in element.pieces or own:
            if any(map(str.isalnum, piece.text)) and not any(k.box.contains(piece.box.center) for k in found):
                found.append(piece)
    return sorted(found, key=lambda t: (t.box.y1, t.box.x1))


def _controls(scene: Scene) -> list[Control]:
    """Return what can be worked now: in the active window, or beside all windows, where menus may reach."""
    observation, active = scene.observation, scene.active
    if active is None:
        return []
    bars = [_title_bar(w) for w in scene.windows if has_title_bar(observation, w)]
    found: list[Control] = []
    elements = sorted(observation.screen.elements, key=lambda e: -e.score)
    for element in elements:
        if element.role in _KINDS and _has_size(element.box, active.box):
            _add(found, _control(element, scene))
    for token in scene.tokens:
        # What looks like a field may be a bar with words on it.
        held = any(c.box.contains(token.box.center) for c in found if c.kind != "field")
        if not held and _is_label(token.text):
            _add(found, Control("text", _clean(token.text), token.box, token.box.center))
    shown = [c for c in found if _is_in_front(c.aim, scene) and not any(b.contains(c.aim) for b in bars)]
    return sorted(shown, key=lambda c: (c.aim.y // 12, c.aim.x))


def _control(element: UIElement, scene: Scene) -> Control:
    inside = scene.tokens_in(element.box)
    kind = _KINDS[element.role]
    if kind == "field":
        return Control(kind, "", element.box, element.box.center, element.role)
    inside = _entry(inside)
    label = _clean(" ".join(token.text for token in inside))
    # A box around words may reach over its neighbours; the words themselves are where a person would click.
    aim = inside[0].box.center if len(inside) == 1 else element.box.center
    return Control(kind, label, element.box, aim, element.role, element.meaning)


def _entry(tokens: list[TextPiece]) -> list[TextPiece]:
    """Return the words of one line from left to right, without the keys that do the same in a menu."""
    if not tokens or max(t.box.y1 for t in tokens) >= min(t.box.y2 for t in tokens):
        return tokens
    line = sorted(tokens, key=lambda t: t.box.x1)
    return [t for t in line if not _KEYS.fullmatch(t.text.replace(" ", ""))] or line


def _add(found: list[Control], new: Control) -> None:
    """Keep ``new`` unless it is there; what was taken for one control may turn out to hold several."""
    for known in found:
        if known.kind == "field" and new.kind == "text":
            continue
        if known.box.contains(new.aim) or new.box.contains(known.aim):
            if known.label and new.label.startswith(known.label) and new.label != known.label:
                if len(known.label) <= 2 < len(new.label):
                    found[found.index(known)] = new
            elif not known.label and new.label and known.box.iou(new.box) > 0.3:
                found[found.index(known)] = new
            return
    found.append(new)


def _has_size(box: Box, window: Box) -> bool:
    if min(box.width, box.height) < _LEAST_SIDE or box.area < _LEAST_AREA:
        return False
    return box.area <= _LARGEST_SHARE * window.area


def _is_label(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and len(text.split()) <= _MOST_WORDS and any(c.isalpha() for c in text)


def _clean(text: str) -> str:
    return re.sub(r"\.+…", "…", " ".join(text.split()))


def _is_in_front(place: Point, scene: Scene) -> bool:
    tops = [w for w in scene.windows if w.box.contains(place)]
    if not tops:
        return not any(w.box.contains(place) for w in scene.observation.windows)
    return scene.active is not None and scene.active.box.contains(place)


def _title_bar(window: Window) -> Box:
    return Box(window.box.x1, window.box.y1, window.box.x2, window.box.y1 + TITLE_BAR)
