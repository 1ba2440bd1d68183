"""Two runs side by side, on the episodes that both have judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from evals.episodes.result import Ending, EpisodeKey, EpisodeResult
from evals.report.paired import Difference, mcnemar, paired_bootstrap
from evals.report.read import Run

Pair = tuple[EpisodeResult, EpisodeResult]


@dataclass(frozen=True, slots=True)
class Change:
    """A task that does better or worse: episodes solved and mean scores, in the first and second run."""

    suite: str
    task: str
    instruction: str
    episodes: int
    solved: tuple[int, int]
    score: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the second run did with the first one's episodes; tasks that cannot be done are left out.

    ``p`` is McNemar's exact test over episodes, which takes each for itself; where ``repeated`` tasks have
    several, ``p_tasks`` is the one to trust: the exact sign test over tasks solved more or less often.
    ``only_here`` episodes have no judged counterpart: (in the first, in the second).
    """

    first: str
    second: str
    episodes: int
    tasks: int
    both: int
    only_first: int
    only_second: int
    neither: int
    p: float
    p_tasks: float
    repeated: bool
    score: Difference | None
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    only_here: tuple[int, int]

    @property
    def difference(self) -> float:
        """The second run's success minus the first's, on the common episodes."""
        return (self.only_second - self.only_first) / self.episodes if self.episodes else 0.0


def compare(first: Run, second: Run) -> Comparison:
    """Compare two runs on the episodes (suite, task, seed, attempt) that both have judged."""
    one, other = _judged(first), _judged(second)
    pairs = [(one[key], other[key]) for key in sorted(one.keys() & other.keys())]
    kinds = Counter((_solved(a), _solved(b)) for a, b in pairs)
    tasks = _by_task(pairs)
    changes = [change for change in map(_change, tasks) if change is not None]
    better = sorted((c for c in changes if _gain(c) > 0), key=_gain, reverse=True)
    worse = sorted((c for c in changes if _gain(c) < 0), key=_gain)
    more, less = (sum(c.solved[i] > c.solved[1 - i] for c in changes) for i in (1, 0))
    differences = [[b.score - a.score for a, b in task] for task in tasks]
    return Comparison(
        first.name,
        second.name,
        len(pairs),
        len(tasks),
        kinds[True, True],
        kinds[True, False],
        kinds[False, True],
        kinds[False, False],
        mcnemar(kinds[True, False], kinds[False, True]),
        mcnemar(less, more),
        len(tasks) < len(pairs),
        paired_bootstrap(differences) if pairs else None,
        tuple(better),
        tuple(worse),
        (len(one) - len(pairs), len(other) - len(pairs)),
    )


def _judged(run: Run) -> dict[EpisodeKey, EpisodeResult]:
    return {result.key: result for result in run.results if result.judged and not result.infeasible}


def _by_task(pairs: Iterable[Pair]) -> list[list[Pair]]:
    tasks: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in pairs:
        tasks[pair[0].key.suite, pair[0].key.task].append(pair)
    return list(tasks.values())


def _change(pairs: list[Pair]) -> Change | None:
    solved = (sum(_solved(a) for a, _ in pairs), sum(_solved(b) for _, b in pairs))
    sums = (sum(a.score for a, _ in pairs), sum(b.score for _, b in pairs))
    if solved[0] == solved[1] and abs(sums[0] - sums[1]) < 1e-9:
        return None
    first = pairs[0][0]
    score = (sums[0] / len(pairs), sums[1] / len(pairs))
    return Change(first.key.suite, first.key.task, first.instruction, len(pairs), solved, score)


def _gain(change: Change) -> float:
    """How much better a task does: episodes solved first, then the score."""
    solved = (change.solved[1] - change.solved[0]) / change.episodes
    return solved if solved else change.score[1] - change.score[0]


def _solved(result: EpisodeResult) -> bool:
    return result.ending is Ending.SOLVED
