"""``bench search``: greedy, best-of-N and tree search on virtual machines, with a model that errs as often.

Tasks of the desktop suite, set up and graded as always. The model is scripted: its first idea is wrong in a
known share of cases, and so are its verdicts. So this measures what the mechanisms make of such a model, not
how good any real one is. Every planner plays the same tasks with the same lots.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from evals.bench.fallible_model import FallibleModel
from evals.bench.result import BenchmarkResult, Bound, Figure
from evals.bench.search_ways import WAYS
from gui_agent.chat.prices import load_prices
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.chat.types import Capabilities
from gui_agent.types import Ending, Observation, Plan, PlannedAction, Planner, Spender, Step

if TYPE_CHECKING:
    from evals.episodes.machine_environment import MachineEnvironment
    from evals.machines.current_computer import CurrentComputer
    from evals.machines.qemu.machine import VirtualMachine
    from grounding.grounders import Grounder
    from gui_agent.parts import Parts

TRIALS = 5
TRIALS_VARIABLE = "GUI_AGENT_SEARCH_TRIALS"
"""The environment variable that says how often each task is played by each planner."""
WRONG_FIRST, WRONG_VERDICT = 0.3, 0.1
PLANNERS = ("greedy", "comparing", "tree_search")
MAX_STEPS = 80
OPENING_SECONDS = 60.0
"""Patience with a program that is started: an emulated machine on a busy host needs more than a real one."""
_GAIN = 0.25


@dataclass(slots=True)
class _Played:
    """What came of the episodes of one planner."""

    scores: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    restores: list[float] = field(default_factory=list)
    false_ends: int = 0
    broken: list[str] = field(default_factory=list)


def run(trials: int | None = None, tasks: tuple[str, ...] = tuple(WAYS)) -> BenchmarkResult:
    """Play every task ``trials`` times with each planner. Raises `ImageError` without a disk."""
    from evals.episodes.machine_environment import MachineEnvironment
    from evals.machines.images.disk import find_bootable
    from evals.machines.qemu.machine import VirtualMachine
    from evals.setup.downloads import Downloads, default_folder
    from grounding.grounders import DEFAULT_GROUNDER, open_grounder

    count = trials or int(os.environ.get(TRIALS_VARIABLE, TRIALS))
    machine = VirtualMachine(find_bootable("lean"))
    environment = MachineEnvironment(machine, Downloads(default_folder(), offline=True))
    eyes = open_grounder(DEFAULT_GROUNDER, None)
    played = {name: _Played() for name in PLANNERS}
    try:
        for trial in range(count):
            for task in tasks:
                for name in PLANNERS:
                    _episode(environment, machine, eyes, task, name, trial, played[name])
                    _say_where(task, trial, name, played[name])
    finally:
        environment.close()
    return _summary(played, machine)


def _episode(
    environment: MachineEnvironment,
    machine: VirtualMachine,
    eyes: Grounder,
    task: str,
    name: str,
    trial: int,
    seen: _Played,
) -> None:
    """Play one episode; one that broke is noted and not scored."""
    from actions.errors import ComputerError
    from evals.machines.current_computer import CurrentComputer
    from evals.machines.errors import MachineError
    from evals.suites.registry import open_suite
    from gui_agent.agent import Agent
    from gui_agent.approval import AutoApprover
    from gui_agent.budget import Budget

    script = FallibleModel(WAYS[task], f"{task} {trial}", WRONG_FIRST, WRONG_VERDICT)
    model = ScriptedChatModel(script, capabilities=Capabilities(json_schema=True))
    (entry,) = open_suite(f"desktop:{task}").tasks
    try:
        instruction = environment.reset(entry, trial)
        began = time.monotonic()
        computer = CurrentComputer(machine)
        parts = _parts(name, model, eyes, computer, machine)
        agent = Agent(computer, parts, approver=AutoApprover(), budget=Budget(MAX_STEPS, 900.0))
        steps = list(agent.run(instruction))
        seconds = time.monotonic() - began
        if steps[-1].ending is Ending.MACHINE_FAILED:
            raise MachineError(steps[-1].explanation)
        score = environment.grade(declared_infeasible=False).value
    except (MachineError, ComputerError) as error:
        seen.broken.append(f"{task} by {name}: {error}")
        return
    _note(seen, score, seconds, steps, len(model.requests))


def _note(seen: _Played, score: float, seconds: float, steps: list[Step], calls: int) -> None:
    seen.scores.append(score)
    seen.seconds.append(seconds)
    seen.steps.append(len(steps))
    seen.calls.append(calls)
    seen.restores += [step.timing.execute for step in steps if step.planned.kind == "restore"]
    seen.false_ends += steps[-1].ending is Ending.ACCOMPLISHED and score < 1


class _Patient:
    """Gives programs of an emulated machine the time they take to open; everybody's planner alike."""

    def __init__(self, planner: Planner, spender: Spender) -> None:
        self._planner, self.take_usage = planner, spender.take_usage

    @property
    def plan(self) -> Plan | None:
        return self._planner.plan

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        planned = self._planner.next_action(task, observation, history)
        return replace(planned, patience=OPENING_SECONDS) if planned.kind == "launch" else planned


