"""Judging the final state of a task."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from evals.graders.context import GradingContext
from evals.graders.errors import (
    GoldUnavailable,
    GraderError,
    GraderFailed,
    GraderMissing,
    UnreadableInput,
)
from evals.graders.registry import GETTERS, METRICS, serves_getter, serves_metric
from evals.graders.score import Score, none
from evals.graders.state import Absent, Options, State
from evals.machines.errors import MachineError
from evals.tasks.task import Check, Evaluator, Getter


class Upstream(Protocol):
    """Upstream's graders, wherever they run; see `evals.upstream_graders`."""

    def metric(self, name: str, result: State, expected: State, options: Options) -> Score:
        """Judge two states. Raises `GraderError` kinds."""
        ...

    def getter(self, getter: Getter, context: GradingContext) -> State:
        """Fetch a state. Raises `GraderError` kinds."""
        ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """The score of a task with the score of every check that was made, in order."""

    score: Score
    checks: tuple[tuple[str, Score], ...]


def evaluate(
    evaluator: Evaluator,
    context: GradingContext,
    *,
    declared_infeasible: bool = False,
    upstream: Upstream | None = None,
) -> Verdict:
    """Judge the state of a machine; ``postconfig`` has been run by now (`evals.setup`).

    ``declared_infeasible``: the agent ended by saying that the task cannot be done. Raises `GraderError` and
    `MachineError` kinds: then there is no score.
    """
    if evaluator.infeasible or declared_infeasible:
        return Verdict(_infeasible(evaluator.infeasible, declared_infeasible), ())
    made: list[tuple[str, Score]] = []
    for check in evaluator.checks:
        score = run_check(check, context, upstream)
        made.append((check.metric, score))
        if evaluator.conjunction == "and" and score.value == 0:
            return Verdict(Score(0, f"{check.metric}: {score.explanation}"), tuple(made))
        if evaluator.conjunction == "or" and score.value == 1:
            return Verdict(Score(1, f"{check.metric}: {score.explanation}"), tuple(made))
    values = [score.value for _, score in made]
    total = sum(values) / len(values) if evaluator.conjunction == "and" else max(values)
    explanations = "; ".join(f"{name}: {score.explanation}" for name, score in made)
    return Verdict(Score(total, explanations), tuple(made))


def run_check(check: Check, context: GradingContext, upstream: Upstream | None = None) -> Score:
    """Fetch both states of one check and judge them.

    A file of the guest that is there and is not what it should be (damaged, half written, of another kind)
    is what the agent left: no score, with the reason. It is looked at twice, in case a program was just
    writing it. Whatever else cannot be read is an error.
    """
    try:
        return _checked(check, context, upstream)
    except UnreadableInput as error:
        if error.file not in context.from_guest:
            raise
    context.wait_before_second_look()
    try:
        return _checked(check, context, upstream)
    except UnreadableInput as error:
        if error.file not in context.from_guest:
            raise
        return none(str(error))


def _checked(check: Check, context: GradingContext, upstream: Upstream | None) -> Score:
    result = None if check.result is None else get(check.result, context, upstream)
    if isinstance(result, Absent):
        return none(result.reason)
    expected = None if check.expected is None else get(check.expected, context, upstream)
    if isinstance(expected, Absent):
        if check.expected is not None and check.expected.type == "vm_file":
            # What is expected lies in the guest, so it is the agent's work too.
            return none(expected.reason)
        raise GoldUnavailable(expected.reason)
    return judge(check.metric, result, expected, check.options, upstream)


def judge(name: str, result: Any, expected: Any, options: Options, upstream: Upstream | None = None) -> Score:
    """Let a metric judge two states; our own version where there is one."""
    if serves_metric(name) == "own":
        with _never_breaking(name):
            return METRICS[name](result, expected, options)
    return _asked(upstream, name).metric(name, result, expected, options)


def get(getter: Getter, context: GradingContext, upstream: Upstream | None = None) -> State:
    """Fetch a state; by our own getter where there is one."""
    if serves_getter(getter.type) == "own":
        with _never_breaking(getter.type):
            return GETTERS[getter.type](getter, context)
    return _asked(upstream, getter.type).getter(getter, context)


@contextmanager
def _never_breaking(name: str) -> Iterator[None]:
    """Turn what a grader did not foresee (a guest can be strange) into `GraderFailed`."""
    try:
        yield
    except (GraderError, MachineError):
        raise
    except Exception as error:
        raise GraderFailed(f"{name} broke: {type(error).__name__}: {error}") from error


def _asked(upstream: Upstream | None, name: str) -> Upstream:
    if upstream is None:
        raise GraderMissing(f"{name} is one of upstream's graders: run gui-agent eval install-graders")
    return upstream


def _infeasible(really: bool, declared: bool) -> Score:
    if really and declared:
        return Score(1, "the task cannot be done, and the agent said so")
    if really:
        return Score(0, "the task cannot be done, and the agent did not say so")
    return Score(0, "the agent declared the task infeasible, and it is not")


__all__ = ["GraderError", "Upstream", "Verdict", "evaluate", "get", "judge", "run_check"]
