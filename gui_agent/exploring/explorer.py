"""Walks an application from screen to screen until everything was tried or the time is over."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from gui_agent.exploring.application import Application
from gui_agent.exploring.appmap import AppMap, Edge, Node, new_controls
from gui_agent.exploring.choosing import Choice, choose, doings_of
from gui_agent.exploring.doing import CloseFront, Doing, Escape, control_of, words_of
from gui_agent.exploring.findings import Finding, Findings
from gui_agent.exploring.inspecting import Inspector, is_dim
from gui_agent.exploring.sameness import difference
from gui_agent.exploring.scenes import Control
from gui_agent.exploring.trying import Outcome, describe, responds, try_out
from gui_agent.types import Approver

_TYPED = ("Anna", "Blue 7", "Garden", "Tea")
_WALKING_SHARE = 0.9
"""Of the time; the rest is for looking at what seemed dead once more."""
_CHANCES = 3
_LASTING_SECONDS = 0.3
_MOST_FAILURES = 3
"""A screen that could not be reached again so often is given up."""


@dataclass(slots=True)
class Exploration:
    """What an exploration has found out; ``remarks`` are for people (other programs that were opened, …)."""

    application: str
    appmap: AppMap = field(default_factory=AppMap)
    findings: Findings = field(default_factory=Findings)
    remarks: list[str] = field(default_factory=list)
    actions: int = 0
    starts: int = 0
    seconds: float = 0.0
    complete: bool = False


class Explorer:
    """Explores ``application`` for ``seconds``; ``tell`` receives a line for everything that is done.

    The same ``seed`` makes the same choices on the same screens.
    """

    def __init__(
        self,
        application: Application,
        approver: Approver,
        seconds: float,
        seed: int = 0,
        tell: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._application, self._approver = application, approver
        self._seconds, self._dice, self._tell = seconds, random.Random(seed), tell
        self.found = Exploration(application.name)
        self._inspector = Inspector()
        self._responding: set[int] = set()
        self._confirmed: set[int] = set()
        self._failures: dict[int, int] = {}
        self._deadline = 0.0
        self.start: Node | None = None

    def run(self) -> Exploration:
        """Explore until nothing is left or the time is over. Raises `ComputerError`.

        What was seen so far is in ``found`` also where this is interrupted.
        """
        began = time.monotonic()
        self._deadline = began + self._seconds
        try:
            self._first()
            while time.monotonic() < began + _WALKING_SHARE * self._seconds:
                choice = choose(self._map, self._here, self._start, self._dice)
                if choice is None:
                    self.found.complete = True
                    break
                self._take(choice)
            self._give_second_chances()
        except TimeIsOver:
            pass
        finally:
            self.found.seconds = time.monotonic() - began
            self._conclude()
        return self.found

    def _take(self, choice: Choice) -> None:
        if choice.restart:
            self._restart()
        if self._go_to(choice.node):
            self._explore(choice.node, choice.doing)
        else:
            self._give_up(choice.node)

    @property
    def _map(self) -> AppMap:
        return self.found.appmap

    @property
    def _start(self) -> Node:
        """The screen that the application opened with the last time."""
        return self.start or self._map.node(1)

    def _first(self) -> None:
        self._scene = self._application.start()
        self.start = self._here = self._map.add(self._scene, None)
        self._tell(f"{self._application.name} opened: {self._here.name}")
        self._look_over(self._start)
        self._plan(self._start, self._scene.controls)

    def _explore(self, node: Node, doing: Doing) -> None:
        """Try ``doing`` for the first time, and see how to get back from where it leads."""
        node.untried.remove(doing)
        if self._map.was_tried(node, doing):
            return
        outcome = self._do(node, doing)
        if outcome.result == "nothing" and (control := control_of(doing)):
            self._consider_dead(node, doing, control)
        self._settle_in()

    def _settle_in(self) -> None:
        while not self._here.arrived and time.monotonic() < self._deadline:
            self._arrive(self._here)

    def _arrive(self, node: Node) -> None:
        """Look over a new screen; Escape tells whether it only lay over another one, as a menu does."""
        node.arrived = True
        self._look_over(node)
        scene, controls = node.scene, node.scene.controls
        if time.monotonic() < self._deadline:
            outcome = self._do(node, Escape())
            under = self._here
            if outcome.result == "shown" and under is not node and under.scene.windows == scene.windows:
                node.over, node.scope = under.number, difference(under.scene, scene).boxes
                controls = scene.controls_in(node.scope)
            elif outcome.result == "shown" and under is not node and under.number < node.number:
                node.over = under.number
                if len(scene.windows) == len(under.scene.windows):
                    controls = new_controls(scene, under.scene)
            elif under is node and scene.active is not None and scene.active.dialog:
                node.untried.append(CloseFront())
        self._plan(node, controls)

    def _plan(self, node: Node, controls: tuple[Control, ...]) -> None:
        node.controls, node.arrived = controls, True
        text = _TYPED[self._dice.randrange(len(_TYPED))]
        for doing in doings_of(controls, text):
            if not self._map.was_tried(node, doing) and not self._map.is_planned(node, doing):
                node.untried.append(doing)

    def _do(self, node: Node, doing: Doing) -> Outcome:
        """Do ``doing`` on ``node``, where we are, and note where it leads."""
        outcome = try_out(self._application, self._scene, doing, node.scene, self._approver)
        self.found.actions += 1
        target = self._note(node, doing, outcome)
        known = "" if target is None else f" → {target.number} {target.name}"
        self._tell(f"{describe(doing, outcome)}{known if target is not node else ''}")
        if outcome.scene is None:
            self._report_end(node, doing, outcome)
            self._restart()
        return outcome

    def _note(self, node: Node, doing: Doing, outcome: Outcome) -> Node | None:
        if outcome.result == "denied" and (control := control_of(doing)):
            node.denied[control.label] = outcome.reason
        if outcome.scene is None:
            self._map.leads(node, doing, None, outcome.result)
            return None
        self._scene = outcome.scene
        if outcome.result == "lost":
            return node
        target = self._map.find(outcome.scene)
        if target is None:
            # A window that closed may still be seen for a moment: what is new must last.
            time.sleep(_LASTING_SECONDS)
            self._scene = self._application.look()
            target = self._map.find(self._scene)
        edge = self._map.leads(node, doing, target, outcome.result)
        if target is None:
            target = self._map.add(self._scene, edge)
            edge.target = target.number
        self._here = target
        return target

    def _report_end(self, node: Node, doing: Doing, outcome: Outcome) -> None:
        if outcome.result == "outside":
            self.found.remarks.append(f"{words_of(doing)} on screen {node.number}: {outcome.reason}")
        if outcome.result not in ("crashed", "hangs"):
            return
        finding = self._inspector.of_end(node, doing, outcome, self._path(node))
        if self.found.findings.knows(finding.kind, finding.what):
            return
        # Kept before it is tried again, which the end of the time may cut short.
        self._keep(finding)
        self.found.findings.replace(replace(finding, reproduced=self._happens_again(node, doing, outcome)))

    def _happens_again(self, node: Node, doing: Doing, outcome: Outcome) -> bool | None:
        """Start anew, go the way that is reported, and see whether the same comes of it."""
        if time.monotonic() > self._deadline:
            return None
        self._restart()
        for edge in self._map.way(self._start, node) or ():
            if self._follow(edge) is not self._map.node(edge.target or 0):
                return False
        again = try_out(self._application, self._scene, doing, node.scene, self._approver)
        self.found.actions += 1
        return again.result == outcome.result

    def _go_to(self, goal: Node) -> bool:
        """Go to a known screen: by known ways, or by starting anew."""
        for attempt in range(2):
            if attempt:
                self._restart()
            way = self._map.way(self._here, goal)
            if way is None:
                continue
            if all(self._follow(edge) is self._map.node(edge.target or 0) for edge in way):
                return self._here is goal
        return False

    def _follow(self, edge: Edge) -> Node:
        """Go one known step; returns where that led this time."""
        if time.monotonic() > self._deadline:
            raise TimeIsOver
        wanted = edge.target
        outcome = self._do(self._map.node(edge.source), edge.doing)
        if outcome.result in ("lost", "denied"):
            edge.strayed += 1
        elif self._here.number != wanted:
            self._settle_in()
        return self._here

    def _give_up(self, node: Node) -> None:
        self._failures[node.number] = self._failures.get(node.number, 0) + 1
        if self._failures[node.number] >= _MOST_FAILURES:
            node.untried.clear()
            self.found.remarks.append(f"screen {node.number} ({node.name}) could not be reached again")

    def _restart(self) -> None:
        self._scene = self._application.start()
        self._here = self._map.find(self._scene) or self._map.add(self._scene, None)
        if self._here is not self.start:
            # It opens otherwise than the first time; from now on that is where ways begin.
            self._tell(f"opened otherwise than before: {self._here.name}")
            if not self._here.arrived:
                self._plan(self._here, self._scene.controls)
            self.start = self._here

    def _consider_dead(self, node: Node, doing: Doing, control: Control) -> None:
        """Tell a dead control, which shows the pointer and does nothing, from a disabled or no control."""
        again = self._do(node, doing)
        edge = self._map.edge(node, doing)
        if edge is None or again.result != "nothing":
            return
        if responds(self._application, self._scene, control):
            self._responding.add(id(edge))
        elif is_dim(self._scene, control):
            node.disabled.append(control)

    def _give_second_chances(self) -> None:
        """Try what did nothing once more, after something else: a calculator clears only a number."""
        for edge in [e for e in self._map.edges if id(e) in self._responding]:
            node = self._map.node(edge.source)
            others = [
                e for e in self._map.edges if e.source == e.target == node.number and e.outcome == "shown"
            ]
            for other in others[-_CHANCES:]:
                if edge.outcome != "nothing" or not self._go_to(node):
                    break
                if self._follow(other) is node:
                    self._do(node, edge.doing)
            self._confirmed.add(id(edge))

    def _look_over(self, node: Node) -> None:
        for finding in self._inspector.of_screen(node, self._path(node)):
            self._keep(finding)

    def _keep(self, finding: Finding) -> None:
        if self.found.findings.add(finding):
            self._tell(f"  {finding.seriousness}: {finding.words}")

    def _path(self, node: Node) -> tuple[str, ...]:
        way = self._map.way(self._start, node)
        return tuple(words_of(edge.doing) for edge in (self._map.found_way(node) if way is None else way))

    def _conclude(self) -> None:
        """Say which controls did nothing wherever they were tried."""
        self.found.starts = self._application.starts
        for finding in self._inspector.of_map(self._map, self._confirmed, self._path):
            self._keep(finding)


class TimeIsOver(Exception):
    """The time given is over in the midst of a known way."""
