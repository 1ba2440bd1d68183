"""A summary and a comparison as JSON, for other programs."""

from __future__ import annotations

import dataclasses
from typing import Any

from evals.episodes.result import EpisodeResult, result_to_json
from evals.report.compare import Change, Comparison
from evals.report.intervals import Interval
from evals.report.summary import Group, Summary

FORMAT = 1


def summary_to_json(summary: Summary) -> dict[str, Any]:
    """Return ``summary`` as a JSON object; shares are between 0 and 1, times in seconds, cost in dollars."""
    run = summary.run
    return {
        "format": FORMAT,
        "run": run.name,
        "folder": str(run.folder),
        "asked": dataclasses.asdict(run.asked) if run.asked else None,
        "planned": run.planned,
        "finished": len(run.results),
        "complete": run.planned is not None and not run.missing and not run.unreadable,
        "begun": run.begun,
        "unreadable": list(run.unreadable),
        "notes": list(run.notes),
        "agents": list(summary.agents),
        "machines": list(summary.machines),
        "all": _group(summary.feasible),
        "infeasible": _group(summary.infeasible) if summary.infeasible else None,
        "reliability": [dataclasses.asdict(each) for each in summary.reliability],
        "by_tier": [_group(group) for group in summary.by_tier],
        "by_application": [_group(group) for group in summary.by_application],
        "by_suite": [_group(group) for group in summary.by_suite],
        "endings": {str(ending): count for ending, count in summary.endings.items()},
        "failures": {str(kind): count for kind, count in summary.failures.items()},
        "retries": summary.retries,
        "troubles": dict(summary.troubles),
        "episodes": [_episode(summary, result) for result in run.results],
    }


def comparison_to_json(comparison: Comparison) -> dict[str, Any]:
    """Return ``comparison`` as a JSON object; pairs are (first run, second run)."""
    values = {field.name: getattr(comparison, field.name) for field in dataclasses.fields(comparison)}
    values["difference"] = comparison.difference
    values["score"] = dataclasses.asdict(comparison.score) if comparison.score else None
    values["better"] = [_change(change) for change in comparison.better]
    values["worse"] = [_change(change) for change in comparison.worse]
    return {**values, "only_here": list(comparison.only_here)}


def _group(group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "tasks": group.tasks,
        "episodes": group.episodes,
        "solved": group.solved,
        "infrastructure": group.infrastructure,
        "success": group.success if group.episodes else None,
        "interval": _interval(group.rate),
        "score": group.score if group.episodes else None,
        "score_interval": _interval(group.score_interval),
        "steps": group.steps,
        "seconds": group.seconds,
        "median_seconds": group.median_seconds,
        "tokens_in": group.tokens_in,
        "tokens_out": group.tokens_out,
        "cost": group.cost,
        "cost_per_solved": group.cost_per_solved,
    }


def _interval(interval: Interval) -> dict[str, Any]:
    return {"low": interval.low, "high": interval.high, "method": interval.method}


def _episode(summary: Summary, result: EpisodeResult) -> dict[str, Any]:
    diagnosis = summary.diagnoses.get(result.key)
    told = dataclasses.asdict(diagnosis) if diagnosis else None
    return {**result_to_json(result), "diagnosis": told}


def _change(change: Change) -> dict[str, Any]:
    return {**dataclasses.asdict(change), "solved": list(change.solved), "score": list(change.score)}
