"""How often repeats of a task succeed: at least once (pass@k) and every time (pass^k).

Both are the unbiased estimators: the share of all choices of k of a task's n episodes in which any, or every,
one was solved (Chen et al. 2021, arXiv 2107.03374; Yao et al. 2024, arXiv 2406.12045), averaged over tasks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import comb


@dataclass(frozen=True, slots=True)
class Reliability:
    """``every`` is pass^k and ``any`` pass@k, both over the ``tasks`` that have at least ``k`` episodes."""

    k: int
    every: float
    any: float
    tasks: int


def pass_hat_k(trials: int, successes: int, k: int) -> float:
    """Return the chance that k of a task's episodes, drawn without putting back, are all solved."""
    _check(trials, successes, k)
    return comb(successes, k) / comb(trials, k)


def pass_at_k(trials: int, successes: int, k: int) -> float:
    """Return the chance that among k of a task's episodes, drawn without putting back, one is solved."""
    _check(trials, successes, k)
    return 1 - comb(trials - successes, k) / comb(trials, k)


def reliabilities(tasks: Sequence[tuple[int, int]], ks: Iterable[int] | None = None) -> list[Reliability]:
    """Return pass^k and pass@k of ``tasks``, each (trials, successes).

    ``ks``: the k to report, by default 1 and everything up to what half of the tasks have, thinned out.
    """
    wanted = worthwhile(tasks) if ks is None else ks
    found: list[Reliability] = []
    for k in wanted:
        enough = [task for task in tasks if task[0] >= k]
        if enough:
            every = sum(pass_hat_k(n, c, k) for n, c in enough) / len(enough)
            any_ = sum(pass_at_k(n, c, k) for n, c in enough) / len(enough)
            found.append(Reliability(k, every, any_, len(enough)))
    return found


def worthwhile(tasks: Sequence[tuple[int, int]]) -> list[int]:
    """Return the k worth telling: 1, 2, 3, 4, 5, 8, 10, 16, 25 as far as half of the tasks have so many."""
    usual = (1, 2, 3, 4, 5, 8, 10, 16, 25)
    half = len(tasks) / 2
    return [k for k in usual if sum(n >= k for n, _ in tasks) >= max(half, 1)]


def _check(trials: int, successes: int, k: int) -> None:
    if not 0 <= successes <= trials or not 1 <= k <= trials:
        raise ValueError(f"{successes} of {trials} episodes do not answer for k = {k}")
