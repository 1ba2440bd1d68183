"""Expressions of one screen after another: which element, described how, in which sentence."""

from __future__ import annotations

import json
import random
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from grounding.data.expressions.absent import Absence
from grounding.data.expressions.concepts import Concepts
from grounding.data.expressions.description import Description, Kind, is_labelled
from grounding.data.expressions.idioms import Idioms
from grounding.data.expressions.labels import worn_quotes
from grounding.data.expressions.languages import FOREIGN, Interpreter
from grounding.data.expressions.layout import Surveyor
from grounding.data.expressions.naming import Namer
from grounding.data.expressions.scene import Scene
from grounding.data.expressions.sentences import Sentence, in_scope, sentence
from grounding.types import Role

_HELD_OUT_SHARE = 12
_ABSENT_SHARE = 0.25
_MOST_WORDS = 400
_SCOPE_SHARE = 0.05
_WEIGHTS: dict[Role, float] = {
    "text": 0.25, "image": 0.5, "cell": 0.5, "icon": 1.8, "button": 1.5, "field": 2.2, "checkbox": 1.6,
    "combo box": 1.8, "tab": 1.4, "switch": 1.5, "slider": 1.2, "spin box": 1.5, "radio": 1.4,
    "list item": 1.2, "menu item": 1.3,
}  # fmt: skip
_NO_TARGETS: frozenset[Role] = frozenset({"window", "dialog", "document", "scroll bar"})
Maker = Callable[[int], Description | None]


@dataclass(frozen=True, slots=True)
class Expression:
    """An instruction and what it means on a screen.

    ``targets`` are all accepted elements (indices into the screen's elements), ``target`` the one it was
    written for or None where it is absent. ``held_out``: its form is used for validation only.
    """

    screen: str
    instruction: str
    target: int | None
    targets: tuple[int, ...]
    kind: Kind
    template: str
    held_out: bool

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def expressions_of(
    scene: Scene, others: list[Scene], concepts: Concepts, count: int, rng: random.Random
) -> Iterator[Expression]:
    """Yield about ``count`` different expressions of a scene; ``others`` give absent targets."""
    writer = _Writer(scene, concepts, rng)
    seen: set[str] = set()
    for _ in range(3 * count):
        if len(seen) >= count or not writer.pool:
            return
        wants_absent = rng.random() < _ABSENT_SHARE
        made = _first(lambda: writer.absent(others), 6) if wants_absent else writer.present()
        if made is not None and made.instruction not in seen and len(made.instruction) <= _MOST_WORDS:
            seen.add(made.instruction)
            yield made


def _first(make: Callable[[], Expression | None], tries: int) -> Expression | None:
    return next((made for _ in range(tries) if (made := make()) is not None), None)


