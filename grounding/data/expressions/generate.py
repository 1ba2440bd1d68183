"""Expressions of one screen after another: which element, described how, in which sentence."""

from __future__ import annotations

import json
import random
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass

from grounding.data.expressions.absent import Absence
from grounding.data.expressions.concepts import Concepts
from grounding.data.expressions.description import Description, Kind
from grounding.data.expressions.languages import FOREIGN, Interpreter
from grounding.data.expressions.layout import Surveyor
from grounding.data.expressions.naming import Namer
from grounding.data.expressions.scene import Scene
from grounding.data.expressions.sentences import Sentence, sentence
from grounding.types import Role

_HELD_OUT_SHARE = 12
_ABSENT_SHARE = 0.2
_MOST_WORDS = 400
_WEIGHTS: dict[Role, float] = {
    "text": 0.35,
    "window": 0.15,
    "dialog": 0.15,
    "document": 0.4,
    "scroll bar": 0.4,
    "cell": 0.6,
    "icon": 1.8,
    "button": 1.4,
    "field": 1.8,
    "checkbox": 1.5,
    "combo box": 1.6,
    "tab": 1.4,
    "switch": 1.6,
    "slider": 1.5,
    "spin box": 1.6,
    "image": 0.8,
    "radio": 1.4,
}
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

    def _weight(self, index: int, counts: Counter[Role]) -> float:
        role = self._scene.elements[index].role
        # A table of a thousand cells must not drown three buttons.
        return float(_WEIGHTS.get(role, 1.0) / counts[role] ** 0.5)

    def present(self) -> Expression | None:
        target = self._rng.choices(self.pool, self._weights)[0]
        for maker in self._rng.choices(self._makers, self._maker_weights, k=4):
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
            titles = [e.text for e in self._rng.choice(others).elements if e.role in ("dialog", "window")]
            made = self._absence.elsewhere_named(target, self._rng.choice(titles or [""])[:40])
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

    def _expression(self, made: Description, target: int | None) -> Expression:
        foreign = made.template.removeprefix("elsewhere-").startswith(FOREIGN)
        said = Sentence(made.words, "own") if foreign else sentence(made, self._others, self._rng)
        template = f"{made.template}/{said.template}"
        words = " ".join(said.text.split())
        held_out = _is_held_out(made.template) or _is_held_out(said.template)
        screen = self._scene.screen.id
        return Expression(screen, words, target, made.targets, made.kind, template, held_out)


def _makers(scene: Scene, concepts: Concepts, rng: random.Random) -> tuple[list[Maker], list[float]]:
    namer, surveyor = Namer(scene, concepts, rng), Surveyor(scene, rng)
    interpreter = Interpreter(scene, concepts, rng)
    ways: list[tuple[Maker, float]] = [
        (namer.by_label, 4.0), (namer.by_picture, 3.5), (namer.by_other_words, 1.2), (namer.by_purpose, 1.6),
        (surveyor.by_state, 2.0), (surveyor.by_place, 0.9), (surveyor.by_number, 1.6),
        (surveyor.by_neighbour, 2.0), (interpreter.by_label, 0.6), (interpreter.by_concept, 0.4),
    ]  # fmt: skip
    return [maker for maker, _ in ways], [weight for _, weight in ways]


def _is_held_out(template: str) -> bool:
    if template in ("bare", "own"):
        return False
    return zlib.crc32(template.encode()) % 100 < _HELD_OUT_SHARE // 2


def _is_worth_pointing_at(scene: Scene, index: int) -> bool:
    width, height = scene.sizes[index]
    whole = scene.screen.size[0] * scene.screen.size[1]
    e = scene.elements[index]
    return bool(width >= 4 and height >= 4 and (width * height < 0.6 * whole or e.role == "document"))


def name_words(icon: str) -> Iterable[str]:
    """Return an icon's file name as words: the phrases of icons that no table knows."""
    words = icon.replace("_", "-").replace("-symbolic", "").replace("-", " ").strip()
    return [words] if words else []
