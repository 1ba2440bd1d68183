"""Doing again what worked: on a fake editor, with somebody who counts how often he is asked."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from gui_agent.memory.memory import Memory
from gui_agent.memory.records import Shortcut, Workflow
from gui_agent.types import Ending, Observation, Plan, PlannedAction, Step
from tests.gui_agent.memory.office import Clerk, Office, opened, play

FIRST = 'Write "Buy milk" in the editor and save it as list.txt'
SECOND = 'Write "Feed the cat" in the editor and save it as pets.txt'


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    kept = opened(tmp_path)
    yield kept
    kept.close()


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Learn the first task, once for all tests."""
    folder = tmp_path_factory.mktemp("taught")
    memory = opened(folder)
    assert play(FIRST, Office(), Clerk(), memory)[-1].ending is Ending.ACCOMPLISHED
    memory.close()
    return folder / "memory.sqlite"


@pytest.fixture
def taught(tmp_path: Path, lesson: Path) -> Iterator[Memory]:
    shutil.copy(lesson, tmp_path / "memory.sqlite")
    kept = opened(tmp_path)
    yield kept
    kept.close()


def only_workflow(memory: Memory) -> Workflow:
    (record,) = memory.store.all("workflow")
    assert isinstance(record.entry.body, Workflow)
    return record.entry.body


def test_the_first_task_is_asked_step_by_step_and_the_second_not_at_all(memory: Memory) -> None:
    first, second = Clerk(), Clerk()
    play(FIRST, Office(), first, memory)
    office = Office()
    steps = play(SECOND, office, second, memory)
    assert (first.asked, second.asked) == (6, 0)
    assert office.saved == {"pets.txt": "Feed the cat"}
    assert steps[-1].ending is Ending.ACCOMPLISHED
    assert sum(step.usage.model_calls for step in steps) == 0


def test_a_routine_says_what_it_is_doing(taught: Memory) -> None:
    steps = play(SECOND, Office(), Clerk(), taught)
    assert steps[1].planned.thought == "as remembered, 2 of 5: type “Feed the cat”"
    assert steps[1].plan is not None
    assert steps[1].plan.cursor == 1


@pytest.mark.parametrize(
    "task",
    [
        'Write "Feed the cat" in the editor and save it twice as pets.txt',
        'Write "Feed the cat" in the editor and save it as pets.txt and print it to x.txt',
        'Do not write "Feed the cat" in the editor and save it as pets.txt',
        'Write "Feed the cat" in the terminal and save it as pets.txt',
    ],
)
def test_what_is_asked_in_other_words_is_not_played(taught: Memory, task: str) -> None:
    assert taught.match(task) is None


def test_a_notice_in_the_way_is_left_to_whoever_plans_and_then_the_routine_goes_on(
    taught: Memory,
) -> None:
    clerk, office = Clerk(), Office(nags=True)
    steps = play(SECOND, office, clerk, taught)
    assert office.saved == {"pets.txt": "Feed the cat"}
    assert [step.planned.kind for step in steps if not step.planned.thought.startswith("as rem")] == [
        "wait",
        "click",
        "done",
    ]
    assert clerk.asked == 2, "once for the notice, once to say whether it is done"


def test_a_step_that_does_not_bring_what_it_should_is_left_to_whoever_plans(taught: Memory) -> None:
    clerk, office = Clerk(), Office(deaf=1)
    steps = play(SECOND, office, clerk, taught)
    assert office.saved == {"pets.txt": "Feed the cat"}
    assert clerk.asked == 2
    assert steps[-1].ending is Ending.ACCOMPLISHED


def test_another_program_under_the_same_name_is_not_typed_into(taught: Memory) -> None:
    clerk, office = Clerk(), Office(application="terminal")
    steps = play(SECOND, office, clerk, taught)
    typed = next(step for step in steps if step.planned.kind == "type")
    assert not typed.planned.thought.startswith("as remembered")
    assert office.saved == {"pets.txt": "Feed the cat"}, "and nothing was typed twice"
    assert clerk.asked > 2


