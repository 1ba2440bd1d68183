"""A scripted model that plays every part of the mind, each from its own list of answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from gui_agent.chat.script import Answer, Asked, Fault, Reply

ROLES: Mapping[str, str] = {
    "manager": "Break the task down",
    "refine": "your plan has run into trouble",
    "reached": "You check a claim",
    "critic": "You check one step",
    "reflector": "You judge what came of one action",
    "worker": "one action at a time, until the task is done",
}
Line: TypeAlias = Mapping[str, Any] | Callable[[str], Mapping[str, Any]] | Reply


class Cast:
    """Knows each question by its prompt; what was asked is kept in ``questions`` by part."""

    def __init__(self, **lines: Sequence[Line]) -> None:
        self._lines = {role: list(said) for role, said in lines.items()}
        self.questions: list[tuple[str, str]] = []

    def __call__(self, asked: Asked) -> Reply:
        role = next((name for name, words in ROLES.items() if words in asked.text), "")
        if not role:
            return Answer('{"colour": "red", "count": 3}')  # Asked what it can do.
        self.questions.append((role, asked.text))
        if not self._lines.get(role):
            raise AssertionError(f"the {role} was asked once too often:\n{asked.text[-1500:]}")
        line = self._lines[role].pop(0)
        if isinstance(line, Answer | Fault):
            return line
        return Answer(json.dumps(line(asked.text) if callable(line) else line))

    def asked(self, role: str) -> list[str]:
        return [text for name, text in self.questions if name == role]

    @property
    def order(self) -> list[str]:
        return [role for role, _ in self.questions]

    @property
    def unsaid(self) -> dict[str, int]:
        return {role: len(lines) for role, lines in self._lines.items() if lines}


def do(
    action: str, expect: Mapping[str, Any] | None = None, thought: str = "", **fields: Any
) -> dict[str, Any]:
    said: dict[str, Any] = {"thought": thought, "action": {"do": action, **fields}}
    return said | ({"expect": expect} if expect else {})


def plan(*subgoals: tuple[str, Mapping[str, Any] | None]) -> dict[str, Any]:
    return {"subgoals": [{"goal": goal, "reached_when": when} for goal, when in subgoals]}
