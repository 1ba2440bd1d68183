"""A planner that asks a language model for one step at a time."""

from __future__ import annotations

from typing import Protocol

from grounding.errors import TargetNotFound
from gui_agent.chat.errors import ChatModelError
from gui_agent.chat.structured import Unusable
from gui_agent.hints import Hints
from gui_agent.planning.model.advice import Advisor, NoAdvisor, describe_advice
from gui_agent.planning.model.answers import NEXT_STEP, NextStep, Target
from gui_agent.planning.model.conversation import Briefing, messages
from gui_agent.planning.model.critic import Critic
from gui_agent.planning.model.numbers import in_words
from gui_agent.planning.model.planned import planned_action
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.refusals import refuse_futile
from gui_agent.planning.model.thinker import GIVES_UP, Thinker
from gui_agent.types import Observation, Plan, PlannedAction, Step, Usage


class Worker(Protocol):
    """Proposes one step at a time."""

    def propose(
        self, task: str, observation: Observation, history: tuple[Step, ...], briefing: Briefing
    ) -> PlannedAction:
        """Return the next action; ``fail`` where the model gives no usable one. Raises `ChatModelError`."""
        ...


class ModelPlanner:
    """Tells the model task, history and screen, and takes its answer as the next action, or refuses it.

    ``critic`` looks at doubtful steps before they are done, ``advisor`` adds experience, ``hints`` what the
    person says meanwhile. Raises `ChatModelError` where no answer can be had; one that stays unusable ends
    the task with the reason.
    """

    def __init__(
        self,
        thinker: Thinker,
        pointing: PointingGrounder,
        *,
        critic: Critic | None = None,
        advisor: Advisor | None = None,
        with_changes: bool = True,
        hints: Hints | None = None,
    ) -> None:
        self._thinker, self._pointing = thinker, pointing
        self._critic, self._advisor = critic, advisor or NoAdvisor()
        self._with_changes, self._hints = with_changes, hints or Hints()

    @property
    def plan(self) -> Plan | None:
        return None

    def take_usage(self) -> Usage:
        """Return what was spent since the last time it was taken."""
        return self._thinker.take_usage()

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        """Do the whole task, one step at a time: planning without subgoals."""
        advice = describe_advice(self._advisor.advise(task, observation))
        return self.propose(task, observation, history, Briefing(sections=(advice,)))

    def propose(
        self, task: str, observation: Observation, history: tuple[Step, ...], briefing: Briefing
    ) -> PlannedAction:
        sections = (*briefing.sections, *self._hints.sections())
        briefing = Briefing(briefing.role, sections, self._with_changes and briefing.with_changes)
        told = messages(task, observation, history, self._thinker.picture(observation), briefing)

        def check(step: NextStep) -> None:
            refuse_futile(self._planned(step, observation), history, observation)

        try:
            said = self._thinker.ask(NEXT_STEP, told, check=check)
        except ChatModelError as error:
            if error.trouble in GIVES_UP:
                return PlannedAction("fail", arguments={"reason": error.what})
            raise
        planned = self._planned(said, observation)
        if self._critic is None:
            return planned
        better = self._critic.better(task, observation, history, briefing, said, planned, check)
        return self._planned(better, observation)

    def _planned(self, step: NextStep, observation: Observation) -> PlannedAction:
        return planned_action(step, lambda target: self._in_words(target, observation))

    def _in_words(self, target: Target, observation: Observation) -> str:
        """Say ``target`` in words, and remember which element a number means. Raises `Unusable`."""
        try:
            words, element = in_words(target, observation.screen)
        except TargetNotFound as error:
            raise Unusable(str(error)) from error
        if element is not None:
            self._pointing.point(observation.screenshot, words, element)
        return words
