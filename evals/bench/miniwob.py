"""``bench miniwob``: MiniWoB++ by tier and on the literature's subset, beside an agent that only submits."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from actions.errors import ComputerError
from evals.agents.agent import EvalAgent
from evals.agents.embedded import EmbeddedAgent
from evals.bench.private_display import needs
from evals.bench.result import BenchmarkResult, Bound, Figure
from evals.episodes.environment import EpisodeTask
from evals.graders.errors import GraderError
from evals.machines.errors import MachineError
from evals.setup.errors import SetupError
from evals.suites.miniwob.catalogue import REPORT_SEEDS, pages_folder, subset, task_named, tiers
from evals.suites.miniwob.chromium import PROGRAMS
from evals.suites.miniwob.environment import MiniWobEnvironment
from evals.suites.miniwob.floor import SubmitOnlyAgent
from grounding.grounders import DEFAULT_GROUNDER, GrounderName
from grounding.public_models.specs import parse_grounder
from gui_agent.budget import Budget

SEEDS_VARIABLE = "GUI_AGENT_MINIWOB_SEEDS"
"""The environment variable that says which seeds are played, as ``1000-1024`` or ``0-9``."""
TIERS_VARIABLE = "GUI_AGENT_MINIWOB_TIERS"
"""The environment variable that names the tiers to play, by commas; all where it is not set."""
GROUNDER_VARIABLE = "GUI_AGENT_MINIWOB_GROUNDER"
"""The environment variable that names the agent's grounder."""
LEAST_LITERAL = 0.85
_BUDGET = Budget(40, 120.0)
_INFRASTRUCTURE = (MachineError, SetupError, GraderError, ComputerError)


@dataclass(frozen=True, slots=True)
class Played:
    """One episode: solved means a raw reward of exactly 1; ``broken`` says what failed in the harness."""

    task: str
    seed: int
    solved: bool = False
    broken: str = ""


def run(
    seeds: Sequence[int] | None = None,
    names: Sequence[str] | None = None,
    grounder: GrounderName | None = None,
) -> BenchmarkResult:
    """Play every task with every seed, by the embedded agent and by the floor.

    Without arguments the environment variables of this module decide. Raises `MissingDependency`.
    """
    needs("Xvfb", "openbox", next(filter(shutil.which, PROGRAMS), PROGRAMS[0]))
    pages_folder()
    seeds = _seeds() if seeds is None else seeds
    names = _names() if names is None else names
    grounder = _grounder() if grounder is None else grounder
    embedded = EmbeddedAgent(grounder)
    agent = tuple(play(embedded, names, seeds))
    floor = tuple(play(SubmitOnlyAgent(embedded), names, seeds))
    return summarise(agent, floor, grounder)


def play(agent: EvalAgent, names: Sequence[str], seeds: Sequence[int]) -> Iterator[Played]:
    """Play the tasks ``names`` with each of ``seeds``; a slot that breaks is opened afresh."""
    environment = MiniWobEnvironment()
    try:
        for seed in seeds:
            for name in names:
                played = _play_one(agent, environment, task_named(name), seed)
                if played.broken:
                    environment.close()
                    environment = MiniWobEnvironment()
                yield played
    finally:
        environment.close()


def _play_one(agent: EvalAgent, environment: MiniWobEnvironment, task: EpisodeTask, seed: int) -> Played:
    with tempfile.TemporaryDirectory(prefix="miniwob-") as folder:
        try:
            instruction = environment.reset(task, seed)
            run_folder = Path(folder) / "run"
            agent.play(instruction, environment.computer, folder=run_folder, budget=_BUDGET, seed=seed)
            score = environment.grade(declared_infeasible=False)
        except _INFRASTRUCTURE as error:
            return Played(task.id, seed, broken=f"{type(error).__name__}: {error}")
    return Played(task.id, seed, score.value == 1)


def summarise(agent: Sequence[Played], floor: Sequence[Played], grounder: str) -> BenchmarkResult:
    """Turn episodes into rates by tier and on the subset; broken ones are counted apart."""
    figures: dict[str, Figure] = {}
    details = [f"grounder {grounder}"]
    for prefix, played in (("", agent), ("submit_only_", floor)):
        for group, names in _groups().items():
            rate = _rate([p for p in played if p.task in names and not p.broken])
            if rate is not None:
                figures[f"{prefix}{group}"] = rate.figure
                details.append(f"{prefix}{group}: {rate.words}")
    broken = [p for p in (*agent, *floor) if p.broken]
    figures["harness_errors"] = Figure(len(broken), "episodes", len(agent) + len(floor))
    details += [f"{p.task} {p.seed}: {p.broken}" for p in broken]
    details += _by_task(agent)
    bounds = {"harness_errors": Bound(0)}
    if "literal" in figures:
        bounds["literal"] = Bound(LEAST_LITERAL, "min")
    return BenchmarkResult("miniwob", figures, bounds, tuple(details))


@dataclass(frozen=True, slots=True)
class _Rate:
    figure: Figure
    words: str


def _rate(played: Sequence[Played]) -> _Rate | None:
    """Return the share of solved episodes; its interval knows that seeds of one task resemble each other."""
    from evals.report.intervals import effective_trials, wilson

    if not played:
        return None
    by_task: dict[str, list[float]] = {}
    for episode in played:
        by_task.setdefault(episode.task, []).append(float(episode.solved))
    solved, count = sum(p.solved for p in played), len(played)
    worth = effective_trials(list(by_task.values()))
    sure = wilson(solved / count * worth, worth)
    words = f"{solved} of {count}, 95 % interval {sure.low:.3f} to {sure.high:.3f}, {len(by_task)} tasks"
    return _Rate(Figure(solved / count, "", count, sure.width), words)


def _by_task(played: Sequence[Played]) -> list[str]:
    names = dict.fromkeys(p.task for p in played)
    return [
        f"{name}: {sum(p.solved for p in played if p.task == name)} of "
        f"{sum(p.task == name and not p.broken for p in played)}"
        for name in names
    ]


def _groups() -> Mapping[str, tuple[str, ...]]:
    return {**tiers(), "webgum_56": subset()}


def _seeds() -> Sequence[int]:
    said = os.environ.get(SEEDS_VARIABLE, "")
    if not said:
        return REPORT_SEEDS
    first, _, last = said.partition("-")
    return range(int(first), int(last or first) + 1)


def _names() -> tuple[str, ...]:
    chosen = os.environ.get(TIERS_VARIABLE, "")
    wanted = chosen.split(",") if chosen else list(tiers())
    return tuple(name for tier in wanted for name in tiers()[tier.strip()])


def _grounder() -> GrounderName:
    said = os.environ.get(GROUNDER_VARIABLE, "") or DEFAULT_GROUNDER
    try:
        parse_grounder(said)
    except ValueError as error:
        raise ValueError(f"{GROUNDER_VARIABLE} is {said!r}: {error}") from error
    return said
