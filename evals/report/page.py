"""What the HTML page of a run shows, before it is laid out."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evals.episodes.result import Ending, EpisodeResult
from evals.report.compare import Comparison
from evals.report.reliability import Reliability
from evals.report.sentences import caveats, progress, verdict
from evals.report.strips import Budget, Thumb, make_strip, picture_width, strip_length
from evals.report.summary import Group, Summary, trajectory_of
from evals.report.taxonomy import Diagnosis
from evals.report.wording import amount, counted, money, percent, span
from gui_agent.report.model import duration

TONES = {
    Ending.SOLVED: "good",
    Ending.FAILED: "bad",
    Ending.REFUSED: "warn",
    Ending.BUDGET: "warn",
    Ending.INFRASTRUCTURE: "idle",
}
_HEIGHT, _WIDTH = 100, 260
"""The drawing of pass^k and pass@k, in its own units."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One number with its name and what it is made of."""

    name: str
    value: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar; ``percent`` is its share of the whole bar."""

    name: str
    tone: str
    count: int
    percent: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of the drawing: its points as SVG coordinates, and the words at each."""

    name: str
    line: str
    dots: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """One episode; ``link`` leads to its own report, relative to the page, empty where there is none."""

    label: str
    ending: Ending
    tone: str
    score: str
    explanation: str
    diagnosis: Diagnosis | None
    said: str
    facts: tuple[str, ...]
    strip: tuple[Thumb, ...]
    place: str
    link: str
    trouble: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """One task with its episodes."""

    suite: str
    task: str
    instruction: str
    tier: str
    applications: tuple[str, ...]
    infeasible: bool
    solved: int
    judged: int
    episodes: tuple[EpisodeView, ...]

    @property
    def words(self) -> str:
        """What the search box looks in."""
        return " ".join((self.suite, self.task, self.instruction, self.tier, *self.applications)).casefold()


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page."""

    title: str
    who: str
    started: str
    whole: bool
    progress: str
    caveats: tuple[str, ...]
    summary: Summary
    tiles: tuple[Tile, ...]
    endings: tuple[Part, ...]
    failures: tuple[Part, ...]
    curves: tuple[Curve, ...]
    tables: tuple[tuple[str, tuple[Group, ...]], ...]
    comparison: Comparison | None
    verdict: str
    tasks: tuple[TaskView, ...]
    left_out: int


def build_page(summary: Summary, comparison: Comparison | None, place: Path) -> Page:
    """Return what a page at ``place`` shows of a run; pictures are read from the run folder."""
    run = summary.run
    whole, words = progress(summary)
    tasks, left_out = _tasks(summary, place.parent)
    tables = [("Tier", summary.by_tier), ("Application", summary.by_application), ("Suite", summary.by_suite)]
    return Page(
        title=", ".join(dict.fromkeys(result.key.suite for result in run.results)) or run.name,
        who=" on ".join(filter(None, (", ".join(summary.agents), ", ".join(summary.machines)))),
        started=_date(min((r.started_at for r in run.results if r.started_at), default="")),
        whole=whole,
        progress=words,
        caveats=caveats(summary),
        summary=summary,
        tiles=_tiles(summary),
        endings=_endings(summary),
        failures=_failures(summary),
        curves=_curves(summary.reliability),
        tables=tuple((name, groups) for name, groups in tables if groups and (name != "Suite" or groups[1:])),
        comparison=comparison,
        verdict=verdict(comparison) if comparison else "",
        tasks=tasks,
        left_out=left_out,
    )


def _tiles(summary: Summary) -> tuple[Tile, ...]:
    group, tiles = summary.feasible, []
    for each in summary.reliability:
        if each.k == 1:
            tiles.append(Tile("pass@1", percent(each.every), f"mean over {counted(each.tasks, 'task')}"))
    repeated = [each for each in summary.reliability if each.k > 1]
    if repeated:
        last = next((each for each in repeated if each.k == 3), repeated[-1])
        tiles.append(
            Tile(f"pass^{last.k}", percent(last.every), f"all of {last.k} solved, {last.tasks} tasks")
        )
    if group.score_interval.method == "bootstrap":
        tiles.append(Tile("Score", f"{group.score:.3f}", f"95 % {span(group.score_interval)} (bootstrap)"))
    tiles.append(Tile("Steps", amount(group.steps), "mean of an episode"))
    tiles.append(Tile("Time", duration(group.seconds), f"mean; median {duration(group.median_seconds)}"))
    if group.tokens_in or group.tokens_out:
        tiles.append(Tile("Tokens", amount(group.tokens_in), f"in, {amount(group.tokens_out)} out, mean"))
    if group.cost:
        each_solved = f"; {money(group.cost_per_solved)} per solved" if group.cost_per_solved else ""
        mean = group.cost / max(1, group.episodes)
        tiles.append(Tile("Cost", money(mean), f"mean; {money(group.cost)} in all{each_solved}"))
    return tuple(tiles)


def _endings(summary: Summary) -> tuple[Part, ...]:
    whole = sum(summary.endings.values())
    return tuple(
        Part(str(ending), TONES[ending], count, 100 * count / whole)
        for ending, count in summary.endings.items()
        if count
    )


def _failures(summary: Summary) -> tuple[Part, ...]:
    most = max(summary.failures.values(), default=0)
    ordered = sorted(summary.failures.items(), key=lambda item: -item[1])
    return tuple(Part(str(kind), "bad", count, 100 * count / most) for kind, count in ordered if count)


def _curves(reliability: Sequence[Reliability]) -> tuple[Curve, ...]:
    if len(reliability) < 2:
        return ()
    width = _WIDTH / (len(reliability) - 1)
    curves = []
    for name, values in (
        ("pass@k", [each.any for each in reliability]),
        ("pass^k", [each.every for each in reliability]),
    ):
        spots = [(round(i * width, 1), round(_HEIGHT * (1 - value), 1)) for i, value in enumerate(values)]
        told = [
            f"{name.replace('k', str(each.k))} {percent(value)}, {counted(each.tasks, 'task')}"
            for each, value in zip(reliability, values, strict=True)
        ]
        dots = tuple((x, y, words) for (x, y), words in zip(spots, told, strict=True))
        curves.append(Curve(name, " ".join(f"{x},{y}" for x, y in spots), dots))
    return tuple(curves)


def _tasks(summary: Summary, base: Path) -> tuple[tuple[TaskView, ...], int]:
    """Return the tasks, worst first, and how many strips the budget left no room for."""
    by_task: dict[tuple[str, str], list[EpisodeResult]] = defaultdict(list)
    for result in summary.run.results:
        by_task[result.key.suite, result.key.task].append(result)
    strips = _strips(summary)
    views = [_task(summary, results, strips, base) for results in by_task.values()]
    views.sort(key=lambda view: (not view.judged, view.solved / max(1, view.judged), view.suite, view.task))
    return tuple(views), sum(strip is None for strip in strips.values())


def _strips(summary: Summary) -> dict[object, tuple[Thumb, ...] | None]:
    """Make the strips: first of what went wrong, then of one solved episode per task, then of the rest."""
    run, episodes = summary.run, len(summary.run.results)
    length, budget = strip_length(episodes), Budget(width=picture_width(episodes))
    seen: set[tuple[str, str]] = set()
    ranked: list[tuple[int, EpisodeResult]] = []
    for result in run.results:
        fresh = (result.key.suite, result.key.task) not in seen
        solved = result.ending is Ending.SOLVED
        seen |= {(result.key.suite, result.key.task)} if solved else set()
        ranked.append((0 if not solved else 1 if fresh else 2, result))
    strips: dict[object, tuple[Thumb, ...] | None] = {}
    for _, result in sorted(ranked, key=lambda item: item[0]):
        if not budget.left:
            strips[result.key] = None
            continue
        diagnosis = summary.diagnoses.get(result.key)
        keep = [diagnosis.step] if diagnosis and diagnosis.step else []
        trajectory = trajectory_of(run, result)
        strips[result.key] = make_strip(run.folder / result.trajectory, trajectory, length, keep, budget)
    return strips


def _task(
    summary: Summary, results: list[EpisodeResult], strips: dict[object, tuple[Thumb, ...] | None], base: Path
) -> TaskView:
    first = results[0]
    return TaskView(
        first.key.suite,
        first.key.task,
        first.instruction,
        first.tier,
        first.applications,
        first.infeasible,
        sum(result.ending is Ending.SOLVED for result in results),
        sum(result.judged for result in results),
        tuple(_episode(summary, result, strips.get(result.key), base) for result in results),
    )


def _episode(
    summary: Summary, result: EpisodeResult, strip: tuple[Thumb, ...] | None, base: Path
) -> EpisodeView:
    facts = [counted(result.steps, "step"), duration(result.seconds)] if result.judged else []
    if result.tokens_in or result.tokens_out:
        facts.append(f"{amount(result.tokens_in)} + {amount(result.tokens_out)} tokens")
    if result.cost:
        facts.append(money(result.cost))
    if result.retries:
        facts.append(f"tried again {counted(result.retries, 'time')}")
    own = summary.run.folder / result.trajectory / "report.html"
    ended = result.agent_ending.replace("_", " ").lower()
    return EpisodeView(
        label=f"seed {result.key.seed} · attempt {result.key.attempt}",
        ending=result.ending,
        tone=TONES[result.ending],
        score=f"{result.score:.2f}" if result.judged and 0 < result.score < 1 else "",
        explanation=result.explanation,
        diagnosis=summary.diagnoses.get(result.key),
        said=": ".join(filter(None, (ended, result.agent_explanation))),
        facts=tuple(facts),
        strip=strip or (),
        place=result.trajectory,
        link=Path(os.path.relpath(own, base)).as_posix() if result.trajectory and own.is_file() else "",
        trouble="no room was left for its pictures" if strip is None else "",
    )


def _date(iso: str) -> str:
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"
