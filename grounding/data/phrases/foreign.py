"""Orders in other languages, put together from the modules of ``tongues``."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import ModuleType

from grounding.data.phrases import chords, texts
from grounding.data.phrases.grammar import Part, expand, lines_of, parse
from grounding.data.phrases.labels import Labels
from grounding.data.phrases.quoting import quoted
from grounding.data.phrases.sample import as_target, as_text
from grounding.data.phrases.tongues import chinese, french, german, japanese, polish, russian, spanish

TONGUES: Mapping[str, ModuleType] = {
    "de": german, "fr": french, "es": spanish, "pl": polish, "ru": russian, "zh": chinese, "ja": japanese,
}  # fmt: skip
_NO_SPACES = ("zh", "ja")


@dataclass(frozen=True, slots=True)
class Order:
    """A marked sentence, the template it was made from, and whether something was put in without quotes."""

    marked: str
    template: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """Makes orders in ``language``."""

    language: str
    labels: Labels

    @property
    def tongue(self) -> ModuleType:
        return TONGUES[self.language]

    def kinds(self) -> tuple[str, ...]:
        return tuple(self.tongue.ORDERS)

    def order(self, kind: str, rng: random.Random) -> Order:
        template = rng.choice(lines_of(self.tongue.ORDERS[kind]))
        said = self._expand(template, rng)
        if rng.random() < 0.2:
            said = rng.choice(self.tongue.EXTRAS) + self._space + said
        if self.tongue.PURPOSES and rng.random() < 0.12 and kind in ("click", "press", "double-click"):
            said += rng.choice(self.tongue.PURPOSES)
        if rng.random() < 0.3:
            said = said[:1].upper() + said[1:]
        if rng.random() < 0.3:
            said += "。" if self.language in _NO_SPACES else "."
        return Order(said, f"{self.language}:{kind}:{template}")

    def negative(self, rng: random.Random) -> Order:
        template = rng.choice(lines_of(self.tongue.NEGATIVES))
        return Order(self._expand(template, rng), f"{self.language}:none:{template}")

    def compound(self, rng: random.Random) -> Order:
        template = rng.choice(lines_of(self.tongue.COMPOUNDS))
        kinds = self.kinds()
        orders = {name: self._plain_order(rng.choice(kinds), rng) for name in ("P", "P2")}
        parts: dict[str, Part] = {name: (said,) for name, said in orders.items()}
        return Order(expand(parse(template), parts, rng), f"{self.language}:compound:{template}")

    def _plain_order(self, kind: str, rng: random.Random) -> str:
        return self._expand(rng.choice(lines_of(self.tongue.ORDERS[kind])), rng)

    @property
    def _space(self) -> str:
        return "" if self.language in _NO_SPACES else " "

    def _expand(self, template: str, rng: random.Random) -> str:
        return expand(parse(template), self._parts(), rng)

    def _parts(self) -> Mapping[str, Part]:
        tongue = self.tongue
        return {
            **self._words(),
            "T": partial(self._place, tongue.TARGETS, as_target),
            "F": partial(self._place, tongue.FIELDS, as_target),
            "C": partial(self._place, tongue.CHECKBOXES, as_target),
            "D": partial(self._place, tongue.LISTS, as_target),
            "A": partial(self._place, tongue.AREAS, as_target),
            "S": partial(self._place, tongue.TARGETS, as_target),
            "E": partial(self._place, tongue.TARGETS, as_text),
            "X": self._text,
            "O": self._option,
            "K": lambda r: as_text(chords.foreign_chord(r, self.language)),
            "SC": lambda r: as_text(r.choice(tongue.DIRECTIONS)),
            "SE": lambda r: as_text(r.choice(getattr(tongue, "ENDS", tongue.DIRECTIONS))),
            "W": lambda r: as_text(r.choice(tongue.DURATIONS)),
            "WU": lambda r: as_text(expand(parse(r.choice(tongue.AWAITED)), self._words(), r)),
        }

    def _words(self) -> dict[str, Part]:
        return {"Q": lambda r: quoted(self._label(r), r, self.language), "L": self._label}

    def _label(self, rng: random.Random) -> str:
        return self.labels.pick(rng, "en" if rng.random() < 0.3 else self.language)

    def _place(self, block: str, mark: Callable[[str], str], rng: random.Random) -> str:
        words = expand(parse(rng.choice(lines_of(block))), self._words(), rng)
        for article in self.tongue.ARTICLES:
            if words.startswith(article):
                return article + mark(words[len(article) :])
        return mark(words)

    def _text(self, rng: random.Random) -> str:
        if rng.random() < (0.9 if self.language in _NO_SPACES else 0.7):
            return quoted(as_text(texts.text(rng)), rng, self.language)
        return as_text(texts.plain_text(rng))

    def _option(self, rng: random.Random) -> str:
        said = as_text(self._label(rng))
        return quoted(said, rng, self.language) if rng.random() < 0.75 else said
