"""OpenAI's Responses through the official ``openai`` client: the dialect its computer tool lives in."""

from __future__ import annotations

from typing import Any

from gui_agent.chat.openai_dialect import open_client
from gui_agent.chat.responses_wire import ResponsesGathering, request_body
from gui_agent.chat.streams import patience
from gui_agent.chat.types import ChatRequest


class ResponsesDialect:
    """One server of Responses."""

    def __init__(self, model: str, secret: str, address: str | None = None) -> None:
        self._model, self.secret, self._address = model, secret, address
        self._client: Any = None

    def gathering(self) -> ResponsesGathering:
        return ResponsesGathering()

    async def send(self, request: ChatRequest, seconds: float) -> Any:
        if self._client is None:
            self._client = open_client(self.secret, self._address)
        body = request_body(request) | {"model": self._model, "stream": True}
        stream = await self._client.responses.create(**body, timeout=patience(seconds))
        return stream.response

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()
