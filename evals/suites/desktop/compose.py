"""Compositions: two tasks in one, in both orders, written as task files of their own.

Where an agent has mastered two tasks, does it still solve both in a row? Only tasks that cannot get
into each other's way are joined: feasible ones without a common application, window or file.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from evals.tasks.proof import ImageName
from evals.tasks.task import Task

Raw = Mapping[str, Any]

_PATH = re.compile(r"/home/user/[^\s\"';|&<>]+")
_CHECKED = ("func", "result", "expected", "options")
_BESIDE = ("local_path",)


def mastered_in(run: Path) -> set[str]:
    """Return the ids of the tasks that were solved in every judged episode of a run folder.

    Raises `DamagedResult`, OSError.
    """
    from evals.episodes.result import Ending
    from evals.episodes.run_folder import RunFolder

    judged = [result for result in RunFolder(run).results() if result.judged]
    failed = {result.key.task for result in judged if result.ending is not Ending.SOLVED}
    return {result.key.task for result in judged} - failed


def pairs_of(tasks: Iterable[Task]) -> Iterator[tuple[Task, Task]]:
    """Yield every pair of tasks that can be joined, in both orders."""
    for first, second in combinations(tasks, 2):
        if can_be_joined(first, second):
            yield first, second
            yield second, first


def can_be_joined(first: Task, second: Task) -> bool:
    """Say whether two tasks leave each other alone; a look at all windows leaves nothing alone."""
    if not all(_can_be_part(task) for task in (first, second)):
        return False
    if set(first.related_apps) & set(second.related_apps):
        return False
    return not _overlap(_paths(first), _paths(second))


def compose(first: Raw, second: Raw, folders: tuple[str, str] = ("", "")) -> dict[str, Any]:
    """Join what two task files hold; ``folders`` is put before the names of files beside each of them.

    Half of it done is the near miss: either task's oracle alone, and both with the second one's near misses.
    """
    one, two = _with_folder(first, folders[0]), _with_folder(second, folders[1])
    both = (one, two)
    misses = [
        {"what": f"only the first: {one['id']}", "steps": one["oracle"]},
        {"what": f"only the second: {two['id']}", "steps": two["oracle"]},
        *(
            {
                "what": f"the first, and of the second: {miss['what']}",
                "steps": [*one["oracle"], *miss["steps"]],
            }
            for miss in two["near_misses"]
        ),
    ]
    return {
        "id": f"{one['id']}--{two['id']}",
        "tier": _tier(both),
        "image": _image(both),
        "related_apps": [*one["related_apps"], *two["related_apps"]],
        "instruction": f"{one['instruction'].strip()}\n{two['instruction'].strip()}",
        "config": [*one.get("config", []), *two.get("config", [])],
        "evaluator": _evaluator(both),
        "oracle": [*one["oracle"], *two["oracle"]],
        "near_misses": misses,
    }


def write_compositions(tasks: Sequence[Task], folder: Path, most: int = 0) -> list[Path]:
    """Write the compositions of ``tasks`` (those an agent has mastered) as task files into ``folder``.

    At most ``most`` of them, spread evenly over all pairs; every one where 0. Files beside tasks are copied.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pairs = list(pairs_of(tasks))
    written = []
    for first, second in _spread(pairs, most):
        joined = compose(_raw(first), _raw(second), (first.id, second.id))
        file = folder / f"{joined['id']}.json"
        file.write_text(json.dumps(joined, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        for task in (first, second):
            _copy_files(task, folder)
        written.append(file)
    return written


def _spread(pairs: Sequence[tuple[Task, Task]], most: int) -> list[tuple[Task, Task]]:
    """Choose evenly; the two orders of a pair stand side by side and stay together."""
    if not most or most >= len(pairs):
        return list(pairs)
    couples = [pairs[at : at + 2] for at in range(0, len(pairs), 2)]
    wanted = max(1, most // 2)
    chosen = [couples[at * len(couples) // wanted] for at in range(wanted)]
    return [pair for couple in chosen for pair in couple]


def _can_be_part(task: Task) -> bool:
    evaluator = task.evaluator
    if evaluator.infeasible or task.proof is None or task.file is None or evaluator.postconfig:
        return False
    looks_at_windows = any(check.result and check.result.type == "vm_windows" for check in evaluator.checks)
    return not looks_at_windows and (evaluator.conjunction == "and" or len(evaluator.checks) == 1)


def _paths(task: Task) -> set[str]:
    """Return every path beneath the home folder that the task names, in setup, check or solution."""
    return {path.rstrip("/.,:") for path in _PATH.findall(json.dumps(_raw(task)))}


def _overlap(first: set[str], second: set[str]) -> bool:
    return any(
        one == two or one.startswith(f"{two}/") or two.startswith(f"{one}/")
        for one in first
        for two in second
    )


def _raw(task: Task) -> dict[str, Any]:
    if task.file is None:
        raise ValueError(f"the task {task.id} was not read from a file")
    raw: dict[str, Any] = json.loads(task.file.read_text("utf-8"))
    return raw


def _evaluator(tasks: tuple[Raw, Raw]) -> dict[str, Any]:
    rows = [row for task in tasks for row in _rows(task["evaluator"])]
    return {field: [row.get(field) or {} for row in rows] for field in _CHECKED}


def _rows(evaluator: Raw) -> list[dict[str, Any]]:
    """Return the checks of an evaluator one by one, whether it has one or a list of them."""
    if isinstance(evaluator["func"], str):
        return [{field: evaluator.get(field) for field in _CHECKED}]
    count = len(evaluator["func"])
    columns = {field: evaluator.get(field) or [None] * count for field in _CHECKED}
    return [{field: columns[field][at] for field in _CHECKED} for at in range(count)]


def _tier(tasks: tuple[Raw, Raw]) -> str:
    return "literal" if all(task["tier"] == "literal" for task in tasks) else "long"


def _image(tasks: tuple[Raw, Raw]) -> ImageName:
    return "lean" if all(task["image"] == "lean" for task in tasks) else "full"


def _with_folder(value: Any, folder: str) -> Any:
    """Return a copy in which files beside the task, and names in the grader's cache, lie in ``folder``."""
    if isinstance(value, list):
        return [_with_folder(each, folder) for each in value]
    if not isinstance(value, Mapping):
        return value
    changed = {key: _with_folder(each, folder) for key, each in value.items()}
    for key in _BESIDE:
        if isinstance(changed.get(key), str):
            changed[key] = f"{folder}/{changed[key]}"
    if "dest" in changed:
        changed["dest"] = _prefixed(changed["dest"], folder)
    if changed.get("type") == "task_file":
        changed["path"] = _prefixed(changed["path"], folder)
    return changed


def _prefixed(names: Any, folder: str) -> Any:
    return [f"{folder}/{name}" for name in names] if isinstance(names, list) else f"{folder}/{names}"


def _copy_files(task: Task, folder: Path) -> None:
    """Copy what lies beside a task file and is no task file itself, as far as the task names it."""
    if task.file is None:
        return
    for name in sorted(_files_beside(_raw(task))):
        source, target = task.file.parent / name, folder / task.id / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _files_beside(value: Any) -> set[str]:
    if isinstance(value, list):
        return {name for each in value for name in _files_beside(each)}
    if not isinstance(value, Mapping):
        return set()
    found = {name for each in value.values() for name in _files_beside(each)}
    found |= {value[key] for key in _BESIDE if isinstance(value.get(key), str)}
    if value.get("type") == "task_file":
        found |= set([value["path"]] if isinstance(value["path"], str) else value["path"])
    return found
