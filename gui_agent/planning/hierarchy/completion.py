"""Whether a subgoal is reached: by the screen where that is enough, by the model where it is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from gui_agent.chat.types import Message
from gui_agent.expectation import Expectation
from gui_agent.planning.failures import worked
from gui_agent.planning.hierarchy.answers import REACHED
from gui_agent.planning.hierarchy.outline import Subgoal
from gui_agent.planning.model.conversation import situation
from gui_agent.planning.model.prompt_files import read_prompt
from gui_agent.planning.model.thinker import Thinker
from gui_agent.types import Observation, Step
from gui_agent.words import describe_expectation

_PROMPT = Path(__file__).with_name("prompts") / "reached.md"
Check: TypeAlias = Callable[[Expectation, Observation], bool]


@dataclass(frozen=True, slots=True)
class Completion:
    """Whether a claim is true, and why."""

    reached: bool
    why: str = ""


class CompletionJudge:
    """Checks success conditions on the screen.

    ``glance`` reads only what was read already; ``look`` reads closely what it does not find.
    """

    def __init__(self, thinker: Thinker, glance: Check, look: Check) -> None:
        self._thinker, self._glance, self._look = thinker, glance, look

    def shows(self, subgoal: Subgoal, observation: Observation) -> bool:
        """Say at a glance whether the screen shows that ``subgoal`` is reached."""
        condition = subgoal.reached_when
        return condition is not None and self._glance(condition, observation)

    def judge(
        self,
        task: str,
        observation: Observation,
        history: tuple[Step, ...],
        subgoal: Subgoal,
        last: Step | None,
    ) -> Completion:
        """Judge the claim that ``subgoal`` is reached; ``last`` is the last step made for it.

        Where no condition was set, a last step that did what was expected of it is enough. Raises
        `ChatModelError`.
        """
        condition = subgoal.reached_when
        if condition is None and last is not None and worked(last):
            return Completion(True, "the last step worked")
        if condition is not None and self._look(condition, observation):
            return Completion(True, f"the screen shows it: {describe_expectation(condition)}")
        missing = f"not seen: {describe_expectation(condition)}" if condition else "no condition was set"
        told = situation(task, observation, history)
        asked = f"{told}\n\nClaimed to be reached: {subgoal.goal}\nA program looked: {missing}"
        messages = (
            Message.of("system", read_prompt(_PROMPT), stable=True),
            Message.of("user", asked),
        )
        said = self._thinker.ask(REACHED, messages)
        return Completion(said.reached, said.why or missing)
