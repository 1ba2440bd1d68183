"""``bench memory``: what the second task of a family costs once the first was done.

Real programs on private desktops; the model is scripted and answers from what it is told. Every result is
checked from outside. A routine whose guards no longer hold must fall back, and end right all the same.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from actions.geometry import Size
from actions.virtual_desktop import VirtualDesktop
from evals.bench.memory_acts import Family, Outcome, Variant
from evals.bench.memory_families import families, others
from evals.bench.memory_model import CompetentModel
from evals.bench.private_display import needs, wait_for
from evals.bench.result import BenchmarkResult, Bound, Figure
from evals.page_server import PageServer
from evals.suites.literal.pages import THANKS, read_pages
from gui_agent.budget import Budget
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.memory.memory import Memory
from gui_agent.planning.model.parts import model_parts
from gui_agent.session import perform
from gui_agent.settings import Settings
from gui_agent.types import Ending

SCREEN = Size(1280, 800)
MECHANISMS = "memory,shortcuts,change_observation"
"""Without a manager and a critic: they would make the first task, not the second, more expensive."""
SHARE = 0.5
"""The second task of a family may take so much of the first one's model calls."""
WRITING_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Played:
    """One task done: what it cost, and what is wrong with its result."""

    family: str
    calls: int
    steps: int
    seconds: float
    complaint: str


def run(only: Sequence[str] = ()) -> BenchmarkResult:
    """Play the families (those named in ``only``, else all) twice each, then what went stale."""
    with (
        tempfile.TemporaryDirectory(prefix="memory-") as folder,
        PageServer(read_pages(), THANKS) as server,
    ):
        known = families(server.url)
        chosen = [f for f in known if not only or f.name in only]
        needs(*sorted({program for family in chosen for program in family.programs}))
        memory = Memory.at(Path(folder) / "memory.sqlite")
        try:
            firsts = [_play(f, f.variants[0], known, memory, Path(folder), server) for f in chosen]
            seconds = [_play(f, f.variants[1], known, memory, Path(folder), server) for f in chosen]
            stale = [
                replace(_play(f, f.stale, known, memory, Path(folder), server), family=f"stale {f.name}")
                for f in chosen
                if f.stale is not None
            ]
            if {"note", "sum"} <= {f.name for f in chosen}:
                mixed = (*known, *others())
                stale += [_play(f, f.variants[0], mixed, memory, Path(folder), server) for f in others()]
        finally:
            memory.close()
    return summarise(firsts, seconds, stale)


def summarise(
    firsts: Sequence[Played], seconds: Sequence[Played], stale: Sequence[Played]
) -> BenchmarkResult:
    """Turn what was played into figures; the worst family counts."""
    shares = [second.calls / max(1, first.calls) for first, second in zip(firsts, seconds, strict=True)]
    everything = [*firsts, *seconds, *stale]
    wrong = [played for played in everything if played.complaint]
    figures = {
        "families": Figure(len(firsts), "families"),
        "calls_first": Figure(sum(p.calls for p in firsts), "calls", len(firsts)),
        "calls_second": Figure(sum(p.calls for p in seconds), "calls", len(seconds)),
        "share_worst": Figure(max(shares), "of the first", len(shares)),
        "share_all": Figure(
            sum(p.calls for p in seconds) / max(1, sum(p.calls for p in firsts)), "of the first", len(shares)
        ),
        "steps_first": Figure(sum(p.steps for p in firsts), "steps", len(firsts)),
        "steps_second": Figure(sum(p.steps for p in seconds), "steps", len(seconds)),
        "seconds_first": Figure(sum(p.seconds for p in firsts), "s", len(firsts)),
        "seconds_second": Figure(sum(p.seconds for p in seconds), "s", len(seconds)),
        "stale_calls": Figure(sum(p.calls for p in stale), "calls", len(stale)),
        "wrong_outcomes": Figure(len(wrong), "tasks", len(everything)),
    }
    bounds = {"share_worst": Bound(SHARE), "wrong_outcomes": Bound(0)}
    rows = [
        f"{first.family}: calls {first.calls} → {second.calls}, steps {first.steps} → {second.steps}, "
        f"seconds {first.seconds:.1f} → {second.seconds:.1f}"
        for first, second in zip(firsts, seconds, strict=True)
    ]
    rows += [f"{p.family}: calls {p.calls}, steps {p.steps}, {p.complaint or 'right'}" for p in stale]
    rows += [f"wrong: {p.family}: {p.complaint}" for p in wrong]
    return BenchmarkResult("memory", figures, bounds, tuple(rows))


def _play(
    family: Family,
    variant: Variant,
    known: Sequence[Family],
    memory: Memory,
    folder: Path,
    server: PageServer,
) -> Played:
    place = Path(tempfile.mkdtemp(dir=folder))
    home = place / "home"
    home.mkdir()
    for name, text in variant.files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    server.received.clear()
    mind = CompetentModel(known)
    model = ScriptedChatModel(mind)
    with VirtualDesktop(SCREEN, home=home) as desktop:
        outcome = perform(
            variant.task,
            desktop,
            folder=place / "run",
            budget=Budget(60, 240.0),
            parts=model_parts(desktop, model, Settings(mechanisms=MECHANISMS), memory=memory),
            computer_name="virtual",
            memory=memory,
        )
        wait_for(lambda: not variant.check(Outcome(home, tuple(server.received))), WRITING_SECONDS)
        complaint = variant.check(Outcome(home, tuple(server.received)))
    if outcome.ending is not Ending.ACCOMPLISHED:
        complaint = f"{outcome.explanation}; {complaint}".strip("; ")
    return Played(family.name, mind.asked, outcome.steps, outcome.seconds, complaint)
