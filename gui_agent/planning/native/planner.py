"""A planner whose model works the computer with its provider's own tool."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from actions.action import Click, Drag, Move, Scroll
from actions.codecs.query import Query
from actions.errors import UnsupportedDialect
from actions.geometry import Point
from gui_agent.chat.cancellation import Cancellation
from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.pictures import PictureMaker
from gui_agent.chat.prices import PriceTable
from gui_agent.chat.types import (
    ChatAnswer,
    ChatModel,
    ChatRequest,
    ComputerTool,
    Picture,
    Words,
)
from gui_agent.finding import shortened
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.prompt_files import read_prompt
from gui_agent.planning.native.bill import Bill
from gui_agent.planning.native.calls import LAUNCH, CallReader
from gui_agent.planning.native.outcomes import last_of, outcome_words, verdict_of, was_approved
from gui_agent.planning.native.places import Places
from gui_agent.planning.native.planned import planned_action
from gui_agent.planning.native.screens import another_screen, zoomed
from gui_agent.planning.native.talk import Talk
from gui_agent.planning.native.turn import Answers, Turn
from gui_agent.types import Observation, Plan, PlannedAction, Step, Usage

_PROMPT = Path(__file__).with_name("prompts") / "native.md"
MAX_TOKENS = 4096
QUESTIONS = 10
"""So often a model may look, or say what cannot be understood, before it does something."""
_GIVES_UP = frozenset({Trouble.BROKEN_ANSWER, Trouble.DECLINED})
"""Where the model, not the machine, is why there is no next step."""
_CANNOT, _IMPOSSIBLE = "CANNOT:", "IMPOSSIBLE:"


@dataclass(frozen=True, slots=True)
class NativeTool:
    """A provider's computer tool: what it is called, how its calls are read, how large pictures may be.

    ``blindly``: whether old turns may stay in the talk without their pictures.
    """

    version: str
    reader: CallReader
    longest_edge: int
    most_pixels: int | None = None
    blindly: bool = True


class NativePlanner:
    """Shows the model the screen and plays what it calls, one action a step.

    Of several actions in a turn those behind one that failed, or behind a window that came up, are dropped
    and answered as not done. Every call is answered before the next question; none is played twice. Raises
    `ChatModelError` where no answer can be had.
    """

    def __init__(
        self,
        model: ChatModel,
        tool: NativeTool,
        pointing: PointingGrounder,
        prices: PriceTable,
        *,
        deadline: float = 120.0,
        cancel: Cancellation | None = None,
    ) -> None:
        self._model, self._tool, self._pointing = model, tool, pointing
        self._deadline, self._cancel = deadline, cancel
        self._maker = PictureMaker(tool.longest_edge, tool.most_pixels)
        self._bill = Bill(model.name, prices)
        self._talk: Talk | None = None
        self._turn: Turn | None = None
        self._answer = ChatAnswer("")
        self._handed_out: PlannedAction | None = None
        self._line: tuple[str, ...] = ()
        self._pointer: Point | None = None

    @property
    def plan(self) -> Plan | None:
        return None

    def take_usage(self) -> Usage:
        """Return what was spent since the last time it was taken."""
        return self._bill.take()

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        screen = self._maker.picture(observation.screenshot)
        if self._talk is None or not history:
            self._begin(task, screen)
        self._note_outcome(observation, history)
        for _ in range(QUESTIONS):
            if (planned := self._from_turn(observation, screen)) is not None:
                return planned
            try:
                self._ask(screen)
            except ChatModelError as error:
                self._bill.book(error.usage)
                if error.trouble in _GIVES_UP:
                    return PlannedAction("fail", arguments={"reason": error.what})
                raise
            if not self._answer.tool_calls:
                return _ending(self._answer)
        reason = f"the model was asked {QUESTIONS} times and did nothing that could be carried out"
        return PlannedAction("fail", arguments={"reason": reason})

    def _begin(self, task: str, screen: Picture) -> None:
        self._talk = Talk(read_prompt(_PROMPT), task.strip(), screen, blindly=self._tool.blindly)
        self._turn, self._handed_out, self._pointer = None, None, None

    def _note_outcome(self, observation: Observation, history: tuple[Step, ...]) -> None:
        """Tell the turn what came of its last action, and whether the rest of it still makes sense."""
        handed_out, self._handed_out = self._handed_out, None
        if handed_out is None or self._turn is None:
            return
        step, others = last_of(handed_out, history)
        if step is None:
            self._turn.done("not done: it was not carried out", failed=True, approved=False)
            return
        self._pointer = _pointer_after(step.action, self._pointer)
        words, failed = verdict_of(step)
        self._turn.done(words, failed=failed, approved=was_approved(step))
        self._line = (*self._line, outcome_words(step))
        if others:
            self._turn.stop("other actions were carried out meanwhile")
        elif self._turn.pending:
            changes = step.after.changes if step.after is not None else ()
            if another := another_screen(step.observation, observation, changes):
                self._turn.stop(another)

    def _from_turn(self, observation: Observation, screen: Picture) -> PlannedAction | None:
        """Return the next action of the turn; where it is over, its results go into the talk."""
        turn, talk = self._turn, self._talk
        if turn is None or talk is None:
            return None
        places = Places(self._pointing, observation)
        while True:
            wanted = turn.next_action(self._pointer, lambda query: self._look(query, observation, screen))
            if wanted is None:
                break
            try:
                thought = shortened(self._answer.text, 300)
                self._handed_out = planned_action(wanted, places.words, thought)
            except UnsupportedDialect as error:
                turn.done(f"not done: {error}", failed=True, approved=False)
                continue
            return self._handed_out
        results = self._tool.reader.with_screen(turn.results, screen)
        talk.add(self._answer, results, "; ".join(self._line) or "looked")
        self._turn, self._line = None, ()
        return None

    def _ask(self, screen: Picture) -> None:
        assert self._talk is not None
        self._answer = self._model.ask(
            ChatRequest(
                self._talk.messages(),
                tools=(ComputerTool(self._tool.version, screen.size), LAUNCH),
                max_tokens=MAX_TOKENS,
                deadline=self._deadline,
            ),
            cancel=self._cancel,
        )
        self._bill.book(self._answer.usage)
        if self._answer.tool_calls:
            self._turn = Turn(self._answer.tool_calls, self._tool.reader, screen.frame)
            if self._answer.stop == "length":
                self._turn.stop("your answer was too long and broke off; say less")

    def _look(self, query: Query, observation: Observation, screen: Picture) -> Answers:
        """Answer a question about the screen, which needs no action."""
        match query.kind:
            case "screenshot":
                return (screen,)
            case "zoom" if query.region is not None:
                return (zoomed(observation.screenshot, query.region, screen.size),)
        if self._pointer is None:
            return (Words("it is not known yet; point at a place with the next action"),)
        x, y = screen.frame.from_screen(self._pointer)
        return (Words(f"X={x:g},Y={y:g}"),)


def _ending(answer: ChatAnswer) -> PlannedAction:
    """Return what it means that the model stopped calling tools."""
    text = answer.text.strip()
    for word, infeasible in ((_CANNOT, False), (_IMPOSSIBLE, True)):
        if text.upper().startswith(word):
            reason = text[len(word) :].strip() or "the model says so"
            return PlannedAction("fail", arguments={"reason": reason, "infeasible": infeasible})
    if answer.stop == "length":
        return PlannedAction("fail", arguments={"reason": "the model's answer broke off in the middle"})
    return PlannedAction("done", arguments={"answer": text})


def _pointer_after(action: object, before: Point | None) -> Point | None:
    match action:
        case Click(point=point) | Move(point) | Scroll(point=point):
            return point
        case Drag(path=path):
            return path[-1]
    return before
