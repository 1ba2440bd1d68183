"""What is said to a language model and what it answers: the same for every dialect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from actions.codecs.frame import Frame
from actions.geometry import Size
from gui_agent.chat.cancellation import Cancellation
from gui_agent.safety import SafetyCheck

Speaker = Literal["system", "user", "assistant"]
Stop = Literal["end", "length", "tools"]
DEADLINE_SECONDS = 120.0
MAX_TOKENS = 2048


@dataclass(frozen=True, slots=True)
class Words:
    """A part of a message in text."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a message as an encoded image of ``size`` pixels.

    ``frame`` turns coordinates of the model's answer, pixels of this image, into screen pixels.
    """

    data: bytes = field(repr=False)
    media_type: Literal["image/png", "image/jpeg", "image/webp"]
    size: Size
    frame: Frame


@dataclass(frozen=True, slots=True)
class ToolCall:
    """What the model asks a tool to do; ``arguments`` are JSON values nobody has checked yet.

    ``toolset`` is the provider's own tool it belongs to, if any; ``checks`` must be acknowledged by a person.
    """

    id: str
    name: str
    arguments: Mapping[str, object]
    toolset: str = ""
    checks: tuple[SafetyCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What came of the tool call ``call``, whose ``toolset`` it has.

    ``acknowledged``: those of the call's checks that somebody approved.
    """

    call: str
    parts: tuple[Words | Picture, ...]
    failed: bool = False
    toolset: str = ""
    acknowledged: tuple[SafetyCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A part that only its provider understands (its thinking, say): sent back exactly as it came."""

    data: Mapping[str, object]


Part: TypeAlias = Words | Picture | ToolCall | ToolResult | Verbatim


@dataclass(frozen=True, slots=True)
class Message:
    """One turn; up to the end of a ``stable`` one the next request is alike, for a provider's cache."""

    speaker: Speaker
    parts: tuple[Part, ...]
    stable: bool = False

    @classmethod
    def of(cls, speaker: Speaker, text: str, *pictures: Picture, stable: bool = False) -> Message:
        """Return a message of ``text`` followed by ``pictures``."""
        return cls(speaker, (Words(text), *pictures), stable)


@dataclass(frozen=True, slots=True)
class AnswerSchema:
    """The JSON schema an answer must keep."""

    name: str
    schema: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Tool:
    """Something the model may call; ``parameters`` is the JSON schema of its arguments."""

    name: str
    description: str
    parameters: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ComputerTool:
    """A provider's own tool for working a computer; pictures of it are ``size`` pixels.

    ``version`` is what the provider calls it: ``computer_20251124``, ``computer``, …
    """

    version: str
    size: Size


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One question.  ``deadline`` is in seconds and holds for every attempt together."""

    messages: tuple[Message, ...]
    schema: AnswerSchema | None = None
    tools: tuple[Tool | ComputerTool, ...] = ()
    must_call: bool = False
    max_tokens: int = MAX_TOKENS
    temperature: float | None = None
    deadline: float = DEADLINE_SECONDS


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """Tokens spent.  ``input_tokens`` includes those read from and written to a provider's cache.

    ``estimated``: the server did not say, so a part is guessed from the length of what was exchanged.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cache_written_tokens: int = 0
    calls: int = 0
    estimated: bool = False

    def __add__(self, other: TokenUsage) -> TokenUsage:
        return TokenUsage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_tokens + other.cached_tokens,
            self.cache_written_tokens + other.cache_written_tokens,
            self.calls + other.calls,
            self.estimated or other.estimated,
        )


@dataclass(frozen=True, slots=True)
class ChatAnswer:
    """What the model said; ``usage`` holds every attempt it took.

    ``parts`` is the answer as it is sent back in a longer talk.
    """

    text: str
    tool_calls: tuple[ToolCall, ...] = ()
    stop: Stop = "end"
    usage: TokenUsage = TokenUsage()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a model can do; ``longest_edge`` is how many pixels of a picture it really looks at."""

    pictures: bool = False
    json_schema: bool = False
    tools: bool = False
    longest_edge: int = 1568


Listener: TypeAlias = Callable[[str], None]
"""Gets the answer's text piece by piece, on another thread."""


class ChatModel(Protocol):
    """A language model that answers one request at a time."""

    @property
    def name(self) -> str:
        """The model's name as its provider and its price are known by."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What the model can do; finding that out may cost a few tokens once. Raises `ChatModelError`."""
        ...

    def ask(
        self, request: ChatRequest, *, cancel: Cancellation | None = None, listener: Listener | None = None
    ) -> ChatAnswer:
        """Return the answer; raises `ChatModelError`, whose kind says what to do next."""
        ...

    def close(self) -> None: ...
