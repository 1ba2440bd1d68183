"""English words for a place on a screen: labels, roles, ordinals, relations and positions."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from grounding.data.phrases import texts
from grounding.data.phrases.grammar import Part, expand, parse
from grounding.data.phrases.labels import Labels
from grounding.data.phrases.quoting import quoted
from grounding.data.phrases.templates import sections

_ARTICLES = ("the ", "a ", "an ", "this ", "that ", "my ", "your ")
_THE = ("the ", "the ", "the ", "the ", "", "this ", "that ", "a ", "an ", "my ", "your ")


@dataclass(frozen=True, slots=True)
class Targets:
    """Makes target phrases from ``labels``: article and marked words."""

    labels: Labels
    mark: Callable[[str], str]

    def make(self, rng: random.Random, kind: str = "any", *, placed: float = 0.28) -> str:
        """Return a target of ``kind`` ("any", "field", "check", "list", "area", "file"), marked."""
        parts = self._parts(rng, kind)
        said = sections("targets")
        section = "icons" if kind == "any" and rng.random() < 0.22 else "areas" if kind == "area" else "named"
        words = _expand(rng.choice(said[section]), parts, rng)
        if rng.random() < placed:
            words = joined(words, _expand(rng.choice(said["placed"]), parts, rng))
        article, rest = split_article(words.strip())
        return article + self.mark(rest)

    def second(self, rng: random.Random, kind: str, mark: Callable[[str], str]) -> str:
        """Return a target marked otherwise: where to drag to."""
        return Targets(self.labels, mark).make(rng, kind, placed=0.12)

    def _parts(self, rng: random.Random, kind: str) -> Mapping[str, Part]:
        said = sections("targets")
        return {
            **{name: said[f"part {name}"] for name in ("ORD", "ADJ", "ICON", "SIDE", "CORNER", "EDGE")},
            "the": _THE,
            "Q": lambda r: quoted(self._label(r, kind), r),
            "L": lambda r: self._label(r, kind),
            "R": said[f"roles {kind}"],
            "CONTAINER": said["roles container"],
            "NAME": lambda r: quoted(texts.name(r), r) if r.random() < 0.4 else texts.name(r),
            "ANCHOR": lambda r: _expand(r.choice(said["anchors"]), self._parts(r, "any"), r),
        }

    def _label(self, rng: random.Random, kind: str) -> str:
        if kind == "file" and rng.random() < 0.5:
            return texts.file_name(rng)
        label = self.labels.pick(rng)
        return label.lower() if rng.random() < 0.12 else label


def joined(words: str, more: str) -> str:
    """Return both with a space between, unless a punctuation mark begins the second."""
    return words + more if more.startswith((",", ".", ";", ":", "，")) else f"{words} {more}"


def split_article(words: str) -> tuple[str, str]:
    """Return the article in front (with its space), and the rest."""
    for article in _ARTICLES:
        if words.startswith(article):
            return article, words[len(article) :]
    return "", words


def _expand(template: str, parts: Mapping[str, Part], rng: random.Random) -> str:
    return expand(parse(template), parts, rng)
