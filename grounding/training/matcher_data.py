"""Training samples of the matcher: one screen as seen, a handful of expressions, and the answers."""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from actions.geometry import Box
from grounding.data.expressions.concepts import Concepts
from grounding.data.expressions.generate import Expression, expressions_of
from grounding.data.expressions.scene import IconPhrases, Scene
from grounding.data.sample import SCREENS_FILE, RenderedScreen, screen_from
from grounding.embedded.features import CHANNELS, compare, most_promising
from grounding.embedded.features_query import FLAG_SIZE, MOST_TOKENS, TOKEN_IDS, QueryReader, QueryWords
from grounding.embedded.features_screen import describe_screen
from grounding.training.matcher_noise import Mistakes, Seen, as_seen, seen_targets
from grounding.training.matcher_pictures import Pictures, key_of, name_of

Floats = NDArray[np.float32]
MOST_ELEMENTS = 96
SET_ASIDE = "set aside"
_SET_ASIDE_SHARE = 9
_NAMED_BY_LABEL = frozenset({"text", "field", "icon"})
_FEWEST = 4
_MOST_DRAWN = 700
_IS_TRAINING = '"split": "train"'
_BLIND_SHARE = 0.07
_CLEAR_SHARE = 0.45


@dataclass(frozen=True, slots=True)
class Sample:
    """Arrays as `MatcherNetwork` takes them; ``accepted`` [Q, n + 1] marks answers, the last is "none"."""

    elements: Floats
    label_ids: NDArray[np.int64]
    boxes: Floats
    token_ids: NDArray[np.int64]
    token_flags: Floats
    token_mask: Floats
    match: NDArray[np.float16]
    fit: Floats
    accepted: Floats
    seen: Seen
    region: Box
    expressions: tuple[Expression, ...]

    def of_queries(self, kept: Sequence[int]) -> Sample:
        """Return the sample with only the expressions of these indices."""
        k = list(kept)
        return replace(
            self, token_ids=self.token_ids[k], token_flags=self.token_flags[k], token_mask=self.token_mask[k],
            match=self.match[k], fit=self.fit[k], accepted=self.accepted[k],
            expressions=tuple(self.expressions[i] for i in k),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceScreen:
    """A rendered screen with where it lies."""

    folder: Path
    screen: RenderedScreen


@dataclass(frozen=True, slots=True)
class Question:
    """An expression and the seen elements that answer it (none: it is not on the screen as seen)."""

    expression: Expression
    answers: tuple[int, ...]


class SampleMaker:
    """Turns screens into samples."""

    def __init__(
        self, pictures: Pictures, phrases: IconPhrases, names: Sequence[str], clearer: Pictures | None = None
    ) -> None:
        """``clearer`` pictures are shown at times: the icon encoder may get better than it was here."""
        self._pictures, self._phrases, self._names = pictures, phrases, names
        self._clearer = clearer
        self._concepts = Concepts()
        self._reader = QueryReader()
        self._scenes: dict[str, Scene] = {}

    def make(
        self, source: SourceScreen, others: list[Scene], count: int, mistakes: Mistakes, rng: random.Random
    ) -> Sample | None:
        """Return a sample with up to ``count`` expressions, None where the screen gives none."""
        made = self.expressions(source, others, count, rng)
        clear = self._clearer if rng.random() < _CLEAR_SHARE else None
        pictures = clear or self._pictures
        vectors = pictures.of(source.folder, source.screen)
        names = [name_of(e, self._phrases) for e in source.screen.elements]
        seen = as_seen(source.screen, vectors, [*names, *self._names], mistakes, rng)
        if rng.random() < _BLIND_SHARE:
            # The matcher must also work where no icon encoder is shipped.
            seen = replace(seen, icons=np.zeros_like(seen.icons))
        return self.on_seen(source.screen, seen, made, rng, pictures)

    def scene(self, screen: RenderedScreen) -> Scene:
        """Return the screen as the grammar sees it; made once."""
        key = key_of(screen)
        if key not in self._scenes:
            self._scenes[key] = Scene(screen, self._phrases)
        return self._scenes[key]

    def expressions(
        self, source: SourceScreen, others: list[Scene], count: int, rng: random.Random
    ) -> list[Expression]:
        """Return about ``count`` new expressions of a screen."""
        return list(expressions_of(self.scene(source.screen), others, self._concepts, count, rng))

    def on_seen(
        self,
        screen: RenderedScreen,
        seen: Seen,
        made: Sequence[Expression],
        rng: random.Random,
        pictures: Pictures | None = None,
    ) -> Sample | None:
        """Return a sample of expressions on a screen as it was seen, by noise or by the real parser."""
        asked = questions(screen, seen, made, rng)
        if not asked or len(seen.elements) < _FEWEST:
            return None
        region = Box(0, 0, *screen.size)
        features = describe_screen(seen.elements, region, seen.icons)
        queries = [self._reader.read(q.expression.instruction) for q in asked]
        compared = [compare(features, q, (pictures or self._pictures).encode) for q in queries]
        rough = np.stack([c.fit for c in compared]).max(0)
        kept = _kept(asked, most_promising(rough, MOST_ELEMENTS), len(seen.elements), rng)
        place = {int(old): new for new, old in enumerate(kept)}
        ids, flags, mask = padded(queries)
        match = np.zeros((len(asked), len(kept), ids.shape[1], CHANNELS), np.float16)
        for row, c in zip(match, compared, strict=True):
            row[:, : c.match.shape[1]] = c.match[kept]
        accepted = np.zeros((len(asked), len(kept) + 1), np.float32)
        for answers, q in zip(accepted, asked, strict=True):
            answers[[place[a] for a in q.answers] or [-1]] = 1
        return Sample(
            features.elements[kept], features.label_ids[kept], features.boxes[kept], ids, flags, mask, match,
            np.stack([c.fit[kept] for c in compared]), accepted,
            Seen(tuple(seen.elements[i] for i in kept), seen.icons[kept]), region,
            tuple(q.expression for q in asked),
        )  # fmt: skip


def questions(
    screen: RenderedScreen, seen: Seen, made: Sequence[Expression], rng: random.Random
) -> list[Question]:
    """Return the expressions that can be answered on the screen as it is seen."""
    asked = []
    for expression in made:
        answers = tuple(seen_targets(seen.elements, screen.elements, expression.targets))
        if expression.kind == "absent":
            asked.append(Question(expression, ()))
        elif answers and not _is_unread(expression, seen, answers):
            asked.append(Question(expression, answers))
        elif expression.kind in _NAMED_BY_LABEL and not answers and rng.random() < 0.5:
            # What was not detected is not there for whoever looks at the elements.
            asked.append(Question(expression, ()))
    return asked


def _is_unread(expression: Expression, seen: Seen, answers: Sequence[int]) -> bool:
    """Say whether the words were not read: to guess the element by its role would only be luck."""
    return expression.kind == "text" and not any(
        seen.elements[a].text or seen.elements[a].meaning for a in answers
    )


def _kept(
    asked: Sequence[Question], promising: NDArray[np.intp], n: int, rng: random.Random
) -> NDArray[np.intp]:
    """Return about `MOST_ELEMENTS` elements: the answers, most promising ones, and others by chance."""
    if n <= MOST_ELEMENTS:
        return np.arange(n)
    chosen = {a for q in asked for a in q.answers}
    chosen.update(i for i in promising.tolist() if rng.random() < 0.75)
    rest = [i for i in range(n) if i not in chosen]
    chosen.update(rng.sample(rest, max(0, min(len(rest), MOST_ELEMENTS - len(chosen)))))
    return np.array(sorted(chosen), np.intp)


def padded(queries: Sequence[QueryWords]) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Return ids [Q, t, p], flags [Q, t, f] and mask [Q, t] of queries of unequal length."""
    longest = min(MOST_TOKENS, max((len(q.tokens) for q in queries), default=1)) or 1
    ids = np.zeros((len(queries), longest, TOKEN_IDS), np.int64)
    flags = np.zeros((len(queries), longest, FLAG_SIZE), np.float32)
    mask = np.zeros((len(queries), longest), np.float32)
    for i, q in enumerate(queries):
        t = len(q.tokens)
        ids[i, :t], flags[i, :t], mask[i, :t] = q.ids, q.flags, 1
    return ids, flags, mask


def load_screens(folders: Sequence[Path], most: int = 0, seed: int = 1) -> list[SourceScreen]:
    """Return the screens that have something to point at; at most ``most`` (0: all) for training."""
    lines = [(folder, line) for folder in folders for line in _lines(folder / SCREENS_FILE)]
    training = [k for k, (_, line) in enumerate(lines) if _IS_TRAINING in line]
    if 0 < most < len(training):
        spared = set(random.Random(seed).sample(training, len(training) - most))
        lines = [pair for k, pair in enumerate(lines) if k not in spared]
    screens = (SourceScreen(folder, screen_from(json.loads(line))) for folder, line in lines)
    return [s for s in screens if _FEWEST <= len(s.screen.elements) <= _MOST_DRAWN]


def _lines(path: Path) -> list[str]:
    # A generator may be writing the last line just now.
    whole = path.read_text("utf-8").rpartition("\n")[0] if path.exists() else ""
    return [line for line in whole.split("\n") if line.strip()]


def in_turn(screens: Sequence[SourceScreen], rng: random.Random) -> Iterator[SourceScreen]:
    """Yield screens for ever: all kinds of sources as often as the roots of their counts."""
    groups: dict[str, list[SourceScreen]] = {}
    for s in screens:
        groups.setdefault(f"{s.screen.source}/{s.screen.app}", []).append(s)
    keys = sorted(groups)
    weights = [len(groups[k]) ** 0.7 for k in keys]
    while keys:
        yield rng.choice(groups[rng.choices(keys, weights)[0]])


def split_of(screen: RenderedScreen) -> str:
    """Return the split of a screen for this network: a ninth of the applications sets its calibration."""
    aside = screen.source == "apps" and zlib.crc32(screen.app.encode()) % _SET_ASIDE_SHARE == 0
    return SET_ASIDE if aside and screen.split == "train" else screen.split
