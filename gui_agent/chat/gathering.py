"""An answer while it grows: what the pieces of a stream add up to, checked piece by piece."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, NoReturn, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.types import (
    ChatAnswer,
    ChatRequest,
    ComputerTool,
    Part,
    Picture,
    Stop,
    TokenUsage,
    ToolCall,
    ToolResult,
    Verbatim,
    Words,
)
from gui_agent.safety import SafetyCheck

MAX_TEXT = 400_000
"""Letters of one answer; the longest answers of the largest models stay below."""
MAX_TOOL_CALLS = 128
LETTERS_PER_TOKEN = 4
PIXELS_PER_TOKEN = 750

W = TypeVar("W", bound="Wire")


class Wire(BaseModel):
    """What a server sends: only what is read of it, in exactly the types the dialect has."""

    model_config = ConfigDict(strict=True, frozen=True, allow_inf_nan=False)


class Gathering(Protocol):
    """The answer of one dialect while it grows."""

    draft: Draft

    def event(self, payload: str) -> str:
        """Take one event of a stream and return the text it adds. Raises `ChatModelError`."""
        ...

    def whole(self, payload: str) -> str:
        """Take an answer that came in one piece and return its text. Raises `ChatModelError`."""
        ...


@dataclass(slots=True)
class DraftCall:
    """A tool call while its arguments come in."""

    id: str = ""
    name: str = ""
    arguments: str = ""
    given: dict[str, Any] | None = None
    """The arguments where they came in one piece."""
    toolset: str = ""
    checks: tuple[SafetyCheck, ...] = ()


@dataclass(slots=True)
class Draft:
    """What has been gathered so far."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    calls: dict[int, DraftCall] = field(default_factory=dict)
    stop: Stop | None = None
    declined: str | None = None
    usage: TokenUsage | None = None
    kept: dict[int, dict[str, Any]] = field(default_factory=dict)
    """What only the provider understands, by its place in the answer."""
    whole_items: bool = False
    """Whether what is kept is the whole answer, text and calls too."""

    def add(self, text: str) -> str:
        """Add ``text`` and return it."""
        self._grow(text)
        self.pieces.append(text)
        return text

    def call(self, index: int) -> DraftCall:
        """Return the tool call number ``index``."""
        if index not in self.calls and len(self.calls) >= MAX_TOOL_CALLS:
            raise ChatModelError(Trouble.TOO_LARGE, "the answer calls too many tools")
        return self.calls.setdefault(index, DraftCall())

    def add_arguments(self, index: int, text: str) -> None:
        self._grow(text)
        self.call(index).arguments += text

    def keep(self, index: int, data: dict[str, Any]) -> None:
        """Keep what the provider wants to have back as it is."""
        if len(self.kept) >= MAX_TOOL_CALLS:
            raise ChatModelError(Trouble.TOO_LARGE, "the answer has too many parts")
        self._grow(json.dumps(data))
        self.kept[index] = data

    def lengthen(self, index: int, name: str, text: str) -> None:
        """Add ``text`` to a field of what is kept at ``index``."""
        if text and index in self.kept:
            self._grow(text)
            self.kept[index][name] = f"{self.kept[index].get(name, '')}{text}"

    def _grow(self, text: str) -> None:
        self.length += len(text)
        if self.length > MAX_TEXT:
            raise ChatModelError(Trouble.TOO_LARGE, f"the answer is longer than {MAX_TEXT} letters")

    def spent(self, request: ChatRequest) -> TokenUsage:
        """Return what the server said was spent so far, or a guess where it has not."""
        if self.usage is not None and self.stop is not None:
            return self.usage
        known = self.usage or TokenUsage(estimated_input(request), calls=1)
        written = max(known.output_tokens, -(-self.length // LETTERS_PER_TOKEN))
        return TokenUsage(
            known.input_tokens, written, known.cached_tokens, known.cache_written_tokens, 1, estimated=True
        )

    def answer(self, request: ChatRequest) -> ChatAnswer:
        """Return the finished answer. Raises `ChatModelError` where it is none."""
        text = "".join(self.pieces)
        if self.declined is not None:
            raise ChatModelError(
                Trouble.DECLINED, f"the model declined: {self.declined or text or 'without a word'}"[:300]
            )
        if self.stop is None:
            raise ChatModelError(Trouble.BROKEN_ANSWER, "the answer broke off in the middle")
        calls = tuple(_finished(self.calls[index]) for index in sorted(self.calls))
        if not text.strip() and not calls:
            raise ChatModelError(Trouble.BROKEN_ANSWER, "the answer is empty")
        return ChatAnswer(text, calls, self.stop, self.spent(request), self._parts(text, calls))

    def _parts(self, text: str, calls: tuple[ToolCall, ...]) -> tuple[Part, ...]:
        kept = tuple(Verbatim(self.kept[index]) for index in sorted(self.kept))
        if self.whole_items:
            return kept
        return (*kept, *((Words(text),) if text.strip() else ()), *calls)


def read_wire(kind: type[W], payload: str) -> W:
    """Return ``payload`` as what the dialect sends. Raises `ChatModelError` where it is something else."""
    try:
        return kind.model_validate_json(payload)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the answer"
        what = f"the server sent something else than an answer ({where}: {first['msg']})"
        raise ChatModelError(Trouble.BROKEN_ANSWER, what[:300]) from error


def declared_error(error: Any) -> NoReturn:
    """Raise the error that a server sent in place of the rest of its answer."""
    said = error.get("message", "") if isinstance(error, dict) else error
    kind = f"{error.get('type', '')} {error.get('code', '')}" if isinstance(error, dict) else ""
    limited = any(word in kind for word in ("rate_limit", "overloaded", "429"))
    trouble = Trouble.RATE_LIMITED if limited else Trouble.SERVER_FAILED
    raise ChatModelError(trouble, f"the server reported: {said}"[:300])


def estimated_input(request: ChatRequest) -> int:
    """Guess how many tokens ``request`` has."""
    letters, pictures = 0, 0
    for message in request.messages:
        for part in message.parts:
            inner = part.parts if isinstance(part, ToolResult) else (part,)
            letters += sum(len(one.text) for one in inner if isinstance(one, Words))
            pictures += sum(one.size.area for one in inner if isinstance(one, Picture))
    tools = [dict(t.parameters) for t in request.tools if not isinstance(t, ComputerTool)]
    declared = json.dumps(tools) if tools else ""
    declared += json.dumps(dict(request.schema.schema)) if request.schema else ""
    return -(-(letters + len(declared)) // LETTERS_PER_TOKEN) + pictures // PIXELS_PER_TOKEN


def _finished(draft: DraftCall) -> ToolCall:
    try:
        text = draft.arguments or "{}"
        arguments = draft.given or json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        what = f"the arguments of the tool “{draft.name[:40]}” are no JSON"
        raise ChatModelError(Trouble.BROKEN_ANSWER, what) from error
    if not isinstance(arguments, dict) or not draft.name:
        raise ChatModelError(Trouble.BROKEN_ANSWER, "a tool call without a name or without arguments")
    return ToolCall(draft.id, draft.name, arguments, draft.toolset, draft.checks)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
