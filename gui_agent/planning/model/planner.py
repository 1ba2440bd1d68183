"""A planner that asks a language model for one step at a time."""

from __future__ import annotations

from gui_agent.chat.cancellation import Cancellation
from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.pictures import PictureMaker
from gui_agent.chat.prices import PriceTable
from gui_agent.chat.structured import Unusable, ask_for
from gui_agent.chat.types import ChatModel, ChatRequest, Picture, TokenUsage
from gui_agent.planning.model.answers import NEXT_STEP, NextStep, Target
from gui_agent.planning.model.conversation import messages
from gui_agent.planning.model.planned import planned_action
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.screen_words import named
from gui_agent.types import Observation, Plan, PlannedAction, Step, Usage

REPETITIONS = 3
"""So often a model may do the same in a row; those that go in circles do it until the budget is spent."""
_GIVES_UP = frozenset({Trouble.BROKEN_ANSWER, Trouble.DECLINED})
"""Where the model, not the machine, is why there is no next step."""


class ModelPlanner:
    """Tells the model task, history and screen, and takes its answer as the next action, or refuses it.

    ``pictures``: whether a model that sees gets the screenshot too. Raises `ChatModelError` where no answer
    can be had; an answer that stays unusable ends the task with the reason.
    """

    def __init__(
        self,
        model: ChatModel,
        pointing: PointingGrounder,
        prices: PriceTable,
        *,
        deadline: float = 120.0,
        pictures: bool = True,
        cancel: Cancellation | None = None,
    ) -> None:
        self._model, self._pointing, self._prices = model, pointing, prices
        self._deadline, self._pictures, self._cancel = deadline, pictures, cancel
        self._maker: PictureMaker | None = None
        self._bill = Usage()

    @property
    def plan(self) -> Plan | None:
        return None

    def take_usage(self) -> Usage:
        """Return what was spent since the last time it was taken."""
        bill, self._bill = self._bill, Usage()
        return bill

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        try:
            picture = self._picture(observation)
            request = ChatRequest(
                messages(task, observation, history, picture), max_tokens=1024, deadline=self._deadline
            )
            read = ask_for(
                NEXT_STEP,
                self._model,
                request,
                cancel=self._cancel,
                check=lambda step: _refuse_repetition(self._planned(step, observation), history),
            )
        except ChatModelError as error:
            self._book(error.usage)
            if error.trouble in _GIVES_UP:
                return PlannedAction("fail", arguments={"reason": error.what})
            raise
        self._book(read.usage)
        return self._planned(read.value, observation)

    def _picture(self, observation: Observation) -> Picture | None:
        if not self._pictures or not self._model.capabilities.pictures:
            return None
        if self._maker is None:
            self._maker = PictureMaker(self._model.capabilities.longest_edge)
        return self._maker.picture(observation.screenshot)

    def _planned(self, step: NextStep, observation: Observation) -> PlannedAction:
        return planned_action(step, lambda target: self._in_words(target, observation))

    def _in_words(self, target: Target, observation: Observation) -> str:
        """Say ``target`` in words, and remember which element a number means. Raises `Unusable`."""
        number = _as_number(target)
        if number is None:
            return str(target)
        elements = observation.screen.elements
        if number > len(elements):
            known = f"the numbers go from 1 to {len(elements)}" if elements else "nothing on it has a number"
            raise Unusable(f"there is no element {number} on the screen; {known}")
        element = elements[number - 1]
        words = named(element)
        if not element.text.strip() or sum(e.text == element.text for e in elements) > 1:
            words = f"{words} [{number}]"
        self._pointing.point(observation.screenshot, words, element)
        return words

    def _book(self, spent: TokenUsage) -> None:
        had = self._bill
        self._bill = Usage(
            had.input_tokens + spent.input_tokens,
            had.output_tokens + spent.output_tokens,
            had.model_calls + spent.calls,
            had.cost + self._prices.cost(self._model.name, spent),
        )


def _refuse_repetition(planned: PlannedAction, history: tuple[Step, ...]) -> None:
    """Raise `Unusable` for what was just done several times: typed or started at all, or without effect."""
    last = history[-REPETITIONS:]
    if len(last) < REPETITIONS or planned.kind in ("wait", "done", "fail"):
        return
    same = all(_alike(step.planned, planned) for step in last)
    changed = any(step.after is not None and step.after.changes for step in last)
    if same and (planned.kind in ("type", "launch") or not changed):
        raise Unusable(
            f"you did exactly this {REPETITIONS} times in a row; do something else, or say done or fail"
        )


def _alike(one: PlannedAction, other: PlannedAction) -> bool:
    return (one.kind, one.target, dict(one.arguments)) == (other.kind, other.target, dict(other.arguments))


def _as_number(target: Target) -> int | None:
    if isinstance(target, int):
        return target
    bare = target.strip("[]#* ")
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 6 and int(bare) else None
