"""What the drawn lines say: a balanced mixture of phrases, made-up things and noise in many languages."""

from __future__ import annotations

import random
import re
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grounding.data.lines import words as made
from grounding.data.lines.alphabet import characters, readable, spelt
from grounding.data.lines.catalogues import cleaned, phrases

CATALOGUES = Path("/usr/share/locale")
LANGUAGES: tuple[tuple[str, float], ...] = (
    ("en", 54), ("de", 6), ("fr", 6), ("es", 6), ("pl", 6), ("ru", 7), ("uk", 1), ("el", 2), ("it", 1),
    ("pt", 1), ("cs", 1), ("nl", 0.5), ("sv", 0.5), ("tr", 0.8), ("hu", 0.6), ("ro", 0.5), ("zh_CN", 2.2),
    ("zh_TW", 1.2), ("ja", 2), ("ko", 0.6),
)  # fmt: skip
EAST_ASIAN = frozenset({"zh_CN", "zh_TW", "ja", "ko"})
_LONGEST = 70
_SHORT_SHARE = 0.07
_PER_LANGUAGE = 60_000
_WORD = re.compile(r"[A-Za-z]{2,14}")


@dataclass(frozen=True, slots=True)
class Line:
    """A text to draw, what the reader should say for it, and its language."""

    drawn: str
    text: str
    language: str


class Texts:
    """A seeded source of lines; ``held_out`` draws from the twentieth of phrases kept from training."""

    def __init__(
        self, seed: int, held_out: bool = False, catalogues: Path = CATALOGUES, most_catalogues: int = 1000
    ) -> None:
        self._chance = random.Random(seed)
        self._known = frozenset(characters())
        self._phrases = _collected(catalogues, held_out, most_catalogues)
        found = {w for p in self._phrases["en"] for w in _WORD.findall(p)} or {"File", "Edit", "open", "Save"}
        self._words: Sequence[str] = sorted(found)

    def line(self) -> Line:
        """Return the next line; its text holds known characters only."""
        languages, weights = zip(*LANGUAGES, strict=True)
        while True:
            language = self._chance.choices(languages, weights)[0]
            drawn = self._cut(self._drawn(language))
            text = spelt(drawn)
            if readable(text, self._known):
                return Line(" ".join(drawn.split()), text, language)

    def _drawn(self, language: str) -> str:
        kind = self._chance.random()
        if kind < _SHORT_SHARE:
            return made.short(self._chance)
        if language == "en" and kind < 0.45:
            return made.made_up(self._chance, self._words)
        if kind > 0.95:
            return made.noise(self._chance)
        known = self._phrases.get(language) or self._phrases["en"] or self._words
        return self._varied(self._chance.choice(known))

    def _varied(self, phrase: str) -> str:
        kind = self._chance.random()
        if kind < 0.06:
            return phrase.upper()
        if kind < 0.12:
            return self._chance.choice(phrase.split())
        if kind < 0.14:
            return f"{phrase}…"
        return phrase

    def _cut(self, text: str) -> str:
        """Keep a window of words, shorter more often than longer, as lines on screens are."""
        most = self._chance.choice((12, 20, 30, 40, _LONGEST))
        if len(text) <= most:
            return text
        parts = text.split(" ")
        start = self._chance.randrange(len(parts)) if self._chance.random() < 0.5 else 0
        window = parts[start][:_LONGEST]
        for part in parts[start + 1 :]:
            if len(window) + len(part) >= most:
                break
            window += f" {part}"
        return window


def _collected(catalogues: Path, held_out: bool, most: int) -> dict[str, list[str]]:
    """Return the phrases per language, English ones from the messages of the German catalogues."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for language, _ in LANGUAGES:
        if language == "en":
            continue
        for original, translated in phrases(catalogues, language, most):
            if language == "de":
                found["en"].update(dict.fromkeys(_kept(original, held_out)))
            found[language].update(dict.fromkeys(_kept(translated, held_out)))
    return {k: _sample(list(v)) for k, v in found.items()}


def _kept(message: str, held_out: bool) -> list[str]:
    return [x for x in cleaned(message) if (zlib.crc32(x.encode()) % 20 == 0) == held_out]


def _sample(phrases: list[str]) -> list[str]:
    # A fixed seed: which phrases are used must not depend on the seed of what is drawn.
    return random.Random(0).sample(phrases, min(len(phrases), _PER_LANGUAGE))
