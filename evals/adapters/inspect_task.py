"""A suite as an Inspect AI task: its models work the machine through a computer tool, our graders judge.

Put into a file for ``inspect eval FILE --model …``::

    from inspect_ai import task
    from evals.adapters.inspect_task import suite_task

    @task
    def desktop():
        return suite_task("desktop:literal")
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

from evals.adapters.errors import FrameworkMissing
from evals.agents.agent import AgentReport
from evals.agents.open_agent import AgentChoice, open_agent
from evals.episodes.environment import Environment, EpisodeTask
from evals.suites.registry import Suite, open_environment, open_suite
from gui_agent.budget import Budget

if TYPE_CHECKING:
    from inspect_ai import Task
    from inspect_ai.solver import Solver, TaskState

T = TypeVar("T")
OpenSlot = Callable[[], Environment]
MAX_STEPS = 50
MESSAGES_PER_STEP = 2
"""The model's call and the tool's answer."""
SCORE, EXPLANATION = "score", "explanation"
PROMPT = (
    "You work a computer through the tool “computer”: look at the screen with the action screenshot, act, "
    "and look again at the picture that every action returns. Coordinates are pixels of that picture. When "
    "the task is done, submit. When it cannot be done on this computer, call “declare_infeasible”, then "
    "submit."
)


def suite_task(
    suite: str, *, machine: str = "sandbox", agent: AgentChoice | None = None, slots: int = 1, **more: Any
) -> Task:
    """Return a suite, as `open_suite` knows it, as an Inspect task; ``more`` goes to `inspect_task`.

    ``slots`` machines run at a time. Raises `UnknownSuite`, `FrameworkMissing`.
    """
    opened = open_suite(suite)
    return inspect_task(
        opened, partial(open_environment, opened.kind, machine), agent=agent, slots=slots, **more
    )


def inspect_task(
    suite: Suite,
    open_slot: OpenSlot,
    *,
    agent: AgentChoice | None = None,
    slots: int = 1,
    max_steps: int = MAX_STEPS,
    max_seconds: float = 1800.0,
) -> Task:
    """Return ``suite`` as an Inspect task: one sample for each task and seed, scored from 0 to 1.

    Inspect's model plays by default; an ``agent`` of ours plays instead where one is given. Errors of the
    infrastructure are errors of the sample and never a score. Raises `FrameworkMissing`.
    """
    try:
        from inspect_ai import Task
        from inspect_ai.dataset import MemoryDataset, Sample
    except ImportError as error:
        raise FrameworkMissing("Inspect AI", "inspect") from error

    tasks = {f"{task.id}@{seed}": (task, seed) for task in suite.tasks for seed in suite.seeds}
    samples = [
        Sample(
            task.instruction or name,
            id=name,
            metadata={"tier": task.tier, "application": list(task.application)},
        )
        for name, (task, _) in tasks.items()
    ]
    budget = Budget(max_steps, max_seconds)
    return Task(
        dataset=MemoryDataset(samples, name=suite.name),
        solver=_played_in_a_slot(tasks, open_slot, agent, slots, budget),
        scorer=_graded(),
        name=suite.name.replace(" ", "-"),
        # A broken machine is an error of its sample; the others go on.
        fail_on_error=False,
    )


def _played_in_a_slot(
    tasks: dict[str, tuple[EpisodeTask, int]],
    open_slot: OpenSlot,
    agent: AgentChoice | None,
    slots: int,
    budget: Budget,
) -> Solver:
    from inspect_ai.solver import Generate, solver
    from inspect_ai.util import LimitExceededError, concurrency

    @solver(name="gui_agent_slot")
    def in_a_slot() -> Solver:
        async def solve(state: TaskState, generate: Generate) -> TaskState:
            task, seed = tasks[str(state.sample_id)]
            async with concurrency("machines", slots):
                slot = await _in_thread(open_slot)
                try:
                    state.user_prompt.text = await _in_thread(slot.reset, task, seed)
                    try:
                        declared = await _play(state, generate, slot, task, seed, agent, budget)
                    except LimitExceededError:
                        # A limit of the user's own: what was reached until then counts.
                        await _grade(state, slot, False)
                        raise
                    await _grade(state, slot, declared)
                finally:
                    await _in_thread(slot.close)
            return state

        return solve

    return in_a_slot()


async def _play(
    state: TaskState,
    generate: Any,
    slot: Environment,
    task: EpisodeTask,
    seed: int,
    agent: AgentChoice | None,
    budget: Budget,
) -> bool:
    """Let Inspect's model or our agent play; return whether it says that the task cannot be done."""
    if agent is None:
        return await _play_model(state, generate, slot, budget)
    report = await _in_thread(_play_ours, agent, slot, task, state.user_prompt.text, seed, budget)
    state.store.set("agent", {"ending": report.ending.name, "explanation": report.explanation})
    return report.declared_infeasible


async def _play_model(state: TaskState, generate: Any, slot: Environment, budget: Budget) -> bool:
    from inspect_ai.agent import as_solver, react
    from inspect_ai.util import apply_limits, message_limit, time_limit

    from evals.adapters.inspect_tools import Desk

    desk = Desk(slot.computer)
    plays = as_solver(react(prompt=PROMPT, tools=desk.tools()))
    limits = [message_limit(MESSAGES_PER_STEP * budget.max_steps + 2), time_limit(budget.seconds)]
    with apply_limits(limits, catch_errors=True):
        await plays(state, generate)
    return desk.declared_infeasible


def _play_ours(
    choice: AgentChoice, slot: Environment, task: EpisodeTask, instruction: str, seed: int, budget: Budget
) -> AgentReport:
    with TemporaryDirectory(prefix="inspect-") as folder:
        agent = open_agent(choice, slot, task)
        return agent.play(instruction, slot.computer, folder=Path(folder), budget=budget, seed=seed)


async def _grade(state: TaskState, slot: Environment, declared_infeasible: bool) -> None:
    score = await _in_thread(partial(slot.grade, declared_infeasible=declared_infeasible))
    state.store.set(SCORE, score.value)
    state.store.set(EXPLANATION, score.explanation)


def _graded() -> Any:
    from inspect_ai.scorer import Score, Target, mean, scorer, stderr

    @scorer(metrics=[mean(), stderr()], name="gui_agent_grader")
    def graded() -> Any:
        async def score(state: TaskState, target: Target) -> Score:
            value = state.store.get(SCORE)
            if value is None:
                raise RuntimeError(
                    "the episode was cut off before it could be judged; use max_steps and max_seconds "
                    "instead of limits of the sample"
                )
            return Score(value=value, explanation=state.store.get(EXPLANATION))

        return score

    return graded()


async def _in_thread(work: Callable[..., T], *arguments: object) -> T:
    """Do what blocks in a thread; Inspect's other samples go on meanwhile."""
    from anyio import to_thread

    run: Callable[..., Awaitable[T]] = to_thread.run_sync
    return await run(partial(work, *arguments))
