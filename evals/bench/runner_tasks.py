"""The tasks of ``bench runner``: each takes seconds, needs no model, and is graded in another way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_NOTE = "/home/user/note.txt"


def write_tasks(folder: Path) -> list[Path]:
    """Write the task files into ``folder`` and return them."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for task in (_typed(), _moved(), _described()):
        file = folder / f"{task['id']}.json"
        file.write_text(json.dumps(task), "utf-8")
        files.append(file)
    return files


def _task(name: str, evaluator: dict[str, Any], oracle: list[dict[str, Any]]) -> dict[str, Any]:
    config = [{"type": "write_file", "parameters": {"path": _NOTE, "text": "one\n"}}]
    return {
        "id": name,
        "tier": "goal",
        "image": "lean",
        "related_apps": ["mousepad"],
        "instruction": "Write “two” below “one” in note.txt.",
        "config": config,
        "evaluator": evaluator,
        "oracle": oracle,
    }


def _text_is(text: str, path: str = _NOTE) -> dict[str, Any]:
    return {
        "func": "text_is",
        "result": {"type": "vm_file", "path": path, "dest": "note.txt"},
        "expected": {"type": "rule", "rules": {"expected": text}},
    }


def _typed() -> dict[str, Any]:
    """Return a task of typing into an editor and saving."""
    return _task("typed", _text_is("one\ntwo\n"), [*_opened(), *_typing(), _saved()])


def _moved() -> dict[str, Any]:
    """Return a task of moving files by commands of the guest."""
    oracle: list[dict[str, Any]] = [
        {"do": "run", "command": ["mkdir", "/home/user/kept"]},
        {"do": "run", "command": ["mv", _NOTE, "/home/user/kept/"]},
        {"do": "wait", "seconds": 0.5},
    ]
    return _task("moved", _text_is("one\n", "/home/user/kept/note.txt"), oracle)


def _described() -> dict[str, Any]:
    """Return a task that is graded by what the guest's server says of a window."""
    rules = [{"xpath": "//*[contains(@name, 'note.txt')]"}]
    evaluator = {
        "func": ["text_is", "check_accessibility_tree"],
        "result": [_text_is("")["result"], {"type": "accessibility_tree"}],
        "expected": [
            {"type": "rule", "rules": {"expected": "one\ntwo\n"}},
            {"type": "rule", "rules": rules},
        ],
    }
    return _task("described", evaluator, [*_opened(), *_typing(), _saved()])


def _opened() -> list[dict[str, Any]]:
    return [
        {"do": "start", "application": "mousepad", "arguments": [_NOTE]},
        {"do": "window", "title": "note.txt"},
    ]


def _typing() -> list[dict[str, Any]]:
    return [
        {"do": "keys", "keys": "ctrl+End"},
        {"do": "type", "text": "two"},
        {"do": "keys", "keys": "ctrl+s"},
    ]


def _saved() -> dict[str, Any]:
    return {"do": "file", "path": _NOTE, "text": "two"}
