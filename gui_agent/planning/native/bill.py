"""What a model has cost since it was last asked."""

from __future__ import annotations

from gui_agent.chat.prices import PriceTable
from gui_agent.chat.types import TokenUsage
from gui_agent.types import Usage


class Bill:
    """Adds up tokens and dollars of the model ``name``."""

    def __init__(self, name: str, prices: PriceTable) -> None:
        self._name, self._prices = name, prices
        self._open = Usage()

    def book(self, spent: TokenUsage) -> None:
        had = self._open
        self._open = Usage(
            had.input_tokens + spent.input_tokens,
            had.output_tokens + spent.output_tokens,
            had.model_calls + spent.calls,
            had.cost + self._prices.cost(self._name, spent),
        )

    def take(self) -> Usage:
        """Return what was spent since the last time it was taken."""
        bill, self._open = self._open, Usage()
        return bill
