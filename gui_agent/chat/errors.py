"""What can go wrong between the agent and a language model; the kind says what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from gui_agent.chat.types import TokenUsage
from gui_agent.errors import AgentError


class Trouble(StrEnum):
    """Why there is no answer."""

    UNREACHABLE = "unreachable"
    REFUSED_KEY = "refused key"
    RATE_LIMITED = "rate limited"
    SERVER_FAILED = "server failed"
    DEADLINE = "deadline"
    BROKEN_ANSWER = "broken answer"
    DECLINED = "declined"
    TOO_LARGE = "too large"
    UNSUPPORTED = "unsupported"
    CANCELLED = "cancelled"


TRANSIENT = frozenset({Trouble.UNREACHABLE, Trouble.RATE_LIMITED, Trouble.SERVER_FAILED})
"""What may be gone in a moment: the same question is worth asking again."""

ADVICE: Mapping[Trouble, str] = MappingProxyType(
    {
        Trouble.UNREACHABLE: "Check the address and that the server runs.",
        Trouble.REFUSED_KEY: "Check the key in OPENAI_API_KEY, ANTHROPIC_API_KEY or GUI_AGENT_MODEL_KEY, "
        "and that its account has credit.",
        Trouble.RATE_LIMITED: "Wait, or use another model.",
        Trouble.SERVER_FAILED: "Try again later; the server's own log says more.",
        Trouble.DEADLINE: "Allow more time with GUI_AGENT_MODEL_DEADLINE=SECONDS, or use a faster model.",
        Trouble.BROKEN_ANSWER: "Try again; where it stays so, the server or the model does not fit.",
        Trouble.DECLINED: "Say the task in other words, or use another model.",
        Trouble.TOO_LARGE: "Use a model with a longer context, or smaller pictures.",
        Trouble.UNSUPPORTED: "Use another model, or another server for it.",
        Trouble.CANCELLED: "",
    }
)


class ChatModelError(AgentError):
    """A question got no usable answer.

    ``retry_after`` is what the server asked to wait, in seconds; ``usage`` what was spent all the same.
    """

    def __init__(
        self,
        trouble: Trouble,
        what: str,
        *,
        retry_after: float | None = None,
        usage: TokenUsage | None = None,
    ) -> None:
        super().__init__(f"{what.rstrip('. ')}. {ADVICE[trouble]}".strip())
        self.trouble, self.what = trouble, what
        self.retry_after, self.usage = retry_after, usage or TokenUsage()

    def costing(self, usage: TokenUsage) -> ChatModelError:
        """Return the same error with ``usage`` spent."""
        return ChatModelError(self.trouble, self.what, retry_after=self.retry_after, usage=usage)
