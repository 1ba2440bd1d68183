"""The map: screens as nodes, what was done as edges, and the shortest ways between them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from actions.geometry import Box
from gui_agent.exploring.doing import Doing, control_of, same_doing
from gui_agent.exploring.sameness import difference, same_title
from gui_agent.exploring.scenes import Control, Scene, same_control
from gui_agent.finding import shortened

_UNRELIABLE = 2
"""A way that led elsewhere so often is not taken any more."""


@dataclass(slots=True)
class Node:
    """A screen.

    ``scope`` is where it differs from the screen it lies over (a menu), empty where it is whole; ``fresh`` is
    where it differs from ``before``, the scene it was found from, where both have the same windows.

    ``depth`` is how many actions from the first screen it was found. ``untried`` shrinks as it is explored,
    which begins once it was looked over (``arrived``).
    """

    number: int
    scene: Scene
    depth: int
    name: str
    found_by: Edge | None = None
    scope: tuple[Box, ...] = ()
    fresh: tuple[Box, ...] = ()
    before: Scene | None = None
    over: int | None = None
    untried: list[Doing] = field(default_factory=list)
    controls: tuple[Control, ...] = ()
    disabled: list[Control] = field(default_factory=list)
    denied: dict[str, str] = field(default_factory=dict)
    arrived: bool = False


@dataclass(slots=True)
class Edge:
    """``doing`` on ``source`` led to ``target``; ``outcome`` says what else came of it (closed, crash, …)."""

    source: int
    doing: Doing
    target: int | None
    outcome: str = ""
    times: int = 1
    strayed: int = 0

    @property
    def reliable(self) -> bool:
        return self.target is not None and (self.strayed < _UNRELIABLE or self.times > 3 * self.strayed)


class AppMap:
    """Everything that has been seen of an application."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.edges: list[Edge] = []

    def find(self, scene: Scene) -> Node | None:
        """Return the node that ``scene`` shows, if it is known."""
        return next((n for n in reversed(self.nodes) if not difference(n.scene, scene)), None)

    def add(self, scene: Scene, found_by: Edge | None) -> Node:
        """Add a screen that is new."""
        number = len(self.nodes) + 1
        source = self.node(found_by.source) if found_by else None
        depth = source.depth + 1 if source else 0
        node = Node(number, scene, depth, _name(scene, found_by, source.scene if source else None), found_by)
        if source is not None:
            node.fresh, node.before = difference(source.scene, scene).boxes, source.scene
        self.nodes.append(node)
        return node

    def node(self, number: int) -> Node:
        return self.nodes[number - 1]

    def leads(self, source: Node, doing: Doing, target: Node | None, outcome: str = "") -> Edge:
        """Note what came of ``doing`` on ``source``; the newest outcome counts."""
        known = self.edge(source, doing)
        if known is None:
            known = Edge(source.number, doing, target.number if target else None, outcome)
            self.edges.append(known)
            return known
        known.times += 1
        now = target.number if target else None
        if known.target != now:
            known.strayed += 1
        known.target, known.outcome = now, outcome
        return known

    def edge(self, source: Node, doing: Doing) -> Edge | None:
        return next(
            (
                e
                for e in self.edges
                if e.source == source.number and same_doing(e.doing, source.scene, doing, source.scene)
            ),
            None,
        )

    def way(self, start: Node, goal: Node) -> list[Edge] | None:
        """Return the shortest known way, None where there is none."""
        came: dict[int, Edge | None] = {start.number: None}
        waiting = deque([start.number])
        while waiting:
            here = waiting.popleft()
            if here == goal.number:
                return list(reversed(list(self._back(here, came))))
            for edge in self.edges:
                if edge.source == here and edge.reliable and edge.target not in came:
                    assert edge.target is not None
                    came[edge.target] = edge
                    waiting.append(edge.target)
        return None

    def found_way(self, node: Node) -> list[Edge]:
        """Return how ``node`` was found, whether or not that way can still be gone."""
        edges: list[Edge] = []
        while node.found_by is not None:
            edges.insert(0, node.found_by)
            node = self.node(node.found_by.source)
        return edges

    def _back(self, number: int, came: dict[int, Edge | None]) -> Iterator[Edge]:
        while (edge := came[number]) is not None:
            yield edge
            number = edge.source

    def was_tried(self, node: Node, doing: Doing) -> bool:
        """Say whether ``doing`` was done before, on this screen or on another one of the same window."""
        done = [
            e
            for e in self.edges
            if alike_windows(self.node(e.source).scene, node.scene)
            and same_doing(e.doing, self.node(e.source).scene, doing, node.scene)
        ]
        # What did nothing on one screen, as the tab in front, may do something on another one.
        return len(done) > 1 or any(e.outcome != "nothing" or e.source == node.number for e in done)

    def tried(self, node: Node, doing: Doing) -> Edge | None:
        """Return where ``doing`` was done on another screen of the same window."""
        return next(
            (
                e
                for e in self.edges
                if e.source != node.number
                and alike_windows(self.node(e.source).scene, node.scene)
                and same_doing(e.doing, self.node(e.source).scene, doing, node.scene)
            ),
            None,
        )

    def is_planned(self, node: Node, doing: Doing) -> bool:
        """Say whether another screen of the same window has the same thing still to be tried."""
        return any(
            alike_windows(other.scene, node.scene) and same_doing(each, other.scene, doing, node.scene)
            for other in self.nodes
            if other is not node
            for each in other.untried
        )


def alike_windows(one: Scene, other: Scene) -> bool:
    """Say whether two scenes have the same kind of window in front."""
    a, b = one.active, other.active
    if a is None or b is None:
        return a is b
    return a.dialog == b.dialog and (same_title(a.title, b.title) or (a.id == b.id and not a.dialog))


def new_controls(scene: Scene, under: Scene) -> tuple[Control, ...]:
    """Return the controls of ``scene`` that ``under`` does not have."""
    return tuple(
        c
        for c in scene.controls
        if not any(same_control(c, scene.origin, old, under.origin) for old in under.controls)
    )


def _name(scene: Scene, found_by: Edge | None, before: Scene | None) -> str:
    """Name a screen by its window, where that is new, or else by what was done to get there."""
    title = shortened(scene.title, 40) or "Screen"
    control = control_of(found_by.doing) if found_by else None
    is_new = before is None or all(w.title != scene.title for w in before.windows)
    return title if is_new or control is None or not control.label else shortened(control.label, 40)
