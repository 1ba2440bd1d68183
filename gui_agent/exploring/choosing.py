"""What to try next: what is new and near first, what ends the application last."""

from __future__ import annotations

import random
from collections import Counter, deque
from dataclasses import dataclass

from gui_agent.exploring.appmap import AppMap, Node
from gui_agent.exploring.doing import CloseFront, Doing, Escape, FillIn, OpenContextMenu, Press, control_of
from gui_agent.exploring.scenes import Control, Scene
from gui_agent.screen_text import fold
from gui_agent.wording import mentions

RESTART_COST = 5.0
_DEPTH_COST = 1.5
_KIND_COST = {
    "menu": 0.0,
    "tab": 0.0,
    "button": 1.0,
    "choice": 1.0,
    "icon": 2.0,
    "box": 2.5,
    "field": 3.0,
    "row": 4.0,
    "text": 5.0,
}
_ENDS = (
    "quit*",
    "exit*",
    "close",
    "close the program",
    "close window",
    "close all",
    "log out",
    "beenden",
    "quitter",
)
_ENDS_COST = 9.0
_LEADS_BACK = ("cancel", "close", "ok", "no", "back", "dismiss")
_LEADS_BACK_COST = 2.0
_SEEN_WORDS_COST = 3.0
_MOST_ALIKE = 6
"""Rows, texts and pictures without words of one screen stand for many: so many of each are tried."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The next thing to try, and whether the application should be started anew to get there."""

    node: Node
    doing: Doing
    restart: bool


def doings_of(controls: tuple[Control, ...], text: str) -> list[Doing]:
    """Return what can be tried with ``controls``; fields receive ``text``."""
    found: list[Doing] = []
    seen: Counter[str] = Counter()
    for control in controls:
        kind = "icon" if control.kind in ("button", "menu") and not control.label else control.kind
        seen[kind] += 1
        if kind in ("row", "text", "icon") and seen[kind] > _MOST_ALIKE:
            continue
        found.append(FillIn(control, text) if control.kind == "field" else Press(control))
        if kind == "row" and seen[kind] == 1:
            found.append(OpenContextMenu(control))
    return found


def choose(appmap: AppMap, here: Node, start: Node, dice: random.Random) -> Choice | None:
    """Return what to try next; None where everything that can be reached has been tried."""
    near, far = distances(appmap, here), distances(appmap, start)
    words = Counter(fold(c.label) for e in appmap.edges if (c := control_of(e.doing)) and c.label)
    best: tuple[float, Choice] | None = None
    for node in appmap.nodes:
        if node.number in near:
            travel, restart = float(near[node.number]), False
        else:
            travel, restart = RESTART_COST + far.get(node.number, node.depth), True
        for doing in node.untried:
            cost = (
                travel + _DEPTH_COST * node.depth + doing_cost(doing, words, node.scene) + dice.random() / 2
            )
            if best is None or cost < best[0]:
                best = cost, Choice(node, doing, restart)
    return best[1] if best else None


def distances(appmap: AppMap, start: Node) -> dict[int, int]:
    """Return how many actions every screen is away that can be reached from ``start``."""
    found = {start.number: 0}
    waiting = deque([start.number])
    while waiting:
        here = waiting.popleft()
        for edge in appmap.edges:
            if edge.source == here and edge.reliable and edge.target is not None and edge.target not in found:
                found[edge.target] = found[here] + 1
                waiting.append(edge.target)
    return found


def doing_cost(doing: Doing, words: Counter[str], scene: Scene) -> float:
    """Return how long ``doing`` can wait; 0 is first."""
    match doing:
        case Escape():
            return 3.0
        case CloseFront():
            return 6.0
        case OpenContextMenu():
            return 3.0
        case Press(control) | FillIn(control):
            cost = _KIND_COST[control.kind if control.label or control.kind == "field" else "icon"]
            if mentions(control.label, _ENDS) and not (scene.active and scene.active.dialog):
                cost += _ENDS_COST
            elif fold(control.label) in _LEADS_BACK:
                cost += _LEADS_BACK_COST
            return cost + _SEEN_WORDS_COST * min(3, words[fold(control.label)])
