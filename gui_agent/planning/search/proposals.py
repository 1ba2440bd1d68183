"""Several next steps instead of one, with the model's own scores, and its verdict on a state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Protocol

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

from actions.errors import InvalidAction
from grounding.errors import TargetNotFound
from grounding.types import UIElement
from gui_agent.chat.structured import AnswerType, Unusable
from gui_agent.chat.types import Message, Words
from gui_agent.planning.model.answers import NextStep, Target
from gui_agent.planning.model.conversation import Briefing, messages
from gui_agent.planning.model.numbers import in_words
from gui_agent.planning.model.planned import planned_action
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.prompt_files import read_prompt
from gui_agent.planning.model.thinker import Thinker
from gui_agent.types import Observation, PlannedAction, Step

_PROMPTS = Path(__file__).with_name("prompts")
Share = Annotated[float, Field(ge=0, le=1)]
Line = Annotated[str, StringConstraints(max_length=400, strip_whitespace=True)]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An action that could be next; ``score`` (0–1) is the model's own opinion of it.

    ``marks`` are the elements it points at, by the words used for them.
    """

    planned: PlannedAction
    score: float = 0.5
    marks: tuple[tuple[str, UIElement], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a critic says of a state: ``progress`` (0–1) towards the task's end, and whether it is reached."""

    progress: float
    done: bool = False
    why: str = ""


class Proposer(Protocol):
    """Has ideas."""

    def propose(
        self,
        task: str,
        observation: Observation,
        history: tuple[Step, ...],
        count: int,
        briefing: Briefing | None = None,
    ) -> tuple[Proposal, ...]:
        """Return at most ``count`` different next actions, the most promising first."""
        ...

    def ready(self, proposal: Proposal, observation: Observation) -> PlannedAction:
        """Return the action, its targets known again on a new picture of the same state."""
        ...


class Critic(Protocol):
    """Judges states."""

    def judge(self, task: str, observation: Observation, history: tuple[Step, ...]) -> Verdict: ...


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)


class SaidProposal(_Said):
    """One idea: a step with a score."""

    score: Share = 0.5
    step: NextStep

    @model_validator(mode="before")
    @classmethod
    def _gather_step(cls, data: Any) -> Any:
        """Accept the step's fields beside the score, as the prompt asks for them."""
        if not isinstance(data, dict) or "step" in data:
            return data
        return {"step": {k: v for k, v in data.items() if k != "score"}, "score": data.get("score", 0.5)}


class SaidProposals(_Said):
    """One answer with several ideas."""

    proposals: Annotated[list[SaidProposal], Field(min_length=1, max_length=12)]


class SaidVerdict(_Said):
    """One answer about a state."""

    progress: Share
    done: bool = False
    why: Line = ""


PROPOSALS: AnswerType[SaidProposals] = AnswerType("proposals", TypeAdapter(SaidProposals))
VERDICT: AnswerType[SaidVerdict] = AnswerType("verdict", TypeAdapter(SaidVerdict))


def asking(told: tuple[Message, ...], question: str) -> tuple[Message, ...]:
    """Return ``told`` with ``question`` behind it, so that everything before it may stay in a cache."""
    last = told[-1]
    return (*told[:-1], replace(last, parts=(*last.parts, Words(question))))


class ModelProposer:
    """Asks a language model for several next steps at once."""

    def __init__(self, thinker: Thinker, pointing: PointingGrounder) -> None:
        self._thinker, self._pointing = thinker, pointing
        self._prompt = read_prompt(_PROMPTS / "proposals.md")

    def propose(
        self,
        task: str,
        observation: Observation,
        history: tuple[Step, ...],
        count: int,
        briefing: Briefing | None = None,
    ) -> tuple[Proposal, ...]:
        """Return the model's ideas, the best first. Raises `ChatModelError`."""
        told = messages(task, observation, history, self._thinker.picture(observation), briefing)
        question = asking(told, self._prompt.replace("{count}", str(count)))
        said = self._thinker.ask(
            PROPOSALS,
            question,
            check=lambda answer: [_proposal(one, observation) for one in answer.proposals],
        )
        return _different([_proposal(one, observation) for one in said.proposals])[:count]

    def ready(self, proposal: Proposal, observation: Observation) -> PlannedAction:
        for words, element in proposal.marks:
            self._pointing.point(observation.screenshot, words, element)
        return proposal.planned


class ModelCritic:
    """Asks a language model how far a state is from the task's end."""

    def __init__(self, thinker: Thinker) -> None:
        self._thinker = thinker
        self._prompt = read_prompt(_PROMPTS / "state.md")

    def judge(self, task: str, observation: Observation, history: tuple[Step, ...]) -> Verdict:
        """Return the model's verdict. Raises `ChatModelError`."""
        told = messages(task, observation, history, self._thinker.picture(observation))
        said = self._thinker.ask(VERDICT, asking(told, self._prompt))
        return Verdict(said.progress, said.done, said.why)


def _proposal(said: SaidProposal, observation: Observation) -> Proposal:
    """Return what was said as a proposal. Raises `Unusable` for elements, keys and numbers nobody knows."""
    marks: dict[str, UIElement] = {}
    try:
        planned = planned_action(said.step, lambda target: _in_words(target, observation, marks))
    except InvalidAction as error:
        raise Unusable(str(error)) from error
    return Proposal(planned, said.score, tuple(marks.items()))


def _in_words(target: Target, observation: Observation, marks: dict[str, UIElement]) -> str:
    try:
        words, element = in_words(target, observation.screen)
    except TargetNotFound as error:
        raise Unusable(str(error)) from error
    if element is not None:
        marks[words] = element
    return words


def _different(proposals: list[Proposal]) -> tuple[Proposal, ...]:
    """Return them, the highest score first, without those that do the same."""
    kept: list[Proposal] = []
    for one in sorted(proposals, key=lambda proposal: -proposal.score):
        if not any(_same(one.planned, other.planned) for other in kept):
            kept.append(one)
    return tuple(kept)


def _same(one: PlannedAction, other: PlannedAction) -> bool:
    return (one.kind, one.target, dict(one.arguments)) == (other.kind, other.target, dict(other.arguments))
