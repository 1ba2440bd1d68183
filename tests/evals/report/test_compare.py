"""Two runs side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.episodes.result import EpisodeResult
from evals.report.compare import Comparison, compare
from evals.report.read import read_run
from evals.report.sentences import verdict
from tests.evals.report.sample_runs import broken, episode, keep_run


def compared(folder: Path, first: list[EpisodeResult], second: list[EpisodeResult]) -> Comparison:
    return compare(read_run(keep_run(folder / "old", first)), read_run(keep_run(folder / "new", second)))


def run_of(**scores: float) -> list[EpisodeResult]:
    return [episode(task, score) for task, score in scores.items()]


def test_only_what_both_have_judged_is_compared(tmp_path: Path) -> None:
    first = [*run_of(a=1.0, b=0.0, gone=1.0), episode("apart", infeasible=True)]
    second = [*run_of(a=0.0, fresh=0.0), broken("b"), episode("apart", 0.0, infeasible=True)]
    found = compared(tmp_path, first, second)
    assert (found.episodes, found.only_first, found.only_second) == (1, 1, 0)
    assert found.only_here == (2, 1)


def test_what_got_better_and_worse_is_listed(tmp_path: Path) -> None:
    found = compared(
        tmp_path, run_of(up=0.0, down=1.0, same=1.0, bit=0.2), run_of(up=1.0, down=0.5, same=1.0, bit=0.4)
    )
    assert [(c.task, c.solved, c.score) for c in found.better] == [
        ("up", (0, 1), (0.0, 1.0)),
        ("bit", (0, 0), (0.2, 0.4)),
    ]
    assert [c.task for c in found.worse] == ["down"]
    assert (found.both, found.only_first, found.only_second, found.neither) == (1, 1, 1, 1)
    assert found.score is not None
    assert found.score.mean == pytest.approx((1 - 0.5 + 0 + 0.2) / 4)


def test_a_clear_gain_is_called_better(tmp_path: Path) -> None:
    names = [f"t{n}" for n in range(10)]
    found = compared(tmp_path, run_of(**dict.fromkeys(names, 0.0)), run_of(**dict.fromkeys(names, 1.0)))
    assert found.p == pytest.approx(2 / 2**10)
    assert verdict(found) == "new is better: +100 points (p = 0.002, McNemar's exact test)."


def test_repeats_of_two_tasks_prove_little(tmp_path: Path) -> None:
    """Ten episodes each way would be certain if they were ten tasks; they are one."""
    first = [episode("one", 0.0, attempt=n) for n in range(1, 11)]
    second = [episode("one", 1.0, attempt=n) for n in range(1, 11)]
    found = compared(tmp_path, first, second)
    assert found.repeated
    assert found.p < 0.01
    assert found.p_tasks == 1
    assert verdict(found).startswith("No clear difference")


def test_turned_around_it_is_worse(tmp_path: Path) -> None:
    names = [f"t{n}" for n in range(10)]
    found = compared(tmp_path, run_of(**dict.fromkeys(names, 1.0)), run_of(**dict.fromkeys(names, 0.0)))
    assert found.difference == -1
    assert verdict(found).startswith("new is worse: −100 points")


def test_runs_that_have_nothing_in_common_are_not_compared(tmp_path: Path) -> None:
    found = compared(tmp_path, run_of(a=1.0), run_of(b=1.0))
    assert (found.episodes, found.p, found.score) == (0, 1.0, None)
    assert "no judged episode in common" in verdict(found)


def test_a_run_against_itself_is_the_same(tmp_path: Path) -> None:
    found = compared(tmp_path, run_of(a=1.0, b=0.5), run_of(a=1.0, b=0.5))
    assert (found.better, found.worse) == ((), ())
    assert verdict(found) == "Both runs solved the same of the 2 common episodes."
