"""Answers of a type: by JSON schema where the model keeps one, else read tolerantly; validated always."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from gui_agent.chat.cancellation import Cancellation
from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.loose_json import objects_in
from gui_agent.chat.types import (
    AnswerSchema,
    ChatAnswer,
    ChatModel,
    ChatRequest,
    Listener,
    Message,
    TokenUsage,
)

T = TypeVar("T")
TRIES = 2


class Unusable(ValueError):
    """The answer is not of the type; says why in words the model can use."""


class AnswerType(Generic[T]):
    """A type of answers: ``adapter`` validates them, ``name`` is what the schema is called."""

    def __init__(self, name: str, adapter: TypeAdapter[T]) -> None:
        self._name, self._adapter = name, adapter
        self._schema: AnswerSchema | None = None

    def schema(self) -> AnswerSchema:
        """Return the schema, made once: that takes several milliseconds."""
        if self._schema is None:
            self._schema = AnswerSchema(self._name, _portable(self._adapter.json_schema()))
        return self._schema

    def read(self, text: str) -> T:
        """Return the one value of this type in ``text``. Raises `Unusable`."""
        found = list(objects_in(text))
        good: list[T] = []
        complaint = "there is no JSON object in it"
        for value in found:
            try:
                good.append(self._adapter.validate_python(value))
            except ValidationError as error:
                complaint = _complaint(error)
        if not good:
            raise Unusable(complaint)
        if any(other != good[0] for other in good[1:]):
            raise Unusable("it holds several different objects; give one")
        return good[0]


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """A value, the answer it was read from, and what all the asking cost."""

    value: T
    answer: ChatAnswer
    usage: TokenUsage


def ask_for(
    kind: AnswerType[T],
    model: ChatModel,
    request: ChatRequest,
    *,
    cancel: Cancellation | None = None,
    listener: Listener | None = None,
    check: Callable[[T], object] = lambda value: None,
    tries: int = TRIES,
) -> Read[T]:
    """Ask for a value of ``kind``; an answer of another type is sent back once with what is wrong with it.

    ``check`` raises `Unusable` for a value of the right type that cannot be used here.

    Raises `ChatModelError`, of the kind BROKEN_ANSWER where every try was of another type.
    """
    spent, complaint = TokenUsage(), ""
    asked = replace(request, schema=kind.schema()) if model.capabilities.json_schema else request
    for _ in range(tries):
        answer, asked, spent = _answered(model, asked, spent, cancel, listener)
        try:
            if answer.stop == "length":
                raise Unusable("it was too long and broke off; be brief")
            value = kind.read(answer.text)
            check(value)
            return Read(value, answer, spent)
        except Unusable as error:
            complaint = str(error)
            asked = replace(asked, messages=(*asked.messages, *_sent_back(answer, complaint)))
    what = f"the model gave no usable answer {tries} times, the last time because {complaint}"
    raise ChatModelError(Trouble.BROKEN_ANSWER, what, usage=spent)


def _answered(
    model: ChatModel,
    asked: ChatRequest,
    spent: TokenUsage,
    cancel: Cancellation | None,
    listener: Listener | None,
) -> tuple[ChatAnswer, ChatRequest, TokenUsage]:
    """Ask; a server that keeps simple schemas and refuses this one is asked without it from then on."""
    try:
        answer = model.ask(asked, cancel=cancel, listener=listener)
        return answer, asked, spent + answer.usage
    except ChatModelError as error:
        spent += error.usage
        if error.trouble is not Trouble.UNSUPPORTED or asked.schema is None:
            raise error.costing(spent) from error
    return _answered(model, replace(asked, schema=None), spent, cancel, listener)


def _sent_back(answer: ChatAnswer, complaint: str) -> tuple[Message, ...]:
    again = f"Your answer cannot be used: {complaint}. Answer again with one JSON object only."
    said = answer.text.strip()[:2000] or "(nothing)"
    return (Message.of("assistant", said), Message.of("user", again))


def _complaint(error: ValidationError) -> str:
    details = error.errors(include_url=False, include_context=False, include_input=False)[:3]
    said = [f"{'.'.join(map(str, d['loc'])) or 'the object'}: {d['msg']}" for d in details]
    return "; ".join(said)[:400]


def _portable(value: Any) -> Any:
    """Return a schema in the words every server knows: anyOf for oneOf, no discriminators, no titles."""
    match value:
        case dict():
            return {
                "anyOf" if name == "oneOf" else name: _portable(inner)
                for name, inner in value.items()
                if name not in ("discriminator", "default")
                and not (name == "title" and isinstance(inner, str))
            }
        case list():
            return [_portable(item) for item in value]
    return value
