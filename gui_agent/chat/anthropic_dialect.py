"""Anthropic's Messages through the official ``anthropic`` client."""

from __future__ import annotations

from typing import Any

from gui_agent.chat.anthropic_wire import AnthropicGathering, request_body
from gui_agent.chat.packages import client_package
from gui_agent.chat.streams import limited_client, patience
from gui_agent.chat.types import ChatRequest


class AnthropicDialect:
    """One server of Messages."""

    def __init__(self, model: str, secret: str, address: str | None = None) -> None:
        self._model, self.secret, self._address = model, secret, address
        self._client: Any = None

    def gathering(self) -> AnthropicGathering:
        return AnthropicGathering()

    async def send(self, request: ChatRequest, seconds: float) -> Any:
        package = client_package("anthropic")
        if self._client is None:
            self._client = package.AsyncAnthropic(
                api_key=self.secret,
                base_url=self._address,
                max_retries=0,
                http_client=limited_client(),
            )
        body = request_body(request) | {"model": self._model, "stream": True}
        stream = await self._client.messages.create(**body, timeout=patience(seconds))
        return stream.response

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()
