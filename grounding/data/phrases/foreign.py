"""Orders in other languages, put together from the modules of ``tongues``."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from grounding.data.phrases import chords, texts
from grounding.data.phrases.grammar import Part, expand, parse
from grounding.data.phrases.labels import Labels
from grounding.data.phrases.quoting import quoted
from grounding.data.phrases.sample import as_target, as_text
from grounding.data.phrases.targets import joined
from grounding.data.phrases.templates import Sections, sections
from grounding.embedded.act_words import KINDS, ActKind

TONGUES: Mapping[str, str] = MappingProxyType(
    {
        "de": "german",
        "fr": "french",
        "es": "spanish",
        "pl": "polish",
        "ru": "russian",
        "zh": "chinese",
        "ja": "japanese",
    }
)
_NO_SPACES = ("zh", "ja")
_ORDER = "order "


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
    def said(self) -> Sections:
        return sections(TONGUES[self.language])

    def kinds(self) -> tuple[ActKind, ...]:
        return tuple(kind for kind in KINDS if _ORDER + kind in self.said)

    def order(self, kind: str, rng: random.Random) -> Order:
        template = rng.choice(self.said[_ORDER + kind])
        said = self._expand(template, rng)
        if rng.random() < 0.2:
            said = rng.choice(self.said["extras"]) + self._space + said
        if self.said["purposes"] and rng.random() < 0.12 and kind in ("click", "press", "double-click"):
            purpose = rng.choice(self.said["purposes"])
            said = joined(said, purpose) if self._space else said + purpose
        if rng.random() < 0.3:
            said = said[:1].upper() + said[1:]
        if rng.random() < 0.3:
            said += "。" if self.language in _NO_SPACES else "."
        return Order(said, f"{self.language}:{kind}:{template}")

    def negative(self, rng: random.Random) -> Order:
        template = rng.choice(self.said["negatives"])
        return Order(self._expand(template, rng), f"{self.language}:none:{template}")

    def compound(self, rng: random.Random) -> Order:
        template = rng.choice(self.said["compounds"])
        kinds = self.kinds()
        orders = {name: self._plain_order(rng.choice(kinds), rng) for name in ("P", "P2")}
        parts: dict[str, Part] = {name: (said,) for name, said in orders.items()}
        return Order(expand(parse(template), parts, rng), f"{self.language}:compound:{template}")

    def _plain_order(self, kind: str, rng: random.Random) -> str:
        return self._expand(rng.choice(self.said[_ORDER + kind]), rng)

    @property
    def _space(self) -> str:
        return "" if self.language in _NO_SPACES else " "

    def _expand(self, template: str, rng: random.Random) -> str:
        return expand(parse(template), self._parts(), rng)

    def _parts(self) -> Mapping[str, Part]:
        said = self.said
        return {
            **self._words(),
            "T": partial(self._place, said["targets"], as_target),
            "F": partial(self._place, said["fields"], as_target),
            "C": partial(self._place, said["checkboxes"], as_target),
            "D": partial(self._place, said["lists"], as_target),
            "A": partial(self._place, said["areas"], as_target),
            "S": partial(self._place, said["targets"], as_target),
            "E": partial(self._place, said["targets"], as_text),
            "X": self._text,
            "O": self._option,
            "K": lambda r: as_text(chords.foreign_chord(r, self.language)),
            "SC": lambda r: as_text(r.choice(said["directions"])),
            "SE": lambda r: as_text(r.choice(said["ends"] or said["directions"])),
            "W": lambda r: as_text(r.choice(said["durations"])),
            "WU": lambda r: as_text(expand(parse(r.choice(said["awaited"])), self._words(), r)),
        }

    def _words(self) -> dict[str, Part]:
        return {"Q": lambda r: quoted(self._label(r), r, self.language), "L": self._label}

    def _label(self, rng: random.Random) -> str:
        return self.labels.pick(rng, "en" if rng.random() < 0.3 else self.language)

    def _place(self, choices: tuple[str, ...], mark: Callable[[str], str], rng: random.Random) -> str:
        words = expand(parse(rng.choice(choices)), self._words(), rng)
        for word in self.said["articles"]:
            article = word if word.endswith("'") else f"{word} "
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
