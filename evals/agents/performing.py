"""Playing an episode with the product's own loop, whoever plans."""

from __future__ import annotations

from pathlib import Path

from actions.computer import Computer
from evals.agents.agent import AgentReport
from gui_agent.approval import AutoApprover
from gui_agent.budget import Budget
from gui_agent.errors import NotUnderstood
from gui_agent.memory.memory import Memory
from gui_agent.parts import Parts
from gui_agent.session import perform
from gui_agent.types import Ending, Step, Usage


def performed(
    instruction: str,
    computer: Computer,
    parts: Parts,
    *,
    folder: Path,
    budget: Budget,
    memory: Memory | None = None,
) -> AgentReport:
    """Do ``instruction`` with ``parts`` and report it; everything is allowed on a machine thrown away.

    ``memory`` learns from the episode.
    """
    spent = _Spending()
    try:
        outcome = perform(
            instruction,
            computer,
            folder=folder,
            approver=AutoApprover(),
            budget=budget,
            watchers=(spent,),
            parts=parts,
            memory=memory,
        )
    except NotUnderstood as error:
        return AgentReport(Ending.NOT_ACCOMPLISHED, str(error), refused=True)
    return AgentReport(
        outcome.ending,
        outcome.explanation,
        outcome.steps,
        declared_infeasible=spent.declared_infeasible,
        refused=outcome.ending is Ending.STOPPED,
        tokens_in=spent.usage.input_tokens,
        tokens_out=spent.usage.output_tokens,
        cost=spent.usage.cost,
    )


class _Spending:
    """A recorder that adds up what steps cost and notices a task declared infeasible."""

    def __init__(self) -> None:
        self.usage = Usage()
        self.declared_infeasible = False

    def intent(self, step: Step) -> None: ...

    def acknowledge(self, number: int, error: str) -> None: ...

    def complete(self, step: Step) -> None:
        one, sum_ = step.usage, self.usage
        self.usage = Usage(
            sum_.input_tokens + one.input_tokens,
            sum_.output_tokens + one.output_tokens,
            sum_.model_calls + one.model_calls,
            sum_.cost + one.cost,
        )
        judged = step.reflection
        if step.ending is not None and judged is not None and judged.verdict == "infeasible":
            self.declared_infeasible = True
