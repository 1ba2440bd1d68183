"""Every place a phrase could mean, each with how well label, role and place fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from actions.geometry import Box, Point
from grounding.labels import folded, likeness
from grounding.phrase import TargetPhrase
from grounding.pointing import click_point, free_point, part_box, title_point
from grounding.roles import role_fit, takes_label
from grounding.types import ParsedScreen, UIElement

_LONG_TEXTS = ("text", "cell", "field", "document", "link")
LABELLED_ROLES = ("field", "combo box", "spin box", "slider", "cell")


@dataclass(frozen=True, slots=True)
class Match:
    """An element with how well it fits; ``exact`` when its label is the wanted one, letter by letter."""

    element: UIElement
    box: Box
    point: Point
    score: float
    exact: bool
    shown: str

    def scored(self, score: float) -> Match:
        return Match(self.element, self.box, self.point, score, self.exact, self.shown)


def candidates_for(phrase: TargetPhrase, screen: ParsedScreen) -> list[Match]:
    """Return the matches of label and role (relations not yet considered), in no order."""
    if not phrase.label:
        # “Window” alone may be a menu called so.
        named = [m for m in _by_own_text(TargetPhrase(phrase.words, phrase.words), screen) if m.exact]
        if not phrase.words[:1].isupper():
            named = [m.scored(0.85 * m.score) for m in named]
        return named + ([] if phrase.role is None else list(_by_role_only(phrase, screen)))
    found = list(_by_own_text(phrase, screen))
    if max((m.score for m in found), default=0.0) < 0.85 and len(phrase.label) > 3:
        split = ParsedScreen(tuple(joined_texts(screen.elements)), screen.region)
        found += [m.scored(0.97 * m.score) for m in _by_own_text(phrase, split) if m.exact]
    if takes_label(phrase.role):
        found += fields_beside_label(phrase, screen)
    if not phrase.quoted and phrase.role is not None:
        # “the Text Box button” may be named by its whole phrase: “Insert tab”, “Window”.
        whole = TargetPhrase(phrase.words, phrase.words, False)
        found += [m.scored(0.98 * m.score) for m in _by_own_text(whole, screen) if m.exact]
    return found


def _by_role_only(phrase: TargetPhrase, screen: ParsedScreen) -> Iterator[Match]:
    for element in screen.elements:
        score = role_fit(phrase.role, element.role)
        if phrase.role in ("text", "row", "list item", "menu item", "tab", "link") and element.role == "text":
            score -= 0.25
        elif element.role == "text" or score < 0.8:
            continue
        if phrase.state is not None and phrase.state not in element.state:
            continue
        if phrase.role == "document":
            score *= 0.8 + 0.2 * min(1.0, element.box.height / 60)
        yield Match(element, element.box, free_point(element, screen), 0.9 * score, False, element.text)


def _by_own_text(phrase: TargetPhrase, screen: ParsedScreen) -> Iterator[Match]:
    for element in screen.elements:
        if not element.text:
            continue
        alike = likeness(phrase.label, element.text)
        if alike < 0.3:
            continue
        fits = role_fit(phrase.role, element.role)
        if takes_label(phrase.role) and element.role in ("field", "combo box"):
            fits *= 0.93  # a name beside the field tells more than what happens to stand in it
        score = alike * fits
        if phrase.state is not None and element.state and phrase.state not in element.state:
            score *= 0.6
        if "disabled" in element.state:
            score *= 0.985
        box = _part_box(phrase, element)
        point = _click_point(element, box)
        if phrase.role in ("icon", "list item") and element.role == "text":
            point = _picture_above(element.box, screen) or point
        yield Match(element, box, point, score, alike >= 0.97, element.text)


def _picture_above(label: Box, screen: ParsedScreen) -> Point | None:
    """Return the middle of the picture that ``label`` names: on desktops and in file views it is above."""
    for element in screen.elements:
        b = element.box
        centred = abs(b.center.x - label.center.x) <= max(8, b.width // 4)
        if element.role in ("icon", "image") and centred and b.height >= 20 and -4 <= label.y1 - b.y2 <= 16:
            return b.center
    return None


def _click_point(element: UIElement, box: Box) -> Point:
    if element.role in ("window", "dialog"):
        return title_point(box)
    return click_point(element) if box == element.box else box.center


def _part_box(phrase: TargetPhrase, element: UIElement) -> Box:
    """Return the box of the wanted words where a longer text holds them."""
    if element.role not in _LONG_TEXTS or (element.role == "field" and takes_label(phrase.role)):
        return element.box
    return part_box(phrase.label, element) or element.box


def fields_beside_label(phrase: TargetPhrase, screen: ParsedScreen) -> Iterator[Match]:
    """Yield the fields that words like the label of ``phrase`` stand beside or above."""
    fields = [e for e in screen.elements if e.role in LABELLED_ROLES]
    labels = [
        (e, alike)
        for e in screen.elements
        if e.role in ("text", "checkbox", "radio", "link", "cell", "button", "menu item")
        and (alike := likeness(phrase.label, e.text)) >= 0.6
    ]
    for label, alike in labels:
        for field in fields:
            near = 0.0 if field is label else _labels(label.box, field.box)
            if near > 0 and not _other_between(label, field, fields):
                score = alike * near * role_fit(phrase.role, field.role)
                yield Match(field, field.box, click_point(field), score, alike >= 0.97, label.text)


def _labels(label: Box, field: Box) -> float:
    """Return how well ``label`` is placed to name ``field``: left of it on one line, or right above it."""
    gap = field.x1 - label.x2
    in_line = label.y1 <= field.y2 and field.y1 <= label.y2 and abs(label.center.y - field.y1 - 14) <= 24
    if -4 <= gap <= 320 and (in_line or abs(label.center.y - field.center.y) <= 8):
        return 1.0 - max(0, gap - 60) / 900
    drop = field.y1 - label.y2
    if (
        label.center.y < field.y1
        and drop <= 28
        and field.x1 - 12 <= label.x1 <= field.x2
        and label.x1 - field.x1 <= 60
    ):
        return 0.97 - max(0, drop) / 200
    return 0.0


def _other_between(label: UIElement, field: UIElement, fields: Sequence[UIElement]) -> bool:
    gap = Box(label.box.x2, label.box.y1, field.box.x1, label.box.y2)
    if gap.width == 0:
        return False
    return any(f is not field and f is not label and f.box.overlaps(gap) for f in fields)


def joined_texts(elements: Sequence[UIElement]) -> Iterator[UIElement]:
    """Yield texts joined from two: the lines of a wrapped label, the parts of a line with a wide gap."""
    texts = [e for e in elements if e.role in ("text", "link", "cell", "list item")]
    for first in texts:
        a = first.box
        for second in texts:
            b = second.box
            gap = b.x1 - a.x2
            beside = abs(a.center.y - b.center.y) <= 4 and 0 <= gap <= 2.5 * a.height
            wrapped = -2 <= b.y1 - a.y2 <= 10 and (abs(a.center.x - b.center.x) <= 5 or abs(a.x1 - b.x1) <= 3)
            if first is not second and (beside or wrapped):
                between = "" if wrapped and first.text.endswith("-") else " "
                box = Box.covering([a, b])
                yield UIElement(box, "text", first.text + between + second.text, score=first.score)


def nearest_labels(label: str, screen: ParsedScreen, most: int = 5) -> list[UIElement]:
    """Return the elements whose text is most like ``label``, best first, each text once."""
    scored = sorted(
        ((likeness(label, e.text), -i, e) for i, e in enumerate(screen.elements) if e.text.strip()),
        key=lambda entry: (entry[0], entry[1]),
        reverse=True,
    )
    seen: set[str] = set()
    nearest = []
    for alike, _, element in scored:
        key = folded(element.text)
        if alike > 0 and key not in seen:
            seen.add(key)
            nearest.append(element)
    return nearest[:most]
