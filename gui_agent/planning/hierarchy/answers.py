"""What a model may answer about plans: closed forms, validated, with everything else refused."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints, TypeAdapter, model_validator

from gui_agent.chat.structured import AnswerType
from gui_agent.expectation import (
    CheckboxIs,
    Expectation,
    FieldHolds,
    TextGone,
    TextVisible,
    WindowOpen,
)
from gui_agent.planning.hierarchy.outline import MAX_SUBGOALS, Subgoal
from gui_agent.planning.model.answers import Checked, Gone, Holds, Line, Name, Sees

Goal = Annotated[str, StringConstraints(min_length=3, max_length=400, strip_whitespace=True)]
Why = Annotated[str, StringConstraints(min_length=1, max_length=1000, strip_whitespace=True)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class IsOpen(_Said):
    """A window is open."""

    open: Name


class IsClosed(_Said):
    """A window is not open."""

    closed: Name


SaidCondition: TypeAlias = Sees | Gone | Holds | Checked | IsOpen | IsClosed


class SaidSubgoal(_Said):
    """One part of a task, and what the screen shows once it is reached."""

    goal: Goal
    reached_when: SaidCondition | None = None


class SaidPlan(_Said):
    """The parts of a task in order, or why it cannot be done."""

    subgoals: Annotated[list[SaidSubgoal], Field(max_length=MAX_SUBGOALS)] = []
    infeasible: Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True)] = ""

    @model_validator(mode="after")
    def _one_of_both(self) -> SaidPlan:
        if bool(self.subgoals) == bool(self.infeasible):
            raise ValueError("give subgoals, or say why the task is infeasible")
        return self


class FillsIn(_Said):
    """The subgoal under way, said again with what is known now."""

    refine: Literal["in_plan"]
    goal: Goal
    reached_when: SaidCondition | None = None
    hint: Line = ""


class Rewrites(_Said):
    """What is still to be done, planned anew."""

    refine: Literal["out_of_plan"]
    why: Why
    subgoals: Annotated[list[SaidSubgoal], Field(min_length=1, max_length=MAX_SUBGOALS)]


class GivesUp(_Said):
    """Nobody could do it."""

    refine: Literal["infeasible"]
    why: Why


class Refinement(RootModel[Annotated[FillsIn | Rewrites | GivesUp, Field(discriminator="refine")]]):
    """One answer about a plan in trouble."""


class Reached(_Said):
    """Whether a subgoal is reached."""

    reached: bool
    why: Line = ""


PLAN: AnswerType[SaidPlan] = AnswerType("plan", TypeAdapter(SaidPlan))
REFINEMENT: AnswerType[Refinement] = AnswerType("refinement", TypeAdapter(Refinement))
REACHED: AnswerType[Reached] = AnswerType("reached", TypeAdapter(Reached))


def subgoal(said: SaidSubgoal | FillsIn) -> Subgoal:
    """Return what a model said as a subgoal."""
    hint = said.hint if isinstance(said, FillsIn) else ""
    return Subgoal(said.goal, _condition(said.reached_when), hint)


def _condition(said: SaidCondition | None) -> Expectation | None:
    match said:
        case Sees(see=text):
            return TextVisible(text)
        case Gone(gone=text):
            return TextGone(text)
        case Holds(field=field, holds=text):
            return FieldHolds(field, text)
        case Checked(checked=target, is_=checked):
            return CheckboxIs(target, checked)
        case IsOpen(open=title):
            return WindowOpen(title)
        case IsClosed(closed=title):
            return WindowOpen(title, is_open=False)
        case None:
            return None
