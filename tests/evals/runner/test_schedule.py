"""What is tried again, what is given up, and what counts when a slot dies at the worst moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from evals.agents.open_agent import AgentChoice
from evals.episodes.environment import EpisodeTask
from evals.episodes.result import Ending, EpisodeKey, EpisodeResult
from evals.episodes.run_folder import RunFolder, Trouble
from evals.runner.assignment import Assignment, Broken, Finished, Lost, SlotReport, SlotSettings
from evals.runner.request import plan_episodes, shard_of
from evals.runner.run import AlreadyRunning, find_work, sole_runner
from evals.runner.schedule import Patience, Schedule
from evals.suites.registry import EnvironmentKind, Suite

Play = Callable[[RunFolder, Assignment], SlotReport | None]


class ScriptedCrew:
    """A crew that answers at once by a function; None means that it never answers."""

    def __init__(self, play: Play, store: RunFolder, slots: int = 2) -> None:
        self._play, self._store = play, store
        self._slots: dict[int, Assignment | None] = dict.fromkeys(range(slots))
        self.played: list[EpisodeKey] = []
        self.discarded: list[int] = []

    def idle(self) -> Sequence[int]:
        return [slot for slot, playing in self._slots.items() if playing is None]

    def assign(self, slot: int, assignment: Assignment) -> None:
        assert self._slots[slot] is None, "a busy slot gets nothing more"
        self._slots[slot] = assignment
        self.played.append(assignment.key)

    def wait(self, seconds: float) -> list[tuple[int, SlotReport]]:
        reports: list[tuple[int, SlotReport]] = []
        for slot, assignment in self._slots.items():
            if assignment is not None and (report := self._play(self._store, assignment)) is not None:
                self._slots[slot] = None
                reports.append((slot, report))
        if not reports:
            time.sleep(0.01)
        return reports

    def discard(self, slot: int) -> None:
        self.discarded.append(slot)
        self._slots[slot] = None

    def close(self) -> None: ...


class Notes:
    def __init__(self) -> None:
        self.ended_with: list[EpisodeResult] = []
        self.again: list[bool] = []

    def began(self, slot: int, key: EpisodeKey) -> None: ...

    def broke(self, slot: int, key: EpisodeKey, trouble: Trouble, *, again: bool) -> None:
        self.again.append(again)

    def ended(self, slot: int, result: EpisodeResult) -> None:
        self.ended_with.append(result)


def episode(name: str) -> Assignment:
    task = EpisodeTask(name, "s", (), "goal", "do it", "")
    return Assignment(EpisodeKey("s", name), task, EnvironmentKind.MACHINE)


def solved(key: EpisodeKey) -> EpisodeResult:
    return EpisodeResult(key, Ending.SOLVED, 1.0, "")


def finished(store: RunFolder, assignment: Assignment) -> SlotReport:
    return Finished(store.finish(solved(assignment.key)))


def schedule(
    tmp_path: Path,
    play: Play,
    names: str = "a",
    patience: Patience = Patience(),  # noqa: B008 - frozen
) -> tuple[ScriptedCrew, Notes, list[EpisodeResult]]:
    store = RunFolder(tmp_path)
    crew, notes = ScriptedCrew(play, store), Notes()
    settings = SlotSettings(tmp_path, "sandbox", AgentChoice("nothing"), 10, 60)
    Schedule([episode(name) for name in names], crew, store, settings, patience, notes).run()
    return crew, notes, list(store.results())


def test_every_episode_is_played_once(tmp_path: Path) -> None:
    crew, notes, results = schedule(tmp_path, finished, "abcdefg")
    assert sorted(key.task for key in crew.played) == list("abcdefg")
    assert len(notes.ended_with) == len(results) == 7


def test_what_broke_is_tried_again_so_often_and_then_given_up(tmp_path: Path) -> None:
    def broken(_: RunFolder, assignment: Assignment) -> SlotReport:
        return Broken(assignment.key, Trouble("machine", "gone"))

    crew, notes, (result,) = schedule(tmp_path, broken, patience=Patience(retries=2))
    assert (len(crew.played), notes.again) == (3, [True, True, False])
    assert (result.ending, result.failure, result.troubles) == (
        Ending.INFRASTRUCTURE,
        "machine",
        ("machine",) * 3,
    )


def test_what_cannot_get_better_is_not_tried_again(tmp_path: Path) -> None:
    def hopeless(_: RunFolder, assignment: Assignment) -> SlotReport:
        return Broken(assignment.key, Trouble("setup", "needs an account"), final=True)

    crew, _, (result,) = schedule(tmp_path, hopeless)
    assert (len(crew.played), result.failure, result.explanation) == (1, "setup", "needs an account")


def test_deaths_are_counted_apart_from_other_errors(tmp_path: Path) -> None:
    def dying(_: RunFolder, assignment: Assignment) -> SlotReport:
        return Lost(assignment.key, "killed")

    crew, _, (result,) = schedule(tmp_path, dying, patience=Patience(retries=0, deaths=4))
    assert (len(crew.played), result.failure) == (5, "worker_died")


def test_a_result_kept_just_before_the_death_counts_and_is_not_played_again(tmp_path: Path) -> None:
    def keeps_and_dies(store: RunFolder, assignment: Assignment) -> SlotReport:
        store.finish(solved(assignment.key))
        return Lost(assignment.key, "killed")

    crew, notes, (result,) = schedule(tmp_path, keeps_and_dies)
    assert (len(crew.played), result.ending, notes.again) == (1, Ending.SOLVED, [])


def test_who_takes_too_long_is_killed_and_replaced(tmp_path: Path) -> None:
    def hangs(store: RunFolder, assignment: Assignment) -> SlotReport | None:
        return None if assignment.key.task == "h" else finished(store, assignment)

    crew, _, results = schedule(tmp_path, hangs, "ahb", Patience(deaths=3, seconds=0.05))
    assert {result.key.task: result.failure for result in results} == {"a": "", "b": "", "h": "timeout"}
    assert len(crew.discarded) == crew.played.count(EpisodeKey("s", "h")) > 1


def test_one_that_breaks_now_and_then_keeps_nobody_else_waiting_for_ever(tmp_path: Path) -> None:
    seen: list[str] = []

    def breaks_once(store: RunFolder, assignment: Assignment) -> SlotReport:
        seen.append(assignment.key.task)
        if seen.count(assignment.key.task) == 1:
            return Broken(assignment.key, Trouble("machine", "gone"))
        return finished(store, assignment)

    _, _, results = schedule(tmp_path, breaks_once, "abcd")
    assert [result.ending for result in results] == [Ending.SOLVED] * 4


def test_results_of_the_infrastructure_are_taken_back_unless_the_agent_may_be_the_cause(
    tmp_path: Path,
) -> None:
    store = RunFolder(tmp_path)
    for name, failure in (("machine", "machine"), ("garbage", "unreadable_state")):
        key = EpisodeKey("s", name)
        store.finish(EpisodeResult(key, Ending.INFRASTRUCTURE, 0.0, "", failure=failure))
    store.finish(solved(EpisodeKey("s", "fine")))
    work = find_work(store, [episode(name) for name in ("machine", "garbage", "fine", "new")])
    assert [each.key.task for each in work.missing] == ["machine", "new"]
    assert len(work.episodes) == 4


def test_a_plan_sees_every_task_before_it_repeats_one() -> None:
    tasks = tuple(episode(name).task for name in "ab")
    plan = plan_episodes([Suite("s", tasks, seeds=(1, 2))], (), 2)
    assert [(e.key.task, e.key.seed, e.key.attempt) for e in plan[:4]] == [
        ("a", 1, 1), ("a", 2, 1), ("b", 1, 1), ("b", 2, 1)
    ]  # fmt: skip
    assert len(plan) == 8
    assert {e.key.seed for e in plan_episodes([Suite("s", tasks)], (7,), 1)} == {7}


def test_shards_share_a_plan_out() -> None:
    plan = [episode(name) for name in "abcdefg"]
    shards = [shard_of(plan, number, 3) for number in (1, 2, 3)]
    assert sorted(e.key.task for shard in shards for e in shard) == list("abcdefg")
    assert max(map(len, shards)) - min(map(len, shards)) <= 1


def test_a_part_is_played_beside_other_parts_and_by_nobody_else(tmp_path: Path) -> None:
    with sole_runner(tmp_path, "-1-of-2"), sole_runner(tmp_path, "-2-of-2"):
        for part in ("", "-1-of-2"):
            with pytest.raises(AlreadyRunning, match="by another process"), sole_runner(tmp_path, part):
                pass
    with sole_runner(tmp_path), pytest.raises(AlreadyRunning), sole_runner(tmp_path, "-1-of-2"):
        pass
