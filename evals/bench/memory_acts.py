"""What families of tasks are made of: single actions, and checks of their results from outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from evals.page_server import Submission


@dataclass(frozen=True, slots=True)
class Act:
    """One action as a model says it; ``seen`` is how a worked step of it reads in the history.

    ``unless`` is a pattern: where the screen shows it, there is nothing to do.
    """

    action: Mapping[str, object]
    expect: Mapping[str, object]
    seen: str
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check from outside may look at."""

    home: Path
    received: Sequence[Submission] = ()


@dataclass(frozen=True, slots=True)
class Variant:
    """One task of a family; ``check`` says what is wrong with its result, or nothing."""

    task: str
    check: Callable[[Outcome], str]
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Family:
    """Tasks that differ in their parameters only; ``plan`` reads them from a task's words.

    ``stale`` is one where something on the screen is not as it was.
    """

    name: str
    programs: tuple[str, ...]
    pattern: str
    plan: Callable[[re.Match[str]], list[Act]]
    variants: tuple[Variant, Variant]
    stale: Variant | None = None


def launch(program: str, title: str, *arguments: str) -> Act:
    action = {"do": "launch", "application": program, "arguments": list(arguments)}
    return Act(action, {"opens": title}, f"launch (application={program}")


def typing(text: str, expect: Mapping[str, object] | None = None) -> Act:
    shown = text if len(text) <= 100 else text[:100]
    return Act({"do": "type", "text": text}, expect or {"see": text.strip()}, f"type (text={shown.strip()}")


def press(*keys: str, expect: Mapping[str, object]) -> Act:
    return Act({"do": "press", "keys": list(keys)}, expect, f"press (keys={keys}")


def click(target: str, expect: Mapping[str, object]) -> Act:
    return Act({"do": "click", "target": target}, expect, f"click {target}")


TICK_ALL = replace(
    click("“Replace all in:” checkbox", {"changes": "screen"}),
    unless=r'\] checkbox "Replace all in:?" checked',
)


def saved_as(name: str) -> list[Act]:
    """Return how a GTK editor saves under a name."""
    return [
        press("ctrl", "s", expect={"opens": "Save As"}),
        typing(name, {"changes": "screen"}),
        press("enter", expect={"closes": "Save As"}),
    ]


def holds(name: str, text: str) -> Callable[[Outcome], str]:
    """Return a check that the file ``name`` of the home folder holds ``text``."""

    def check(outcome: Outcome) -> str:
        path = outcome.home / name
        try:
            found = path.read_text("utf-8").rstrip("\n")
        except OSError as error:
            return f"{name} cannot be read: {error.strerror}"
        return "" if found == text else f"{name} holds {found!r}, not {text!r}"

    return check


def is_folder(name: str) -> Callable[[Outcome], str]:
    return lambda outcome: "" if (outcome.home / name).is_dir() else f"there is no folder {name}"


def was_sent(name: str, mail: str) -> Callable[[Outcome], str]:
    """Return a check that the form was sent once, with these values."""

    def check(outcome: Outcome) -> str:
        sent = [{k: v[0] for k, v in s.fields.items() if v and v[0]} for s in outcome.received]
        return "" if sent == [{"name": name, "email": mail}] else f"the form sent {sent}"

    return check
