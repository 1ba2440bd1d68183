"""Asks one language model on behalf of every part of the mind, and keeps one bill for all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from gui_agent.chat.cancellation import Cancellation
from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.pictures import PictureMaker
from gui_agent.chat.prices import PriceTable
from gui_agent.chat.structured import AnswerType, ask_for
from gui_agent.chat.types import ChatModel, ChatRequest, Message, Picture, TokenUsage
from gui_agent.types import Observation, Usage

T = TypeVar("T")
MAX_TOKENS = 1024
GIVES_UP = frozenset({Trouble.BROKEN_ANSWER, Trouble.DECLINED})
"""Where the model, not the machine, is why there is no answer."""


class Thinker:
    """Puts questions to ``model``, each within ``deadline`` seconds, until ``cancel`` is thrown.

    ``pictures``: whether a model that sees gets the screenshot too.
    """

    def __init__(
        self,
        model: ChatModel,
        prices: PriceTable,
        *,
        deadline: float = 120.0,
        pictures: bool = True,
        cancel: Cancellation | None = None,
    ) -> None:
        self._model, self._prices = model, prices
        self._deadline, self._pictures = deadline, pictures
        self.cancel = cancel or Cancellation()
        self._maker: PictureMaker | None = None
        self._bill = Usage()

    def ask(
        self,
        kind: AnswerType[T],
        messages: tuple[Message, ...],
        *,
        check: Callable[[T], object] = lambda value: None,
        temperature: float | None = None,
    ) -> T:
        """Return an answer of ``kind`` that ``check`` lets pass, with at most one correction asked for.

        Raises `ChatModelError`; what was spent is on the bill either way.
        """
        request = ChatRequest(
            messages, max_tokens=MAX_TOKENS, deadline=self._deadline, temperature=temperature
        )
        try:
            read = ask_for(kind, self._model, request, cancel=self.cancel, check=check)
        except ChatModelError as error:
            self._book(error.usage)
            raise
        self._book(read.usage)
        return read.value

    def picture(self, observation: Observation) -> Picture | None:
        """Return the screenshot as the model wants it; None where it gets none."""
        if not self._pictures or not self._model.capabilities.pictures:
            return None
        if self._maker is None:
            self._maker = PictureMaker(self._model.capabilities.longest_edge)
        return self._maker.picture(observation.screenshot)

    def take_usage(self) -> Usage:
        """Return what was spent since the last time it was taken."""
        bill, self._bill = self._bill, Usage()
        return bill

    def _book(self, spent: TokenUsage) -> None:
        had = self._bill
        self._bill = Usage(
            had.input_tokens + spent.input_tokens,
            had.output_tokens + spent.output_tokens,
            had.model_calls + spent.calls,
            had.cost + self._prices.cost(self._model.name, spent),
        )
