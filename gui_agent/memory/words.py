"""Remembered actions in words that are safe to tell: of the closed set of actions, no prose of a screen."""

from __future__ import annotations

import re

from actions.keys import describe_combination
from gui_agent.expectation import Expectation, WindowActive, WindowCloses, WindowOpen, WindowOpens
from gui_agent.memory.records import Move, Trust
from gui_agent.types import ActionKind, PlannedAction

LONGEST_LABEL = 40
MOST_LABEL_WORDS = 5
LONGEST_TYPED = 60
_TARGET = re.compile(r"^“(?P<label>.*)”(?: (?P<role>[a-z ]+))?(?: \[\d+\])?$", re.S)


def move_words(move: Move | PlannedAction, trust: Trust) -> str:
    """Return what ``move`` does: press Ctrl+S, click “Save” button, type “⟦text⟧”.

    Of runs with an ``untrusted`` screen no label and no text that is not a slot is told.
    """
    kind: ActionKind = move.kind
    arguments = move.arguments
    match kind:
        case "click" | "move" | "drag" | "scroll":
            button, count = arguments.get("button", "left"), arguments.get("count", 1)
            how = {2: "double-click", 3: "triple-click"}.get(
                int(count) if isinstance(count, int) else 1, "click"
            )
            verb = (
                how
                if kind == "click"
                else {"move": "point at", "drag": "drag", "scroll": "scroll over"}[kind]
            )
            side = f"{button}-" if kind == "click" and button != "left" else ""
            return f"{side}{verb} {target_words(move.target, trust)}"
        case "press" | "hold":
            keys = arguments.get("keys", ())
            times = arguments.get("count", 1)
            again = f" {times} times" if times != 1 else ""
            return f"{kind} {describe_combination(keys) if isinstance(keys, tuple) else ''}{again}"
        case "type":
            return f"type {_typed(str(arguments.get('text', '')), trust)}"
        case "launch":
            return f"start {_name(str(arguments.get('application', '')))}"
        case "focus_window" | "close_window":
            title = str(arguments.get("title", ""))
            verb = "switch to" if kind == "focus_window" else "close"
            return f"{verb} {_typed(title, trust) if title else 'the window'}"
        case _:
            return kind


def target_words(target: str, trust: Trust) -> str:
    """Return a target as it may be told: short labels in quotation marks, else its role only."""
    found = _TARGET.match(target.strip())
    label, role = (found["label"], found["role"] or "thing") if found else (target, "")
    harmless = len(label) <= LONGEST_LABEL and len(label.split()) <= MOST_LABEL_WORDS and "\n" not in label
    if trust == "untrusted" or not harmless:
        return f"a {role or 'thing'}" if "⟦" not in label or not harmless else f"“{label}”"
    return f"“{label}” {role}".strip() if found else label or "the middle of the window"


def aim_words(expectation: Expectation | None) -> str:
    """Return what was to come of an action, without any text of the screen."""
    match expectation:
        case WindowOpens():
            return "open a window"
        case WindowOpen(is_open=True) | WindowActive():
            return "bring the window"
        case WindowCloses() | WindowOpen():
            return "close the window"
        case _:
            return "do what was wanted"


def _typed(text: str, trust: Trust) -> str:
    plain = " ".join(text.split())
    if trust == "untrusted" and "⟦" not in plain:
        return "a text"
    return f"“{plain}”" if len(plain) <= LONGEST_TYPED else "a text"


def _name(application: str) -> str:
    return re.sub(r"[^\w.+ -]", "", application)[:LONGEST_LABEL]
