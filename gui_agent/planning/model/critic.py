"""Criticising an action before it is done (RCI, Kim et al. 2023), where it is worth a question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, RootModel, TypeAdapter

from actions.action import Done, Fail
from actions.errors import InvalidAction
from actions.screenshot import Screenshot
from grounding.errors import GroundingError, TargetNotFound
from grounding.types import Grounding
from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.structured import AnswerType
from gui_agent.chat.types import Message
from gui_agent.planning.failures import worked
from gui_agent.planning.model.answers import Line, NextStep
from gui_agent.planning.model.conversation import Briefing, describe_planned, situation
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.prompt_files import read_prompt
from gui_agent.planning.model.thinker import Thinker
from gui_agent.policy import Policy
from gui_agent.resolve import resolve
from gui_agent.screen_text import find_text
from gui_agent.types import ApprovalRequest, Observation, PlannedAction, Step

_PROMPT = Path(__file__).with_name("prompts") / "critic.md"
_POINTS_AT = ("click", "drag")
_OVER = ("done", "fail", "wait", "move", "scroll")


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Approves(_Said):
    """The step is right."""

    verdict: Literal["go"]
    why: Line = ""


class Betters(_Said):
    """Another step is better."""

    verdict: Literal["better"]
    why: Line = ""
    step: NextStep


class Critique(RootModel[Annotated[Approves | Betters, Field(discriminator="verdict")]]):
    """One answer of the critic."""


CRITIQUE: AnswerType[Critique] = AnswerType("critique", TypeAdapter(Critique))
Check: TypeAlias = Callable[[NextStep], None]


class Critic:
    """Asks the model once about a step that is consequential, uncertain, or follows a failure.

    ``policy`` says what is consequential: whatever it would not simply approve.
    """

    def __init__(self, thinker: Thinker, pointing: PointingGrounder, policy: Policy) -> None:
        self._thinker, self._pointing, self._policy = thinker, pointing, policy

    def better(
        self,
        task: str,
        observation: Observation,
        history: tuple[Step, ...],
        briefing: Briefing,
        said: NextStep,
        planned: PlannedAction,
        check: Check,
    ) -> NextStep:
        """Return ``said``, or the step that is to be done instead of it; ``check`` refuses bad ones.

        A critic that cannot be understood has nothing to say. Raises `ChatModelError` where nobody answers.
        """
        doubt = self.doubt(task, observation, history, planned)
        if not doubt:
            return said
        proposed = f"Proposed: {said.model_dump_json(by_alias=True, exclude_defaults=True)}"
        asked = f"{proposed}\n({describe_planned(planned)})\nLook twice because {doubt}."
        told = situation(task, observation, history, briefing)
        messages = (
            Message.of("system", read_prompt(_PROMPT), stable=True),
            Message.of("user", f"{told}\n\n{asked}"),
        )
        try:
            answer = self._thinker.ask(CRITIQUE, messages, check=lambda c: _check_revision(c, check)).root
        except ChatModelError as error:
            if error.trouble in (Trouble.BROKEN_ANSWER, Trouble.DECLINED):
                return said
            raise
        return answer.step if isinstance(answer, Betters) else said

    def doubt(
        self, task: str, observation: Observation, history: tuple[Step, ...], planned: PlannedAction
    ) -> str:
        """Say why ``planned`` deserves a second look; empty where it does not."""
        if planned.kind in _OVER:
            return ""
        if history and not worked(history[-1]):
            return "the last step did not work"
        if reason := self._consequence(task, observation, len(history) + 1, planned):
            return f"it is consequential: {reason}"
        if planned.kind in _POINTS_AT and self._is_nowhere(planned.target, observation):
            return f"“{planned.target}” cannot be read on the screen"
        return ""

    def _consequence(self, task: str, observation: Observation, number: int, planned: PlannedAction) -> str:
        try:
            action, grounding = resolve(
                planned, observation, lambda words: self._place(observation.screenshot, words)
            )
        except (GroundingError, InvalidAction):
            return ""
        if isinstance(action, Done | Fail):
            return ""
        ruling = self._policy.decide(ApprovalRequest(task, number, observation, planned, action, grounding))
        return "" if ruling.decision == "approve" else ruling.reason

    def _place(self, screenshot: Screenshot, words: str) -> Grounding:
        """Return where something was pointed at; finding words would take as long as doing it."""
        place = self._pointing.pointed(screenshot, words)
        if place is None:
            raise TargetNotFound(words)
        return place

    def _is_nowhere(self, target: str, observation: Observation) -> bool:
        if not target or self._pointing.pointed(observation.screenshot, target) is not None:
            return False
        return not find_text(observation.screen, target)


def _check_revision(critique: Critique, check: Check) -> None:
    if isinstance(critique.root, Betters):
        check(critique.root.step)
