"""Reflection with a model, where comparing screens in code is not enough."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from grounding.types import Grounding
from gui_agent.chat.errors import ChatModelError
from gui_agent.chat.structured import AnswerType
from gui_agent.chat.types import Message
from gui_agent.expectation import rests_on_not_reading
from gui_agent.planning.model.answers import Line
from gui_agent.planning.model.change_words import describe_change
from gui_agent.planning.model.conversation import describe_planned
from gui_agent.planning.model.prompt_files import read_prompt
from gui_agent.planning.model.screen_words import describe_screen
from gui_agent.planning.model.thinker import Thinker
from gui_agent.types import Lesson, Observation, PlannedAction, Reflection, Reflector, Step
from gui_agent.words import describe_expectation

_PROMPT = Path(__file__).with_name("prompts") / "reflector.md"
SCREEN_TOKENS = 700
"""The screen after the action; what it was before is told by what changed."""


class Avoid(BaseModel):
    """Which action not to take where."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    where: Line = ""
    action: Line = ""
    instead: Line = ""


class Judgement(BaseModel):
    """One answer of the model."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verdict: Literal["worked", "no_effect", "wrong"]
    why: Line
    avoid: Avoid | None = None


JUDGEMENT: AnswerType[Judgement] = AnswerType("judgement", TypeAdapter(Judgement))


class ModelReflector:
    """Judges by ``inner``, and asks the model once, after the wait, about what that leaves open."""

    def __init__(self, inner: Reflector, thinker: Thinker) -> None:
        self._inner, self._thinker = inner, thinker

    def judge(
        self, planned: PlannedAction, before: Observation, after: Observation, grounding: Grounding | None
    ) -> Reflection:
        return self._inner.judge(planned, before, after, grounding)

    def look_again(self, step: Step, after: Observation, reflection: Reflection) -> Reflection:
        """Return the model's verdict where ``reflection`` leaves it open; it stands where nobody answers."""
        if not is_open(step.planned, reflection) or self._thinker.cancel.cancelled:
            return reflection
        try:
            said = self._thinker.ask(JUDGEMENT, _messages(step, after, reflection))
        except ChatModelError:
            return reflection
        return _judged(said, step, after, reflection)


def is_open(planned: PlannedAction, reflection: Reflection) -> bool:
    """Say whether comparing screens leaves a verdict open.

    Something else than expected came, and that may be as good; or nothing changed, and only reading says
    that what was expected is not there.
    """
    match reflection.verdict:
        case "unexpected":
            return True
        case "no_effect":
            return planned.expectation is not None and rests_on_not_reading(planned.expectation, holds=False)
        case _:
            return False


def _messages(step: Step, after: Observation, reflection: Reflection) -> tuple[Message, ...]:
    planned = step.planned
    expected = describe_expectation(planned.expectation) if planned.expectation else "nothing in particular"
    told = (
        f"Action: {describe_planned(planned)}",
        f"Meant to: {planned.thought}",
        f"Expected: {expected}",
        f"Found by comparing: {reflection.feedback}",
        f"Changed: {describe_change(step.observation, after)}",
        f"Now:\n{describe_screen(after, SCREEN_TOKENS)}",
    )
    return (
        Message.of("system", read_prompt(_PROMPT), stable=True),
        Message.of("user", "\n".join(told)),
    )


def _judged(said: Judgement, step: Step, after: Observation, reflection: Reflection) -> Reflection:
    evidence = reflection.evidence
    if said.verdict == "worked":
        return Reflection("success", said.why, evidence, by="model")
    lesson = None
    if said.avoid is not None:
        window = step.observation.active_window
        where = said.avoid.where or (window.title if window is not None else "") or "this screen"
        action = said.avoid.action or describe_planned(step.planned)
        lesson = Lesson(where, action, said.why, said.avoid.instead)
    verdict: Literal["no_effect", "unexpected"] = (
        "unexpected" if said.verdict == "wrong" and after.changes else "no_effect"
    )
    return Reflection(verdict, said.why, evidence, by="model", lesson=lesson)
