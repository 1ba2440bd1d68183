"""Descriptions by where an element stands: ordinals, relations, places; and by its state."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np

from grounding.data.expressions.description import Description, role_word
from grounding.data.expressions.labels import quoted
from grounding.data.expressions.scene import Scene
from grounding.data.expressions.words import NUMBERED, ORDINALS, PLACES, RELATIONS, STATE_WORDS
from grounding.types import Role

_MOST_COUNTED = 10
_STATED = (
    "the {state} {role}",
    "{state} {role}",
    "the {role} that is {state}",
    "the {role} which is {state}",
    "the currently {state} {role}",
    "the one {role} that is {state}",
    "the {role} shown as {state}",
)
_PLACED = (
    "the {place} {role}",
    "{place} {role}",
    "the {role} at the {place}",
    "the {role} in the {place} corner",
    "the {role} in the {place} of the screen",
    "{role} {place}",
    "the {place}-most {role}",
    "the {role} on the {place} side",
    "the {role} at the very {place}",
    "{role} in the {place}",
)
_COUNTED = (
    "the {nth} {thing}",
    "{nth} {thing}",
    "the {nth} {thing} from the {start}",
    "{nth} {thing} from the {start}",
    "{thing} number {number}",
    "the {nth} of the {thing}s",
    "{thing} {number}",
    "the {nth} {thing} in the {line}",
    "number {number} of the {thing}s",
    "the {nth} {thing} counted from the {start}",
    "the {thing} that comes {nth}",
)
_IN_ROW = (
    "{nth} row's {label}",
    "the {label} in the {nth} row",
    "the {label} {role} of the {nth} row",
    "{label} in row {number}",
    "the {nth} row's {label} {role}",
    "{label} on the {nth} line",
    "row {number} {label}",
)
_RELATED = (
    "the {thing} {relation} {anchor}",
    "{thing} {relation} {anchor}",
    "the {thing} {relation} the {anchor}",
    "the {thing} that is {relation} {anchor}",
    "{thing}, {relation} {anchor}",
    "the {thing} located {relation} {anchor}",
    "the {thing} you see {relation} {anchor}",
    "the {thing} {relation} the text {anchor}",
)


@dataclass(frozen=True, slots=True)
class Surveyor:
    """Writes descriptions by place and state of the elements of one scene."""

    scene: Scene
    rng: random.Random

    def by_state(self, target: int) -> Description | None:
        """Describe the one element of its kind that is in a state."""
        scene, e = self.scene, self.scene.elements[target]
        if not e.state:
            return None
        state = self.rng.choice(e.state)
        same = [i for i, o in enumerate(scene.elements) if o.role == e.role and state in o.state]
        others = [i for i, o in enumerate(scene.elements) if o.role == e.role]
        if len(scene.distinct(same)) > 2 or len(others) < 2 or state == "focused":
            return None
        form = self.rng.randrange(len(_STATED))
        words = _STATED[form].format(
            state=self.rng.choice(STATE_WORDS[state]), role=role_word(e.role, self.rng)
        )
        return Description(words, scene.with_twins(same), "state", f"state:{form}", e.role)

    def by_place(self, target: int) -> Description | None:
        """Describe the element of its kind that stands farthest in some direction."""
        scene, e = self.scene, self.scene.elements[target]
        peers = self._peers(target)
        if len(peers) < 2:
            return None
        spots = [spot for spot in PLACES if self._is_farthest(target, peers, spot)]
        if not spots:
            return None
        spot = self.rng.choice(spots)
        form = self.rng.randrange(len(_PLACED))
        words = _PLACED[form].format(place=self.rng.choice(PLACES[spot]), role=role_word(e.role, self.rng))
        return Description(words, scene.with_twins([target]), "position", f"position:{form}", e.role)

    def _is_farthest(self, target: int, peers: list[int], spot: tuple[float | None, float | None]) -> bool:
        """Say whether the target is clearly nearer to a part of the screen than all of its peers."""
        scene, size = self.scene, self.scene.screen.size
        off = np.zeros(len(peers), np.float32)
        for axis, wanted in enumerate(spot):
            if wanted is not None:
                off += np.abs(scene.centers[peers, axis] / size[axis] - wanted)
        order = np.argsort(off)
        clear = off[order[1]] - off[order[0]] > (0.04 if None in spot else 0.07)
        return bool(peers[int(order[0])] == target and clear and off[order[0]] <= 0.6)

    def by_number(self, target: int) -> Description | None:
        """Count the target among its like in one row or column of the screen, or among equal labels."""
        scene, e, rng = self.scene, self.scene.elements[target], self.rng
        label = scene.label(target)
        equal = scene.distinct(i for i in scene.by_label.get(scene.folded[target], ()) if label)
        equal = [i for i in equal if scene.elements[i].role == e.role]
        if len(equal) >= 2 and target in equal:
            if rng.random() < 0.5 and len({round(float(scene.centers[i][1])) for i in equal}) == len(equal):
                return self._in_row(target, equal, label)
            return self._counted(target, equal, f"{label} {role_word(e.role, rng)}", labelled=True)
        peers = self._peers(target)
        lines = [p for p in (scene.rows(peers)) if target in p]
        if len(peers) <= _MOST_COUNTED and (
            (len(lines) and len(lines[0]) == len(peers)) or self._is_column(peers)
        ):
            return self._counted(target, peers, role_word(e.role, rng), labelled=False)
        return None

    def _peers(self, target: int) -> list[int]:
        role = self.scene.elements[target].role
        kinds: set[Role] = {role, "icon"} if role == "button" and not self.scene.folded[target] else {role}
        if role == "icon":
            kinds.add("button")
        found = [i for i, e in enumerate(self.scene.elements) if e.role in kinds]
        if role == "icon":
            found = [i for i in found if not self.scene.elements[i].text]
        return self.scene.distinct(found) if self.scene.folded[target] else found

    def _is_column(self, peers: list[int]) -> bool:
        tops = np.sort(self.scene.boxes[peers, 1])
        lefts = self.scene.boxes[peers, 0]
        return bool(len(peers) > 1 and (np.diff(tops) > 6).all() and np.ptp(lefts) < 60)

    def _counted(self, target: int, peers: list[int], thing: str, labelled: bool) -> Description | None:
        scene, rng = self.scene, self.rng
        ordered = [i for row in scene.rows(peers) for i in row]
        if not 2 <= len(ordered) <= _MOST_COUNTED:
            return None
        is_row = len(scene.rows(peers)) == 1
        index, backwards = ordered.index(target), rng.random() < 0.2
        if not is_row and not self._is_column(peers) and not labelled:
            return None
        position = len(ordered) - 1 - index if backwards else index
        form = rng.choice([2, 3, 9]) if backwards else rng.randrange(len(_COUNTED))
        ends = ("left", "right") if is_row else ("top", "bottom")
        nth = rng.choice([ORDINALS, ORDINALS, NUMBERED])[position]
        if not backwards and index == len(ordered) - 1 and rng.random() < 0.5:
            nth, form = rng.choice(["last", "last", "final"]), rng.choice([0, 1, 5, 7])
        words = _COUNTED[form].format(
            nth=nth, number=position + 1, thing=thing, start=ends[backwards], line="row" if is_row else "list"
        )
        kind_of = "count-label" if labelled else "count"
        role = scene.elements[target].role
        said = (scene.label(target),) if labelled else ()
        return Description(
            words, scene.with_twins_of_one(target), "relation", f"{kind_of}:{form}", role, said
        )

    def _in_row(self, target: int, equal: list[int], label: str) -> Description | None:
        ordered = sorted(equal, key=lambda i: float(self.scene.centers[i][1]))
        index = ordered.index(target)
        if index >= _MOST_COUNTED:
            return None
        form, role = self.rng.randrange(len(_IN_ROW)), self.scene.elements[target].role
        words = _IN_ROW[form].format(
            nth=ORDINALS[index], number=index + 1, label=label, role=role_word(role, self.rng)
        )
        return Description(words, self.scene.with_twins_of_one(target), "relation", f"row:{form}", role)

    def by_neighbour(self, target: int) -> Description | None:
        """Describe the target by a labelled element that it stands beside, above, below or in line with."""
        scene, e, rng = self.scene, self.scene.elements[target], self.rng
        label = scene.label(target)
        unique = len(scene.distinct(scene.by_label.get(scene.folded[target], ()))) == 1
        named = bool(label) and rng.random() < (0.25 if unique else 0.8)
        rivals = self._rivals(target, named)
        near = np.argsort(np.abs(scene.centers - scene.centers[target]).sum(1))[1:16]
        for anchor in rng.sample([int(i) for i in near], min(8, len(near))):
            relation = self._relation(target, anchor, rivals)
            if relation:
                thing = f"{label} {role_word(e.role, rng)}" if named else role_word(e.role, rng)
                return self._related(target, anchor, relation, thing)
        return None

    def _rivals(self, target: int, named: bool) -> list[int]:
        role = self.scene.elements[target].role
        rivals = [i for i in self.scene.of_kind(role) if not self.scene.same_thing(i, target)]
        if named:
            rivals = [i for i in rivals if self.scene.folded[i] == self.scene.folded[target]]
        return rivals

    def _relation(self, target: int, anchor: int, rivals: list[int]) -> str:
        """Return a relation in which the target stands to the anchor and none of its rivals does as well."""
        scene = self.scene
        label, role = scene.folded[anchor], scene.elements[anchor].role
        alone = label and len(scene.distinct(scene.by_label[label])) == 1 and len(label) <= 30
        if not alone or role in ("window", "dialog", "document") or scene.same_thing(target, anchor):
            return ""
        relation = side_of(scene, target, anchor)
        mine = gap(scene, target, anchor)
        if not relation or mine > 0.35 * scene.screen.size[0]:
            return ""
        others = [i for i in rivals if i != anchor and not scene.same_thing(i, anchor)]
        nearest = min(
            (gap(scene, i, anchor) for i in others if side_of(scene, i, anchor) == relation), default=9e9
        )
        if relation in ("left of", "right of") and nearest > 1e9 and self.rng.random() < 0.3:
            return "in row of"
        around = min((gap(scene, i, anchor) for i in others), default=9e9)
        if around > 2 * mine + 30 and self.rng.random() < 0.3:
            return "next to"
        return relation if nearest > 1.3 * mine + 12 else ""

    def _related(self, target: int, anchor: int, relation: str, thing: str) -> Description:
        rng, scene = self.rng, self.scene
        text, role = scene.label(anchor), scene.elements[anchor].role
        said = rng.choice([text, text, quoted(text, rng), quoted(text, rng), text.lower()])
        if role != "text" and rng.random() < 0.4:
            said = f"{said} {role_word(role, rng)}"
        form = rng.randrange(len(_RELATED))
        words = _RELATED[form].format(thing=thing, relation=rng.choice(RELATIONS[relation]), anchor=said)
        kind_of = relation.replace(" ", "-")
        targets = scene.with_twins_of_one(target)
        return Description(
            words, targets, "relation", f"{kind_of}:{form}", scene.elements[target].role, (text,)
        )


def side_of(scene: Scene, target: int, anchor: int) -> str:
    """Return on which side of the anchor the target stands, "" where neither row nor column is shared."""
    a, b = scene.boxes[target], scene.boxes[anchor]
    shared_y = min(a[3], b[3]) - max(a[1], b[1])
    shared_x = min(a[2], b[2]) - max(a[0], b[0])
    if shared_y > 0.5 * min(scene.sizes[target][1], scene.sizes[anchor][1]) and shared_x <= 2:
        return "left of" if a[2] <= b[0] + 2 else "right of"
    if shared_x > 0.3 * min(scene.sizes[target][0], scene.sizes[anchor][0]) and shared_y <= 2:
        return "above" if a[3] <= b[1] + 2 else "below"
    return ""


def gap(scene: Scene, i: int, j: int) -> float:
    """Return the free distance between two boxes in pixels."""
    a, b = scene.boxes[i], scene.boxes[j]
    dx = max(0.0, float(b[0] - a[2]), float(a[0] - b[2]))
    dy = max(0.0, float(b[1] - a[3]), float(a[1] - b[3]))
    return dx + dy
