"""The manager: makes subgoals of a task, and mends the plan when it runs into trouble."""

from __future__ import annotations

from pathlib import Path

from gui_agent.chat.structured import Unusable
from gui_agent.chat.types import Message
from gui_agent.planning.hierarchy.answers import (
    PLAN,
    REFINEMENT,
    FillsIn,
    GivesUp,
    Refinement,
    Rewrites,
    subgoal,
)
from gui_agent.planning.hierarchy.outline import MAX_SUBGOALS, Outline
from gui_agent.planning.model.advice import Advisor, describe_advice
from gui_agent.planning.model.conversation import Briefing, situation
from gui_agent.planning.model.prompt_files import read_prompt
from gui_agent.planning.model.screen_words import describe_screen
from gui_agent.planning.model.thinker import Thinker
from gui_agent.types import Observation, Step

_PROMPTS = Path(__file__).with_name("prompts")
MAX_FILLINGS, MAX_REWRITES = 1, 3
"""So often one subgoal is said again, and so often a plan is written anew, before that is no help."""


class NoPlan(Exception):
    """There is no plan, or none any more; ``infeasible``: the task cannot be done by anybody."""

    def __init__(self, why: str, *, infeasible: bool) -> None:
        super().__init__(why)
        self.infeasible = infeasible


class Manager:
    """Asks the model for plans (Agent S), with what ``advisor`` remembers."""

    def __init__(self, thinker: Thinker, advisor: Advisor) -> None:
        self._thinker, self._advisor = thinker, advisor

    def plan(self, task: str, observation: Observation) -> Outline:
        """Divide ``task``. Raises `NoPlan`, and `ChatModelError` where there is no usable answer."""
        advice = describe_advice(self._advisor.advise(task, observation))
        parts = (f"Task: {task.strip()}", advice, describe_screen(observation))
        picture = self._thinker.picture(observation)
        messages = (
            _system("manager.md"),
            Message.of("user", "\n\n".join(filter(None, parts)), *([picture] if picture else [])),
        )
        said = self._thinker.ask(PLAN, messages)
        if said.infeasible:
            raise NoPlan(said.infeasible, infeasible=True)
        return Outline(tuple(subgoal(each) for each in said.subgoals))

    def refine(
        self, task: str, observation: Observation, history: tuple[Step, ...], outline: Outline, trouble: str
    ) -> Outline:
        """Return the plan mended in-plan or out-of-plan, as the model decides (AdaPlanner).

        Raises `NoPlan`, and `ChatModelError` where there is no usable answer.
        """
        if outline.rewrites >= MAX_REWRITES:
            raise NoPlan(f"the plan was written anew {MAX_REWRITES} times; {trouble}", infeasible=False)
        told = situation(task, observation, history, Briefing(sections=(outline.describe(),)))
        messages = (_system("refine.md"), Message.of("user", f"{told}\n\nTrouble: {trouble}"))
        said = self._thinker.ask(REFINEMENT, messages, check=lambda r: _check(r, outline)).root
        match said:
            case FillsIn():
                return outline.filled_in(subgoal(said), trouble)
            case Rewrites(why=why, subgoals=rest):
                return outline.rewritten(tuple(subgoal(each) for each in rest), why)
            case GivesUp(why=why):
                raise NoPlan(why, infeasible=True)


def _check(refinement: Refinement, outline: Outline) -> None:
    """Raise `Unusable` for a remedy that was tried already."""
    said = refinement.root
    if isinstance(said, FillsIn):
        if outline.fillings >= MAX_FILLINGS:
            raise Unusable("this subgoal was said again already and failed again; rewrite the plan")
        if subgoal(said) == outline.current:
            raise Unusable("that is the subgoal that failed; say what is to be done differently")
    if isinstance(said, Rewrites) and outline.cursor + len(said.subgoals) > MAX_SUBGOALS * 2:
        raise Unusable("the plan has become too long; plan fewer subgoals")


def _system(name: str) -> Message:
    return Message.of("system", read_prompt(_PROMPTS / name), stable=True)
