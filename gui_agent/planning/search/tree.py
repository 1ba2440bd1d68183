"""The tree of what was tried: nodes are states of the machine, edges are proposed actions.

Which edge is tried next is chosen as in Agent Q (Putta et al. 2024): from the root down, by the mean worth of
what was found below an edge mixed with the critic's own score of it, and a bonus for what was tried little.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from gui_agent.planning.search.proposals import Proposal, Verdict
from gui_agent.types import Step

CRITIC_SHARE = 0.5
"""How much of an edge's worth is the critic's score of it; the rest is what was found below it."""
EXPLORATION = 0.1
"""How much is added for what was tried little; small, because every trial takes seconds."""


@dataclass(slots=True, eq=False)
class Node:
    """A state of the machine: the steps that led to it, and its snapshot where one was taken.

    ``waiting``: nobody has thought yet about what to do from here. ``above`` is the edge that led here.
    """

    history: tuple[Step, ...]
    verdict: Verdict
    above: Edge | None = None
    snapshot: str = ""
    waiting: bool = False
    edges: list[Edge] = field(default_factory=list)
    visits: int = 1

    @property
    def path(self) -> tuple[Node, ...]:
        """The states from the root to this one."""
        return (self,) if self.above is None else (*self.above.parent.path, self)

    @property
    def credit(self) -> float:
        """The mean progress along the way here: one misjudged state does not decide about an end."""
        way = self.path[1:] or self.path
        return sum(node.verdict.progress for node in way) / len(way)

    @property
    def open(self) -> bool:
        """Whether any action that was thought of is left to try, from here or below."""
        return any(edge.open for edge in self.edges)


@dataclass(slots=True, eq=False)
class Edge:
    """A proposed action in a state; ``child`` is where it led, ``closed`` that it leads nowhere."""

    parent: Node
    proposal: Proposal
    child: Node | None = None
    closed: bool = False
    visits: int = 0
    total: float = 0.0

    @property
    def open(self) -> bool:
        if self.closed:
            return False
        return self.child is None or self.child.open

    def promise(self, critic_share: float, exploration: float) -> float:
        """Return how much is to be hoped for from trying this edge, or something below it, next."""
        found = self.total / self.visits if self.visits else self.parent.verdict.progress
        worth = critic_share * self.proposal.score + (1 - critic_share) * found
        return worth + exploration * math.sqrt(math.log(self.parent.visits + 1) / (1 + self.visits))


def next_to_try(
    root: Node, critic_share: float = CRITIC_SHARE, exploration: float = EXPLORATION
) -> Edge | Node | None:
    """Return the untried edge to try, or the waiting node to think about; None where nothing is left.

    A waiting node comes when every idea was tried: first that of the best way, then the nearest.
    """
    node = root
    while node.open:
        candidates = [edge for edge in node.edges if edge.open]
        edge = max(candidates, key=lambda one: one.promise(critic_share, exploration))
        if edge.child is None:
            return edge
        node = edge.child
    waiting = (node for node in nodes_below(root) if node.waiting)
    return max(waiting, key=_order_of_waiting, default=None)


def _order_of_waiting(node: Node) -> tuple[float, int, float]:
    idea = node.above.proposal.score if node.above is not None else 1.0
    return node.credit, -len(node.history), idea


def back_up(edge: Edge, value: float) -> None:
    """Let every edge from ``edge`` up to the root know that ``value`` (0–1) was found below it."""
    above: Edge | None = edge
    while above is not None:
        above.visits += 1
        above.total += value
        above.parent.visits += 1
        above = above.parent.above


def nodes_below(root: Node) -> Iterator[Node]:
    """Yield ``root`` and every state found below it."""
    yield root
    for edge in root.edges:
        if edge.child is not None:
            yield from nodes_below(edge.child)
