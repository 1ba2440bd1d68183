"""A public model behind a server that speaks Chat Completions: vLLM, SGLang, llama.cpp and their like."""

from __future__ import annotations

import asyncio
import base64
import math
import os
import threading
from collections.abc import AsyncIterator, Coroutine, Sequence
from typing import Any, TypeVar

from grounding.errors import GroundingServerFailed, ModelUnavailable
from grounding.public_models.asking import Answer, Question
from grounding.public_models.formats import Message, ModelFormat, Picture

INSTALL = "pip install 'guiagent-desktop[chat]'"
KEY_VARIABLE = "GUI_AGENT_GROUNDER_KEY"
DEADLINE = 60.0
AT_ONCE = 8
READY_SECONDS = 10.0
MOST_BYTES = 4_000_000
_GRACE = 1.0
T = TypeVar("T")


class _Refused(Exception):
    """The server does not take the request as it is."""


class ServedAnswerer:
    """A served model; every question is one request, up to `AT_ONCE` of them under way, all by one deadline.

    Asking again does no harm, so what a busy server refuses is sent again while there is time. The key is
    that of the environment variable GUI_AGENT_GROUNDER_KEY, if any.
    """

    def __init__(
        self, address: str, name: str, format_: ModelFormat, *, deadline: float = DEADLINE, key: str = ""
    ) -> None:
        self._address, self._name, self._format, self._deadline = address, name, format_, deadline
        self._key = key or os.environ.get(KEY_VARIABLE, "")
        self._loop = _LoopThread()
        self._with_chances = True
        _require_package()

    @property
    def format(self) -> ModelFormat:
        return self._format

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        """Answer every question. Raises `GroundingServerFailed` if one stays without an answer."""
        try:
            return self._loop.run(self._answered(questions), self._deadline)
        except TimeoutError as error:
            raise self._failed(f"it gave no answer within {self._deadline:g} s") from error

    def close(self) -> None:
        self._loop.close()

    def require_ready(self, seconds: float = READY_SECONDS) -> None:
        """Ask the server which models it has. Raises `GroundingServerFailed` where ours is not among them.

        A server that does not tell its models is believed.
        """
        try:
            names = self._loop.run(self._names(), seconds)
        except TimeoutError as error:
            raise self._failed(f"it said nothing within {seconds:g} s") from error
        if names and self._name not in names:
            raise self._failed(f"it has only {', '.join(sorted(names)[:5])}")

    async def _names(self) -> set[str]:
        import openai

        async with self._client(max_retries=0) as client:
            try:
                return {str(model.id) for model in (await client.models.list()).data or ()}
            except openai.APITimeoutError as error:
                raise TimeoutError from error
            except openai.APIConnectionError as error:
                raise self._failed(self._unreached(error)) from error
            except (openai.AuthenticationError, openai.PermissionDeniedError) as error:
                raise self._failed(f"{self._told(error)}; put its key into {KEY_VARIABLE}") from error
            except (openai.OpenAIError, ValueError, TypeError, AttributeError):
                return set()

    def _client(self, max_retries: int) -> Any:
        import openai

        return openai.AsyncOpenAI(
            api_key=self._key or "none",
            base_url=self._address,
            timeout=self._deadline,
            max_retries=max_retries,
            http_client=careful_client(self._deadline),
            # The client would tell every server which account at OpenAI the environment names.
            default_headers={name: openai.Omit() for name in ("OpenAI-Organization", "OpenAI-Project")},
        )

    async def _answered(self, questions: Sequence[Question]) -> list[Answer]:
        turn = asyncio.Semaphore(AT_ONCE)
        # A client lives as long as its questions: connections that a server drops in between are not met.
        async with self._client(max_retries=2) as client:
            tasks = [asyncio.ensure_future(self._one(client, each, turn)) for each in questions]
            try:
                return list(await asyncio.gather(*tasks))
            finally:
                for task in tasks:
                    task.cancel()

    async def _one(self, client: Any, question: Question, turn: asyncio.Semaphore) -> Answer:
        async with turn:
            with_chances = self._with_chances
            try:
                return await self._request(client, question, with_chances)
            except _Refused as refused:
                if not (with_chances and "logprob" in str(refused).lower()):
                    raise self._failed(str(refused)) from refused
            self._with_chances = False
            try:
                return await self._request(client, question, False)
            except _Refused as refused:
                raise self._failed(str(refused)) from refused

    async def _request(self, client: Any, question: Question, with_chances: bool) -> Answer:
        asked = [self._turn(message, question) for message in question.messages]
        if self._format.answer_start:
            asked.append({"role": "assistant", "content": self._format.answer_start})
        wishes = {"logprobs": True} if with_chances else {}
        made = await self._sent(
            client.chat.completions.create(
                model=self._name,
                messages=asked,
                max_tokens=self._format.max_new_tokens,
                temperature=0.0,
                **wishes,
            )
        )
        choices = getattr(made, "choices", None)
        if not choices or getattr(choices[0], "message", None) is None:
            raise self._failed("its answer is not one of Chat Completions")
        return Answer(str(choices[0].message.content or ""), _confidence(choices[0]))

    async def _sent(self, request: Coroutine[Any, Any, T]) -> T:
        """Return what a request brings, with every failure as one of ours."""
        import openai

        try:
            return await request
        except openai.APITimeoutError as error:
            raise TimeoutError from error
        except openai.APIConnectionError as error:
            raise self._failed(self._unreached(error)) from error
        except openai.BadRequestError as error:
            raise _Refused(self._told(error)) from error
        except (openai.OpenAIError, ValueError, TypeError) as error:
            raise self._failed(self._told(error)) from error

    def _turn(self, message: Message, question: Question) -> dict[str, Any]:
        if all(isinstance(part, str) for part in message.parts):
            return {"role": message.role, "content": "\n".join(str(part) for part in message.parts)}
        return {"role": message.role, "content": [_block(part, question) for part in message.parts]}

    def _unreached(self, error: Exception) -> str:
        cause = self._told(error.__cause__) if isinstance(error.__cause__, Exception) else ""
        return f"it cannot be reached ({cause})" if cause else "it cannot be reached"

    def _told(self, error: Exception) -> str:
        """Return what a server said, without the key that it may repeat."""
        said = " ".join(str(error).split())[:300]
        return said.replace(self._key, "***") if self._key else said

    def _failed(self, why: str) -> GroundingServerFailed:
        return GroundingServerFailed(
            f"The grounding model {self._name} at {self._address} did not answer: {why}. "
            f"Is the server running (curl {self._address}/models)?"
        )


