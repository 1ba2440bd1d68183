"""The numbers of a run: who solved what, how surely, and at what price."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from evals.episodes.result import Ending, EpisodeKey, EpisodeResult
from evals.report.intervals import Interval, mean_interval, rate_interval
from evals.report.read import Run
from evals.report.reliability import Reliability, reliabilities
from evals.report.taxonomy import Diagnosis, Failure, diagnose
from evals.report.trajectory import Trajectory, read_trajectory

ReadTrajectory = Callable[[EpisodeResult], Trajectory]
NO_APPLICATION = "none named"


@dataclass(frozen=True, slots=True)
class Group:
    """Some episodes of a run. Everything but ``infrastructure`` counts judged episodes only.

    ``solved`` episodes have the full score; ``score`` is the mean of the scores. ``steps``, ``seconds`` and
    tokens are means per episode, ``median_seconds`` its median, ``cost`` the sum in US dollars.
    """

    name: str
    tasks: int
    episodes: int
    solved: int
    infrastructure: int
    rate: Interval
    score: float
    score_interval: Interval
    steps: float
    seconds: float
    median_seconds: float
    tokens_in: float
    tokens_out: float
    cost: float

    @property
    def success(self) -> float:
        return self.solved / self.episodes if self.episodes else 0.0

    @property
    def cost_per_solved(self) -> float | None:
        return self.cost / self.solved if self.solved and self.cost else None


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in numbers. ``feasible`` is the headline; ``infeasible`` tasks are set apart, None without any.

    ``endings`` counts all episodes. ``diagnoses`` says of every one that was not solved why; ``failures``
    counts them for the headline's, without the infrastructure's.
    """

    run: Run
    feasible: Group
    infeasible: Group | None
    reliability: tuple[Reliability, ...]
    by_tier: tuple[Group, ...]
    by_application: tuple[Group, ...]
    by_suite: tuple[Group, ...]
    endings: Mapping[Ending, int]
    failures: Mapping[Failure, int]
    diagnoses: Mapping[EpisodeKey, Diagnosis]
    troubles: Mapping[str, int]
    retries: int
    agents: tuple[str, ...]
    machines: tuple[str, ...]


def summarize(run: Run, read: ReadTrajectory | None = None) -> Summary:
    """Return the numbers of ``run``; ``read`` gives an episode's trajectory, from its journal by default."""
    read = read or (lambda result: trajectory_of(run, result))
    unsolved = [result for result in run.results if result.ending is not Ending.SOLVED]
    found = {result.key: diagnose(result, read(result)) for result in unsolved}
    diagnoses = {key: diagnosis for key, diagnosis in found.items() if diagnosis is not None}
    feasible = [result for result in run.results if not result.infeasible]
    infeasible = [result for result in run.results if result.infeasible]
    causes = Counter(diagnoses[r.key].failure for r in feasible if r.key in diagnoses)
    troubles = Counter(kind for result in run.results for kind in result.troubles)
    return Summary(
        run,
        group("all tasks", feasible),
        group("infeasible tasks", infeasible) if infeasible else None,
        tuple(reliabilities(trials(feasible))),
        groups(feasible, lambda result: (result.tier,) if result.tier else ()),
        groups(feasible, lambda result: result.applications or (NO_APPLICATION,)),
        groups(feasible, lambda result: (result.key.suite,)),
        {ending: sum(r.ending is ending for r in run.results) for ending in Ending},
        {kind: causes[kind] for kind in Failure if kind is not Failure.INFRASTRUCTURE},
        diagnoses,
        dict(troubles.most_common()),
        sum(result.retries for result in run.results),
        tuple(sorted({result.agent for result in run.results if result.agent})),
        tuple(sorted({result.machine for result in run.results if result.machine})),
    )


def trajectory_of(run: Run, result: EpisodeResult) -> Trajectory:
    """Read the journal of an episode of ``run``."""
    if not result.trajectory:
        return Trajectory(trouble="no journal was kept")
    folder = (run.folder / result.trajectory).resolve()
    if not folder.is_relative_to(run.folder.resolve()):
        return Trajectory(trouble="its journal lies outside the run folder and is not read")
    return read_trajectory(folder)


def group(name: str, results: Sequence[EpisodeResult]) -> Group:
    """Return the numbers of ``results`` together."""
    judged = [result for result in results if result.judged]
    scores = by_task(judged, lambda result: result.score)
    solved = by_task(judged, lambda result: float(result.ending is Ending.SOLVED))
    return Group(
        name,
        len(scores),
        len(judged),
        sum(result.ending is Ending.SOLVED for result in judged),
        len(results) - len(judged),
        rate_interval(solved),
        _mean(result.score for result in judged),
        mean_interval(scores),
        _mean(result.steps for result in judged),
        _mean(result.seconds for result in judged),
        median([result.seconds for result in judged]) if judged else 0.0,
        _mean(result.tokens_in for result in judged),
        _mean(result.tokens_out for result in judged),
        sum(result.cost for result in judged),
    )


def groups(
    results: Iterable[EpisodeResult], names: Callable[[EpisodeResult], Iterable[str]]
) -> tuple[Group, ...]:
    """Return a group for every name that ``names`` gives; an episode with several counts in each."""
    sorted_: dict[str, list[EpisodeResult]] = defaultdict(list)
    for result in results:
        for name in dict.fromkeys(names(result)):
            sorted_[name].append(result)
    return tuple(group(name, sorted_[name]) for name in sorted(sorted_))


def by_task(results: Iterable[EpisodeResult], value: Callable[[EpisodeResult], float]) -> list[list[float]]:
    """Return the values of the episodes of each task: repeats and seeds of one task belong together."""
    tasks: dict[tuple[str, str], list[float]] = defaultdict(list)
    for result in results:
        tasks[result.key.suite, result.key.task].append(value(result))
    return list(tasks.values())


def trials(results: Iterable[EpisodeResult]) -> list[tuple[int, int]]:
    """Return for every task how many of its episodes were judged, and how many of them solved."""
    judged = (result for result in results if result.judged)
    solved = by_task(judged, lambda result: float(result.ending is Ending.SOLVED))
    return [(len(values), int(sum(values))) for values in solved]


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return float(mean(listed)) if listed else 0.0
