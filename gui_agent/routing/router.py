"""The planner in front of specialists: who can do it does it, and hands over where it cannot go on."""

from __future__ import annotations

from collections.abc import Sequence

from gui_agent.chat.errors import ChatModelError
from gui_agent.chat.structured import Unusable
from gui_agent.chat.types import Message
from gui_agent.planning.model.prompt_files import read_prompt
from gui_agent.planning.model.thinker import GIVES_UP, Thinker
from gui_agent.routing.answers import CHOICE, Choice
from gui_agent.routing.specialist import Specialist
from gui_agent.routing.tool_planner import PROMPTS, HandedOver
from gui_agent.tools.action import TOOL_KINDS
from gui_agent.types import Observation, Plan, PlannedAction, Spender, Step, Usage

GIVE_UP_AFTER = 4
"""So many tool actions in a row that did not work end a specialist's turn."""


class RoutingPlanner:
    """Lets one of ``specialists`` plan; the last one can do everything and takes what nobody else can.

    The model is asked only where several can do it. One who hands over, or gets nowhere, is not asked again
    in this episode. Raises `ChatModelError`.
    """

    def __init__(self, specialists: Sequence[Specialist], thinker: Thinker) -> None:
        if not specialists:
            raise ValueError("a router needs at least one specialist")
        self._specialists, self._thinker = tuple(specialists), thinker
        self._prompt = read_prompt(PROMPTS / "choose.md")
        self._out: set[str] = set()
        self._chosen: Specialist | None = None
        self._since = 0

    @property
    def plan(self) -> Plan | None:
        return self._chosen.planner.plan if self._chosen else None

    @property
    def chosen(self) -> str:
        """The name of who is working; empty before the first step."""
        return self._chosen.name if self._chosen else ""

    def take_usage(self) -> Usage:
        """Return what everybody spent since the last time it was taken."""
        bills = [self._thinker.take_usage()]
        bills += [s.planner.take_usage() for s in self._specialists if isinstance(s.planner, Spender)]
        return Usage(
            sum(bill.input_tokens for bill in bills),
            sum(bill.output_tokens for bill in bills),
            sum(bill.model_calls for bill in bills),
            sum(bill.cost for bill in bills),
        )

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        if not history:
            self._out, self._chosen = set(), None
        if self._chosen is not None and _gets_nowhere(history[self._since :]):
            self._dismiss(self._chosen)
        while True:
            if self._chosen is None:
                self._chosen, self._since = self._choose(task, observation), len(history)
            chosen = self._chosen
            try:
                return chosen.planner.next_action(task, observation, history)
            except HandedOver as reason:
                if chosen is self._specialists[-1]:
                    return PlannedAction("fail", arguments={"reason": str(reason)})
                self._dismiss(chosen)

    def _dismiss(self, specialist: Specialist) -> None:
        if specialist is not self._specialists[-1]:
            self._out.add(specialist.name)
            self._chosen = None

    def _choose(self, task: str, observation: Observation) -> Specialist:
        fit = [s for s in self._specialists if s.name not in self._out and s.can(task, observation)]
        if not fit:
            return self._specialists[-1]
        return fit[0] if len(fit) == 1 else self._ask(task, observation, fit)

    def _ask(self, task: str, observation: Observation, fit: Sequence[Specialist]) -> Specialist:
        """Return the one the model names, of those that fit; the last one where it names none."""
        names = {specialist.name: specialist for specialist in fit}

        def check(choice: Choice) -> None:
            if choice.specialist not in names:
                raise Unusable(
                    f"there is no specialist {choice.specialist!r}; choose from {', '.join(names)}"
                )

        lines = [f"- {s.name}: {'; '.join(sorted(s.capabilities))}" for s in fit]
        windows = ", ".join(f"“{window.title or window.application}”" for window in observation.windows)
        asked = "\n".join(
            [f"Task: {task.strip()}", f"Open windows: {windows or 'none'}", "Specialists:", *lines]
        )
        told = (Message.of("system", self._prompt, stable=True), Message.of("user", asked))
        try:
            return names[self._thinker.ask(CHOICE, told, check=check).specialist]
        except ChatModelError as error:
            if error.trouble in GIVES_UP:
                return fit[-1]
            raise


def _gets_nowhere(history: tuple[Step, ...]) -> bool:
    last = history[-GIVE_UP_AFTER:]
    return len(last) == GIVE_UP_AFTER and all(
        step.planned.kind in TOOL_KINDS
        and (bool(step.error) or (step.reflection is not None and step.reflection.verdict != "success"))
        for step in last
    )
