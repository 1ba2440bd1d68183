"""What is wrong with a task file is said by file and field."""

# ruff: noqa: E501 - tables of cases are easier to read in long lines

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.tasks import InvalidTask, find_task_files, load_task, load_tasks, needs_of, parse_task
from evals.tasks.steps import Download, Execute, Launch, RemoteFile, Sleep


def task(**changes: Any) -> dict[str, Any]:
    plain = {
        "id": "one",
        "instruction": "Write “hello”.",
        "config": [],
        "evaluator": {
            "func": "exact_match",
            "result": {"type": "vm_command_line", "command": ["cat", "a"]},
            "expected": {"type": "rule", "rules": {"expected": "hello"}},
        },
    }
    return {**plain, **changes}


def problems(raw: dict[str, Any]) -> list[str]:
    with pytest.raises(InvalidTask) as caught:
        parse_task(raw)
    return [f"{each.field}: {each.message}" for each in caught.value.problems]


def evaluator(**changes: Any) -> dict[str, Any]:
    return task(evaluator={**task()["evaluator"], **changes})


def test_a_task_is_read() -> None:
    read = parse_task(task(related_apps=["os"], source="somewhere"))
    assert (read.id, read.related_apps, read.source) == ("one", ("os",), ("somewhere",))
    (check,) = read.evaluator.checks
    assert check.metric == "exact_match"
    assert check.result is not None
    assert check.result.config() == {"type": "vm_command_line", "command": ["cat", "a"]}
    assert needs_of(read).short() == ""


def test_steps_are_typed() -> None:
    read = parse_task(
        task(
            config=[
                {
                    "type": "download",
                    "parameters": {"files": [{"url": "https://x/a", "path": "/home/user/a"}]},
                },
                {"type": "launch", "parameters": {"command": ["gimp"]}},
                {"type": "execute", "parameters": {"command": "ls", "shell": "true", "stdout": "a.out"}},
                {"type": "command", "parameters": {"command": ["ls"]}},
                {"type": "sleep", "parameters": {"seconds": 2}},
            ]
        )
    )
    assert read.config == (
        Download((RemoteFile("https://x/a", "/home/user/a"),)),
        Launch(("gimp",)),
        Execute("ls", shell=True, stdout="a.out"),
        Execute(("ls",)),
        Sleep(2.0),
    )


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (task(instruction=5), "instruction: input should be a valid string (it is 5)"),
        (task(snapshots="x"), "snapshots: is not a field that is known here"),
        (task(possibility_of_env_change="no"), "possibility_of_env_change: must be 'low', 'medium' or 'high', not 'no'"),
        (task(config=[{"type": "lunch", "parameters": {}}]), "config[0].type: there is no setup step “lunch”; did you mean “launch”?"),
        (task(config=[{"type": "sleep", "parameters": {}}]), "config[0].parameters.seconds: is missing"),
        (
            task(config=[{"type": "download", "parameters": {"files": [{"url": "https://x/a"}]}}]),
            "config[0].parameters.files[0].path: is missing",
        ),
        (task(config=[{"type": "launch", "parameters": {"command": []}}]), "config[0].parameters.command: is empty"),
        (
            task(config=[{"type": "open", "parameters": {"path": "a", "wait": 1}}]),
            "config[0].parameters.wait: is not a field that is known here",
        ),
        (evaluator(func="exact_mach"), "evaluator.func: there is no metric “exact_mach”; did you mean “exact_match”?"),
        (evaluator(conj="xor"), "evaluator.conj: must be “and” or “or”, not 'xor'"),
        (
            evaluator(result={"type": "vm_fil", "path": "a", "dest": "a"}),
            "evaluator.result.type: there is no getter “vm_fil”; did you mean “vm_file”?",
        ),
        (
            evaluator(result={"type": "vm_file", "path": "a"}),
            "evaluator.result.dest: is missing",
        ),
        (
            evaluator(result={"type": "vm_file", "path": "a", "dest": "a", "destt": 1}),
            "evaluator.result.destt: the getter vm_file has no such parameter",
        ),
        (
            evaluator(func=["exact_match", "exact_match"]),
            "evaluator.result: must be a list as long as func, which has 2 names",
        ),
        (
            task(evaluator={"func": "exact_match", "postconfig": [{"type": "sleep", "parameters": {"seconds": -1}}], "result": {"type": "rule", "rules": 1}}),
            "evaluator.postconfig[0].parameters.seconds: input should be greater than or equal to 0 (it is -1)",
        ),
    ],
)  # fmt: skip
def test_problems_name_their_field(raw: dict[str, Any], expected: str) -> None:
    assert expected in problems(raw)


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps(task(id="two", instruction="")), "utf-8")
    (tmp_path / "broken.json").write_text('{"instruction": ', "utf-8")
    (tmp_path / "list.json").write_text('{"chrome": ["one"]}', "utf-8")
    assert [file.name for file in find_task_files([tmp_path])] == ["broken.json", "one.json"]
    with pytest.raises(InvalidTask) as caught:
        load_tasks([tmp_path])
    told = sorted(f"{each.file and each.file.name} {each.field}" for each in caught.value.problems)
    assert told == ["broken.json ", "one.json id", "one.json instruction"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidTask, match=r"absent\.json: cannot be read: No such file"):
        load_task(tmp_path / "absent.json")


def test_remarks_are_left_out() -> None:
    read = parse_task(evaluator(options={"_note": "x", "ignore_case": True}, _config_note="y"))
    assert read.evaluator.checks[0].options == {"ignore_case": True}
