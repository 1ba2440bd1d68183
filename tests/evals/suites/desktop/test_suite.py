"""Every task of the suite follows its rules, and literal ones are said in the language of steps."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from evals.bench.suite import run as bench
from evals.episodes.result import Ending, EpisodeKey, EpisodeResult
from evals.episodes.run_folder import RunFolder
from evals.suites.desktop.compose import compose, mastered_in, pairs_of
from evals.suites.desktop.suite import broken_rules, load_suite, tasks_named
from evals.tasks import InvalidTask, Task, parse_task
from evals.tasks.proof import Keys, Write, proof_step
from gui_agent.planning.language.parse import parse_task as understood


@cache
def tasks() -> tuple[Task, ...]:
    return tuple(load_suite())


def test_there_are_eighty_tasks_over_ten_applications_in_three_tiers() -> None:
    assert len(tasks()) >= 80
    assert len({name for task in tasks() for name in task.related_apps}) >= 10
    assert min(Counter(task.tier for task in tasks())[tier] for tier in ("literal", "goal", "long")) >= 12


def test_a_tenth_of_the_tasks_cannot_be_done() -> None:
    assert sum(task.evaluator.infeasible for task in tasks()) >= len(tasks()) / 10


def test_long_tasks_go_over_two_applications() -> None:
    assert [task.id for task in tasks() if task.tier == "long" and len(task.related_apps) < 2] == []


@pytest.mark.parametrize("task", [pytest.param(t, id=t.id) for t in tasks() if t.tier == "literal"])
def test_literal_instructions_are_understood(task: Task) -> None:
    assert understood(task.instruction)


def test_tasks_are_found_by_name() -> None:
    first, second = tasks()[:2]
    assert tasks_named(tasks(), [second.id, first.id]) == [second, first]
    assert tasks_named(tasks(), []) == list(tasks())
    with pytest.raises(KeyError):
        tasks_named(tasks(), ["nothing"])


def raw(**changes: Any) -> dict[str, Any]:
    plain = {
        "id": "one",
        "tier": "goal",
        "image": "lean",
        "related_apps": ["mousepad"],
        "instruction": "Write “hello” into a.txt.",
        "evaluator": {
            "func": "text_is",
            "result": {"type": "vm_file", "path": "/home/user/a.txt", "dest": "a.txt"},
            "expected": {"type": "rule", "rules": {"expected": "hello"}},
        },
        "oracle": [{"do": "write", "path": "/home/user/a.txt", "text": "hello"}],
        "near_misses": [{"what": "in capitals", "steps": [{"do": "type", "text": "HELLO"}]}],
    }
    return {**plain, **changes}


def rules_broken(**changes: Any) -> list[str]:
    return [f"{each.field}: {each.message}" for each in broken_rules([parse_task(raw(**changes))])]


def test_a_proved_task_breaks_no_rule() -> None:
    assert rules_broken() == []


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"tier": ""}, "tier: is missing; a task of this suite must say it"),
        ({"oracle": []}, "oracle: is missing"),
        ({"near_misses": []}, "near_misses: there must be one at least"),
        ({"infeasible_because": "no"}, "infeasible_because: the task is judged as a feasible one"),
        (
            {"evaluator": {"func": "infeasible"}, "near_misses": []},
            "infeasible_because: is missing: say why it cannot be done",
        ),
        (
            {
                "evaluator": {
                    "func": "exact_match",
                    "result": {"type": "vm_command_line", "command": ["ls"]},
                    "expected": {"type": "rule", "rules": {"expected": ""}},
                }
            },
            "evaluator: vm_command_line believes a program of the guest",
        ),
        (
            {
                "config": [
                    {"type": "chrome_open_tabs", "parameters": {"urls_to_open": ["https://example.org"]}}
                ]
            },
            "config: must need nothing from outside the machine",
        ),
    ],
)
def test_a_rule_that_is_broken_is_said(changes: dict[str, Any], complaint: str) -> None:
    assert complaint in rules_broken(**changes)


def test_two_tasks_of_one_name_are_told() -> None:
    twice = [parse_task(raw()), parse_task(raw())]
    assert [each.field for each in broken_rules(twice)] == ["id"]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        (
            {"oracle": [{"do": "key", "keys": "a"}]},
            "oracle[0].do: there is no step “key”; did you mean “keys”?",
        ),
        ({"oracle": [{"do": "keys"}]}, "oracle[0].keys: is missing"),
        (
            {"oracle": [{"do": "wait", "seconds": 1, "why": "x"}]},
            "oracle[0].why: is not a field that is known here",
        ),
        ({"oracle": ["wait"]}, "oracle[0]: must be an object that says what to do"),
        (
            {"near_misses": [{"steps": []}]},
            "near_misses[0]: must be an object with what (a text) and steps, and nothing else",
        ),
        ({"tier": "easy"}, "tier: must be 'literal', 'goal' or 'long', not 'easy'"),
    ],
)
def test_what_is_wrong_with_a_proof_is_said_by_field(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises(InvalidTask) as caught:
        parse_task(raw(**changes))
    assert complaint in [f"{each.field}: {each.message}" for each in caught.value.problems]


def test_proof_steps_are_typed_and_written_back() -> None:
    task = parse_task(raw(oracle=[{"do": "keys", "keys": "ctrl+s", "times": 2}]))
    assert task.proof is not None
    assert task.proof.oracle == (Keys("ctrl+s", 2),)
    assert proof_step(Write("/a", "b")) == {"do": "write", "path": "/a", "text": "b", "base64": ""}


def test_tasks_of_upstream_need_no_proof(tmp_path: Path) -> None:
    plain = {key: value for key, value in raw().items() if key in ("id", "instruction", "evaluator")}
    assert parse_task(plain).proof is None


def test_literal_tasks_joined_are_still_understood() -> None:
    literal = [task for task in tasks() if task.tier == "literal"]
    pairs = list(pairs_of(literal))[::40]
    assert pairs
    for first, second in pairs:
        joined = compose(*(json.loads(task.file.read_text("utf-8")) for task in (first, second) if task.file))
        assert joined["tier"] == "literal"
        assert understood(joined["instruction"]), joined["id"]
        assert broken_rules([parse_task(joined)]) == []


def test_names_in_the_graders_cache_do_not_collide() -> None:
    joined = compose(raw(), raw(id="two"), ("one", "two"))
    assert [each["dest"] for each in joined["evaluator"]["result"]] == ["one/a.txt", "two/a.txt"]


def test_tasks_solved_every_time_are_mastered(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    endings = {
        "a": "solved solved",
        "b": "solved failed",
        "c": "infrastructure solved",
        "d": "infrastructure",
    }
    for task, words in endings.items():
        for attempt, word in enumerate(words.split(), 1):
            score = 1.0 if word == "solved" else 0.0
            folder.finish(EpisodeResult(EpisodeKey("desktop", task, 0, attempt), Ending(word), score, "why"))
    assert mastered_in(tmp_path) == {"a", "c"}


def test_a_benchmark_of_nothing_does_not_hold() -> None:
    assert not bench([]).holds
