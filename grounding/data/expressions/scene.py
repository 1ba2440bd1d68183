"""A rendered screen as a person looks at it: what each element is called, what stands beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grounding.data.expressions.words import ALSO, CONTAINER_ROLES, LABELLED_ROLES
from grounding.data.sample import RenderedElement, RenderedScreen
from grounding.embedded.tokens import words_of
from grounding.types import Role

IconPhrases = Callable[[str], Iterable[str]]
_LONGEST_LABEL = 60
# An unlabelled field is called by the hint in it, a drop-down by its choice.
_SAYING = frozenset({"field", "combo box"})
_PICTURES = frozenset({"icon", "image", "button", "menu", "tab", "switch", "list item", "link"})


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
        self.folded = [fold(self.label(i)) for i in range(len(self.elements))]
        self.words = [words_of(f) for f in self.folded]

    def label(self, index: int) -> str:
        """Return what can be read in the element or, for a field, beside it; "" where nothing can."""
        e = self.elements[index]
        beside = e.role in LABELLED_ROLES
        text = e.label or e.name or (e.text if e.role in _SAYING else "") if beside else e.text or e.label
        text = " ".join(text.split())
        return text if len(text) <= _LONGEST_LABEL else ""

    def pictured(self, index: int) -> list[str]:
        """Return phrases for the picture in the element, where it has no text of its own."""
        return self._pictured[index]

    @cached_property
    def _pictured(self) -> list[list[str]]:
        return [self._phrases_of(e) for e in self.elements]

    def _phrases_of(self, e: RenderedElement) -> list[str]:
        if e.text.strip() or e.role not in _PICTURES:
            return []
        phrases = list(self._icon_phrases(e.icon)) if e.icon else []
        name = " ".join(e.name.split())
        if name and len(name) <= 40 and any(c.isalpha() for c in name):
            phrases = [name, name, *phrases]
        return phrases

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


def fold(label: str) -> str:
    """Return ``label`` without what does not tell labels apart: case, spaces, ellipsis, colon."""
    text = " ".join(label.replace("…", "...").casefold().split())
    return re.sub(r"(?<=\w)\s*(\.{2,}|[:*])+$", "", text)
