"""``gui-agent eval run`` with real worker processes on a machine that starts in no time."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.episodes.result import Ending
from evals.episodes.run_folder import RunFolder
from gui_agent.cli.app import app
from gui_agent.journal import read_journal
from tests.evals.runner.conftest import Bench

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="guests of these tests are POSIX folders")


def test_every_ending_is_told_apart_and_every_episode_keeps_its_records(bench: Bench) -> None:
    bench.task("right", "type yes")
    bench.task("wrong", "type no")
    bench.task("garbage", "type no JSON", wanted="JSON")
    bench.task("refused", "refuse")
    bench.task("spent", "spend")
    bench.task("crashed", "crash")
    bench.task("impossible", "type yes", evaluator={"func": "infeasible"})
    done = bench.run("--workers", "2", "--video")
    assert done.returncode == 0, done.stderr
    found = bench.results()
    assert {name.split()[0]: result.ending for name, result in found.items()} == {
        "right": Ending.SOLVED,
        "wrong": Ending.FAILED,
        "garbage": Ending.FAILED,
        "refused": Ending.REFUSED,
        "spent": Ending.BUDGET,
        "crashed": Ending.FAILED,
        "impossible": Ending.FAILED,
    }
    right = found["right 0-1"]
    assert (right.key.suite, right.tier, right.applications) == ("tasks", "goal", ("keyboard",))
    assert (right.tokens_in, right.tokens_out, right.cost, right.agent_ending) == (
        10,
        5,
        0.25,
        "ACCOMPLISHED",
    )
    assert right.score == 1
    assert 0 < right.seconds <= right.total_seconds
    assert "equal" in right.explanation
    assert found["impossible 0-1"].infeasible
    assert (found["crashed 0-1"].failure, found["crashed 0-1"].retries) == ("agent_crashed", 0)
    assert "an agent's own mistake" in found["crashed 0-1"].agent_explanation
    journal = read_journal(bench.out / right.trajectory)
    assert [step.planned.kind for step in journal.steps()] == ["type", "done"]
    assert (bench.out / right.trajectory / "video.mp4").stat().st_size > 0
    assert len(bench.noted("played")) == 7


def test_repeats_and_seeds_make_episodes_of_their_own(bench: Bench) -> None:
    bench.task("right", "type yes")
    assert bench.run("--repeats", "2", "--seeds", "3-4").returncode == 0
    assert sorted(bench.results()) == ["right 3-1", "right 3-2", "right 4-1", "right 4-2"]


def test_what_is_over_is_not_played_again_and_more_can_be_asked_for(bench: Bench) -> None:
    bench.task("right", "type yes")
    bench.run()
    again = bench.run()
    assert (again.returncode, len(bench.noted("played"))) == (0, 1)
    assert "1 of 1 episodes are over already" in again.stdout
    bench.task("wrong", "type no")
    assert bench.run("--repeats", "2").returncode == 0
    assert len(bench.noted("played")) == 4
    asked = json.loads((bench.out / "run.json").read_text("utf-8"))
    assert (asked["tasks"], asked["repeats"]) == (["tasks/right", "tasks/wrong"], 2)


def test_results_of_another_agent_are_not_mixed_in(bench: Bench) -> None:
    bench.task("right", "type yes")
    bench.run()
    other = bench.run("--agent", "nothing")
    assert other.returncode == 2
    assert "choose another folder with --out" in other.stderr
    assert [result.ending for result in bench.results().values()] == [Ending.SOLVED]
    assert bench.run("--no-resume").returncode == 2


def test_shards_share_the_episodes_out_without_rest_or_overlap(bench: Bench) -> None:
    for name in "abc":
        bench.task(name, f"type yes. {name}")
    for number in (1, 2):
        assert bench.run("--shard", f"{number}/2").returncode == 0
    assert len(bench.results()) == len(bench.noted("played")) == 3


def test_a_machine_that_fails_is_tried_again_and_counted_apart(bench: Bench) -> None:
    bench.task("right", "type yes")
    bench.ask("machine fails", 2)
    done = bench.run()
    (result,) = bench.results().values()
    assert (done.returncode, result.ending, result.retries) == (0, Ending.SOLVED, 2)
    assert result.troubles == ("machine", "machine")
    assert "that was asked for" in done.stdout


def test_a_machine_that_always_fails_is_no_failure_of_the_agent_and_is_tried_again_later(
    bench: Bench,
) -> None:
    bench.task("right", "type yes")
    bench.ask("machine fails", 3)
    done = bench.run("--retries", "2")
    assert done.returncode == 4, done.stderr
    (result,) = bench.results().values()
    assert (result.ending, result.failure) == (Ending.INFRASTRUCTURE, "machine")
    assert (result.judged, len(result.troubles), result.retries) == (False, 3, 2)
    assert "Not judged: 1 machine." in done.stdout
    assert bench.run().returncode == 0
    (result,) = bench.results().values()
    assert (result.ending, result.retries) == (Ending.SOLVED, 3)


def test_a_state_that_cannot_be_read_is_tried_again_so_often_and_then_told_apart_for_good(
    bench: Bench,
) -> None:
    bench.task("data", "type unreadable")
    assert bench.run("--retries", "1").returncode == 4
    (result,) = bench.results().values()
    assert (result.ending, result.failure, result.retries) == (
        Ending.INFRASTRUCTURE,
        "unreadable_state",
        1,
    )
    assert bench.run().returncode == 4
    assert len(bench.noted("played")) == 2, "a later run is no further chance"


def test_a_worker_that_dies_loses_and_doubles_nothing(bench: Bench) -> None:
    bench.task("dies", "type yes. die 2")
    bench.task("right", "type yes")
    assert bench.run().returncode == 0
    found = bench.results()
    assert [result.ending for result in found.values()] == [Ending.SOLVED, Ending.SOLVED]
    assert found["dies 0-1"].troubles == ("worker_died", "worker_died")
    assert found["right 0-1"].troubles == ()
    assert [path.name for path in RunFolder(bench.out).episode(found["dies 0-1"].key).glob("try-*")] == [
        "try-3"
    ]


def test_a_runner_killed_in_the_middle_goes_on_where_it_was_and_leaves_no_worker(bench: Bench) -> None:
    bench.task("quick", "type yes")
    bench.task("slow", "type yes. sleep 6")
    process = bench.start("--workers", "2")
    bench.await_note(process, "sleep")
    while not list((bench.out / "episodes" / "tasks" / "quick").glob("*/result.json")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert set(bench.results()) == {"quick 0-1"}
    assert bench.run("--workers", "2").returncode == 0
    assert [result.ending for result in bench.results().values()] == [Ending.SOLVED] * 2
    assert len([line for line in bench.noted("played") if "sleep" not in line]) == 1
    assert len(_slow(bench)) == 2
    first, second = (int(line.split()[-1]) for line in _slow(bench))
    assert not any(Path(f"/proc/{pid}").exists() for pid in (first, second))


def test_two_runners_do_not_play_the_same_run(bench: Bench) -> None:
    bench.task("slow", "sleep 120")
    process = bench.start()
    try:
        bench.await_note(process, "played")
        second = bench.run()
    finally:
        process.kill()
        process.communicate()
    assert second.returncode == 2
    assert "played by another process" in second.stderr
    assert len(bench.noted("played")) == 1


def test_ctrl_c_says_how_to_go_on(bench: Bench) -> None:
    bench.task("slow", "sleep 120")
    process = bench.start()
    bench.await_note(process, "played")
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 3
    assert f"--out {bench.out} goes on from here" in said
    assert bench.results() == {}


@pytest.mark.parametrize(
    ("flags", "complaint"),
    [
        (["--agent", "nobody"], "there is no agent “nobody”"),
        (["--machine", "abacus"], "abacus"),
        (["--machine", "own:tests.evals.runner.world:absent"], "cannot be imported"),
        (["--seeds", "1-x"], "is no seed"),
        (["--shard", "3/2"], "a shard is one of"),
        (["--grounder", "crystal"], "crystal"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_played(
    bench: Bench, flags: list[str], complaint: str
) -> None:
    bench.task("right", "type yes")
    done = CliRunner().invoke(app, bench.command(*flags)[3:])
    assert done.exit_code != 0
    said = f"{done.stderr} {done.exception}"
    assert complaint in " ".join(said.replace("│", " ").split())
    assert not (bench.out / "episodes").exists()


def _slow(bench: Bench) -> list[str]:
    return [line for line in bench.noted("played") if "sleep" in line]
