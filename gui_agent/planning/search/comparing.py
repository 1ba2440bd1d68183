"""Which of several is best, by comparing two at a time: people and models compare better than they score."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Protocol

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter

from gui_agent.chat.errors import ChatModelError
from gui_agent.chat.structured import AnswerType
from gui_agent.planning.model.conversation import Briefing, describe_planned, messages
from gui_agent.planning.model.prompt_files import read_prompt
from gui_agent.planning.model.thinker import GIVES_UP, Thinker
from gui_agent.planning.search.proposals import Proposal, Proposer, asking
from gui_agent.types import Observation, Plan, PlannedAction, Step, Usage

_PROMPT = Path(__file__).with_name("prompts") / "compare.md"
CANDIDATES = 3


class SaidComparison(BaseModel):
    """One answer about two candidates."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    why: Annotated[str, StringConstraints(max_length=400)] = ""
    better: Literal["first", "second", "equal"]


COMPARISON: AnswerType[SaidComparison] = AnswerType("comparison", TypeAdapter(SaidComparison))


class Judge(Protocol):
    """Says which of several candidates, each in words, serves the task best."""

    def best(
        self, task: str, observation: Observation, history: tuple[Step, ...], candidates: Sequence[str]
    ) -> int:
        """Return the number of the best one, from 0; the earlier of equals."""
        ...


class ComparingJudge:
    """Compares two candidates at a time with a language model, each pair in both orders.

    A model prefers one place over the other; only what wins in both is better. The candidate ahead is kept
    where it is not beaten, so that the order given is the opinion to begin with: N candidates take at most
    2(N-1) questions.
    """

    def __init__(self, thinker: Thinker) -> None:
        self._thinker = thinker
        self._prompt = read_prompt(_PROMPT)

    def best(
        self, task: str, observation: Observation, history: tuple[Step, ...], candidates: Sequence[str]
    ) -> int:
        """Return the number of the one that nobody beat. Raises `ChatModelError`."""
        ahead = 0
        for other in range(1, len(candidates)):
            if self._beats(task, observation, history, candidates[other], candidates[ahead]):
                ahead = other
        return ahead

    def _beats(
        self, task: str, observation: Observation, history: tuple[Step, ...], one: str, other: str
    ) -> bool:
        if self._asked(task, observation, history, one, other) != "first":
            return False
        return self._asked(task, observation, history, other, one) == "second"

    def _asked(
        self, task: str, observation: Observation, history: tuple[Step, ...], first: str, second: str
    ) -> str:
        # Filled in one pass: the words of a candidate are never looked through for places to fill.
        before, _, rest = self._prompt.partition("{first}")
        between, _, after = rest.partition("{second}")
        told = messages(task, observation, history, self._thinker.picture(observation))
        question = asking(told, f"{before}{first}{between}{second}{after}")
        return self._thinker.ask(COMPARISON, question).better


class ComparingPlanner:
    """Takes the best of ``count`` proposed actions, by a comparing judge (best-of-N)."""

    def __init__(self, proposer: Proposer, judge: Judge, thinker: Thinker, count: int = CANDIDATES) -> None:
        self._proposer, self._judge, self._thinker, self._count = proposer, judge, thinker, count

    @property
    def plan(self) -> Plan | None:
        return None

    def take_usage(self) -> Usage:
        return self._thinker.take_usage()

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        return self.propose(task, observation, history, Briefing())

    def propose(
        self, task: str, observation: Observation, history: tuple[Step, ...], briefing: Briefing
    ) -> PlannedAction:
        """Return the winner; ``fail`` where the model gives no usable answer. Raises `ChatModelError`."""
        try:
            proposals = self._proposer.propose(task, observation, history, self._count, briefing)
            words = [describe_proposal(proposal) for proposal in proposals]
            chosen = self._judge.best(task, observation, history, words) if len(words) > 1 else 0
        except ChatModelError as error:
            if error.trouble in GIVES_UP:
                return PlannedAction("fail", arguments={"reason": error.what})
            raise
        return self._proposer.ready(proposals[chosen], observation)


def describe_proposal(proposal: Proposal) -> str:
    """Return a proposed action as a judge reads it."""
    said = describe_planned(proposal.planned)
    return f"{said}, because {proposal.planned.thought}" if proposal.planned.thought else said
