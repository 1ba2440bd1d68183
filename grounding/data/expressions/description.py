"""What a description is, and which elements a label means on a scene."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from grounding.data.expressions.scene import Scene, fold
from grounding.data.expressions.words import ALSO, LABELLED_ROLES, ROLE_WORDS
from grounding.data.sample import ROLES
from grounding.types import Role

Kind = Literal["text", "icon", "field", "relation", "state", "position", "absent"]
_MOST_TARGETS = 2
_MISSPELT = 84


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase and the elements it means; ``targets`` is empty for what is not on the screen.

    ``said`` are the labels and picture words in it: where none of them is, nothing is meant.
    """

    words: str
    targets: tuple[int, ...]
    kind: Kind
    template: str
    role: Role = "button"
    said: tuple[str, ...] = ()


def meant_by(scene: Scene, label: str, role: Role | None) -> list[int]:
    """Return the elements that somebody who says ``label`` may mean, as strictly as a person would.

    Nothing is meant where the same words also stand somewhere else on the screen.
    """
    wanted = fold(label)
    kinds = None if role is None else ALSO.get(role, frozenset({role}))
    exact = _of(scene, scene.by_label.get(wanted, []), kinds)
    if exact or not wanted:
        return exact if role or not _stands_elsewhere(scene, wanted, exact, False) else []
    holds = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
    partly = _of(scene, [i for i, text in enumerate(scene.folded) if text and holds.search(text)], kinds)
    found = partly or _of(scene, _alike(scene, wanted), kinds)
    return found if not _stands_elsewhere(scene, wanted, found, True) else []


def _stands_elsewhere(scene: Scene, wanted: str, found: list[int], partly: bool) -> bool:
    """Say whether the words stand in a line that is neither in what was found nor its label."""
    if not wanted or not scene.sight.known:
        return False
    boxes = [scene.elements[i].box for i in found]
    named = [i for i in found if scene.elements[i].role in LABELLED_ROLES]
    if named:
        boxes += [
            (b[0] - 260, b[1] - 40, b[2] + 130, b[3] + 10) for b in (scene.elements[i].box for i in named)
        ]
    return scene.sight.stands_outside(wanted, boxes, partly)


def _alike(scene: Scene, wanted: str) -> list[int]:
    known = {i: text for i, text in enumerate(scene.folded) if text}
    found = process.extract(wanted, known, scorer=fuzz.ratio, score_cutoff=_MISSPELT, limit=8)
    best = max((score for _, score, _ in found), default=0.0)
    return [i for _, score, i in found if score >= best - 4]


def _of(scene: Scene, indices: list[int], kinds: frozenset[Role] | None) -> list[int]:
    # A title names its window, but a bare word means something in it.
    named = kinds or frozenset(ROLES) - {"window", "dialog"}
    return [i for i in indices if scene.elements[i].role in named]


def accepted(scene: Scene, target: int, found: list[int]) -> tuple[int, ...]:
    """Return the accepted targets, () where ``target`` is not meant or too many others are as well."""
    if target not in found or len(scene.distinct(found)) > _MOST_TARGETS:
        return ()
    return scene.with_twins(found)


def role_word(role: Role, rng: random.Random) -> str:
    return rng.choice(ROLE_WORDS[role])


def is_labelled(role: Role) -> bool:
    return role in LABELLED_ROLES
