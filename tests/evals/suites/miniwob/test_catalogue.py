import pytest

from actions.errors import MissingDependency
from evals.suites.miniwob.catalogue import pages_folder, subset, task_named, tasks, tiers


def test_the_tiers_hold_every_registered_task_once() -> None:
    assert {tier: len(names) for tier, names in tiers().items()} == {
        "literal": 36,
        "closed_loop": 50,
        "reasoning": 39,
    }
    names = [task.id for task in tasks()]
    assert len(names) == len(set(names)) == 125


def test_the_subset_of_the_literature_is_of_registered_tasks() -> None:
    assert len(subset()) == len(set(subset())) == 56
    assert set(subset()) <= {task.id for task in tasks()}


def test_a_task_knows_its_tier_and_no_instruction_before_a_seed_is_chosen() -> None:
    task = task_named("click-menu")
    assert (task.tier, task.suite, task.instruction) == ("closed_loop", "miniwob", "")
    with pytest.raises(KeyError):
        task_named("click-nothing")


def test_every_task_has_its_page() -> None:
    try:
        folder = pages_folder()
    except MissingDependency as missing:
        pytest.skip(str(missing))
    assert [task.id for task in tasks() if not (folder / f"{task.id}.html").is_file()] == []
