"""From the end of an episode to its score: the last setup steps, then the graders."""

from __future__ import annotations

from evals.graders.context import GradingContext
from evals.graders.evaluate import Upstream, Verdict, evaluate
from evals.setup.context import SetupContext
from evals.setup.run import run_steps
from evals.tasks.task import Task


def judge_episode(
    task: Task,
    context: SetupContext,
    *,
    declared_infeasible: bool = False,
    upstream: Upstream | None = None,
) -> Verdict:
    """Run ``postconfig`` and judge the machine, with the context that the task was set up with.

    ``declared_infeasible``: the agent ended by saying that the task cannot be done; then nothing is fetched.
    Raises `SetupError`, `GraderError` and `MachineError` kinds: errors of the infrastructure, never a score.
    """
    if not declared_infeasible and not task.evaluator.infeasible:
        run_steps(task.evaluator.postconfig, context)
    grading = GradingContext(
        context.machine,
        context.cache,
        context.downloads,
        home=context.home,
        folder=context.folder,
        password=context.password,
    )
    return evaluate(task.evaluator, grading, declared_infeasible=declared_infeasible, upstream=upstream)
