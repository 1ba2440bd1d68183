"""Descriptions by where an element stands: ordinals, relations, places; and by its state."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from grounding.data.expressions.description import Description, role_word
from grounding.data.expressions.labels import quoted
from grounding.data.expressions.naming import sayable
from grounding.data.expressions.neighbours import anchors_of, is_row, row_anchors_of, side_of
from grounding.data.expressions.scene import Scene
from grounding.data.expressions.words import ALSO, NUMBERED, ORDINALS, PLACES, RELATIONS, STATE_WORDS
from grounding.types import Role, State

__all__ = ["Surveyor", "side_of"]
_MOST_COUNTED = 10
_COUNTABLE: frozenset[Role] = frozenset(
    {
        "tab", "checkbox", "radio", "list item", "tree item", "menu item", "menu", "field", "combo box",
        "slider", "switch", "link", "spin box", "column header",
    }
)  # fmt: skip
_READ: frozenset[Role] = frozenset(
    {"tab", "list item", "tree item", "menu item", "menu", "link", "column header"}
)
_SINGLE: frozenset[Role] = frozenset(
    {"slider", "switch", "spin box", "combo box", "field", "checkbox", "link", "radio", "tab"}
)
_RELATED_ROLES: frozenset[Role] = _COUNTABLE | {"button", "icon"}
# In which of its states a person can see something to be.
_STATEFUL: dict[State, frozenset[Role]] = {
    "checked": frozenset({"checkbox", "radio", "switch"}),
    "unchecked": frozenset({"checkbox", "radio", "switch"}),
    "selected": frozenset({"tab", "list item", "tree item", "radio"}),
    "disabled": frozenset({"button", "menu item", "checkbox", "radio"}),
    "expanded": frozenset({"tree item"}),
}
_STATED = (
    "the {state} {role}", "{state} {role}", "the {role} that is {state}", "the {role} which is {state}",
    "the currently {state} {role}", "the one {role} that is {state}",
)  # fmt: skip
_CORNER = (
    "the {role} in the {place} corner", "the {role} at the {place}", "{place} {role}",
    "the {role} in the {place} corner of the screen", "the {place} {role}",
)  # fmt: skip
_OUTERMOST = ("the {place} {role}", "{place} {role}", "the {role} farthest to the {side}")
_COUNTED = (
    "the {nth} {thing}", "{nth} {thing}", "the {nth} {thing} from the {start}",
    "{nth} {thing} from the {start}", "{thing} number {number}", "the {nth} {thing}",
    "the {nth} {thing} in the {line}", "{nth} {thing} in the {line}",
    "the {nth} {thing} counted from the {start}",
)  # fmt: skip
_BACKWARDS = (2, 3, 8)
_AT_END = (0, 1, 5, 6)
_IN_ROW = (
    "the {label} in the {nth} row", "the {label} {role} of the {nth} row", "{label} in row {number}",
    "the {nth} row's {label} {role}", "the {label} {role} in row {number}",
)  # fmt: skip
_RELATED = (
    "the {thing} {relation} {anchor}", "{thing} {relation} {anchor}", "the {thing} {relation} {anchor}",
    "the {thing} {relation} {anchor}", "the {thing} that is {relation} {anchor}",
    "the {thing} {relation} the text {anchor}", "the {thing} located {relation} {anchor}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Surveyor:
    """Writes descriptions by place and state of the elements of one scene."""

    scene: Scene
    rng: random.Random

    def by_state(self, target: int) -> Description | None:
        """Describe the one element of its kind that is in a state."""
        scene, e = self.scene, self.scene.elements[target]
        role = scene.noun(target)
        states = [s for s in e.state if role in _STATEFUL.get(s, frozenset())]
        if not states or (role in _READ | {"button"} and not scene.folded[target]):
            return None
        state = self.rng.choice(states)
        kinds = ALSO.get(role, frozenset({role})) - {"menu item" if role == "list item" else role} | {role}
        peers = [i for i, o in enumerate(scene.elements) if scene.noun(i) in kinds]
        same = [i for i in peers if state in scene.elements[i].state]
        if len(scene.distinct(same)) != 1 or len(scene.distinct(peers)) < 2:
            return None
        form = self.rng.randrange(len(_STATED))
        words = _STATED[form].format(
            state=self.rng.choice(STATE_WORDS[state]), role=role_word(role, self.rng)
        )
        return Description(words, scene.with_twins(same), "state", f"state:{form}", role)

    def by_place(self, target: int) -> Description | None:
        """Describe what stands alone in a corner, outermost in its row, or alone of its kind."""
        role, group = self.scene.noun(target), self._group(target)
        if role in _SINGLE and len(self._peers(target)) == 1:
            form = self.rng.choice(["the {role}", "the {role}", "{role}", "the only {role}"])
            words = form.format(role=role_word(role, self.rng))
            return self._positioned(target, words, "single:0")
        if len(group) >= 3 and target in (group[0], group[-1]) and self.rng.random() < 0.7:
            return self._outermost(target, group)
        return self._in_corner(target)

    def _outermost(self, target: int, group: list[int]) -> Description:
        first, row = target == group[0], is_row(self.scene, group)
        side = ("left" if first else "right") if row else ("top" if first else "bottom")
        axis = {"left": (0.0, None), "right": (1.0, None), "top": (None, 0.0), "bottom": (None, 1.0)}[side]
        place = self.rng.choice([p for p in PLACES[axis] if p != "far left"])
        form = self.rng.randrange(3 if row else 2)
        words = _OUTERMOST[form].format(
            place=place, role=role_word(self.scene.noun(target), self.rng), side=side
        )
        return self._positioned(target, words, f"outermost:{form}")

    def _in_corner(self, target: int) -> Description | None:
        """Describe the one thing that can be clicked on in a corner of the screen."""
        scene, size = self.scene, np.array(self.scene.screen.size, np.float32)
        role = scene.noun(target)
        if role not in ("button", "icon") or scene.sizes[target].max() > 160:
            return None
        corners = {spot: np.array(spot, np.float32) * size for spot in PLACES if None not in spot}
        center = scene.centers[target]
        spot = min(corners, key=lambda k: float(np.abs(center - corners[k]).sum()))
        off = np.abs(scene.centers - corners[spot]).sum(1)
        others = [
            i
            for i, e in enumerate(scene.elements)
            if e.role not in ("text", "window", "dialog", "document") and not scene.same_thing(i, target)
        ]
        nearest = min((float(off[i]) for i in others), default=9e9)
        if off[target] > 0.1 * size.sum() / 2 or nearest < off[target] + max(40, 0.8 * off[target]):
            return None
        form = self.rng.randrange(len(_CORNER))
        words = _CORNER[form].format(place=self.rng.choice(PLACES[spot]), role=role_word(role, self.rng))
        return self._positioned(target, words, f"corner:{form}")

    def _positioned(self, target: int, words: str, template: str) -> Description:
        role = self.scene.noun(target)
        return Description(words, self.scene.with_twins([target]), "position", f"position-{template}", role)

    def by_number(self, target: int) -> Description | None:
        """Count the target among its like in one row or column of the screen, or among equal labels."""
        scene, rng = self.scene, self.rng
        label, role = scene.label(target), scene.noun(target)
        equal = scene.distinct(i for i in scene.by_label.get(scene.folded[target], ()) if label)
        equal = [i for i in equal if scene.noun(i) == role]
        if len(equal) >= 2 and target in equal and sayable(label, role) and role in _RELATED_ROLES:
            if not self._is_line(equal) or len(equal) > 6:
                return None
            ordered = [i for row in scene.rows(equal) for i in row]
            if rng.random() < 0.5 and not is_row(scene, equal):
                return self._in_row(target, ordered, label)
            return self._counted(target, ordered, f"{label} {role_word(role, rng)}", labelled=True)
        group = self._group(target)
        return self._counted(target, group, role_word(role, rng), labelled=False) if group else None

    def _peers(self, target: int) -> list[int]:
        """Return whatever on the screen a person may call by the same word."""
        scene, role = self.scene, self.scene.noun(target)
        kinds = ALSO.get(role, frozenset({role}))
        if role in ("list item", "tree item", "menu item", "menu"):
            kinds = kinds - {"cell"}
        return scene.distinct(i for i in range(len(scene.elements)) if scene.noun(i) in kinds)

    def _group(self, target: int) -> list[int]:
        """Return the one row or column of like elements on the screen that holds the target, in order."""
        if self.scene.noun(target) not in _COUNTABLE:
            return []
        peers = self._peers(target)
        if target not in peers or not 2 <= len(peers) <= _MOST_COUNTED or not self._is_line(peers):
            return []
        if self.scene.noun(target) in _READ and not all(self.scene.folded[i] for i in peers):
            return []
        return [i for row in self.scene.rows(peers) for i in row]

    def _is_line(self, peers: list[int]) -> bool:
        """Say whether elements stand in one row or one column at about even steps."""
        scene, row = self.scene, is_row(self.scene, peers)
        if not row and not (np.ptp(scene.boxes[peers, 0]) < 12 or np.ptp(scene.boxes[peers, 2]) < 12):
            return False
        axis = 0 if row else 1
        starts, ends = np.sort(scene.boxes[peers, axis]), np.sort(scene.boxes[peers, axis + 2])
        free = starts[1:] - ends[:-1]
        steps = np.diff(starts)
        return bool((free > -6).all() and (free.max() < 60 if row else steps.max() <= 2.2 * steps.min() + 4))

    def _counted(self, target: int, ordered: list[int], thing: str, labelled: bool) -> Description | None:
        scene, rng = self.scene, self.rng
        row = is_row(scene, ordered)
        index, backwards = ordered.index(target), rng.random() < 0.15
        position = len(ordered) - 1 - index if backwards else index
        if position > 5:
            return None
        form = rng.choice(_BACKWARDS) if backwards else rng.randrange(len(_COUNTED))
        ends = ("left", "right") if row else ("top", "bottom")
        nth = rng.choice([ORDINALS, ORDINALS, ORDINALS, NUMBERED])[position]
        if not backwards and index == len(ordered) - 1 and rng.random() < 0.5:
            nth, form = "last", rng.choice(_AT_END)
        words = _COUNTED[form].format(
            nth=nth, number=position + 1, thing=thing, start=ends[backwards], line="row" if row else "list"
        )
        kind_of = "count-label" if labelled else "count"
        said = (scene.label(target),) if labelled else ()
        targets = scene.with_twins_of_one(target)
        return Description(words, targets, "relation", f"{kind_of}:{form}", scene.noun(target), said)

    def _in_row(self, target: int, ordered: list[int], label: str) -> Description | None:
        index = ordered.index(target)
        form, role = self.rng.randrange(len(_IN_ROW)), self.scene.noun(target)
        words = _IN_ROW[form].format(
            nth=ORDINALS[index], number=index + 1, label=label, role=role_word(role, self.rng)
        )
        targets = self.scene.with_twins_of_one(target)
        return Description(words, targets, "relation", f"row:{form}", role, (label,))

    def by_neighbour(self, target: int) -> Description | None:
        """Describe the target by labelled words right beside, above or below it or in its row."""
        scene, rng, role = self.scene, self.rng, self.scene.noun(target)
        if role not in _RELATED_ROLES or scene.sizes[target][1] > 70:
            return None
        if role in _READ and not scene.folded[target]:
            return None
        label = scene.label(target)
        unique = len(scene.distinct(scene.by_label.get(scene.folded[target], ()))) == 1
        if label and not unique:
            found = row_anchors_of(scene, target)
            named = True
        else:
            found = anchors_of(scene, target)
            named = (
                bool(label)
                and scene.elements[target].role not in ("field", "combo box")
                and rng.random() < 0.3
            )
        if not found:
            return None
        anchor, relation = rng.choice(found)
        if named and not sayable(label, role):
            return None
        thing = f"{label} {role_word(role, rng)}" if named else role_word(role, rng)
        return self._related(target, anchor, relation, thing)

    def _related(self, target: int, anchor: int, relation: str, thing: str) -> Description:
        rng, scene = self.rng, self.scene
        text, role = scene.label(anchor), scene.elements[anchor].role
        said = rng.choice([text, text, quoted(text, rng), quoted(text, rng), text.lower()])
        if role in ("button", "checkbox", "tab", "menu", "link", "radio") and rng.random() < 0.5:
            said = f"the {said} {role_word(role, rng)}"
        form = rng.randrange(len(_RELATED))
        if said.startswith("the ") and form == 5:
            form = 0
        words = _RELATED[form].format(thing=thing, relation=rng.choice(RELATIONS[relation]), anchor=said)
        kind_of = relation.replace(" ", "-")
        targets = scene.with_twins_of_one(target)
        return Description(words, targets, "relation", f"{kind_of}:{form}", scene.noun(target), (text,))
