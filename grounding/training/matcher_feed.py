"""What the matcher is shown: samples made while it trains, and those it is checked on."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grounding.data.expressions.scene import Scene
from grounding.training.matcher_data import SET_ASIDE, Sample, SampleMaker, SourceScreen, in_turn, split_of
from grounding.training.matcher_noise import Mistakes, Seen
from grounding.training.matcher_parses import ParsedTruth, load_parses

_SPLITS = ("validation", SET_ASIDE, "held-out apps", "held-out toolkit")


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a run is made of; times are minutes of wall clock."""

    screens: list[Path]
    out: Path
    minutes: float = 30.0
    threads: int = 1
    seed: int = 1
    queries: int = 18
    rate: float = 1.5e-3
    screens_per_step: int = 1
    reuse: int = 4
    check_screens: int = 60
    most_screens: int = 1500
    parses: Path | None = None
    start: Path | None = None
    blend: Sequence[Path] = ()
    stand_in: bool = False
    install: bool = False
    smoke: bool = False


class Feed:
    """Makes samples and shows each a few times, in another order: making them costs as much as learning."""

    def __init__(self, chosen: Arguments, sources: list[SourceScreen], maker: SampleMaker, seed: int) -> None:
        self._rng = random.Random(chosen.seed * 7919 + seed)
        self._maker, self._queries, self._reuse = maker, chosen.queries, chosen.reuse
        self._chosen = chosen
        self._others: deque[Scene] = deque(maxlen=24)
        self._kept: list[tuple[Sample, int]] = []
        self._room = 4 if chosen.smoke else 240
        self.use(sources)

    def use(self, sources: list[SourceScreen]) -> None:
        """Take these screens from now on: data may grow while a network trains."""
        training = [s for s in sources if split_of(s.screen) == "train"]
        parses = self._chosen.parses
        self._turn = in_turn(training, self._rng)
        self._parses = load_parses(parses, training) if parses and parses.exists() else []

    def __iter__(self) -> Feed:
        return self

    def __next__(self) -> Sample:
        while len(self._kept) < self._room and (
            len(self._kept) < 8 or self._rng.random() < 1 / self._reuse + 0.05
        ):
            made = self._make()
            if made is not None:
                self._kept.append((made, self._reuse))
        i = self._rng.randrange(len(self._kept))
        sample, left = self._kept[i]
        self._kept[i] = (sample, left - 1)
        if left <= 1:
            self._kept[i] = self._kept[-1]
            self._kept.pop()
        return sample

    def _make(self) -> Sample | None:
        parsed = self._rng.choice(self._parses) if self._parses and self._rng.random() < 0.5 else None
        source = parsed.source if parsed else next(self._turn)
        mistakes = Mistakes().scaled(self._rng.choice([0.2, 0.6, 1.0, 1.0, 1.6]))
        sample = make_sample(
            self._maker, source, parsed, list(self._others), self._queries, mistakes, self._rng
        )
        self._others.append(self._maker.scene(source.screen))
        return without_held_out(sample) if sample else None


def make_sample(
    maker: SampleMaker, source: SourceScreen, parsed: ParsedTruth | None, others: list[Scene], count: int,
    mistakes: Mistakes, rng: random.Random,
) -> Sample | None:  # fmt: skip
    """Return a sample of a screen, seen with simulated mistakes or as the real parser saw it."""
    if parsed is None:
        return maker.make(source, others, count, mistakes, rng)
    made = maker.expressions(source, others, count, rng)
    return maker.on_seen(source.screen, Seen(parsed.elements, parsed.icons), made, rng)


def without_held_out(sample: Sample) -> Sample | None:
    """Leave out the expressions in forms that are kept for validation."""
    kept = [i for i, e in enumerate(sample.expressions) if not e.held_out]
    return sample.of_queries(kept) if kept else None


def check_samples(
    chosen: Arguments, sources: list[SourceScreen], maker: SampleMaker
) -> dict[str, list[Sample]]:
    """Return samples of the splits that are not trained on; always the same for the same seed."""
    checks: dict[str, list[Sample]] = {}
    for split in _SPLITS:
        rng = random.Random(f"{chosen.seed}{split}")
        pool = [s for s in sources if split_of(s.screen) == split]
        if split == "validation" and not pool:
            pool = sources[:2]
        turn = in_turn(pool, rng)
        others = [maker.scene(s.screen) for s in rng.sample(pool, min(12, len(pool)))]
        count = min(len(pool) * 2, 2 if chosen.smoke else chosen.check_screens)
        made = [maker.make(next(turn), others, 24, Mistakes(), rng) for _ in range(count)]
        checks[split] = [s for s in made if s is not None]
        if chosen.parses is not None:
            parsed = load_parses(chosen.parses, pool)[: chosen.check_screens]
            seen = [make_sample(maker, p.source, p, others, 24, Mistakes(), rng) for p in parsed]
            checks[f"{split}, parsed"] = [s for s in seen if s is not None]
    return checks