def careful_client(seconds: float) -> Any:
    """Return an HTTP client that follows no redirection and reads at most `MOST_BYTES` of an answer.

    A redirection would carry the screenshot and the key to another server.
    """
    import httpx2

    class Limited(httpx2.AsyncByteStream):  # type: ignore[misc]
        def __init__(self, inner: Any) -> None:
            self._inner = inner

        async def __aiter__(self) -> AsyncIterator[bytes]:
            left = MOST_BYTES
            async for piece in self._inner:
                left -= len(piece)
                if left < 0:
                    raise httpx2.ReadError("the answer is too large")
                yield piece

        async def aclose(self) -> None:
            await self._inner.aclose()

    async def limit(response: Any) -> None:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            # A few packed bytes can become gigabytes; nobody asked for them packed.
            raise httpx2.ReadError("the server packed its answer")
        response.stream = Limited(response.stream)

    return httpx2.AsyncClient(
        event_hooks={"response": [limit]},
        follow_redirects=False,
        headers={"accept-encoding": "identity"},
        timeout=seconds,
    )


def data_address(picture: Any) -> str:
    """Return a picture (HxWx3 BGR) as a PNG inside of an address."""
    import cv2

    _, data = cv2.imencode(".png", picture)
    return "data:image/png;base64," + base64.b64encode(data.tobytes()).decode("ascii")


def _block(part: str | Picture, question: Question) -> dict[str, Any]:
    if isinstance(part, Picture):
        return {"type": "image_url", "image_url": {"url": data_address(question.picture)}}
    return {"type": "text", "text": part}


def _confidence(choice: Any) -> float | None:
    """Return the mean probability of the tokens with digits; None where the server tells none."""
    told = getattr(getattr(choice, "logprobs", None), "content", None) or ()
    chances = [
        math.exp(min(token.logprob, 0.0))
        for token in told
        if isinstance(token.logprob, int | float) and any(letter.isdigit() for letter in str(token.token))
    ]
    return sum(chances) / len(chances) if chances else None


def _require_package() -> None:
    try:
        import openai  # noqa: F401
    except ImportError as error:
        raise ModelUnavailable(
            f"A served grounding model needs openai. Install it with: {INSTALL}"
        ) from error


class _LoopThread:
    """An event loop in a thread of its own, so that asking works from any thread and ends at Ctrl-C."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def run(self, work: Coroutine[Any, Any, T], seconds: float) -> T:
        """Return what ``work`` returns. Raises `TimeoutError` after ``seconds``."""
        future = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, seconds), self._running())
        try:
            return future.result(seconds + _GRACE)
        finally:
            future.cancel()

    def close(self) -> None:
        with self._lock:
            loop, self._loop = self._loop, None
        if loop is not None:
            loop.call_soon_threadsafe(loop.stop)

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                threading.Thread(
                    target=_turning, args=(self._loop,), name="grounding-server", daemon=True
                ).start()
            return self._loop


def _turning(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()