class _Writer:
    """Chooses elements and ways to describe them on one scene."""

    def __init__(self, scene: Scene, concepts: Concepts, rng: random.Random) -> None:
        self._scene, self._rng, self._concepts = scene, rng, concepts
        self._absence = Absence(scene, concepts, rng)
        self.pool = [i for i in range(len(scene.elements)) if _is_worth_pointing_at(scene, i)]
        counts = Counter(scene.elements[i].role for i in self.pool)
        self._weights = [self._weight(i, counts) for i in self.pool]
        self._others = [scene.label(i) for i in self.pool if scene.label(i)][:60]
        self._makers, self._maker_weights = _makers(scene, concepts, rng)
        self._namer = Namer(scene, concepts, rng)

    def _weight(self, index: int, counts: Counter[Role]) -> float:
        role = self._scene.elements[index].role
        # A table of a thousand cells must not drown three buttons.
        return float(_WEIGHTS.get(role, 1.0) / counts[role] ** 0.5)

    def present(self) -> Expression | None:
        target = self._rng.choices(self.pool, self._weights)[0]
        for maker in self._rng.choices(self._makers, self._maker_weights, k=5):
            made = maker(target)
            if made is not None and made.words.strip():
                return self._expression(made, target)
        return None

    def absent(self, others: list[Scene]) -> Expression | None:
        target = self._rng.choices(self.pool, self._weights)[0]
        roll = self._rng.random()
        made: Description | None
        if roll < 0.28:
            made = self._absence.near_miss(target)
        elif roll < 0.34:
            made = self._absence.beyond_the_last(target)
        elif roll < 0.38 and others:
            other = self._rng.choice(others)
            titles = [other.title(i) for r in ("dialog", "window") for i in other.by_role.get(r, ())]
            title = self._rng.choice(titles or [""])
            made = self._absence.elsewhere_named(target, title if len(title) <= 40 else "")
        else:
            made = self._foreign(others)
        return None if made is None else self._expression(made, None)

    def _foreign(self, others: list[Scene]) -> Description | None:
        if not others:
            return None
        other = self._rng.choice(others)
        pool = [i for i in range(len(other.elements)) if _is_worth_pointing_at(other, i)]
        if not pool:
            return None
        makers, weights = _makers(other, self._concepts, self._rng)
        made = self._rng.choices(makers, weights)[0](self._rng.choice(pool))
        return None if made is None else self._absence.from_elsewhere(made)

    def _expression(self, made: Description, target: int | None) -> Expression | None:
        foreign = made.template.removeprefix("elsewhere-").startswith(FOREIGN)
        said = Sentence(made.words, "own") if foreign else sentence(made, self._others, self._rng)
        targets = self._without_label(made, typing=said.template.startswith(("type", "search")))
        if target is not None and target not in targets:
            return None
        template = f"{made.template}/{said.template}"
        words = " ".join(said.text.split())
        if not foreign:
            words = in_scope(words, self._scope(target), self._rng)
        words = worn_quotes(words, self._rng)
        held_out = _is_held_out(made.template) or _is_held_out(said.template)
        screen = self._scene.screen.id
        return Expression(screen, words, target, targets, made.kind, template, held_out)

    def _without_label(self, made: Description, typing: bool) -> tuple[int, ...]:
        """Return the targets; of a field and its label, called alike, only the field can be typed into.

        Where the label is no element, to click on it would be as right: then nothing is a fair target.
        """
        if not made.template.startswith("field-bare"):
            return made.targets
        fields = tuple(i for i in made.targets if is_labelled(self._scene.elements[i].role))
        if typing:
            return fields
        return made.targets if len(fields) < len(made.targets) else ()

    def _scope(self, target: int | None) -> str:
        """Return what the window or dialog is called in which the target is, at times."""
        if self._rng.random() > _SCOPE_SHARE:
            return ""
        return self._namer.container_name(self._rng.choice(self.pool) if target is None else target)


def _makers(scene: Scene, concepts: Concepts, rng: random.Random) -> tuple[list[Maker], list[float]]:
    namer, surveyor = Namer(scene, concepts, rng), Surveyor(scene, rng)
    interpreter, idioms = Interpreter(scene, concepts, rng), Idioms(scene, concepts, rng)
    ways: list[tuple[Maker, float]] = [
        (namer.by_label, 4.0), (namer.by_picture, 3.0), (namer.by_other_words, 0.8), (namer.by_purpose, 1.0),
        (surveyor.by_state, 2.0), (surveyor.by_place, 0.9), (surveyor.by_number, 1.4),
        (surveyor.by_neighbour, 1.8), (interpreter.by_label, 0.6), (interpreter.by_concept, 0.4),
        (idioms.by_owner, 3.0), (idioms.by_use, 4.0), (idioms.by_desktop, 2.5), (idioms.by_sign, 3.0),
        (idioms.by_browser, 2.0),
    ]  # fmt: skip
    return [maker for maker, _ in ways], [weight for _, weight in ways]


def _is_held_out(template: str) -> bool:
    if template in ("bare", "own"):
        return False
    return zlib.crc32(template.encode()) % 100 < _HELD_OUT_SHARE // 2


def _is_worth_pointing_at(scene: Scene, index: int) -> bool:
    width, height = scene.sizes[index]
    whole = scene.screen.size[0] * scene.screen.size[1]
    role = scene.elements[index].role
    return bool(role not in _NO_TARGETS and min(width, height) >= 6 and width * height < 0.2 * whole)
