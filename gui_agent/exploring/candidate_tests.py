"""Tests of what was reached, written in the step language, and tried before they are handed out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from actions.action import Launch, PressKeys
from grounding.types import GroundingModel
from gui_agent.exploring.appmap import AppMap, Edge, Node
from gui_agent.exploring.doing import Escape, FillIn, control_of, planned
from gui_agent.exploring.inspecting import labels
from gui_agent.exploring.scenes import steady
from gui_agent.finding import shortened
from gui_agent.planning.language.quotes import quote
from gui_agent.qa.steps.case import standing_for_themselves
from gui_agent.recording.naming import name_target
from gui_agent.recording.sentences import sentence
from gui_agent.screen_text import fold

_LEAST_LETTERS, _MOST_LETTERS, _TELLING = 4, 40, 20
_EVERYWHERE = ("close", "cancel", "apply", "help", "save", "open", "okay")
"""Words that many screens have: they tell little of one."""


@dataclass(frozen=True, slots=True)
class CandidateTest:
    """A test that ``node`` is reached; ``steps`` are sentences, the last one checks."""

    node: int
    name: str
    steps: tuple[str, ...]

    @property
    def file_name(self) -> str:
        words = re.sub(r"[^a-z0-9]+", "-", self.name.casefold()).strip("-")[:40] or "screen"
        return f"{self.node:03}-{words}.steps.md"


def candidate_tests(appmap: AppMap, start: Node, grounder: GroundingModel) -> Iterator[CandidateTest]:
    """Yield a test for every screen whose way can be said in words, as each is named."""
    for node in appmap.nodes:
        way = appmap.way(start, node)
        if way is None or node is start:
            continue
        steps = [said for edge in way for said in _sentences(appmap, edge, grounder)]
        check = _check(appmap, node, way)
        if check and all(steps):
            yield CandidateTest(node.number, _name(node, way), (*steps, check))


def written(test: CandidateTest, launch: Launch, tags: tuple[str, ...]) -> str:
    """Return ``test`` as a step file."""
    command = json.dumps([launch.application, *launch.arguments], ensure_ascii=False)
    steps = "".join(f"{number}. {step}\n" for number, step in enumerate(test.steps, 1))
    braces = standing_for_themselves(command + steps)
    variables = f"variables: {json.dumps(braces, ensure_ascii=False)}\n" if braces else ""
    return f"---\ntags: [{', '.join(tags)}]\nlaunch: {command}\n{variables}---\n# {test.name}\n\n{steps}"


def write_test(folder: Path, test: CandidateTest, launch: Launch, tags: tuple[str, ...]) -> Path:
    """Write ``test`` into ``folder`` and return its file. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / test.file_name
    path.write_text(written(test, launch, tags), "utf-8")
    return path


def _sentences(appmap: AppMap, edge: Edge, grounder: GroundingModel) -> Iterator[str]:
    """Yield the sentences that mean ``edge``; an empty one where there are no words for it."""
    scene = appmap.node(edge.source).scene
    control = control_of(edge.doing)
    if control is None:
        yield sentence(PressKeys(("escape",)), "") if isinstance(edge.doing, Escape) else ""
        return
    named = name_target(scene.observation, control.aim, grounder)
    for _, action in planned(edge.doing, scene):
        yield sentence(action, named.words) if named.words else ""


def _check(appmap: AppMap, node: Node, way: list[Edge]) -> str:
    """Return a check that holds on ``node`` and not before: words that came with it, or its window."""
    before = {steady(t.text) for edge in way for t in appmap.node(edge.source).scene.tokens}
    before |= {steady(c.label) for edge in way if (c := control_of(edge.doing))}
    typed = {steady(edge.doing.text) for edge in way if isinstance(edge.doing, FillIn)}
    new = [t.text for t in labels(node) if steady(t.text) not in before | typed]
    usable = [text for text in new if _can_be_asked(text)]
    if usable:
        best = max(usable, key=lambda text: (fold(text) not in _EVERYWHERE, min(len(text), _TELLING)))
        return f"Make sure that {quote(best)} is visible"
    scene = node.scene
    opened = scene.active is not None and all(
        scene.active.title != w.title for edge in way for w in appmap.node(edge.source).scene.windows
    )
    return f"Make sure that the {quote(scene.title)} window is open" if opened and scene.title else ""


def _can_be_asked(text: str) -> bool:
    letters = sum(c.isalpha() for c in text)
    return (
        letters >= _LEAST_LETTERS
        and len(text) <= _MOST_LETTERS
        and letters >= 0.7 * len(text.replace(" ", ""))
    )


def _name(node: Node, way: list[Edge]) -> str:
    steps = [c.label for edge in way if (c := control_of(edge.doing)) and c.label]
    return shortened(f"{' › '.join(steps) or node.name} (screen {node.number})", 80)
