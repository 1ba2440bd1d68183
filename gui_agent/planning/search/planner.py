"""Search over actions while they happen: what leads nowhere is taken back by a snapshot of the machine.

The loop stays the only one that acts. Each of its steps tries one edge of the tree, or restores the snapshot
of the state from which the next edge begins; both pass the approver and stand in the journal.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from gui_agent.chat.errors import ChatModelError
from gui_agent.planning.model.conversation import describe_planned
from gui_agent.planning.model.thinker import GIVES_UP
from gui_agent.planning.search.comparing import Judge
from gui_agent.planning.search.proposals import Critic, Proposer, Verdict
from gui_agent.planning.search.snapshots import Snapshots
from gui_agent.planning.search.tree import Edge, Node, back_up, next_to_try, nodes_below
from gui_agent.remembering import remember
from gui_agent.tools.action import RestoreSnapshot
from gui_agent.tools.planned import plan_of
from gui_agent.types import Observation, Plan, PlannedAction, Spender, Step, Usage

CLAIM = 0.5
"""A model that is at least as sure that the task is done contests a critic that says it is not."""
CREDIBLE, CONTESTED = 0.5, 0.4
"""How good the way to an end must be in the mean: to stop at once, and where nothing is left."""
HOPELESS = Verdict(0.0, why="the action could not be carried out")


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """How much may be searched.

    ``proposals`` for every state, at most ``nodes`` states and ``seconds`` in all, ``depth`` actions in a
    row; ``ends`` different states that the critic calls done are compared before one is taken.
    ``too_bad``: states of less progress are thought about only when nothing better is left.
    """

    proposals: int = 3
    nodes: int = 40
    depth: int = 20
    seconds: float = 1200.0
    ends: int = 1
    too_bad: float = 0.15


@dataclass(frozen=True, slots=True)
class _Trying:
    """The loop carries out the action of ``edge``."""

    edge: Edge


@dataclass(frozen=True, slots=True)
class _Restoring:
    """The loop takes the machine back to ``node``, for its ``edge``, for thinking, or for the last word."""

    node: Node
    edge: Edge | None = None
    last_word: PlannedAction | None = None


class SearchingPlanner:
    """A planner that tries several actions from a state, critic's darling first, and takes bad ones back.

    One episode at a time. It ends with ``done`` in a state that ``critic`` calls done after a way it thought
    well of; else, once nothing promising is left, in the most credible state that critic or model called
    done. Otherwise it goes back to the best state and fails with the reason. Raises `ChatModelError`.
    """

    def __init__(
        self,
        snapshots: Snapshots,
        proposer: Proposer,
        critic: Critic,
        judge: Judge,
        spender: Spender,
        limits: SearchLimits = SearchLimits(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._snapshots, self._proposer, self._critic = snapshots, proposer, critic
        self._judge, self._spender, self._limits, self._clock = judge, spender, limits, clock
        self._root: Node | None = None
        self._here: Node | None = None
        self._under_way: _Trying | _Restoring | None = None
        self._ends: list[Node] = []
        self._contested: list[tuple[float, Node]] = []
        self._began = 0.0

    @property
    def plan(self) -> Plan | None:
        return None

    def take_usage(self) -> Usage:
        """Return what was spent since the last time it was taken."""
        return self._spender.take_usage()

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        try:
            if self._root is None or not history:
                waiting = self._begin(task, observation)
            else:
                waiting = self._take_in(task, observation, history[-1])
            return waiting or self._choose(task, observation)
        except ChatModelError as error:
            if error.trouble in GIVES_UP:
                return self._end(PlannedAction("fail", arguments={"reason": error.what}))
            raise

    def _begin(self, task: str, observation: Observation) -> PlannedAction | None:
        """Look at the state the task begins in; a task that cannot even be begun is failed at once."""
        self._began, self._under_way = self._clock(), None
        self._ends, self._contested = [], []
        self._root = self._here = Node((), self._critic.judge(task, observation, ()))
        if self._root.verdict.done:
            self._ends.append(self._root)
            return None
        self._root.snapshot = self._snapshots.save()
        self._expand(task, observation, self._root)
        first = self._root.edges[0].proposal.planned if self._root.edges else None
        return self._end(first) if first is not None and first.kind == "fail" else None

    def _take_in(self, task: str, observation: Observation, last: Step) -> PlannedAction | None:
        """Learn what came of the loop's last step; return the action that was waiting for it, if any."""
        match self._under_way:
            case _Restoring(node, edge, last_word):
                self._here = node if not last.error else None
                if last.error:
                    _give_up(node)
                if last_word is not None:
                    return self._end(last_word)
                if edge is not None and not last.error:
                    return self._try(edge, observation)
            case _Trying(edge):
                self._arrive(task, observation, edge, last)
        return None

    def _arrive(self, task: str, observation: Observation, edge: Edge, last: Step) -> None:
        """Judge where the action of ``edge`` led, and think of what to do from there."""
        if last.error or last.after is None or _without_effect(last):
            # It may have been half done, or done something unseen: nothing is certain but a snapshot.
            self._here, edge.closed = None, True
            back_up(edge, HOPELESS.progress)
            return
        history = remember(edge.parent.history, last)
        node = edge.child = self._here = Node(history, self._critic.judge(task, observation, history), edge)
        back_up(edge, node.verdict.progress)
        if node.verdict.done:
            if node.credit >= CREDIBLE:
                self._ends.append(node)
            else:
                self._contested.append((node.credit, node))
        node.waiting = not node.verdict.done and len(history) < self._limits.depth
        if len(self._ends) < self._limits.ends:
            node.snapshot = self._snapshots.save()
        if node.waiting and node.verdict.progress >= self._limits.too_bad:
            self._expand(task, observation, node)
        self._forget_closed()

    def _expand(self, task: str, observation: Observation, node: Node) -> None:
        node.waiting = False
        proposals = self._proposer.propose(task, observation, node.history, self._limits.proposals)
        node.edges = [Edge(node, proposal) for proposal in proposals]
        first = proposals[0]
        if first.planned.kind == "done" and first.score >= CLAIM and node.above is not None:
            # Model and critic disagree about this very state: the way to it decides.
            self._contested.append((node.above.parent.credit, node))
        for edge in node.edges:
            # The critic says when it is done; a model's own word for it is one more state to look at.
            edge.closed = edge.proposal.planned.kind in ("done", "fail")

    def _choose(self, task: str, observation: Observation) -> PlannedAction:
        root = self._root
        assert root is not None
        if len(self._ends) >= self._limits.ends:
            return self._finish(task, observation)
        chosen = None if self._spent() else next_to_try(root)
        match chosen:
            case None:
                return self._finish(task, observation)
            case Node():
                if any(credit >= CONTESTED for credit, _ in self._contested):
                    return self._finish(task, observation)
                if chosen is not self._here:
                    return self._go_back(_Restoring(chosen))
                self._expand(task, observation, chosen)
                return self._choose(task, observation)
            case Edge(parent=parent):
                if parent is not self._here:
                    return self._go_back(_Restoring(parent, chosen))
                return self._try(chosen, observation)

    def _try(self, edge: Edge, observation: Observation) -> PlannedAction:
        self._under_way, self._here = _Trying(edge), None
        return self._proposer.ready(edge.proposal, observation)

    def _go_back(self, way: _Restoring) -> PlannedAction:
        self._under_way = way
        why = "the search is over" if way.last_word else "this way is less promising"
        return plan_of(RestoreSnapshot(way.node.snapshot), f"{why}: back to an earlier state")

    def _finish(self, task: str, observation: Observation) -> PlannedAction:
        credit, contested = max(self._contested, key=lambda pair: pair[0], default=(0.0, self._furthest()))
        if self._ends or credit >= CONTESTED:
            best = self._best_end(task, observation) if self._ends else contested
            word = PlannedAction("done", arguments={"answer": ""}, thought=best.verdict.why)
        else:
            best = self._furthest()
            why = (
                f"the search ended after {self._size()} states, {self._spent() or 'with nothing left to try'}"
            )
            reason = f"{why}; the best one: {best.verdict.why or 'the beginning'}"
            word = PlannedAction("fail", arguments={"reason": reason})
        if best is self._here or not best.snapshot:
            return self._end(word)
        return self._go_back(_Restoring(best, last_word=word))

    def _best_end(self, task: str, observation: Observation) -> Node:
        if len(self._ends) == 1:
            return self._ends[0]
        told = ["\n".join(_outcome(node)) for node in self._ends]
        return self._ends[self._judge.best(task, observation, (), told)]

    def _furthest(self) -> Node:
        """Return the most promising state that can still be gone back to, or is here."""
        assert self._root is not None
        there = [n for n in nodes_below(self._root) if n.snapshot or n is self._here]
        return max(there, key=lambda node: node.verdict.progress, default=self._root)

    def _end(self, word: PlannedAction) -> PlannedAction:
        """Return the planner's last ``word``; no snapshot is gone back to after it."""
        for node in nodes_below(self._root) if self._root else ():
            self._forget(node)
        return word

    def _forget_closed(self) -> None:
        """Give up the snapshots of states from which everything was tried; the furthest one stays."""
        assert self._root is not None
        furthest = self._furthest()
        kept = (self._here, furthest, *self._ends, *(node for _, node in self._contested))
        for node in nodes_below(self._root):
            if node not in kept and not _untried(node):
                self._forget(node)

    def _forget(self, node: Node) -> None:
        if node.snapshot:
            self._snapshots.forget(node.snapshot)
            node.snapshot = ""

    def _spent(self) -> str:
        if self._size() >= self._limits.nodes:
            return f"all {self._limits.nodes} that it may have"
        if self._clock() - self._began >= self._limits.seconds:
            return f"after the {self._limits.seconds:g} s that it may take"
        return ""

    def _size(self) -> int:
        return sum(1 for _ in nodes_below(self._root)) if self._root else 0


def _without_effect(step: Step) -> bool:
    return step.reflection is not None and step.reflection.verdict == "no_effect"


def _untried(node: Node) -> bool:
    return node.waiting or any(edge.child is None and not edge.closed for edge in node.edges)


def _give_up(node: Node) -> None:
    """Close what can only be tried from a state that is not to be had any more."""
    node.snapshot, node.waiting = "", False
    for edge in node.edges:
        edge.closed = edge.closed or edge.child is None


def _outcome(node: Node) -> list[str]:
    """Return what a judge reads about an end: what was done, what the screen shows, what the critic said."""
    steps = [f"- {describe_planned(step.planned)}" for step in node.history]
    last = node.history[-1].after if node.history else None
    shown = " · ".join(text for text in last.screen.texts() if text)[:1500] if last else ""
    return ["Done:", *steps, f"The screen then shows: {shown}", f"A critic said: {node.verdict.why}"]
