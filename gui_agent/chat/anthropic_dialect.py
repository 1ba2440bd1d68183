"""Anthropic's Messages through the official ``anthropic`` client."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gui_agent.chat.anthropic_wire import AnthropicGathering, request_body
from gui_agent.chat.packages import client_package
from gui_agent.chat.streams import limited_client, patience
from gui_agent.chat.types import ChatRequest, ComputerTool

_BETAS: Mapping[str, str] = MappingProxyType(
    {
        "computer_20241022": "computer-use-2024-10-22",
        "computer_20250124": "computer-use-2025-01-24",
        "computer_20251124": "computer-use-2025-11-24",
    }
)
"""The older computer tools are for those who ask for them by name; the toolset needs no such word."""


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
        computers = [tool.version for tool in request.tools if isinstance(tool, ComputerTool)]
        if computers:
            betas = [_BETAS[version] for version in computers if version in _BETAS]
            named = {"betas": betas} if betas else {}
            stream = await self._client.beta.messages.create(**body, **named, timeout=patience(seconds))
        else:
            stream = await self._client.messages.create(**body, timeout=patience(seconds))
        return stream.response

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()