def test_a_routine_that_keeps_failing_is_no_longer_played(taught: Memory) -> None:
    for _ in range(3):
        play(SECOND, Office(deaf=1), Clerk(), taught, learns=False)
    assert taught.match(SECOND) is None


def test_a_routine_that_works_again_counts_it_and_keeps_where_it_comes_from(taught: Memory) -> None:
    play(SECOND, Office(), Clerk(), taught)
    (record,) = taught.store.all("workflow")
    assert (record.supports, record.contradicts) == (2, 0)
    assert [one.run for one in only_workflow(taught).provenance] == ["runs/5"] * 2


def test_labels_that_were_not_there_when_it_worked_again_are_no_guard_any_more(taught: Memory) -> None:
    play(SECOND, Office(menu=("File", "Edit", "Help")), Clerk(), taught)
    assert only_workflow(taught).moves[1].guard.texts == ("File", "Edit")


def test_a_run_that_failed_teaches_no_routine(memory: Memory) -> None:
    steps = play(FIRST, Office(), Clerk())
    memory.learn(FIRST, steps, Ending.NOT_ACCOMPLISHED)
    assert memory.store.all("workflow") == []
    assert [record.entry.kind for record in memory.store.all()] == ["episode"]


def shortcut_of(memory: Memory) -> int:
    play('Open the editor, note down "Seeds" there, then keep it under seeds.txt', Office(), noting(), memory)
    (record,) = memory.store.all("shortcut")
    assert isinstance(record.entry.body, Shortcut)
    assert record.supports == 2
    return record.id


def noting() -> Clerk:
    return Clerk(r'note down "(?P<text>[^"]+)" .* (?P<file>\S+\.txt)')


def test_what_two_families_have_in_common_becomes_one_action(taught: Memory) -> None:
    number = shortcut_of(taught)
    found = taught.shortcut(str(number))
    assert found is not None
    assert [move.kind for move in found[1].moves] == ["launch", "type", "press", "type", "press"]
    assert [slot.shape for slot in found[1].slots] == ["quoted", "file"]


def test_a_shortcut_is_played_where_it_fits(taught: Memory) -> None:
    number, office = shortcut_of(taught), Office()
    call = PlannedAction("shortcut", arguments={"number": str(number), "with": ("Peas", "peas.txt")})
    steps = play("plant", office, Caller(call), taught, learns=False)
    assert office.saved == {"peas.txt": "Peas"}
    assert [step.planned.kind for step in steps] == ["launch", "type", "press", "type", "press", "done"]


class Caller:
    """Asks for one action, then says done, or gives up where it could not be done."""

    def __init__(self, call: PlannedAction) -> None:
        self._call = call

    @property
    def plan(self) -> Plan | None:
        return None

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        if not history:
            return self._call
        return (
            PlannedAction("fail", arguments={"reason": "no"}) if history[-1].error else PlannedAction("done")
        )


@pytest.mark.parametrize(
    ("number", "values", "why"),
    [
        (999, ("a", "b.txt"), "there is no shortcut 999"),
        (0, ("a",), "takes quoted, file"),
        (0, (), "takes quoted, file"),
    ],
)
def test_a_shortcut_that_cannot_be_played_says_why(
    taught: Memory, number: int, values: tuple[str, ...], why: str
) -> None:
    known = shortcut_of(taught)
    call = PlannedAction("shortcut", arguments={"number": str(number or known), "with": values})
    office = Office()
    first, last = play("plant", office, Caller(call), taught, learns=False)
    assert why in first.error
    assert office.actions == []
    assert last.ending is Ending.NOT_ACCOMPLISHED


def test_a_shortcut_gone_stale_falls_back(taught: Memory) -> None:
    number = shortcut_of(taught)
    call = PlannedAction("shortcut", arguments={"number": str(number), "with": ("Peas", "peas.txt")})
    office = Office(application="terminal")
    steps = play("plant", office, Caller(call), taught, learns=False)
    assert [step.planned.kind for step in steps] == ["launch", "wait", "done"]
    assert office.saved == {}
    record = taught.store.get(number)
    assert record is not None
    assert record.contradicts == 1
