"""Whole instructions: verb phrases in wrappers with purposes, negatives, several steps, other languages."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grounding.data.phrases import texts
from grounding.data.phrases.chords import chord
from grounding.data.phrases.foreign import TONGUES, Foreign
from grounding.data.phrases.grammar import Part, expand, parse
from grounding.data.phrases.labels import Labels
from grounding.data.phrases.noise import disturb
from grounding.data.phrases.quoting import quoted
from grounding.data.phrases.sample import (
    TARGET_CLOSES,
    TARGET_OPENS,
    TEXT_CLOSES,
    TEXT_OPENS,
    ActKind,
    PhraseSample,
    unmark,
)
from grounding.data.phrases.slots import parts_for
from grounding.data.phrases.targets import Targets, joined
from grounding.data.phrases.templates import sections
from grounding.data.phrases.verbs import BASE, GERUND, Form

_KINDS: tuple[tuple[ActKind, int], ...] = (
    ("click", 26), ("type", 20), ("select", 12), ("press", 9), ("check", 6), ("uncheck", 6),
    ("double-click", 5), ("right-click", 5), ("hover", 5), ("drag", 6), ("scroll", 6), ("wait", 4),
)  # fmt: skip
_WRAPPERS: tuple[str, str, str] = ("wrappers base", "wrappers gerund", "wrappers third")
_UNMARK = str.maketrans("", "", TARGET_OPENS + TARGET_CLOSES + TEXT_OPENS + TEXT_CLOSES)


@dataclass(frozen=True, slots=True)
class Composer:
    """Makes instructions out of ``labels``; the same random state makes the same ones."""

    labels: Labels

    def sample(self, rng: random.Random) -> PhraseSample:
        draw = rng.random()
        if draw < 0.55:
            return self._english(rng)
        if draw < 0.75:
            return self._foreign(rng)
        if draw < 0.90:
            return self._negative(rng)
        return self._compound(rng)

    def samples(self, seed: int, count: int) -> Iterator[PhraseSample]:
        """Yield ``count`` different instructions."""
        rng = random.Random(f"phrases {seed}")
        seen: set[str] = set()
        while len(seen) < count:
            sample = self.sample(rng)
            if sample.instruction not in seen and len(sample.instruction) <= 400:
                seen.add(sample.instruction)
                yield sample

    def _english(self, rng: random.Random) -> PhraseSample:
        if rng.random() < 0.06:
            template = rng.choice(sections("english")["jargon"])
            return _finished(self._expand(template, BASE, rng), "click", "en", f"en:jargon:{template}", rng)
        kinds, weights = zip(*_KINDS, strict=True)
        kind: ActKind = rng.choices(kinds, weights)[0]
        whole = sections("english").get(f"whole {kind}")
        if whole and rng.random() < 0.09:
            template = rng.choice(whole)
            marked = _ended(self._expand(template, BASE, rng), rng)
            return _finished(marked, kind, "en", f"en:{kind}:{template}", rng)
        form: Form = rng.choices((0, 1, 2), (0.86, 0.09, 0.05))[0]
        template, wrapper = (
            rng.choice(sections("english")[kind]),
            rng.choice(sections("english")[_WRAPPERS[form]]),
        )
        phrase, bare = self._phrase(template, form, rng)
        # After a text without quotation marks nobody could say where it ends.
        open_end = bare and phrase.rstrip(" .").endswith((TEXT_CLOSES, TEXT_CLOSES + "'"))
        if not open_end and kind != "wait" and rng.random() < 0.3:
            phrase = joined(phrase, self._expand(rng.choice(sections("english")["purposes"]), BASE, rng))
        parts: dict[str, Part] = {**parts_for(self.labels, BASE, []), "P": (phrase,)}
        if open_end and not wrapper.endswith("{P}"):
            wrapper = "{P}"
        marked = expand(parse(wrapper), parts, rng)
        return _finished(_ended(marked, rng), kind, "en", f"en:{kind}:{template}", rng)

    def _foreign(self, rng: random.Random) -> PhraseSample:
        maker = Foreign(rng.choice(tuple(TONGUES)), self.labels)
        kinds = maker.kinds()
        weights = [2.5 if kind in ("click", "type") else 1.0 for kind in kinds]
        kind: ActKind = rng.choices(kinds, weights)[0]
        order = maker.order(kind, rng)
        return _finished(order.marked, kind, maker.language, order.template, rng)

    def _negative(self, rng: random.Random) -> PhraseSample:
        if rng.random() < 0.22:
            maker = Foreign(rng.choice(tuple(TONGUES)), self.labels)
            order = maker.negative(rng)
            return _refused(order.marked, maker.language, order.template, rng)
        template = rng.choice(sections("negatives")["sentences"])
        marked = expand(parse(template), self._negative_parts(rng), rng)
        return _refused(_ended(marked, rng), "en", f"en:none:{template}", rng)

    def _compound(self, rng: random.Random) -> PhraseSample:
        if rng.random() < 0.22:
            maker = Foreign(rng.choice(tuple(TONGUES)), self.labels)
            order = maker.compound(rng)
            return _refused(order.marked, maker.language, order.template, rng, compound=True)
        template = rng.choice(sections("negatives")["compounds"])
        marked = expand(parse(template), self._negative_parts(rng), rng)
        if rng.random() < 0.3:
            parts: dict[str, Part] = {**parts_for(self.labels, BASE, []), "P": (marked,)}
            marked = expand(parse(rng.choice(sections("english")[_WRAPPERS[BASE]])), parts, rng)
        return _refused(_ended(marked, rng), "en", f"en:compound:{template}", rng, compound=True)

    def _negative_parts(self, rng: random.Random) -> Mapping[str, Part]:
        targets = Targets(self.labels, str)
        conditions = {"TT": lambda r: targets.make(r), "LL": self.labels.pick}
        return {
            **conditions,
            "VP": lambda r: self._any_phrase(BASE, r),
            "VP2": lambda r: self._any_phrase(BASE, r),
            "VP3": lambda r: self._any_phrase(BASE, r),
            "VPG": lambda r: self._any_phrase(GERUND, r),
            "XX": lambda r: quoted(texts.text(r), r),
            "KK": chord,
            "COND": lambda r: expand(parse(r.choice(sections("negatives")["conditions"])), conditions, r),
            "WORDS": lambda r: " ".join(
                r.choice(sections("texts")["words"]) for _ in range(r.randrange(1, 9))
            ),
        }

    def _any_phrase(self, form: Form, rng: random.Random) -> str:
        kinds, weights = zip(*_KINDS, strict=True)
        kind = rng.choices(kinds, weights)[0]
        return self._phrase(rng.choice(sections("english")[kind]), form, rng)[0].translate(_UNMARK)

    def _phrase(self, template: str, form: Form, rng: random.Random) -> tuple[str, bool]:
        bare: list[bool] = []
        return expand(parse(template), parts_for(self.labels, form, bare), rng), bool(bare)

    def _expand(self, template: str, form: Form, rng: random.Random) -> str:
        return expand(parse(template), parts_for(self.labels, form, []), rng)


def _ended(marked: str, rng: random.Random) -> str:
    """Capitalise and end the sentence as some people do."""
    if rng.random() < 0.45 and marked[:1].isascii():
        marked = marked[:1].upper() + marked[1:]
    if marked.endswith((".", "!", "?")) or rng.random() > 0.4:
        return marked
    return marked + rng.choice((".", ".", ".", ".", "!", " ."))


def _finished(marked: str, kind: ActKind, language: str, template: str, rng: random.Random) -> PhraseSample:
    instruction, target, text = unmark(disturb(marked, rng))
    return PhraseSample(instruction, kind, target, text, False, language, template, is_held_out(template))


def _refused(
    marked: str, language: str, template: str, rng: random.Random, compound: bool = False
) -> PhraseSample:
    plain = disturb(marked.translate(_UNMARK), rng)
    return PhraseSample(plain, "none", None, None, compound, language, template, is_held_out(template))


def is_held_out(template: str) -> bool:
    """Say whether a template is kept for validation."""
    return template in sections("held_out")["templates"]
