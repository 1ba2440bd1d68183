"""A rendered screen as a person looks at it: what each element is called, what stands beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grounding.data.expressions.sight import Sight, fold, readable
from grounding.data.expressions.words import ALSO, CONTAINER_ROLES, LABELLED_ROLES
from grounding.data.sample import RenderedElement, RenderedScreen
from grounding.embedded.tokens import words_of
from grounding.types import Role

IconPhrases = Callable[[str], Iterable[str]]
__all__ = ["IconPhrases", "Scene", "fold"]
_LONGEST_LABEL = 60
_FILE = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)+")
_UNCLEAR = frozenset({"left", "right", "top", "bottom", "first", "last", "dash", "underscore", "window menu"})
_HINT = re.compile(r"(?i)\b(search|find|filter|type|enter|ask|write|add|your|e\.g)\b|…$|\.\.\.$")
_PICTURES = frozenset(
    {"icon", "image", "button", "menu", "tab", "switch", "list item", "link", "checkbox", "radio"}
)


class Scene:
    """Answers the grammar's questions about one screen; indices are those of ``screen.elements``."""

    def __init__(self, screen: RenderedScreen, icon_phrases: IconPhrases) -> None:
        self.screen = screen
        self.elements = screen.elements
        self._icon_phrases = icon_phrases
        self.boxes: NDArray[np.float32] = np.array([e.box for e in screen.elements], np.float32).reshape(
            -1, 4
        )
        self.centers = (self.boxes[:, :2] + self.boxes[:, 2:]) / 2
        self.sizes = self.boxes[:, 2:] - self.boxes[:, :2]
        self.sight = Sight(screen.lines)
        self._labels = [self._label_of(e) for e in screen.elements]
        self.folded = [fold(label) for label in self._labels]
        self.words = [words_of(f) for f in self.folded]

    def label(self, index: int) -> str:
        """Return what can be read in the element or, for a field, beside it; "" where nothing can."""
        return self._labels[index]

    def _label_of(self, e: RenderedElement) -> str:
        sight, choices = self.sight, [e.label]
        if e.role in LABELLED_ROLES:
            # What a program calls a field is its label only where it can be read there.
            named = (e.label, e.name if sight.known else "")
            beside = next((t for t in named if t and sight.stands_beside(t, e.box)), "")
            shown = _choice_of(e) if e.role == "combo box" else e.text if self._is_hint(e) else ""
            choices = [beside, shown]
        else:
            seen = [t for t in (e.text, e.name) if t and sight.stands_in(t, e.box)]
            # A picture's name is no label, but where it can be read in the button it is one.
            seen = [t for t in seen if t == e.text or sight.known]
            choices = [*seen, e.label if e.label and sight.stands_beside(e.label, e.box) else ""]
        if e.role in ("document", "scroll bar"):
            return ""
        text = next((t for t in map(readable, choices) if t), "")
        return text if len(text) <= _LONGEST_LABEL else ""

    def _is_hint(self, e: RenderedElement) -> bool:
        """Say whether the words in a field are a hint at what belongs there, not its value."""
        return e.role == "field" and bool(e.text) and (e.text == e.name or bool(_HINT.search(e.text)))

    def noun(self, index: int) -> Role:
        """Return the role that a person would see: a check box drawn as a toolbar picture is a button."""
        e = self.elements[index]
        if e.role == "menu item" and index in self._in_bar:
            return "menu"
        if e.role == "slider" and self.sizes[index].max() < 1.5 * self.sizes[index].min():
            return "button"
        ticked = e.role in ("checkbox", "radio") and not e.text and not e.label and e.name
        return "button" if ticked and not self.folded[index] else e.role

    @cached_property
    def _in_bar(self) -> set[int]:
        """Menu items that stand in one row: some toolkits call the menus of a menu bar so."""
        rows = self.rows(i for i, e in enumerate(self.elements) if e.role == "menu item")
        return {i for row in rows if len(row) >= 3 for i in row}

    def is_choice(self, index: int) -> bool:
        """Say whether a drop-down has no label, so that only its choice can be said."""
        e, label = self.elements[index], self.label(index)
        return e.role == "combo box" and bool(label) and fold(label) == fold(_without_arrow(readable(e.text)))

    def title(self, index: int) -> str:
        """Return what stands in the title bar of a window or dialog; "" where nothing can be read."""
        e = self.elements[index]
        text = readable(e.text or e.name)
        x1, y1, x2, y2 = e.box
        bar = (x1, y1 - 30, x2, min(y2, y1 + 60))
        return text if 2 <= len(text) <= 70 and self.sight.stands_in(text, bar) else ""

    def pictured(self, index: int) -> list[str]:
        """Return phrases for the picture in the element, where it has no text of its own."""
        return self._pictured[index]

    def drawn(self, index: int) -> list[str]:
        """Return phrases for the picture in the element, whether or not words stand beside it."""
        return self._drawn[index]

    @cached_property
    def _pictured(self) -> list[list[str]]:
        return [
            phrases if not e.text.strip() and not label and e.role in _PICTURES else []
            for e, label, phrases in zip(self.elements, self.folded, self._drawn, strict=True)
        ]

    @cached_property
    def _drawn(self) -> list[list[str]]:
        return [self._phrases_of(e) for e in self.elements]

    def _phrases_of(self, e: RenderedElement) -> list[str]:
        """Return what people call the picture; nothing for what only its file or its program calls so."""
        icon = e.icon or (e.name if _FILE.fullmatch(e.name) else "")
        drawn = [p for p in self._icon_phrases(icon) if p not in _UNCLEAR] if icon else []
        name = "" if icon else readable(e.name).lower()
        # Of a name that no icon file confirms only the name itself is sure, not what such icons look like.
        named = [name] if name not in _UNCLEAR and any(self._icon_phrases("-".join(name.split()))) else []
        return [p for p in dict.fromkeys([*drawn, *named]) if len(p) > 1 or p == "x"]

    @cached_property
    def all_names(self) -> frozenset[str]:
        """All that can be read, is drawn or is called so on the screen, folded."""
        names = {f for f in (*self.folded, *self.sight.folded) if f}
        for e, phrases in zip(self.elements, self._drawn, strict=True):
            said = (e.text, e.name, e.icon.replace("-", " "), *phrases)
            names.update(f for f in map(fold, said) if f)
        return frozenset(names)

    @cached_property
    def has_unknown_pictures(self) -> bool:
        """Whether there are pictures of which nobody knows what they show: absence cannot be sworn to."""
        return any(
            e.role in ("icon", "button", "image") and not (self.folded[i] or e.icon or e.name)
            for i, e in enumerate(self.elements)
        )

    @cached_property
    def by_label(self) -> dict[str, list[int]]:
        """Indices by folded label."""
        found: dict[str, list[int]] = defaultdict(list)
        for i, label in enumerate(self.folded):
            if label:
                found[label].append(i)
        return found

    @cached_property
    def by_role(self) -> dict[Role, list[int]]:
        found: dict[Role, list[int]] = defaultdict(list)
        for i, e in enumerate(self.elements):
            found[e.role].append(i)
        return found

    def of_kind(self, role: Role) -> list[int]:
        """Return the elements that may be meant by a word for ``role``."""
        kinds = ALSO.get(role, frozenset({role}))
        return [i for i, e in enumerate(self.elements) if e.role in kinds]

    def container(self, index: int, roles: frozenset[Role] = CONTAINER_ROLES) -> int:
        """Return the innermost window, dialog or document that holds the element, or -1."""
        parent, steps = self.elements[index].parent, 0
        while parent >= 0 and steps < 60:
            if self.elements[parent].role in roles:
                return parent
            parent, steps = self.elements[parent].parent, steps + 1
        return -1

    def with_twins(self, targets: Iterable[int]) -> tuple[int, ...]:
        """Add the elements that are the same thing: a list item and the text that fills it."""
        return tuple(sorted({twin for target in targets for twin in self.with_twins_of_one(target)}))

    def with_twins_of_one(self, target: int) -> tuple[int, ...]:
        """Return the target and what is the same thing, not its equals elsewhere."""
        twins = (j for j in self.by_label.get(self.folded[target], ()) if self.same_thing(target, j))
        return tuple(sorted({target, *twins}))

    def same_thing(self, i: int, j: int) -> bool:
        """Return whether pointing at one of the two is pointing at the other."""
        a, b = self.elements[i].box, self.elements[j].box
        area_a, area_b = (a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1])
        inner, outer = (a, b) if area_a <= area_b else (b, a)
        x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
        within = outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]
        holds = {self.elements[i].role, self.elements[j].role} & CONTAINER_ROLES
        return i == j or (within and not holds and self.folded[i] != "")

    def distinct(self, targets: Iterable[int]) -> list[int]:
        """Return the targets less those that are the same thing as an earlier one."""
        kept: list[int] = []
        for i in targets:
            if not any(self.folded[i] == self.folded[k] and self.same_thing(i, k) for k in kept):
                kept.append(i)
        return kept

    def rows(self, indices: Iterable[int]) -> list[list[int]]:
        """Group elements into rows by their middles, each from the left; rows from the top."""
        rows: list[list[int]] = []
        for i in sorted(indices, key=lambda k: self.centers[k][1]):
            if rows and abs(self.centers[rows[-1][0]][1] - self.centers[i][1]) <= 8:
                rows[-1].append(i)
            else:
                rows.append([i])
        return [sorted(row, key=lambda k: float(self.boxes[k][0])) for row in rows]


def _choice_of(e: RenderedElement) -> str:
    """Return the choice that a drop-down shows; "" where it was read otherwise than its program names it."""
    name = e.name.casefold()
    misread = 0 < len(name.split()) <= 2 and name not in e.text.casefold()
    return "" if misread else _without_arrow(e.text)


def _without_arrow(choice: str) -> str:
    """Return a drop-down's choice without its arrow, which is often read as a letter."""
    return re.sub(r"\s+[Vv~⌄]$", "", choice)
