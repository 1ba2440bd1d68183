"""Find a benchmark by name, run it, print it."""

from __future__ import annotations

import importlib
import inspect
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from evals.bench.result import BenchmarkResult

BENCHMARKS: Mapping[str, str] = MappingProxyType(
    {
        "input": "10,000 ASCII and 400 Unicode characters into a GTK editor and into xterm",
        "capture": "a 1920x1080 frame to a BGR array",
        "step": "what a step costs beside perception and the application's repaint",
        "watchdog": "nothing stays pressed after the agent is killed",
        "parse": "reading a dense 1920x1080 screen, whole and after a change",
        "ground": "one more question about a parsed screen",
        "demo": "the three demonstration tasks",
        "sandbox": "start and reset of a sandbox, its memory, and what is left of it",
        "runner": "a run whose parts are killed at random moments; two workers against one",
        "suite": "the desktop suite's graders: every solution scores 1, nothing else does",
        "qemu": "reset of a virtual machine, its disk afterwards, and what is left of it",
        "model_step": "what a step costs beside the thinking of a model behind a local server",
        "tokens": "what a model reads for a step, on ten recorded screens of real programs",
        "peers": "a step beside the model, ours and browser-use's, on one server, browser and page",
        "models": "faults of model servers, questions taken back, garbage in place of answers",
        "assistant": "the terminal assistant: start to a prompt, key to paint while steps arrive",
        "takeover": "a person's mouse and keyboard pause the agent: how soon, and what still goes out",
        "approvals": "an agent that tries to answer the questions about itself, in two dozen ways",
        "explore": "planted defects found in programs of ours, and how far real ones are explored",
        "cache": "second runs of tests of real programs with what the first one saw, beside the first",
        "search": "greedy, best-of-N and tree search on virtual machines, with a model that errs as often",
        "memory": "model calls of the second task of a family, and routines gone stale",
        "finetune": "a miniature of a real model learns targets; speed at a real size where there is a card",
        "grounders": "answers of public grounding models: garbage in place of them, places there and back",
        "literal": "the literal suite over real applications",
        "heal": "a person's recording replayed at other themes, font sizes, window places and labels",
        "checks": "texts of a letter or a digit of difference told apart, in several fonts and sizes",
        "qa": "a hundred tests over ten applications, twenty defects planted in them",
        "miniwob": "MiniWoB++ by tier, beside an agent that only presses Submit",
    }
)


class UnknownOption(ValueError):
    """A benchmark does not have this option, or nothing by this name."""


def run_benchmark(name: str, options: Mapping[str, Any] | None = None) -> BenchmarkResult:
    """Run benchmark ``name`` (a key of `BENCHMARKS`) with ``options``.

    Raises KeyError for another name, `UnknownOption` for an option that this benchmark does not take.
    """
    if name not in BENCHMARKS:
        raise KeyError(name)
    run = importlib.import_module(f"evals.bench.{name}").run
    taken = inspect.signature(run).parameters
    for option in options or {}:
        if option not in taken:
            raise UnknownOption(f"bench {name} has no --{option}")
    result: BenchmarkResult = run(**(options or {}))
    return result


def as_json(result: BenchmarkResult) -> str:
    return json.dumps(result.to_json(), ensure_ascii=False)


def as_table(result: BenchmarkResult) -> str:
    """Lay the figures out as a small table of plain text."""
    lines = [
        f"bench {result.bench}",
        f"  {'figure':<34}{'value':>12} {'unit':<10}{'n':>6}{'spread':>10}  bound",
    ]
    for name, figure in result.figures.items():
        bound = result.bounds.get(name)
        verdict = ""
        if bound is not None:
            sign = "≤" if bound.kind == "max" else "≥"
            mark = "holds" if bound.holds_for(figure.value) else "MISSED"
            verdict = f"{sign} {bound.limit:g} {mark}"
        lines.append(
            f"  {name:<34}{figure.value:>12.4g} {figure.unit:<10}{figure.n:>6}"
            f"{figure.spread:>10.3g}  {verdict}"
        )
    return "\n".join([*lines, *(f"  {detail}" for detail in result.details)])
