"""A planner in two layers: subgoals by the manager, their steps by the worker."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from gui_agent.chat.errors import ChatModelError
from gui_agent.planning.failures import failing, why_failed, worked
from gui_agent.planning.hierarchy.completion import CompletionJudge
from gui_agent.planning.hierarchy.manager import Manager, NoPlan
from gui_agent.planning.hierarchy.outline import Outline
from gui_agent.planning.model.advice import Advisor, describe_advice
from gui_agent.planning.model.conversation import Briefing
from gui_agent.planning.model.planner import Worker
from gui_agent.planning.model.prompt_files import read_prompt
from gui_agent.planning.model.thinker import GIVES_UP, Thinker
from gui_agent.stagnation import VISITS, visits
from gui_agent.types import Argument, Observation, Plan, PlannedAction, Step, Usage

_PROMPT = Path(__file__).with_name("prompts") / "worker.md"
FAILURES = 2
"""So many steps in a row may fail before the manager hears of it; the worker mends single ones itself."""
CLAIMS = 2
"""So often a subgoal may be claimed in vain before the manager hears of it."""
ROUNDS = 6
"""Questions beyond one for each subgoal that one step may take."""


class HierarchicalPlanner:
    """Divides a task, works on one subgoal after the other, and changes the plan where it does not hold.

    Raises `ChatModelError` where no answer can be had.
    """

    def __init__(
        self,
        manager: Manager,
        worker: Worker,
        judge: CompletionJudge,
        thinker: Thinker,
        advisor: Advisor,
    ) -> None:
        self._manager, self._worker, self._judge = manager, worker, judge
        self._thinker, self._advisor = thinker, advisor
        self._outline: Outline | None = None
        self._since = 0
        self._shown_from_the_start = False
        self._refuted: list[str] = []

    @property
    def plan(self) -> Plan | None:
        return self._outline.plan if self._outline is not None else None

    def take_usage(self) -> Usage:
        """Return what was spent since the last time it was taken."""
        return self._thinker.take_usage()

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        try:
            planned = self._next(task, observation, history)
        except NoPlan as verdict:
            arguments: dict[str, Argument] = {"reason": str(verdict), "infeasible": verdict.infeasible}
            planned = PlannedAction("fail", arguments=arguments)
        except ChatModelError as error:
            if error.trouble not in GIVES_UP:
                raise
            planned = PlannedAction("fail", arguments={"reason": error.what})
        return replace(planned, subgoal=self._outline.cursor if self._outline is not None else 0)

    def _next(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        if not history or self._outline is None:
            self._begin(self._manager.plan(task, observation), observation, history)
        for _ in range(len(self._outlined().subgoals) + ROUNDS):
            if trouble := self._trouble(observation, history):
                self._refine(task, observation, history, trouble)
            elif self._is_plainly_reached(observation, history):
                self._begin(self._outlined().advanced(), observation, history)
            planned = self._worker.propose(task, observation, history, self._briefing(task, observation))
            match planned.kind:
                case "fail":
                    reason = str(planned.arguments.get("reason", ""))
                    self._refine(task, observation, history, f"the subgoal cannot be reached: {reason}")
                case "done":
                    if self._accepts(task, observation, history):
                        if self._outlined().at_last:
                            return planned
                        self._begin(self._outlined().advanced(), observation, history)
                case _:
                    return planned
        return PlannedAction("fail", arguments={"reason": "planning led to no action, only to other plans"})

    def _begin(self, outline: Outline, observation: Observation, history: tuple[Step, ...]) -> None:
        """Put the current subgoal of ``outline`` under way."""
        self._outline, self._since, self._refuted = outline, len(history), []
        self._shown_from_the_start = self._judge.shows(outline.current, observation)

    def _refine(self, task: str, observation: Observation, history: tuple[Step, ...], trouble: str) -> None:
        better = self._manager.refine(task, observation, history, self._outlined(), trouble)
        self._begin(better, observation, history)

    def _trouble(self, observation: Observation, history: tuple[Step, ...]) -> str:
        """Say what the manager has to hear of; empty while the worker gets on by itself."""
        own = history[self._since :]
        streak = failing(own)
        if len(streak) >= FAILURES:
            numbers = " and ".join(str(step.number) for step in streak)
            return f"steps {numbers} did not work, the last one because {why_failed(streak[-1])}"
        if len(self._refuted) >= CLAIMS:
            return f"it was claimed to be reached and is not: {self._refuted[-1]}"
        if len(seen := visits(own, observation)) >= VISITS:
            return f"the screen is again as before step {', '.join(map(str, seen))}: nothing is won"
        return ""

    def _is_plainly_reached(self, observation: Observation, history: tuple[Step, ...]) -> bool:
        """Say whether the screen shows, since the last step, that the subgoal is reached: nobody is asked.

        The last subgoal is for the worker to end, with the answer.
        """
        own = history[self._since :]
        if self._outlined().at_last or self._shown_from_the_start or not own or not worked(own[-1]):
            return False
        return self._judge.shows(self._outlined().current, observation)

    def _accepts(self, task: str, observation: Observation, history: tuple[Step, ...]) -> bool:
        own = history[self._since :]
        last = own[-1] if own else None
        claim = self._judge.judge(task, observation, history, self._outlined().current, last)
        if not claim.reached:
            self._refuted.append(claim.why)
        return claim.reached

    def _briefing(self, task: str, observation: Observation) -> Briefing:
        outline = self._outlined()
        advice = describe_advice(self._advisor.advise(task, observation, outline.current.goal))
        refuted = f"You said it is reached; it is not: {self._refuted[-1]}" if self._refuted else ""
        return Briefing(read_prompt(_PROMPT), (advice, outline.describe(), refuted))

    def _outlined(self) -> Outline:
        assert self._outline is not None
        return self._outline