def _say_where(task: str, trial: int, name: str, seen: _Played) -> None:
    """Tell how far it is: the whole takes long."""
    last = f"{seen.scores[-1]:g} in {seen.seconds[-1]:.0f} s" if seen.scores else "broken"
    print(f"{task}, round {trial + 1}, {name}: {last}", file=sys.stderr, flush=True)


def _parts(
    name: str, model: ScriptedChatModel, eyes: Grounder, computer: CurrentComputer, machine: VirtualMachine
) -> Parts:
    from evals.machines.snapshots import snapshots_of
    from gui_agent.observer import Observer
    from gui_agent.parts import Parts
    from gui_agent.planning.model.planner import ModelPlanner
    from gui_agent.planning.model.pointing import PointingGrounder
    from gui_agent.planning.model.thinker import Thinker
    from gui_agent.planning.search.parts import comparing_planner, searching_planner
    from gui_agent.planning.search.snapshots import SnapshotTool
    from gui_agent.reflection import ScreenReflector
    from gui_agent.tools.toolbox import ToolBox

    pointing, thinker = PointingGrounder(eyes.model), Thinker(model, load_prices(None))
    observer = Observer(computer, eyes.parser)
    reflector = ScreenReflector(eyes.model, eyes.look_closely, eyes.read_again)
    tools = ToolBox()
    match name:
        case "tree_search":
            snapshots = snapshots_of(machine)
            planner: Planner = searching_planner(thinker, pointing, snapshots)
            tools = ToolBox(SnapshotTool(snapshots))
        case "comparing":
            planner = comparing_planner(thinker, pointing)
        case _:
            planner = ModelPlanner(thinker, pointing)
    return Parts(_Patient(planner, thinker), observer, pointing, reflector, tools)


def _summary(played: Mapping[str, _Played], machine: VirtualMachine) -> BenchmarkResult:
    figures: dict[str, Figure] = {}
    for name, seen in played.items():
        count = len(seen.scores)
        figures[f"{name}_solved"] = Figure(_mean(seen.scores), "of 1", count)
        figures[f"{name}_steps"] = Figure.median([float(n) for n in seen.steps] or [0.0], "steps")
        figures[f"{name}_questions"] = Figure.median([float(n) for n in seen.calls] or [0.0], "calls")
        figures[f"{name}_seconds"] = Figure.median(seen.seconds or [0.0], "s")
        figures[f"{name}_false_done"] = Figure(seen.false_ends, "episodes", count)
    restores = played["tree_search"].restores
    figures["restore_s"] = Figure.median(restores or [0.0], "s")
    gain = figures["tree_search_solved"].value - figures["greedy_solved"].value
    figures["gain"] = Figure(gain, "of 1", len(played["tree_search"].scores))
    broken = [complaint for seen in played.values() for complaint in seen.broken]
    figures["broken"] = Figure(len(broken), "episodes", sum(len(s.scores) for s in played.values()))
    about = (
        f"{len(WAYS)} tasks of the desktop suite on a virtual machine ({machine.accelerator}), their graders",
        f"scripted model: first idea wrong in {WRONG_FIRST:.0%} of cases, verdict in {WRONG_VERDICT:.0%}",
    )
    bounds = {"gain": Bound(_GAIN, "min"), "broken": Bound(0)}
    return BenchmarkResult("search", figures, bounds, (*about, *broken[:5]))


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
