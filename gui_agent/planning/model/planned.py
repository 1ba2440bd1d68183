"""From a model's answer to a planned action in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from actions.errors import InvalidAction
from actions.keys import canonical_key
from gui_agent.chat.structured import Unusable
from gui_agent.expectation import (
    CheckboxIs,
    Expectation,
    FieldHolds,
    NothingChanges,
    ScreenChanges,
    TargetChanges,
    TextGone,
    TextVisible,
    WindowCloses,
    WindowOpens,
)
from gui_agent.planning.model import answers as said
from gui_agent.types import Argument, PlannedAction

InWords: TypeAlias = Callable[[said.Target], str]
"""Says an element's number, or words, in words."""

NOTCHES_OF: Mapping[str, tuple[str, int]] = {
    "up": ("dy", -1),
    "down": ("dy", 1),
    "left": ("dx", -1),
    "right": ("dx", 1),
}
_CHANGES: Mapping[str, Expectation] = {
    "target": TargetChanges(),
    "screen": ScreenChanges(),
    "nothing": NothingChanges(),
}
PATIENCE, PATIENCE_TO_OPEN = 3.0, 10.0


def planned_action(step: said.NextStep, in_words: InWords) -> PlannedAction:
    """Return the planned action of ``step``. Raises `Unusable` for keys and numbers nobody knows."""
    action = step.action
    target, arguments = _parts(action, in_words)
    _check_keys(arguments)
    expectation = _expectation(step.expect)
    if expectation is None and action.do in ("click", "type", "launch"):
        expectation = ScreenChanges()
    opening = isinstance(expectation, WindowOpens) or action.do == "launch"
    patience = PATIENCE_TO_OPEN if opening else PATIENCE
    words = step.thought or f"{action.do} {target}".strip()
    if action.do in ("done", "fail"):
        expectation = None
    return PlannedAction(action.do, target, arguments, expectation, words, patience=patience)


def _parts(action: said.SaidAction, in_words: InWords) -> tuple[str, dict[str, Argument]]:
    match action:
        case said.ClickStep(target=target, button=button, count=count, modifiers=modifiers):
            held: dict[str, Argument] = {"modifiers": tuple(modifiers)} if modifiers else {}
            return in_words(target), {"button": button, "count": count, **held}
        case said.MoveStep(target=target):
            return in_words(target), {}
        case said.DragStep(target=target, destination=destination):
            return in_words(target), {"destination": in_words(destination)}
        case said.ScrollStep(direction=direction, notches=notches, target=over):
            axis, sign = NOTCHES_OF[direction]
            return in_words(over) if over is not None else "", {axis: sign * notches}
        case said.TypeStep(text=text):
            return "", {"text": text}
        case said.PressStep(keys=keys, count=count):
            return "", {"keys": tuple(keys), "count": count}
        case said.HoldStep(keys=keys, seconds=seconds):
            return "", {"keys": tuple(keys), "seconds": seconds}
        case _:
            return "", _other_arguments(action)


def _other_arguments(action: said.SaidAction) -> dict[str, Argument]:
    match action:
        case said.WaitStep(seconds=seconds):
            return {"seconds": seconds}
        case said.LaunchStep(application=application, arguments=arguments):
            return {"application": application, "arguments": tuple(arguments)}
        case said.FocusStep(title=title) | said.CloseStep(title=title):
            return {"title": title}
        case said.ShortcutStep(number=number, with_=values):
            return {"number": str(number), "with": tuple(values)}
        case said.DoneStep(answer=answer):
            return {"answer": answer}
        case said.FailStep(reason=reason, infeasible=infeasible):
            return {"reason": reason, "infeasible": infeasible}
    raise AssertionError(f"{action.do} is handled with the pointer and the keyboard")


def _expectation(expect: said.SaidExpectation | None) -> Expectation | None:
    match expect:
        case said.Sees(see=text):
            return TextVisible(text)
        case said.Gone(gone=text):
            return TextGone(text)
        case said.Holds(field=field, holds=text):
            return FieldHolds(field, text)
        case said.Checked(checked=target, is_=checked):
            return CheckboxIs(target, checked)
        case said.Opens(opens=title):
            return WindowOpens(title)
        case said.Closes(closes=title):
            return WindowCloses(title)
        case said.Changes(changes=what):
            return _CHANGES[what]
        case None:
            return None


def _check_keys(arguments: Mapping[str, Argument]) -> None:
    for name in ("keys", "modifiers"):
        keys = arguments.get(name, ())
        for key in keys if isinstance(keys, tuple) else ():
            try:
                canonical_key(key)
            except InvalidAction as error:
                raise Unusable(str(error)) from error
