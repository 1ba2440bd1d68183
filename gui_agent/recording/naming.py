"""Names in words for what a person pointed at, each proved by being found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from actions.geometry import Box, Point
from grounding.errors import GroundingError
from grounding.types import GroundingModel, ParsedScreen, UIElement
from gui_agent.attention import ground_attentively
from gui_agent.finding import shortened
from gui_agent.screen_text import fold
from gui_agent.types import Observation

HOLDERS = ("window", "dialog", "image", "document")
FIELDS = ("field", "combo box", "spin box", "slider")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_LONGEST_LABEL = 40
_LONGEST_ANCHOR = 25
_NEAR = 260
"""How far, in pixels, words may stand from what they name."""
_UNNAMED = (48, 32)
"""The size in pixels of the surroundings that are kept of a place where nothing was recognised."""


@dataclass(frozen=True, slots=True)
class Named:
    """What was pointed at: ``words`` that find exactly it, empty where none do, and where it was."""

    words: str
    box: Box
    label: str = ""
    role: str = ""


def name_target(observation: Observation, point: Point, grounder: GroundingModel) -> Named:
    """Name what is at ``point`` (screen pixels) of ``observation``, so that ``grounder`` finds it by name."""
    element = element_at(observation.screen, point)
    if element is None:
        box = Box.around(point, *_UNNAMED).clipped(observation.screenshot.region)
        return Named("", box)
    words = next(
        (
            said
            for said in phrases(element, observation)
            if _finds(said, element, point, observation, grounder)
        ),
        "",
    )
    return Named(words, element.box, element.text.strip(), element.role)


def element_at(screen: ParsedScreen, point: Point) -> UIElement | None:
    """Return what a person means who points at ``point``: the smallest control there, or else a text."""
    there = [e for e in screen.elements if e.box.contains(point)]
    controls = [e for e in there if e.role != "text" and e.role not in HOLDERS]
    texts = [e for e in there if e.role == "text"]
    for kind in (controls, texts, there):
        if kind:
            smallest = min(kind, key=lambda e: e.box.area)
            return _with_its_words(smallest, texts)
    return None


def _with_its_words(element: UIElement, texts: list[UIElement]) -> UIElement:
    """Give a control without a name the text that stands where the person pointed."""
    if element.text.strip() or element.role in (*HOLDERS, *FIELDS) or len(texts) != 1:
        return element
    return replace(element, text=texts[0].text)


def phrases(element: UIElement, observation: Observation) -> Iterator[str]:
    """Yield ways to say which element is meant, the plainest first."""
    base = list(_plain(element, observation.screen))
    anchors = [_quoted(a.text) for a in _anchors(element, observation.screen)]
    if len(same_texts(element.text, observation.screen)) > 1:
        # Another of this name may get a better rank on another day.
        yield from (f"{said} next to {anchor}" for said in base for anchor in anchors)
    yield from base
    window = observation.active_window
    if window is not None and window.title:
        kind = "dialog" if window.dialog else "window"
        for said in base:
            yield f"{said} in the {_quoted(window.title)} {kind}"
    if element.role not in ("text", *HOLDERS):
        yield from (f"{element.role} {where} {a}" for a in anchors for where in ("next to", "below", "above"))
    for said in base:
        yield from (f"{said} next to {anchor}" for anchor in anchors)
    for said in [*base, *([] if element.role in HOLDERS else [element.role])]:
        yield from (f"{ordinal} {said}" for ordinal in _ORDINALS)


def _plain(element: UIElement, screen: ParsedScreen) -> Iterator[str]:
    label = element.text.strip()
    if element.role in FIELDS:
        # What a field holds today is no name of it.
        yield from (f"{_quoted(a.text)} {element.role}" for a in _anchors(element, screen)[:2])
    if element.role in HOLDERS and len(label) > _LONGEST_LABEL:
        label = ""
    if label and len(label) <= _LONGEST_LABEL:
        if element.role != "text":
            yield f"{_quoted(label)} {element.role}"
        yield _quoted(label)
    elif element.meaning:
        yield f"{shortened(element.meaning.partition(',')[0])} {element.role}"
    if not label and element.role == "document":
        yield element.role


def _anchors(element: UIElement, screen: ParsedScreen) -> list[UIElement]:
    """Return the texts beside and above the element, the nearest first: its label, most likely."""
    fields = [e for e in screen.elements if e.role in FIELDS]
    found = [
        (distance, other)
        for other in screen.elements
        if other is not element
        and other.role not in FIELDS
        and not any(f.box.contains(other.box.center) for f in fields)
        and 1 < len(other.text.strip()) <= _LONGEST_ANCHOR
        and not element.box.overlaps(other.box)
        and other.role not in HOLDERS
        and (distance := _label_distance(element.box, other.box)) is not None
    ]
    return [other for _, other in sorted(found, key=lambda pair: pair[0])[:3]]


def _label_distance(box: Box, label: Box) -> float | None:
    """Return how far a label stands to the left, above or to the right; None where it is no label of it."""
    level = abs(label.center.y - box.center.y) <= 0.6 * max(box.height, label.height)
    if level and label.x2 <= box.x1 + 2:
        distance = 0.4 * (box.x1 - label.x2)
    elif level and label.x1 >= box.x2 - 2:
        distance = 60.0 + label.x1 - box.x2
    elif label.y2 <= box.y1 + 2 and label.x1 < box.x2 and label.x2 > box.x1 - 20:
        distance = 50.0 + 2.0 * (box.y1 - label.y2)
    else:
        return None
    return distance if distance <= _NEAR else None


def same_texts(label: str, screen: ParsedScreen) -> list[UIElement]:
    """Return the elements that say exactly ``label``, one for each place."""
    wanted = fold(label)
    found: list[UIElement] = []
    for element in screen.elements if wanted else ():
        if fold(element.text) == wanted and not any(f.box.overlaps(element.box) for f in found):
            found.append(element)
    return found


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat}”" if '"' in flat else f'"{flat}"'


def _finds(
    said: str, element: UIElement, point: Point, observation: Observation, grounder: GroundingModel
) -> bool:
    try:
        found = ground_attentively(grounder, observation, said)
    except GroundingError:
        return False
    close = found.box.contains(point) and element.box.contains(found.point)
    return close and found.box.area <= 4 * max(1, element.box.area)
