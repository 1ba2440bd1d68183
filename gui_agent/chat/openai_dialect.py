"""Chat Completions through the ``openai`` client: OpenAI, vLLM, SGLang, llama.cpp, Ollama, gateways."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from gui_agent.chat.openai_wire import OpenAIGathering, request_body
from gui_agent.chat.packages import client_package
from gui_agent.chat.streams import limited_client, patience
from gui_agent.chat.types import ChatRequest

_OTHERWISE: Mapping[str, str] = MappingProxyType(
    {"stream_options": "", "max_completion_tokens": "max_tokens", "max_tokens": "max_completion_tokens"}
    | {"temperature": "", "tool_choice": ""}
)
"""Fields not every server knows, with the name to try instead; empty: do without."""
_ACCOUNT_HEADERS = ("OpenAI-Organization", "OpenAI-Project")


class OpenAIDialect:
    """One server of Chat Completions; what it does not know is left out after its first complaint."""

    def __init__(self, model: str, secret: str, address: str | None = None) -> None:
        self._model, self.secret, self._address = model, secret, address
        self._client: Any = None
        self._avoided: dict[str, str] = {}
        self._limit_name = "max_completion_tokens" if _at_openai(address) else "max_tokens"

    def gathering(self) -> OpenAIGathering:
        return OpenAIGathering()

    async def send(self, request: ChatRequest, seconds: float) -> Any:
        package = client_package("openai")
        if self._client is None:
            self._client = open_client(self.secret, self._address)
        while True:
            body = self._body(request)
            try:
                stream = await self._client.chat.completions.create(**body, timeout=patience(seconds))
            except package.APIStatusError as error:
                if not self._learns_from(error, body):
                    raise
            else:
                return stream.response

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    def _body(self, request: ChatRequest) -> dict[str, Any]:
        body = request_body(request) | {
            "model": self._model,
            "stream": True,
            "stream_options": {"include_usage": True},
            self._limit_name: request.max_tokens,
        }
        for name, other in self._avoided.items():
            if name in body:
                value = body.pop(name)
                if other:
                    body[other] = value
        return body

    def _learns_from(self, error: Any, body: Mapping[str, Any]) -> bool:
        """Say whether the server complained about a field it can be asked without."""
        if error.status_code not in (400, 422):
            return False
        said = f"{getattr(error, 'param', '')} {error.message}"
        # The longer name contains the shorter one.
        for name in sorted(_OTHERWISE, key=len, reverse=True):
            if name in body and name in said and name not in self._avoided:
                other = _OTHERWISE[name]
                self._avoided[name] = "" if other in self._avoided else other
                return True
        return False


def open_client(secret: str, address: str | None) -> Any:
    """Return the official client for ``address``, OpenAI's own where None. Raises `ChatModelError`."""
    package = client_package("openai")
    return package.AsyncOpenAI(
        api_key=secret or "none",
        base_url=address,
        max_retries=0,
        http_client=limited_client(),
        # The client would tell every server which account at OpenAI the environment names.
        default_headers={} if _at_openai(address) else {n: package.Omit() for n in _ACCOUNT_HEADERS},
    )


def _at_openai(address: str | None) -> bool:
    return address is None or "//api.openai.com" in address
