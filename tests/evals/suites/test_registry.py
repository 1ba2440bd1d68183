"""Suites by name, folder, file and choice."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from evals.machines.errors import MachineUnavailable
from evals.suites.registry import (
    OSWORLD_VARIABLE,
    SUITES,
    EnvironmentKind,
    UnknownSuite,
    open_environment,
    open_suite,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, tier, application in (
        ("one", "literal", "gimp"),
        ("two", "goal", "vlc"),
        ("three", "goal", "gimp"),
    ):
        file = tmp_path / "mine" / application / f"{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        task = {
            "id": name,
            "instruction": f"Do {name}.",
            "tier": tier,
            "related_apps": [application],
            "evaluator": {"func": "infeasible"},
        }
        file.write_text(json.dumps(task), "utf-8")
    return tmp_path / "mine"


def ids(words: str) -> list[str]:
    return sorted(task.id for task in open_suite(words).tasks)


def test_a_folder_is_a_suite_of_its_name(folder: Path) -> None:
    suite = open_suite(str(folder))
    assert (suite.name, suite.seeds, len(suite.tasks)) == ("mine", (0,), 3)
    one = next(task for task in suite.tasks if task.id == "one")
    assert (one.suite, one.tier, one.application, one.infeasible) == ("mine", "literal", ("gimp",), True)
    assert one.source == str(folder / "gimp" / "one.json")


def test_one_file_is_a_suite_of_its_folder(folder: Path) -> None:
    suite = open_suite(str(folder / "vlc" / "two.json"))
    assert (suite.name, [task.id for task in suite.tasks]) == ("vlc", ["two"])


@pytest.mark.parametrize(
    ("choice", "chosen"),
    [
        ("goal", ["three", "two"]),
        ("gimp", ["one", "three"]),
        ("one,two", ["one", "two"]),
        ("literal,one", ["one"]),
    ],
)
def test_a_choice_is_by_id_tier_or_application(folder: Path, choice: str, chosen: list[str]) -> None:
    assert ids(f"{folder}:{choice}") == chosen


def test_what_nobody_knows_is_refused_with_what_there_is(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownSuite, match="its tiers are goal, literal"):
        open_suite(f"{folder}:hard")
    with pytest.raises(UnknownSuite, match="choose from desktop, osworld, miniwob"):
        open_suite("windows")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnknownSuite, match="no task files"):
        open_suite(str(tmp_path / "empty"))


def test_osworld_is_wherever_its_variable_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OSWORLD_VARIABLE, str(folder))
    assert {task.suite for task in open_suite("osworld").tasks} == {"osworld"}
    assert ids("osworld:vlc") == ["two"]
    monkeypatch.setenv(OSWORLD_VARIABLE, str(folder / "absent"))
    with pytest.raises(UnknownSuite, match=OSWORLD_VARIABLE):
        open_suite("osworld")


@pytest.mark.parametrize("name", [name for name in SUITES if name != "osworld"])
def test_every_suite_opens_and_its_tasks_travel_between_processes(name: str) -> None:
    suite = open_suite(name)
    assert suite.tasks
    assert {task.suite for task in suite.tasks} == {name}
    assert len({task.id for task in suite.tasks}) == len(suite.tasks)
    assert pickle.loads(pickle.dumps(suite.tasks)) == suite.tasks


def test_miniwob_has_its_subset_and_development_seeds() -> None:
    suite = open_suite("miniwob:webgum_56")
    assert (len(suite.tasks), suite.kind, suite.seeds) == (56, EnvironmentKind.MINIWOB, tuple(range(10)))
    assert len(open_suite("miniwob").tasks) == 125


def test_a_machine_of_ones_own_must_be_there() -> None:
    for name in ("own:absent.module:machine", "own:evals:absent", "own:"):
        with pytest.raises(MachineUnavailable, match="cannot be imported"):
            open_environment(EnvironmentKind.MACHINE, name)


def test_a_choice_may_be_longer_than_any_file_name() -> None:
    ids = [task.id for task in open_suite("desktop").tasks]
    assert [task.id for task in open_suite(f"desktop:{','.join(ids)}").tasks] == ids
