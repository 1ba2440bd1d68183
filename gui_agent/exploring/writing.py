"""What an exploration leaves on disk: map.html, map.json, pictures, and candidate tests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.geometry import Box
from gui_agent.errors import JournalError
from gui_agent.exploring.appmap import AppMap, Node
from gui_agent.exploring.candidate_tests import CandidateTest
from gui_agent.exploring.doing import control_of, words_of
from gui_agent.exploring.drawing import THUMB_HEIGHT, THUMB_WIDTH, as_data, draw, shown_part
from gui_agent.exploring.explorer import Exploration
from gui_agent.exploring.findings import ORDER, Finding, Seriousness
from gui_agent.exploring.scenes import steady
from gui_agent.pictures import write_picture
from gui_agent.report.page import fill, source

PAGE, DATA, PICTURES, TESTS = "map.html", "map.json", "pictures", "tests"
_TONES: dict[Seriousness, str] = {"critical": "bad", "major": "bad", "minor": "warn", "notice": "idle"}
_AROUND = 110
_STATE_TONES = {"passes": "good", "not tried": "idle"}


@dataclass(frozen=True, slots=True)
class WrittenTest:
    """A candidate test in its file; ``state`` is "passes" or "not tried"."""

    test: CandidateTest
    file: str
    state: str


def write_exploration(folder: Path, found: Exploration, tests: Sequence[WrittenTest], seed: int) -> Path:
    """Write everything into ``folder`` and return the page. Raises `JournalError`."""
    try:
        (folder / PICTURES).mkdir(parents=True, exist_ok=True)
        for node in found.appmap.nodes:
            image = node.scene.observation.screenshot.image
            write_picture(folder / PICTURES / f"{node.number:03}.png", image)
        data = json.dumps(as_json(found, tests, seed), ensure_ascii=False, indent=1)
        (folder / DATA).write_text(data + "\n", "utf-8", errors="replace")
        (folder / PAGE).write_text(page(found, tests), "utf-8", errors="replace")
    except OSError as error:
        raise JournalError(f"the map in {folder} cannot be written: {error.strerror}") from error
    return folder / PAGE


def as_json(found: Exploration, tests: Sequence[WrittenTest], seed: int) -> dict[str, Any]:
    """Return the map for other programs; boxes are [x1, y1, x2, y2] in screen pixels."""
    return {
        "application": found.application,
        "seed": seed,
        "seconds": round(found.seconds, 1),
        "actions": found.actions,
        "starts": found.starts,
        "complete": found.complete,
        "screens": [_screen(found.appmap, node) for node in found.appmap.nodes],
        "edges": [
            {
                "from": edge.source,
                "to": edge.target,
                "action": words_of(edge.doing),
                "box": _box(control.box) if (control := control_of(edge.doing)) else None,
                "outcome": edge.outcome,
                "times": edge.times,
            }
            for edge in found.appmap.edges
        ],
        "findings": [
            {
                "kind": f.kind,
                "seriousness": f.seriousness,
                "what": f.what,
                "words": f.words,
                "path": list(f.path),
                "screen": f.node,
                "box": _box(f.box) if f.box else None,
                "reproduced": f.reproduced,
            }
            for f in found.findings.all
        ],
        "tests": [{"file": t.file, "screen": t.test.node, "state": t.state} for t in tests],
        "remarks": found.remarks,
    }


def page(found: Exploration, tests: Sequence[WrittenTest]) -> str:
    """Return the map as one HTML page that needs nothing else."""
    findings = found.findings.all
    counting = [f for f in findings if f.counts]
    parts = (source("gui_agent.exploring", name) for name in ("page.html.j2", "page.css", "page.js"))
    return fill(
        *parts,
        filters={},
        title=found.application,
        tone=_TONES[counting[0].seriousness] if counting else "good",
        verdict=told_findings(findings),
        explanation=_explanation(found),
        facts=_facts(found),
        findings=[_told(f) for f in findings],
        drawing=draw(found.appmap, findings),
        thumb=(THUMB_WIDTH, THUMB_HEIGHT),
        tests=[
            {"file": t.file, "state": t.state, "tone": _STATE_TONES[t.state], "steps": t.test.steps}
            for t in tests
        ],
        tests_told=f"For gui-agent test {TESTS}/; each was played once, where nothing else is said.",
        remarks=found.remarks,
    )


def told_findings(findings: Sequence[Finding]) -> str:
    """Say how many findings of which seriousness there are."""
    numbers = {s: sum(f.seriousness == s for f in findings) for s in ORDER}
    notices = numbers.pop("notice")
    told = [f"{number} {s}" for s, number in numbers.items() if number] or ["no findings"]
    if notices:
        told.append(f"{notices} notice{'s' if notices > 1 else ''}")
    return ", ".join(told)


def _explanation(found: Exploration) -> str:
    left = sum(len(node.untried) for node in found.appmap.nodes)
    if found.complete:
        return "Everything that was found has been tried."
    return f"The time was over before everything was tried: {left} known controls are left."


def _facts(found: Exploration) -> list[tuple[str, str]]:
    tried = {id(edge) for edge in found.appmap.edges if control_of(edge.doing)}
    return [
        ("screens", str(len(found.appmap.nodes))),
        ("controls tried", str(len(tried))),
        ("actions", str(found.actions)),
        ("fresh starts", str(found.starts)),
        ("minutes", f"{found.seconds / 60:.1f}"),
    ]


def _told(finding: Finding) -> dict[str, Any]:
    height, width = finding.picture.shape[:2]
    screen = Box(0, 0, width, height)
    around = finding.box.expanded(_AROUND).clipped(screen) if finding.box else screen
    picture = finding.picture[around.y1 : around.y2, around.x1 : around.x2]
    return {
        "kind": finding.kind,
        "seriousness": finding.seriousness,
        "tone": _TONES[finding.seriousness],
        "words": finding.words,
        "path": finding.path,
        "node": finding.node,
        "reproduced": finding.reproduced,
        "picture": as_data(picture),
        "view": f"0 0 {around.width} {around.height}",
        "width": around.width,
        "height": around.height,
        "box": finding.box.offset(-around.x1, -around.y1) if finding.box else None,
    }


def _screen(appmap: AppMap, node: Node) -> dict[str, Any]:
    words = sorted(filter(None, (steady(token.text) for token in node.scene.tokens)))
    return {
        "number": node.number,
        "name": node.name,
        "window": node.scene.title,
        "depth": node.depth,
        "over": node.over,
        "found_by": words_of(node.found_by.doing) if node.found_by else None,
        "fingerprint": hashlib.sha256("\n".join([node.scene.title, *words]).encode()).hexdigest()[:16],
        "picture": f"{PICTURES}/{node.number:03}.png",
        "shown": _box(shown_part(node.scene)),
        "controls": [
            {"label": c.label, "kind": c.kind, "box": _box(c.box), "denied": node.denied.get(c.label)}
            for c in node.controls
        ],
        "untried": [words_of(doing) for doing in node.untried],
    }


def _box(box: Box) -> list[int]:
    return [box.x1, box.y1, box.x2, box.y2]
