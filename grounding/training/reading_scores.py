"""How well lines are read: character errors and words found, over all and by group."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadingScore:
    """Counts over some lines; words count as found where they are read exactly, case included."""

    lines: int = 0
    characters: int = 0
    wrong: int = 0
    words: int = 0
    found: int = 0

    @property
    def error_rate(self) -> float:
        return self.wrong / max(1, self.characters)

    @property
    def word_recall(self) -> float:
        return self.found / max(1, self.words)

    def __add__(self, other: ReadingScore) -> ReadingScore:
        return ReadingScore(
            self.lines + other.lines,
            self.characters + other.characters,
            self.wrong + other.wrong,
            self.words + other.words,
            self.found + other.found,
        )


def scored(truth: str, read: str) -> ReadingScore:
    """Compare one line with what was read."""
    wanted = Counter(truth.split())
    found = wanted & Counter(read.split())
    return ReadingScore(1, len(truth), _distance(truth, read), wanted.total(), found.total())


def by_group(scores: Iterable[tuple[str, ReadingScore]]) -> dict[str, ReadingScore]:
    """Add the scores up by their group's name."""
    totals: dict[str, ReadingScore] = defaultdict(ReadingScore)
    for group, score in scores:
        totals[group] += score
    return dict(totals)


def size_group(size: float) -> str:
    """Name the range a font size in pixels falls into."""
    if size <= 0:
        return "real"
    return "below 9" if size < 9 else "9-13" if size <= 13 else "13-18" if size <= 18 else "above 18"


def _distance(a: str, b: str) -> int:
    """Return the Levenshtein distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]
