"""Between tool actions and planned actions, whose arguments are flat so that every planner can make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from actions.errors import InvalidAction
from gui_agent.tools.action import TOOL_KINDS, ToolAction, WriteCells, kind_of
from gui_agent.types import ActionKind, Argument, PlannedAction

_SEVERAL = frozenset({("run_command", "arguments"), ("write_cells", "cells")})


def plan_of(action: ToolAction, thought: str = "") -> PlannedAction:
    """Return the planned action that `tool_action` makes ``action`` from."""
    arguments: dict[str, Argument] = {}
    for field in fields(action):
        value = getattr(action, field.name)
        if isinstance(action, WriteCells) and field.name == "cells":
            value = tuple(f"{cell}={content}" for cell, content in action.cells)
        if value != "" and value != ():
            arguments[field.name] = value
    kind: ActionKind = kind_of(action)  # type: ignore[assignment]
    return PlannedAction(kind, arguments=arguments, thought=thought)


def tool_action(planned: PlannedAction) -> ToolAction:
    """Return the tool action that ``planned`` says. Raises `InvalidAction` where its arguments are none."""
    kind = TOOL_KINDS[planned.kind]
    given: dict[str, object] = dict(planned.arguments)
    known = {field.name for field in fields(kind)}
    if unknown := sorted(set(given) - known):
        raise InvalidAction(f"{planned.kind}: there is no {unknown[0]!r}; use {', '.join(sorted(known))}")
    if kind is WriteCells:
        given["cells"] = _pairs(planned.arguments)
    _check_types(planned.kind, given)
    try:
        return kind(**given)  # type: ignore[arg-type]
    except TypeError as error:
        raise InvalidAction(f"{planned.kind}: {error}") from None


def _pairs(arguments: Mapping[str, Argument]) -> tuple[tuple[str, str], ...]:
    """Return ``B2=content`` as pairs; a cell's name holds no =, what follows may."""
    cells = arguments.get("cells", ())
    if not isinstance(cells, tuple):
        raise InvalidAction("write_cells: cells should be several texts such as B2=content")
    return tuple((name, content) for name, _, content in (cell.partition("=") for cell in cells))


def _check_types(kind: str, given: Mapping[str, object]) -> None:
    for name, value in given.items():
        several = (kind, name) in _SEVERAL
        if not isinstance(value, tuple if several else str):
            wanted = "several texts" if several else "a text"
            raise InvalidAction(f"{kind}: {name} should be {wanted}, not {value!r}")
