"""A run in numbers: what counts, what is set apart, and what is left out."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from evals.episodes.result import Ending, EpisodeResult
from evals.episodes.run_folder import RESULT
from evals.report.as_json import summary_to_json
from evals.report.intervals import wilson
from evals.report.read import NotARun, read_run
from evals.report.sentences import caveats
from evals.report.summary import Summary, summarize
from evals.report.taxonomy import Failure
from tests.evals.report.sample_runs import broken, episode, keep_run
from tests.gui_agent.sample_run import sample_steps


def summary_of(folder: Path, results: list[EpisodeResult], **asked: int) -> Summary:
    return summarize(read_run(keep_run(folder / "run", results, **asked)))  # type: ignore[arg-type]


def test_success_is_the_share_of_episodes_with_the_full_score(tmp_path: Path) -> None:
    summary = summary_of(tmp_path, [episode("one"), episode("two", 0.5), episode("three", 0.0)])
    assert (summary.feasible.solved, summary.feasible.episodes) == (1, 3)
    assert summary.feasible.success == pytest.approx(1 / 3)
    assert summary.feasible.rate == wilson(1, 3)
    assert summary.feasible.score == pytest.approx(0.5)
    assert summary.feasible.score_interval.method == "bootstrap"


def test_what_the_infrastructure_broke_counts_apart_and_never_as_failed(tmp_path: Path) -> None:
    whole = summary_of(tmp_path / "a", [episode("one"), episode("two", 0.0)])
    holed = summary_of(tmp_path / "b", [episode("one"), episode("two", 0.0), broken("three")])
    assert (holed.feasible.success, holed.feasible.rate) == (whole.feasible.success, whole.feasible.rate)
    assert (holed.feasible.infrastructure, holed.endings[Ending.INFRASTRUCTURE]) == (1, 1)
    assert sum(holed.failures.values()) == 1
    assert Failure.INFRASTRUCTURE not in holed.failures


def test_a_state_that_nobody_can_read_may_be_the_agents_doing(tmp_path: Path) -> None:
    results = [episode("one"), broken("two", kind="unreadable_state"), broken("three")]
    (said,) = caveats(summary_of(tmp_path, results))
    assert "2 episodes could not be played or judged" in said
    assert said.endswith(
        "In 1 of them what the agent left could not be read, which it may have caused; counted as failed, "
        "success would be 50 %."
    )


def test_tasks_that_cannot_be_done_are_set_apart(tmp_path: Path) -> None:
    summary = summary_of(
        tmp_path, [episode("one", 0.0), episode("two", infeasible=True), episode("three", infeasible=True)]
    )
    assert summary.feasible.success == 0
    assert summary.infeasible is not None
    assert (summary.infeasible.solved, summary.infeasible.episodes) == (2, 2)


def test_repeats_give_pass_hat_k(tmp_path: Path) -> None:
    scores = {"always": (1, 1, 1), "mostly": (1, 1, 0), "never": (0, 0, 0)}
    results = [
        episode(task, float(score), attempt=attempt)
        for task, row in scores.items()
        for attempt, score in enumerate(row, start=1)
    ]
    found = {each.k: each for each in summary_of(tmp_path, results, repeats=3).reliability}
    assert found[1].every == pytest.approx(5 / 9)
    assert found[2].every == pytest.approx((1 + 1 / 3 + 0) / 3)
    assert found[3].every == pytest.approx(1 / 3)
    assert found[3].any == pytest.approx(2 / 3)


def test_an_episode_counts_for_every_application_it_uses(tmp_path: Path) -> None:
    results = [
        episode("one", applications=("calc", "mail"), tier="long"),
        episode("two", 0.0, applications=("calc",), tier="goal"),
        episode("three"),
    ]
    summary = summary_of(tmp_path, results)
    told = {group.name: (group.solved, group.episodes) for group in summary.by_application}
    assert told == {"calc": (1, 2), "mail": (1, 1), "none named": (1, 1)}
    assert {group.name for group in summary.by_tier} == {"goal", "long"}


def test_time_steps_tokens_and_cost_are_those_of_judged_episodes(tmp_path: Path) -> None:
    results = [
        episode("one", steps=2, seconds=4.0, tokens_in=100, tokens_out=10, cost=0.5),
        episode("two", 0.0, steps=4, seconds=8.0, tokens_in=300, tokens_out=30, cost=1.5),
        broken("three"),
    ]
    group = summary_of(tmp_path, results).feasible
    assert (group.steps, group.seconds, group.median_seconds) == (3, 6, 6)
    assert (group.tokens_in, group.tokens_out, group.cost, group.cost_per_solved) == (200, 20, 2.0, 2.0)


def test_a_run_broken_off_says_how_much_is_there(tmp_path: Path) -> None:
    folder = keep_run(tmp_path / "run", [episode("one"), episode("two", 0.0)], repeats=3)
    (folder / "episodes" / "desktop" / "two" / "0-2" / "try-1").mkdir(parents=True)
    run = read_run(folder)
    assert (run.planned, len(run.results), run.missing, run.begun) == (6, 2, 4, 1)


def test_suites_with_seeds_of_their_own_are_counted_by_them(tmp_path: Path) -> None:
    folder = keep_run(tmp_path / "run", [episode("one", seed=3)], repeats=2)
    asked = json.loads((folder / "run.json").read_text("utf-8"))
    (folder / "run.json").write_text(json.dumps({**asked, "own_seeds": {"desktop": [3, 4, 5]}}), "utf-8")
    assert read_run(folder).planned == 6


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 99}', '{"format": 1, "ending": "solved"}'])
def test_a_result_that_cannot_be_read_counts_for_nothing_and_is_named(tmp_path: Path, content: str) -> None:
    folder = keep_run(tmp_path / "run", [episode("one"), episode("two", 0.0)])
    (folder / "episodes" / "desktop" / "two" / "0-1" / RESULT).write_text(content, "utf-8")
    run = read_run(folder)
    assert [result.key.task for result in run.results] == ["one"]
    assert len(run.unreadable) == 1
    assert "two" in run.unreadable[0]


def test_a_copied_folder_counts_once(tmp_path: Path) -> None:
    folder = keep_run(tmp_path / "run", [episode("one"), episode("two", 0.0)])
    shutil.copytree(folder / "episodes" / "desktop" / "one", folder / "episodes" / "desktop" / "one (copy)")
    run = read_run(folder)
    assert len(run.results) == 2
    assert "only the first counts" in run.notes[0]


def test_without_run_json_nobody_knows_how_many_were_asked_for(tmp_path: Path) -> None:
    folder = keep_run(tmp_path / "run", [episode("one")])
    (folder / "run.json").unlink()
    run = read_run(folder)
    assert (run.planned, len(run.results)) == (None, 1)
    assert "unknown" in run.notes[0]


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotARun, match="no run of"):
        read_run(tmp_path)


def test_a_trajectory_outside_the_run_is_not_read(tmp_path: Path) -> None:
    keep_run(tmp_path / "other", [episode("one", 0.0)], steps=sample_steps())
    outside = next((tmp_path / "other").glob("episodes/*/*/*/try-1"))
    result = episode("one", 0.0, trajectory=f"../{outside.relative_to(tmp_path)}")
    summary = summary_of(tmp_path, [result])
    assert summary.diagnoses[result.key].step is None


def test_json_says_it_all_and_reads_back(tmp_path: Path) -> None:
    results = [episode("one"), episode("two", 0.0), broken("three"), episode("four", infeasible=True)]
    told = json.loads(json.dumps(summary_to_json(summary_of(tmp_path, results, repeats=2))))
    assert (told["planned"], told["finished"], told["complete"]) == (8, 4, False)
    assert (told["all"]["solved"], told["all"]["episodes"], told["all"]["infrastructure"]) == (1, 2, 1)
    assert told["infeasible"]["solved"] == 1
    by_task = {each["key"]["task"]: each["diagnosis"] for each in told["episodes"]}
    assert by_task["one"] is None
    assert by_task["two"]["failure"] == "premature stop"
    assert by_task["three"]["failure"] == "infrastructure"


def test_an_empty_run_has_no_rate(tmp_path: Path) -> None:
    told = summary_to_json(summary_of(tmp_path, [broken("one")]))
    assert (told["all"]["success"], told["all"]["interval"]["method"]) == (None, "none")
